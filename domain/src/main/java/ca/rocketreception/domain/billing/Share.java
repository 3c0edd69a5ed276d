package ca.rocketreception.domain.billing;

import ca.rocketreception.domain.Days;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * Some days of a month: of what is paid by the month, that part is owed.
 *
 * @param before how many days of the month come before them
 * @param days how many they are
 * @param of how many the month has
 */
public record Share(int before, int days, int of) {

  public Share {
    if (before < 0 || days < 1 || before + days > of) {
      throw new IllegalArgumentException(days + " days after " + before + " of " + of);
    }
  }

  /**
   * @param days all of one month
   */
  public static Share of(Days days) {
    LocalDate first = days.from().withDayOfMonth(1);
    return new Share(
        days.from().getDayOfMonth() - 1,
        Math.toIntExact(ChronoUnit.DAYS.between(days.from(), days.to())),
        first.lengthOfMonth());
  }

  /**
   * The part of a month's amount, to so many decimals. However a month is parted, its parts add up
   * to the whole.
   */
  public BigDecimal of(BigDecimal monthly, int decimals) {
    return until(before + days, monthly, decimals).subtract(until(before, monthly, decimals));
  }

  private BigDecimal until(int day, BigDecimal monthly, int decimals) {
    return monthly
        .multiply(BigDecimal.valueOf(day))
        .divide(BigDecimal.valueOf(of), decimals, RoundingMode.HALF_UP);
  }
}
