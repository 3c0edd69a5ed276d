package ca.rocketreception.domain.billing;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.domain.usage.UsageEntry;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The prices of a plan from a day on, until the next version of it. A version never changes.
 *
 * @param plan the plan's code
 * @param name of the plan, as it stands on statements
 * @param currency the same in all versions of a plan
 * @param from the first day of these prices
 * @param baseFee of a month, before taxes
 * @param rates at most one of a meter; what has none is not charged for
 */
public record PlanVersion(
    Slug plan,
    String name,
    Currency currency,
    LocalDate from,
    BigDecimal baseFee,
    List<Rate> rates) {

  public PlanVersion {
    requireNonNull(plan, "plan");
    requireNonNull(from, "from");
    if (name == null || name.isBlank() || name.length() > 100) {
      throw new Refusal.Invalid(
          "name", "A plan needs a name of at most 100 characters", "Give it, such as Clinic.");
    }
    if (currency == null) {
      throw new Refusal.Invalid(
          "currency", "A plan without a currency has no prices", "Give one, such as CAD.");
    }
    baseFee = fee(baseFee, currency);
    rates = onceEach(rates);
  }

  /** Refuses what is beyond the limits; whoever adds one asks, and whoever reads one does not. */
  public void requireWithinLimits() {
    rates.forEach(Rate::requireFewTiers);
  }

  static BigDecimal fee(BigDecimal fee, Currency currency) {
    if (fee == null || fee.signum() < 0) {
      throw new Refusal.Invalid(
          "baseFee", "The base fee " + Refusal.shown(fee) + " is none", "Give 0 or more.");
    }
    BigDecimal plain = UsageEntry.plain(fee);
    if (plain.scale() > currency.getDefaultFractionDigits()) {
      throw new Refusal.Invalid(
          "baseFee",
          "The base fee " + plain.toPlainString() + " cannot be paid in " + currency,
          "Give at most " + currency.getDefaultFractionDigits() + " decimals.");
    }
    return plain;
  }

  static List<Rate> onceEach(List<Rate> rates) {
    Set<Meter> seen = new HashSet<>();
    rates.forEach(rate -> {
      if (!seen.add(rate.meter())) {
        throw new Refusal.Invalid(
            "rates", rate.meter() + " has two rates", "Give one rate of a meter, with its tiers.");
      }
    });
    return rates.stream().sorted(Comparator.comparing(Rate::meter)).toList();
  }
}
