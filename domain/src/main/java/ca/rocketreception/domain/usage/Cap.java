package ca.rocketreception.domain.usage;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;

/**
 * How much a subscriber means to use of a meter in a month, where it is. What comes near it is
 * recorded; beyond a hard one its calls go on to its own phone until the month ends or the cap is
 * raised.
 *
 * @param quantity in the meter's unit; more than 0
 */
public record Cap(SubscriberId subscriber, Meter meter, BigDecimal quantity, boolean hard) {

  public Cap {
    requireNonNull(subscriber, "subscriber");
    requireNonNull(meter, "meter");
    if (!meter.billable()) {
      throw new Refusal.Invalid(
          "meter", meter + " cannot be capped", "Cap what is used, such as VOICE_SECONDS.");
    }
    if (quantity == null || quantity.signum() <= 0) {
      throw new Refusal.Invalid(
          "quantity",
          Refusal.shown(quantity) + " " + meter.unit() + "s are no cap",
          "Give more than 0; to answer no calls, disable the channel.");
    }
    quantity = UsageEntry.plain(quantity);
  }

  /** In words, for the trail of changes. */
  public String inWords() {
    return meter + " at " + quantity.toPlainString() + (hard ? ", then forwards" : "");
  }

  /** The month whose use counts for a business that is there. */
  public static YearMonth month(Instant now, ZoneId zone) {
    return YearMonth.from(now.atZone(zone));
  }

  /**
   * That a month's use came to a part of a cap, once a month, part and cap: of one that is raised
   * it is told anew.
   *
   * @param percent 80 or 100
   * @param quantity the cap, as it was
   * @param used as it was when it was noticed
   */
  public record Reached(
      YearMonth month, Meter meter, int percent, BigDecimal quantity, BigDecimal used, Instant at) {

    public Reached {
      requireNonNull(month, "month");
      requireNonNull(meter, "meter");
      requireNonNull(at, "at");
      quantity = UsageEntry.plain(quantity);
      used = UsageEntry.plain(used);
    }
  }
}
