package ca.rocketreception.domain.billing;

import ca.rocketreception.domain.Days;
import ca.rocketreception.domain.usage.Meter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Days of one month in which the same prices hold for a subscriber.
 *
 * @param subscription by what is paid
 * @param version the prices of its plan
 */
public record Term(Days days, Subscription subscription, PlanVersion version) {

  public Share share() {
    return Share.of(days);
  }

  /** For these days alone. */
  public BigDecimal baseFee() {
    BigDecimal monthly =
        subscription
            .baseFee()
            .map(fee -> PlanVersion.fee(fee, version.currency()))
            .orElse(version.baseFee());
    return share().of(monthly, decimals());
  }

  /** The subscriber's own where there is one, else the plan's. */
  public Optional<Rate> rate(Meter meter) {
    return Stream.concat(subscription.rates().stream(), version.rates().stream())
        .filter(rate -> rate.meter() == meter)
        .findFirst();
  }

  /**
   * What use costs by these prices before the discount.
   *
   * @param of days in which it was used: these, or their month
   */
  public BigDecimal amount(Tally tally, Days of) {
    return rate(tally.meter())
        .map(rate -> rate.amount(tally, Share.of(of), decimals()))
        .orElse(BigDecimal.ZERO.setScale(decimals()));
  }

  /** How much of that is free. */
  public BigDecimal included(Meter meter, Days of) {
    return rate(meter).map(rate -> rate.included(Share.of(of))).orElse(BigDecimal.ZERO);
  }

  /** What is taken off an amount of these days: 0 or less. */
  public BigDecimal discount(BigDecimal amount) {
    return percent(amount, subscription.discountPercent(), decimals()).negate();
  }

  static BigDecimal percent(BigDecimal amount, BigDecimal percent, int decimals) {
    return amount.multiply(percent).movePointLeft(2).setScale(decimals, RoundingMode.HALF_UP);
  }

  private int decimals() {
    return version.currency().getDefaultFractionDigits();
  }
}
