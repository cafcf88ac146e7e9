import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.core.ObjectMappers;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges cases by the classes of com.openai:openai-java.
 *
 * <p>The first argument is the release; the second, `validate` or `decode`, whether what was decoded
 * is asked to validate itself, as a user may but need not do. The classes are looked up by name,
 * since not every release has all of them.
 */
public final class Main {

    private static final Map<String, String> TYPES = Map.of(
            "item-with-reference", "com.openai.models.beta.realtime.ConversationItemWithReference",
            "item", "com.openai.models.beta.realtime.ConversationItem",
            "union", "com.openai.models.realtime.ConversationItem");

    private static final ObjectMapper WIRE = new ObjectMapper();

    private static ObjectNode refused(Throwable error) {
        ObjectNode reply = WIRE.createObjectNode().put("verdict", "reject");
        String first = String.valueOf(error.getMessage()).split("\n", 2)[0];
        reply.withArray("errors").addObject()
                .put("code", error.getClass().getSimpleName())
                .put("message", first.substring(0, Math.min(first.length(), 200)));
        return reply;
    }

    private static String text(JsonNode message) throws CharacterCodingException {
        if (!message.has("base64")) return message.get("text").textValue();
        byte[] given = Base64.getDecoder().decode(message.get("base64").textValue());
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(given)).toString();
    }

    /** Returns the type that a union holds; null where it is no union, or holds none. */
    private static String held(Object item) throws ReflectiveOperationException {
        for (Method method : item.getClass().getMethods()) {
            String name = method.getName();
            boolean asks = name.startsWith("is") && !name.equals("isValid")
                    && method.getParameterCount() == 0 && method.getReturnType() == boolean.class;
            if (asks && (boolean) method.invoke(item)) return name.substring("is".length());
        }
        return null;
    }

    private static ObjectNode judge(JsonNode message, Class<?> type, boolean validates) {
        try {
            Object item = ObjectMappers.jsonMapper().readValue(text(message), type);
            if (item == null) throw new IllegalArgumentException("decoded to null");
            if (validates) type.getMethod("validate").invoke(item);
            ObjectNode reply = WIRE.createObjectNode().put("verdict", "accept");
            String held = held(item);
            if (held != null) reply.put("typed_as", held);
            return reply.put("output", ObjectMappers.jsonMapper().writeValueAsString(item));
        } catch (InvocationTargetException error) {
            return refused(error.getCause());
        } catch (Exception | StackOverflowError error) {
            return refused(error);
        }
    }

    public static void main(String[] arguments) throws Exception {
        boolean validates = arguments[1].equals("validate");
        Map<String, Class<?>> known = new LinkedHashMap<>();
        for (String target : List.of("item-with-reference", "item", "union")) {
            try {
                known.put(target, Class.forName(TYPES.get(target)));
            } catch (ClassNotFoundException older) {
                continue;
            }
        }
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode message = WIRE.readTree(line);
            ObjectNode reply;
            if (message.get("op").textValue().equals("hello")) {
                reply = WIRE.createObjectNode().put("op", "hello").put("protocol", 1);
                reply.putObject("adapter").put("name", "sdk-openai-java").put("version", "1.0.0");
                reply.putObject("subject")
                        .put("name", "com.openai:openai-java")
                        .put("version", arguments[0])
                        .put("language", "java");
                known.keySet().forEach(reply.putArray("targets")::add);
                reply.putArray("modes").add("decode").add("roundtrip");
                reply.put("max_inflight", 64).put("lenient", !validates);
            } else if (message.get("op").textValue().equals("case")) {
                Class<?> type = known.get(message.get("target").textValue());
                reply = judge(message, type, validates).put("n", message.get("n").intValue());
            } else {
                break;
            }
            out.println(WIRE.writeValueAsString(reply));
            out.flush();
        }
    }
}
