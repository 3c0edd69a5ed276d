package ca.rocketreception.domain;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Currency;

/**
 * An exact amount of a currency in its main unit (dollars, not cents), as many decimals as it has.
 * Equal amounts are equal values: 1.50 is 1.5.
 */
public record Money(BigDecimal amount, Currency currency) implements Comparable<Money> {

  private static final Comparator<Money> ORDER =
      Comparator.comparing((Money money) -> money.currency.getCurrencyCode())
          .thenComparing(Money::amount);

  public Money {
    requireNonNull(currency, "currency");
    amount = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
  }

  /** Providers bill in fractions of US cents. */
  public static Money usCents(BigDecimal cents) {
    return new Money(cents.movePointLeft(2), Currency.getInstance("USD"));
  }

  /** The amount with at least the currency's usual decimals and none lost: 1.50, 0.0125. */
  public String text() {
    int decimals = Math.max(amount.scale(), currency.getDefaultFractionDigits());
    return amount.setScale(decimals).toPlainString();
  }

  /** Orders by currency first: a stable order for merging, not a conversion. */
  @Override
  public int compareTo(Money other) {
    return ORDER.compare(this, other);
  }
}
