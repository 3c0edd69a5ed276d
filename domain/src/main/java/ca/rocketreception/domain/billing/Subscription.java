package ca.rocketreception.domain.billing;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Limits;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.usage.UsageEntry;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What a subscriber pays by from a day on, until the next one of it. It never changes; another
 * follows.
 *
 * @param plan empty from the day on which the subscriber stops paying by any
 * @param baseFee instead of the plan's
 * @param rates instead of the plan's, meter by meter
 * @param discountPercent off all that is charged before taxes
 * @param taxes codes of those that apply
 */
public record Subscription(
    SubscriberId subscriber,
    LocalDate from,
    Optional<Slug> plan,
    Optional<BigDecimal> baseFee,
    List<Rate> rates,
    BigDecimal discountPercent,
    List<Slug> taxes) {

  public Subscription {
    requireNonNull(subscriber, "subscriber");
    requireNonNull(from, "from");
    requireNonNull(plan, "plan");
    requireNonNull(baseFee, "baseFee");
    baseFee = baseFee.map(UsageEntry::plain);
    rates = PlanVersion.onceEach(rates);
    discountPercent = Tax.percent("discountPercent", discountPercent);
    taxes = taxes.stream().distinct().toList();
  }

  /** Refuses what is beyond the limits, of one that is new. */
  void requireWithinLimits() {
    rates.forEach(Rate::requireFewTiers);
    Limits.check("taxes", taxes, Limits.MAX_TAXES);
  }

  /** By a plan as it is. */
  public static Subscription to(SubscriberId subscriber, Slug plan, LocalDate from) {
    return new Subscription(
        subscriber,
        from,
        Optional.of(plan),
        Optional.empty(),
        List.of(),
        BigDecimal.ZERO,
        List.of());
  }
}
