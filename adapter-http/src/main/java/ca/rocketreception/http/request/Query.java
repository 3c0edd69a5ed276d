package ca.rocketreception.http.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import io.javalin.http.Context;
import java.net.URLDecoder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of an address, strictly read: a misspelt one is refused, never ignored. */
public final class Query {

  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
  private static final int FIRST_YEAR = 1;
  private static final int LAST_YEAR = 9999;

  private final Map<String, String> values;

  private Query(Map<String, String> values) {
    this.values = values;
  }

  public static Query of(Context request, String... known) {
    String raw = request.req().getQueryString();
    Map<String, String> values = new HashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        if (!List.of(known).contains(name)) {
          throw unknown(name, known);
        }
        if (values.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1))) != null) {
          throw new Refusal.Invalid(name, name + " is given twice", "Give it once.");
        }
      }
    }
    return new Query(values);
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  static Instant instant(String name, String text) {
    try {
      Instant instant = Instant.parse(text);
      if (isStorable(instant)) {
        return instant;
      }
    } catch (DateTimeParseException e) {
      // the refusal below says all there is to say
    }
    throw new Refusal.Invalid(
        name,
        "'" + shown(text) + "' is no instant",
        "Write it in ISO 8601 and UTC, such as 2026-11-23T16:00:00Z.");
  }

  public Optional<Instant> instant(String name) {
    return text(name).map(text -> instant(name, text));
  }

  public Optional<LocalDate> date(String name) {
    return text(name)
        .map(text -> {
          try {
            LocalDate date = LocalDate.parse(text);
            if (isStorable(date)) {
              return date;
            }
          } catch (DateTimeParseException e) {
            // the refusal below says all there is to say
          }
          throw new Refusal.Invalid(
              name, "'" + shown(text) + "' is no day", "Write it as 2026-12-25.");
        });
  }

  public Optional<PhoneNumber> phoneNumber(String name) {
    return text(name)
        .map(text ->
            PhoneNumber.parse(text)
                .orElseThrow(() ->
                    new Refusal.Invalid(
                        name,
                        "'" + shown(text) + "' is no telephone number in E.164",
                        "Write it with the country code and without spaces, such as"
                            + " +12048082733.")));
  }

  public <E extends Enum<E>> Optional<E> oneOf(String name, Class<E> type) {
    return text(name)
        .map(text ->
            Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(text))
                .findFirst()
                .orElseThrow(() ->
                    new Refusal.Invalid(
                        name,
                        "'" + shown(text) + "' is no " + name,
                        "Use one of " + List.of(type.getEnumConstants()) + ".")));
  }

  public int limit(int most, int usual) {
    return wholeNumber("limit", 1, most).orElse(usual);
  }

  public Optional<Integer> wholeNumber(String name, int least, int most) {
    return text(name)
        .map(text -> {
          if (!text.matches("[0-9]{1,4}")
              || Integer.parseInt(text) < least
              || Integer.parseInt(text) > most) {
            throw new Refusal.Invalid(
                name,
                name + " '" + shown(text) + "' is out of range",
                "Give a number from " + least + " to " + most + ".");
          }
          return Integer.parseInt(text);
        });
  }

  /** Databases and calendars agree about instants in years 1 to 9999 only. */
  static boolean isStorable(Instant instant) {
    return !instant.isBefore(EARLIEST) && !instant.isAfter(LATEST);
  }

  static boolean isStorable(LocalDate date) {
    return date.getYear() >= FIRST_YEAR && date.getYear() <= LAST_YEAR;
  }

  /** A wrong value in a message: short and on one line. */
  public static String shown(String value) {
    return Refusal.shown(value);
  }

  /** A plus sign is a plus sign here, so that numbers may be written as they are. */
  private static String decoded(String raw) {
    try {
      return URLDecoder.decode(raw.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Refusal.Invalid(
          "query",
          "'" + shown(raw) + "' is not percent-encoded as it must be",
          "Write a percent sign as %25.");
    }
  }

  private static Refusal unknown(String name, String... known) {
    return new Refusal.Invalid(
        shown(name),
        "There is no parameter '" + shown(name) + "' here",
        known.length == 0
            ? "This address takes no parameters."
            : "The parameters are " + String.join(", ", known) + ".");
  }
}
