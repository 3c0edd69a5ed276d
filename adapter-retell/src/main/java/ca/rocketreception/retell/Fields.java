package ca.rocketreception.retell;

import ca.rocketreception.domain.CarrierAddress;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Text;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The members of an object of Retell's. One that is absent, of another type or out of range is
 * unknown; the name of one that had to be left out is noted, never its value.
 *
 * @param notes where the names go, shared by all objects of one event
 */
record Fields(Map<String, Object> members, Set<String> notes) {

  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

  Optional<Fields> object(String name) {
    return read(name, Map.class).map(object -> of(object, notes));
  }

  List<Fields> objects(String name) {
    return read(name, List.class).map(elements -> elementsOf(name, elements)).orElse(List.of());
  }

  /** A text without what PostgreSQL cannot keep, cut to a sane length. */
  Optional<String> text(String name, int most) {
    return read(name, String.class).map(text -> clean(text, most));
  }

  /** A word or an id: a text that says something. */
  Optional<String> word(String name) {
    return text(name, 500).filter(word -> !word.isBlank());
  }

  Optional<Boolean> truth(String name) {
    return read(name, Boolean.class);
  }

  Optional<BigDecimal> amount(String name) {
    return read(name, BigDecimal.class)
        .flatMap(number ->
            kept(
                name,
                number.signum() >= 0
                        && number.scale() <= 30
                        && number.precision() - number.scale() <= 12
                    ? Optional.of(number)
                    : Optional.empty()));
  }

  /** A count of milliseconds. */
  Optional<Long> millis(String name) {
    return amount(name).flatMap(number -> kept(name, whole(number)));
  }

  /** A moment given in milliseconds since 1970. */
  Optional<Instant> moment(String name) {
    return read(name, BigDecimal.class)
        .flatMap(number ->
            kept(name, whole(number).map(Instant::ofEpochMilli).filter(Fields::isBelievable)));
  }

  static boolean isBelievable(Instant moment) {
    return moment.isAfter(EARLIEST) && moment.isBefore(LATEST);
  }

  Optional<PhoneNumber> number(String name) {
    return number(name, Optional.empty());
  }

  /** The number of whoever is at the other end of a call with ours. */
  Optional<PhoneNumber> number(String name, Optional<PhoneNumber> ours) {
    Object value = members.get(name);
    return value == null ? Optional.empty() : kept(name, number(value, ours));
  }

  /** A name that is known in any case, such as a header's. */
  Optional<PhoneNumber> headerNumber(String name, Optional<PhoneNumber> ours) {
    return members.keySet().stream()
        .filter(name::equalsIgnoreCase)
        .flatMap(found -> number(found, ours).stream())
        .findFirst();
  }

  /** A number that was written as one of JSON's has lost its plus; of several the first counts. */
  private static Optional<PhoneNumber> number(Object value, Optional<PhoneNumber> ours) {
    return switch (value) {
      case String text -> CarrierAddress.number(text, ours);
      case BigDecimal digits when digits.signum() > 0 && digits.stripTrailingZeros().scale() <= 0 ->
          CarrierAddress.number(digits.toBigInteger().toString(), ours);
      case List<?> several ->
          several.stream()
              .filter(one -> one instanceof String || one instanceof BigDecimal)
              .flatMap(one -> number(one, ours).stream())
              .findFirst();
      default -> Optional.empty();
    };
  }

  Optional<UUID> uuid(String name) {
    return word(name)
        .flatMap(text -> {
          try {
            return Optional.of(UUID.fromString(text));
          } catch (IllegalArgumentException e) {
            return kept(name, Optional.empty());
          }
        });
  }

  /** Notes that a member could not be understood. */
  void leftOut(String name) {
    notes.add(name);
  }

  private <T> Optional<T> read(String name, Class<T> type) {
    Object value = members.get(name);
    return value == null
        ? Optional.empty()
        : kept(name, type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty());
  }

  private <T> Optional<T> kept(String name, Optional<T> value) {
    if (value.isEmpty()) {
      leftOut(name);
    }
    return value;
  }

  private List<Fields> elementsOf(String name, List<?> elements) {
    if (!elements.stream().allMatch(Map.class::isInstance)) {
      leftOut(name);
    }
    return elements.stream()
        .filter(Map.class::isInstance)
        .map(element -> of((Map<?, ?>) element, notes))
        .toList();
  }

  @SuppressWarnings("unchecked") // JsonBody makes maps with names of text only
  private static Fields of(Map<?, ?> object, Set<String> notes) {
    return new Fields((Map<String, Object>) object, notes);
  }

  private static Optional<Long> whole(BigDecimal number) {
    try {
      return Optional.of(number.longValueExact());
    } catch (ArithmeticException e) {
      return number.precision() - number.scale() <= 18 && number.scale() <= 30
          ? Optional.of(number.longValue())
          : Optional.empty();
    }
  }

  private static String clean(String text, int most) {
    return Text.spoken(text.length() <= most ? text : text.substring(0, most));
  }
}
