package ca.rocketreception.domain.billing;

import ca.rocketreception.domain.Refusal;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How long a call counts: at least the minimum, and beyond it in started steps. Telephone companies
 * write it 1/1, 6/6, 30/6 or 60/60.
 *
 * @param minimumSeconds 1 or more
 * @param incrementSeconds 1 or more
 */
public record Rounding(int minimumSeconds, int incrementSeconds) {

  public static final Rounding PER_SECOND = new Rounding(1, 1);

  public Rounding {
    if (minimumSeconds < 1 || incrementSeconds < 1 || minimumSeconds > 3600) {
      throw new Refusal.Invalid(
          "rounding",
          minimumSeconds + "/" + incrementSeconds + " does not say how long a call counts",
          "Give a minimumSeconds of 1 to 3600 and an incrementSeconds of 1 or more, such as 30 and"
              + " 6.");
    }
  }

  /** What a call of so many seconds counts; one of none counts nothing. */
  public BigDecimal counted(BigDecimal seconds) {
    if (seconds.signum() <= 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal minimum = BigDecimal.valueOf(minimumSeconds);
    BigDecimal step = BigDecimal.valueOf(incrementSeconds);
    BigDecimal steps =
        seconds.subtract(minimum).max(BigDecimal.ZERO).divide(step, 0, RoundingMode.CEILING);
    return minimum.add(steps.multiply(step));
  }

  @Override
  public String toString() {
    return minimumSeconds + "/" + incrementSeconds;
  }
}
