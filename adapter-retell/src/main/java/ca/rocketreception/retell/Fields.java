package ca.rocketreception.retell;

import ca.rocketreception.domain.PhoneNumber;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The members of an object, each read as what it should be. One that is absent or null is empty;
 * one that is something else is empty too, and its name is noted.
 */
final class Fields {

  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

  /** What has more digits than this is no amount, time or length that a provider means. */
  private static final int MOST_DIGITS = 40;

  private final Json.Members members;
  private final Set<String> notUnderstood;

  private Fields(Json.Members members, Set<String> notUnderstood) {
    this.members = members;
    this.notUnderstood = notUnderstood;
  }

  static Fields of(Json.Members members) {
    return new Fields(members, new LinkedHashSet<>());
  }

  /** The names of what was left out, for people; empty when nothing was. */
  String note() {
    return notUnderstood.isEmpty() ? "" : "left out: " + String.join(", ", notUnderstood);
  }

  Set<String> names() {
    return members.values().keySet();
  }

  void leaveOut(String name) {
    notUnderstood.add(name);
  }

  /** A text that says something. */
  Optional<String> text(String name, int longest) {
    return string(name).map(raw -> Plain.text(raw, longest)).filter(text -> !text.isBlank());
  }

  /** A text as it came. */
  Optional<String> string(String name) {
    return read(name, value -> value instanceof Json.Text(String text) ? text : null);
  }

  Optional<Boolean> flag(String name) {
    return read(name, value -> value instanceof Json.Flag(boolean flag) ? flag : null);
  }

  Optional<PhoneNumber> number(String name) {
    return read(
        name,
        value ->
            value instanceof Json.Text(String text) ? PhoneNumber.parse(text).orElse(null) : null);
  }

  Optional<BigDecimal> decimal(String name) {
    return read(
        name, value -> value instanceof Json.Numeral(String literal) ? exact(literal) : null);
  }

  /** A count that is not negative. */
  Optional<Long> count(String name) {
    return decimal(name)
        .flatMap(
            decimal -> understood(name, Fields::whole, decimal).filter(n -> n >= 0 || no(name)));
  }

  /** A moment, written as milliseconds since 1970. */
  Optional<Instant> instant(String name) {
    return decimal(name)
        .flatMap(decimal ->
            understood(name, Fields::whole, decimal)
                .map(Instant::ofEpochMilli)
                .filter(at -> isBelievable(at) || no(name)));
  }

  /** One of a few words. */
  <T> Optional<T> word(String name, Function<String, T> meaning) {
    return read(
        name, value -> value instanceof Json.Text(String text) ? meaning.apply(text) : null);
  }

  Optional<Fields> object(String name) {
    return read(name, value -> value instanceof Json.Members found ? found : null)
        .map(found -> new Fields(found, notUnderstood));
  }

  /** The objects of a list; what is no object in it is left out. */
  List<Fields> objects(String name) {
    return read(name, value -> value instanceof Json.Items items ? items : null).stream()
        .flatMap(items -> items.values().stream())
        .<Fields>mapMulti((item, found) -> {
          if (item instanceof Json.Members object) {
            found.accept(new Fields(object, notUnderstood));
          } else {
            no(name);
          }
        })
        .toList();
  }

  static boolean isBelievable(Instant at) {
    return !at.isBefore(EARLIEST) && at.isBefore(LATEST);
  }

  private <T> Optional<T> read(String name, Function<Json, T> as) {
    Json value = members.values().get(name);
    return value == null || value instanceof Json.Null
        ? Optional.empty()
        : understood(name, as, value);
  }

  private <V, T> Optional<T> understood(String name, Function<V, T> as, V value) {
    Optional<T> meant = Optional.ofNullable(as.apply(value));
    if (meant.isEmpty()) {
      no(name);
    }
    return meant;
  }

  private boolean no(String name) {
    notUnderstood.add(name);
    return false;
  }

  /** Null for what is written with absurdly many digits: working with it could take for ever. */
  private static BigDecimal exact(String literal) {
    try {
      BigDecimal decimal = new BigDecimal(literal);
      boolean sane = decimal.precision() <= MOST_DIGITS && Math.abs(decimal.scale()) <= MOST_DIGITS;
      return sane ? decimal : null;
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private static Long whole(BigDecimal decimal) {
    try {
      return decimal.longValueExact();
    } catch (ArithmeticException _) {
      return null;
    }
  }
}
