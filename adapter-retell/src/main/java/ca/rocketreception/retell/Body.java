package ca.rocketreception.retell;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.domain.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * A request's body, read in one pass over its bytes: one JSON object, of which the heavy members
 * that we never use are checked but not kept.
 *
 * @param text as received, with the value of every {@code access_token} redacted
 */
record Body(Json.Members root, String text) {

  private static final int DEEPEST = 64;
  private static final String SECRET = "access_token";
  private static final byte[] REDACTED = "\"REDACTED\"".getBytes(UTF_8);

  /** Big in every event, and nothing that we read is in them. */
  private static final Set<String> UNUSED =
      Set.of(
          "latency",
          "llm_token_usage",
          "custom_sip_headers",
          "retell_llm_dynamic_variables",
          "collected_dynamic_variables",
          "custom_analysis_data",
          "scrubbed_transcript_with_tool_calls",
          "multimedia",
          "transfer_option",
          "alert",
          SECRET);

  /** Of the timed words of an utterance only the first is read: it says when it began. */
  private static final String WORDS = "words";

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          .build();

  /** Refuses what is no such object, naming the place and never the content. */
  static Body parse(byte[] bytes) {
    String text = strictUtf8(bytes);
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes)) {
      Reader reader = new Reader(parser);
      Json.Members root = reader.wholeObject();
      return new Body(root, reader.secrets.isEmpty() ? text : redacted(bytes, reader.secrets));
    }
  }

  private static String strictUtf8(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    // The lenient decoding is several times faster, and leaves a mark wherever it had to give way.
    if (text.indexOf('\uFFFD') >= 0) {
      try {
        UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      } catch (CharacterCodingException _) {
        throw malformed("The body is not UTF-8", placeOf(text, text.indexOf('\uFFFD')));
      }
    }
    // Also keeps the parser from taking the body for UTF-16 or UTF-32.
    int nul = text.indexOf('\0');
    if (nul >= 0 || text.startsWith("\uFEFF")) {
      throw malformed("The body is no well-formed JSON", placeOf(text, Math.max(nul, 0)));
    }
    return text;
  }

  private static String placeOf(String text, int offset) {
    long line = 1 + text.chars().limit(offset).filter(c -> c == '\n').count();
    return place(line, offset - text.lastIndexOf('\n', Math.max(0, offset - 1)));
  }

  private static Refusal malformed(String what, TokenStreamLocation location) {
    return malformed(what, place(location.getLineNr(), location.getColumnNr()));
  }

  private static Refusal malformed(String what, String place) {
    return new Refusal.Invalid(
        "body",
        what + ", " + place,
        "Send one JSON object in UTF-8, without repeated members, nested at most "
            + DEEPEST
            + " deep.");
  }

  private static String place(long line, long column) {
    return "at line " + line + ", column " + column;
  }

  private static String redacted(byte[] bytes, List<Span> secrets) {
    StringBuilder text = new StringBuilder(bytes.length + 16 * secrets.size());
    int copied = 0;
    for (Span secret : secrets) {
      text.append(new String(bytes, copied, secret.from - copied, UTF_8));
      text.append(new String(REDACTED, UTF_8));
      copied = secret.to;
    }
    return text.append(new String(bytes, copied, bytes.length - copied, UTF_8)).toString();
  }

  private record Span(int from, int to) {}

  /** Where the parser stands decides what is read next. */
  private static final class Reader {

    private final JsonParser parser;
    private final List<Span> secrets = new ArrayList<>();

    private Reader(JsonParser parser) {
      this.parser = parser;
    }

    private Json.Members wholeObject() {
      try {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          throw malformed("The body is no JSON object", parser.currentTokenLocation());
        }
        Json.Members root = members();
        if (parser.nextToken() != null) {
          throw malformed("Something follows the JSON object", parser.currentTokenLocation());
        }
        return root;
      } catch (StreamConstraintsException _) {
        throw malformed(
            "The body is nested too deep, or has a number of too many digits",
            parser.currentLocation());
      } catch (JacksonException e) {
        throw malformed("The body is no well-formed JSON", e.getLocation());
      }
    }

    private Json.Members members() {
      Map<String, Json> members = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (UNUSED.contains(name)) {
          skip(name);
        } else if (name.equals(WORDS) && value == JsonToken.START_ARRAY) {
          members.put(name, firstItem());
        } else {
          members.put(name, value(value));
        }
      }
      return new Json.Members(members);
    }

    private Json value(JsonToken token) {
      return switch (token) {
        case START_OBJECT -> members();
        case START_ARRAY -> items();
        case VALUE_STRING -> new Json.Text(parser.getString());
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Numeral(parser.getString());
        case VALUE_TRUE -> new Json.Flag(true);
        case VALUE_FALSE -> new Json.Flag(false);
        default -> Json.Null.NULL;
      };
    }

    private Json.Items items() {
      List<Json> items = new ArrayList<>();
      for (JsonToken token = parser.nextToken();
          token != JsonToken.END_ARRAY;
          token = parser.nextToken()) {
        items.add(value(token));
      }
      return new Json.Items(items);
    }

    private Json.Items firstItem() {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.END_ARRAY) {
        return new Json.Items(List.of());
      }
      Json first = value(token);
      skipToEnd(1);
      return new Json.Items(List.of(first));
    }

    /** Passes over the value at which the parser stands, and remembers it when it is secret. */
    private void skip(String name) {
      boolean secret = name.equals(SECRET);
      int from = secret ? (int) parser.currentTokenLocation().getByteOffset() : 0;
      if (parser.currentToken().isStructStart()) {
        // Within a secret nothing else needs to be found: the whole of it is redacted.
        int inner = secrets.size();
        skipToEnd(1);
        if (secret) {
          secrets.subList(inner, secrets.size()).clear();
        }
      }
      if (secret) {
        parser.finishToken();
        secrets.add(new Span(from, (int) parser.currentLocation().getByteOffset()));
      }
    }

    private void skipToEnd(int openAtFirst) {
      int open = openAtFirst;
      while (open > 0) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.PROPERTY_NAME) {
          if (SECRET.equals(parser.currentName())) {
            parser.nextToken();
            skip(SECRET);
          }
        } else if (token.isStructStart()) {
          open++;
        } else if (token.isStructEnd()) {
          open--;
        }
      }
    }
  }
}
