package ca.rocketreception.retell;

import ca.rocketreception.domain.Refusal;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a body into plain maps, lists, texts, exact numbers and booleans. Members that nobody uses
 * and that make most of a body are passed over; they must still be well-formed.
 */
final class JsonBody {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // the table of names that bodies would share can be broken by one with colliding names
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(100).maxNameLength(1000).build())
          .build();

  /** Of a body of the greatest size that providers send; each takes some hundred bytes at most. */
  private static final int MOST_VALUES = 300_000;

  private static final Set<String> PASSED_OVER =
      Set.of(
          "collected_dynamic_variables",
          "custom_analysis_data",
          "latency",
          "llm_token_usage",
          "retell_llm_dynamic_variables",
          "scrubbed_transcript_with_tool_calls",
          "transfer_option");

  /** The join token of a web call opens the call to whoever has it: it is not evidence. */
  private static final String SECRET = "access_token";

  /** How every escaped letter of ASCII begins. */
  private static final String ESCAPED_LETTER = "\\u00";

  private static final int MOST_DIGITS = 1000;

  /** Stands for a number like 1e2147483647: computing with it overflows or takes for ever. */
  private static final Object ABSURD = Double.NaN;

  private JsonBody() {}

  /** For how many values there is room: the smallest take many times their bytes. */
  private static final class Room {

    private int left = MOST_VALUES;

    void takeOne() {
      if (--left < 0) {
        throw new Refusal.TooLong(
            "The body holds more than " + MOST_VALUES + " values", "Send less at once.");
      }
    }
  }

  /** The text of a body, which must be UTF-8. */
  static String text(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    // only a body that names this letter, or what it stands for, is worth a second and costly look
    return text.indexOf('\ufffd') < 0 ? text : strictly(body);
  }

  private static String strictly(byte[] body) {
    ByteBuffer bytes = ByteBuffer.wrap(body);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      String before = new String(body, 0, bytes.position(), StandardCharsets.UTF_8);
      throw new Refusal.Invalid(
          "body",
          "The body is not UTF-8"
              + place(
                  1 + before.chars().filter(c -> c == '\n').count(),
                  before.length() - before.lastIndexOf('\n')),
          "Send JSON in UTF-8.");
    }
  }

  /** The one object that a text holds. */
  static Map<String, Object> object(String text) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      return object(parser, new Room());
    }
  }

  /** A well-formed text without secrets, otherwise as it is. */
  static String withoutSecrets(String text) {
    if (!text.contains(SECRET) && !text.contains(ESCAPED_LETTER)) {
      return text;
    }
    StringBuilder kept = new StringBuilder(text.length());
    int copied = 0;
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.PROPERTY_NAME
            && parser.currentName().equals(SECRET)) {
          parser.nextToken();
          int from = (int) parser.currentTokenLocation().getCharOffset();
          parser.skipChildren();
          parser.finishToken();
          kept.append(text, copied, from).append("\"REDACTED\"");
          copied = (int) parser.currentLocation().getCharOffset();
        }
      }
    }
    return kept.append(text, copied, text.length()).toString();
  }

  private static Map<String, Object> object(JsonParser parser, Room room) {
    try {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw malformed(parser, "The body is no JSON object");
      }
      Map<String, Object> object = members(parser, room);
      if (parser.nextToken() != null) {
        throw malformed(parser, "Something follows the JSON object");
      }
      return object;
    } catch (JacksonException e) {
      throw malformed(
          parser,
          "The body is not well-formed JSON, or names a member twice, or is nested too deep");
    }
  }

  private static Map<String, Object> members(JsonParser parser, Room room) {
    Map<String, Object> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      if (PASSED_OVER.contains(name)) {
        parser.skipChildren();
      } else {
        members.put(name, name.equals("words") ? first(parser, room) : value(parser, room));
      }
    }
    return members;
  }

  /** Of a turn's words only the first matters: when it was said. */
  private static Object first(JsonParser parser, Room room) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      return value(parser, room);
    }
    List<Object> first = new ArrayList<>(1);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (first.isEmpty()) {
        first.add(value(parser, room));
      } else {
        parser.skipChildren();
      }
    }
    return first;
  }

  private static Object value(JsonParser parser, Room room) {
    room.takeOne();
    return switch (parser.currentToken()) {
      case START_OBJECT -> members(parser, room);
      case START_ARRAY -> {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(parser, room));
        }
        yield elements;
      }
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case null, default -> null;
    };
  }

  private static Object number(JsonParser parser) {
    if (parser.getNumberType() == JsonParser.NumberType.INT) {
      return BigDecimal.valueOf(parser.getIntValue());
    }
    try {
      BigDecimal exact = parser.getDecimalValue();
      boolean sane = exact.scale() >= -MOST_DIGITS && exact.scale() <= MOST_DIGITS;
      return sane ? exact : ABSURD;
    } catch (ArithmeticException | NumberFormatException _) {
      return ABSURD;
    }
  }

  private static Refusal.Invalid malformed(JsonParser parser, String what) {
    TokenStreamLocation place = parser.currentLocation();
    return new Refusal.Invalid(
        "body",
        what + place(place.getLineNr(), place.getColumnNr()),
        "Send one JSON object and nothing else.");
  }

  private static String place(long line, long column) {
    return ": line " + line + ", column " + column;
  }
}
