package ca.rocketreception.http.request;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Text;
import ca.rocketreception.http.json.Json;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The members of a JSON body, strictly read: a misspelt one is refused, never ignored. */
public final class Members {

  private static final JsonMapper STRICT =
      JsonMapper.builder(Json.BOUNDED)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

  private final JsonNode object;
  private final String place;

  private Members(JsonNode object, String place) {
    this.object = object;
    this.place = place;
  }

  public static Members of(Context request, String... known) {
    byte[] body = Identity.body(request);
    try {
      return new Members(STRICT.readTree(body), "").knowing(known);
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      throw invalid(
          "body",
          "The body is not well-formed JSON, or names a member twice, or is nested too deep or holds"
              + " too many values"
              + (at == null ? "" : ": line " + at.getLineNr() + ", column " + at.getColumnNr()),
          "Send one JSON object in UTF-8 and nothing else.");
    }
  }

  private Members knowing(String... known) {
    if (object == null || !object.isObject()) {
      throw invalid(
          place.isEmpty() ? "body" : place,
          (place.isEmpty() ? "The body" : place) + " is no JSON object",
          "Send an object with the members " + String.join(", ", known) + ".");
    }
    for (String name : object.propertyNames()) {
      if (!List.of(known).contains(name)) {
        throw invalid(
            place(Query.shown(name)),
            "There is no member '" + place(Query.shown(name)) + "' here",
            "The members are " + String.join(", ", known) + ".");
      }
    }
    return this;
  }

  /** Whether it is there, if only as null. */
  public boolean has(String name) {
    return object.has(name);
  }

  /** A text of one line. */
  public Optional<String> text(String name) {
    return exactly(name).map(text -> Text.oneLine(place(name), text));
  }

  /** A text of some lines. */
  public Optional<String> lines(String name) {
    return exactly(name).map(text -> Text.lines(place(name), text));
  }

  public String requiredLines(String name) {
    return lines(name).orElseThrow(() -> missing(name));
  }

  /** A text of which every character counts. */
  public Optional<String> exactly(String name) {
    return value(name)
        .map(node -> {
          if (!node.isString()) {
            throw invalid(place(name), place(name) + " is no text", "Write it in quotes.");
          }
          return node.asString();
        });
  }

  public String required(String name) {
    return text(name).orElseThrow(() -> missing(name));
  }

  public Optional<Boolean> flag(String name) {
    return value(name)
        .map(node -> {
          if (!node.isBoolean()) {
            throw invalid(
                place(name), place(name) + " is neither true nor false", "Write true or false.");
          }
          return node.asBoolean();
        });
  }

  public Optional<Integer> wholeNumber(String name) {
    return value(name)
        .map(node -> {
          if (!node.isInt() || node.asInt() < 0) {
            throw invalid(
                place(name), place(name) + " is no whole number", "Write it as 0, 1, 2 and so on.");
          }
          return node.asInt();
        });
  }

  public <E extends Enum<E>> Optional<E> oneOf(String name, Class<E> type) {
    return text(name).map(text -> oneOf(place(name), text, type));
  }

  static <E extends Enum<E>> E oneOf(String name, String text, Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equals(text))
        .findFirst()
        .orElseThrow(() ->
            invalid(
                name,
                "'" + Query.shown(text) + "' is no " + name,
                "Use one of " + List.of(type.getEnumConstants()) + "."));
  }

  public Optional<PhoneNumber> phoneNumber(String name) {
    return text(name)
        .map(text ->
            PhoneNumber.parse(text)
                .orElseThrow(() ->
                    invalid(
                        place(name),
                        "'" + Query.shown(text) + "' is no telephone number in E.164",
                        "Write it with the country code and without spaces, such as"
                            + " +12048082733.")));
  }

  public Optional<ZoneId> zone(String name) {
    return text(name)
        .map(text -> {
          if (!ZoneId.getAvailableZoneIds().contains(text)) {
            throw invalid(
                place(name),
                "'" + Query.shown(text) + "' is no time zone",
                "Take a name of the IANA database, such as America/Winnipeg.");
          }
          return ZoneId.of(text);
        });
  }

  public Optional<Locale> language(String name) {
    return text(name)
        .map(text -> {
          try {
            Locale locale = new Locale.Builder().setLanguageTag(text).build();
            if (!locale.getLanguage().isEmpty()) {
              return locale;
            }
          } catch (IllformedLocaleException e) {
            // the refusal below says all there is to say
          }
          throw invalid(
              place(name),
              "'" + Query.shown(text) + "' is no language",
              "Write a language tag such as en-CA or fr-CA.");
        });
  }

  public Optional<Instant> instant(String name) {
    return text(name).map(text -> Query.instant(place(name), text));
  }

  public LocalTime time(String name) {
    String text = required(name);
    try {
      return LocalTime.parse(text, TIME);
    } catch (DateTimeParseException e) {
      throw invalid(
          place(name),
          "'" + Query.shown(text) + "' is no time of day",
          "Write it as 09:30; midnight is 00:00, also where a day ends.");
    }
  }

  /** The objects of a list; none when it is not there. */
  public List<Members> list(String name, String... known) {
    JsonNode list = value(name).orElse(null);
    if (list == null) {
      return List.of();
    }
    if (!list.isArray()) {
      throw invalid(place(name), place(name) + " is no list", "Write it in square brackets.");
    }
    return IntStream.range(0, list.size())
        .mapToObj(i -> new Members(list.get(i), place(name) + "[" + i + "]").knowing(known))
        .toList();
  }

  /** The texts of a list; none when it is not there. */
  public List<String> texts(String name) {
    JsonNode list = value(name).orElse(null);
    if (list == null) {
      return List.of();
    }
    if (!list.isArray() || !list.valueStream().allMatch(JsonNode::isString)) {
      throw invalid(
          place(name), place(name) + " is no list of texts", "Write it as [\"…\", \"…\"].");
    }
    return list.valueStream().map(JsonNode::asString).toList();
  }

  public Refusal missing(String name) {
    return invalid(place(name), place(name) + " is missing", "Send it in the body.");
  }

  private Optional<JsonNode> value(String name) {
    return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
  }

  private String place(String name) {
    return place.isEmpty() ? name : place + "." + name;
  }

  private static Refusal.Invalid invalid(String field, String message, String cure) {
    return new Refusal.Invalid(field, message, cure);
  }
}
