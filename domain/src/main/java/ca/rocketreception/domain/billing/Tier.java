package ca.rocketreception.domain.billing;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.usage.UsageEntry;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A price, and for how many units it holds.
 *
 * @param upTo the unit of the month after which the next tier begins; empty in the last
 * @param price of one unit, in the plan's currency; 0 or more
 */
public record Tier(Optional<BigDecimal> upTo, BigDecimal price) {

  public Tier {
    requireNonNull(upTo, "upTo");
    if (price == null || price.signum() < 0) {
      throw new Refusal.Invalid(
          "price",
          "The price " + Refusal.shown(price) + " is none",
          "Give a price of 0 or more, such as 0.15; what is to be taken off is a discount.");
    }
    price = UsageEntry.plain(price);
    upTo = upTo.map(UsageEntry::plain);
  }

  public static Tier open(BigDecimal price) {
    return new Tier(Optional.empty(), price);
  }
}
