import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Reads lines, a class and a text with a tab in between, an empty line at the end of each batch, and says what Jackson makes of each, without
 * turning a value of one type into another. */
public class Main {
    public static void main(String[] arguments) throws Exception {
        ObjectMapper mapper = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfigDefaults(it -> {
                for (CoercionInputShape shape : new CoercionInputShape[] {
                    CoercionInputShape.EmptyString, CoercionInputShape.String,
                }) {
                    it.setCoercion(shape, CoercionAction.Fail);
                }
            })
            .withCoercionConfig(LogicalType.Textual, it -> it
                .setCoercion(CoercionInputShape.String, CoercionAction.TryConvert)
                .setCoercion(CoercionInputShape.EmptyString, CoercionAction.TryConvert)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isEmpty()) {
                out.print(said);
                out.flush();
                said.setLength(0);
                continue;
            }
            int tab = line.indexOf('\t');
            Class<?> type = Class.forName(line.substring(0, tab));
            Object value;
            try {
                value = mapper.readValue(line.substring(tab + 1), type);
            } catch (Exception error) {
                said.append("reject\t").append(error.getClass().getSimpleName()).append(": ");
                said.append(String.valueOf(error.getMessage()).split("[\n\r]")[0]).append('\n');
                continue;
            }
            try {
                Class<?> as = value == null ? Object.class : type;
                said.append("accept\t" + mapper.writerFor(as).writeValueAsString(value) + "\n");
            } catch (Exception error) {
                said.append("accept\n");
            }
        }
    }
}
