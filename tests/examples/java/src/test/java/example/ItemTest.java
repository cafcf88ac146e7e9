package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The decoder against every case of the corpus. */
class ItemTest {
  private static final Path BUNDLE =
      Path.of(Optional.ofNullable(System.getenv("CONFORMANCE_BUNDLE")).orElse("bundle"));
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode manifest() throws IOException {
    return JSON.readTree(BUNDLE.resolve("manifest.json").toFile());
  }

  private static List<JsonNode> cases() throws IOException {
    List<JsonNode> cases = new ArrayList<>();
    for (String line : Files.readAllLines(BUNDLE.resolve("cases.ndjson"))) {
      cases.add(JSON.readTree(line));
    }
    return cases;
  }

  private static byte[] input(JsonNode entry) throws IOException {
    return entry.has("text")
        ? entry.get("text").textValue().getBytes(StandardCharsets.UTF_8)
        : entry.get("base64").binaryValue();
  }

  private static Map<String, String> known() throws IOException {
    return Files.readAllLines(Path.of("known-failures.txt")).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split(" ", 2))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
  }

  private static boolean fails(JsonNode entry) throws IOException {
    boolean accepted = true;
    try {
      Item.decode(input(entry));
    } catch (IOException error) {
      accepted = false;
    }
    return switch (entry.at("/expect/verdict").textValue()) {
      case "accept" -> !accepted;
      case "reject" -> accepted;
      default -> false;
    };
  }

  @Test
  void theCasesAreThoseOfTheManifest() throws Exception {
    JsonNode manifest = manifest();
    assertEquals(manifest.at("/counts/cases").intValue(), cases().size());
    assertEquals(manifest.get("inputs").size(), cases().size());
    for (JsonNode entry : cases()) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(input(entry));
      String id = entry.get("id").textValue();
      assertEquals(manifest.get("inputs").get(id).textValue(), HexFormat.of().formatHex(digest), id);
    }
  }

  @Test
  void everyKnownFailureIsACase() throws IOException {
    JsonNode inputs = manifest().get("inputs");
    assertEquals(List.of(), known().keySet().stream().filter(id -> !inputs.has(id)).toList());
  }

  @TestFactory
  Stream<DynamicTest> item() throws IOException {
    Map<String, String> known = known();
    return cases().stream()
        .map(
            entry -> {
              String id = entry.get("id").textValue();
              String expected = "%s: expected %s".formatted(id, entry.get("expect"));
              return dynamicTest(
                  id,
                  () -> {
                    if (known.containsKey(id)) {
                      assertTrue(fails(entry), id + ": mended, strike it from known-failures.txt");
                    } else {
                      assertFalse(fails(entry), expected);
                    }
                  });
            });
  }
}
