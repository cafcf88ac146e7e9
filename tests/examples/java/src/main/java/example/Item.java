package example;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;

/** A decoder of the item: records and enumerations, filled by Jackson. */
public record Item(
    Type type,
    String id,
    RealtimeObject object,
    Status status,
    Role role,
    List<Part> content,
    @JsonProperty("call_id") String callId,
    String name,
    String arguments,
    String output) {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Returns the item that a JSON text holds. */
  public static Item decode(byte[] data) throws IOException {
    return MAPPER.readValue(data, Item.class);
  }

  public record Part(PartType type, String id, String text, String audio, String transcript) {}

  public enum Type {
    @JsonProperty("message") MESSAGE,
    @JsonProperty("function_call") FUNCTION_CALL,
    @JsonProperty("function_call_output") FUNCTION_CALL_OUTPUT,
    @JsonProperty("item_reference") ITEM_REFERENCE
  }

  public enum RealtimeObject {
    @JsonProperty("realtime.item") REALTIME_ITEM
  }

  public enum Status {
    @JsonProperty("completed") COMPLETED,
    @JsonProperty("incomplete") INCOMPLETE,
    @JsonProperty("in_progress") IN_PROGRESS
  }

  public enum Role {
    @JsonProperty("user") USER,
    @JsonProperty("assistant") ASSISTANT,
    @JsonProperty("system") SYSTEM
  }

  public enum PartType {
    @JsonProperty("input_text") INPUT_TEXT,
    @JsonProperty("input_audio") INPUT_AUDIO,
    @JsonProperty("item_reference") ITEM_REFERENCE,
    @JsonProperty("text") TEXT
  }
}
