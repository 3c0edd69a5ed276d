package ca.rocketreception.domain.billing;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.domain.usage.UsageEntry;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was used by one meter, source by source, so that each call can be rounded by itself.
 *
 * @param sources of how many calls, chats or messages the lines add up to a quantity
 */
public record Tally(Meter meter, Map<BigDecimal, Long> sources) {

  public Tally {
    requireNonNull(meter, "meter");
    sources = Map.copyOf(new TreeMap<>(sources));
  }

  /** Nothing was used. */
  public static Tally none(Meter meter) {
    return new Tally(meter, Map.of());
  }

  public boolean isNone() {
    return sources.isEmpty();
  }

  /** In the meter's unit, as it was measured. */
  public BigDecimal quantity() {
    return counted(Optional.empty());
  }

  /** In the meter's unit, as it counts. */
  public BigDecimal counted(Optional<Rounding> rounding) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Map.Entry<BigDecimal, Long> some : sources.entrySet()) {
      BigDecimal each = some.getKey();
      sum =
          sum.add(
              rounding
                  .map(rule -> rule.counted(each))
                  .orElse(each)
                  .multiply(BigDecimal.valueOf(some.getValue())));
    }
    return UsageEntry.plain(sum);
  }

  /** How many calls, chats or messages. */
  public long count() {
    return sources.values().stream().mapToLong(Long::longValue).sum();
  }
}
