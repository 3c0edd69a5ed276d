package ca.rocketreception.domain.billing;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.usage.UsageEntry;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;

/**
 * What a US dollar, in which providers charge, was worth on a day.
 *
 * @param perDollar how much of the currency; more than 0
 */
public record ExchangeRate(Currency currency, LocalDate day, BigDecimal perDollar) {

  public ExchangeRate {
    requireNonNull(day, "day");
    if (currency == null) {
      throw new Refusal.Invalid("currency", "There is no currency", "Give one, such as CAD.");
    }
    if (perDollar == null || perDollar.signum() <= 0) {
      throw new Refusal.Invalid(
          "perDollar",
          "A dollar is not worth " + Refusal.shown(perDollar),
          "Give how much of the currency a US dollar buys, such as 1.3712.");
    }
    perDollar = UsageEntry.plain(perDollar);
  }
}
