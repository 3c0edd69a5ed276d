package ca.rocketreception.domain.usage;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.Currency;
import java.util.Optional;

/**
 * What a quantity of the ledger is of.
 *
 * @param product what the provider charges for, in its word; empty for every other meter
 * @param currency of what the provider charges; empty for every other meter
 */
public record Measure(Meter meter, String product, Optional<Currency> currency)
    implements Comparable<Measure> {

  /** The product of a provider's charge that is told in one sum. */
  public static final String ALL_PRODUCTS = "all";

  /** What a provider charges in all and does not tell for which product; may be negative. */
  public static final String NO_PRODUCT = "rest";

  private static final Comparator<Measure> ORDER =
      Comparator.comparing(Measure::meter)
          .thenComparing(Measure::product)
          .thenComparing(measure -> measure.currency.map(Currency::getCurrencyCode).orElse(""));

  public Measure {
    requireNonNull(meter, "meter");
    requireNonNull(product, "product");
    requireNonNull(currency, "currency");
    boolean cost = meter == Meter.PROVIDER_COST;
    if (cost == product.isEmpty() || cost != currency.isPresent()) {
      throw new IllegalArgumentException(
          "Only a provider's cost, and always that, has a product and a currency: "
              + meter
              + ", '"
              + product
              + "', "
              + currency);
    }
  }

  /** Of a meter that counts use. */
  public static Measure of(Meter meter) {
    return new Measure(meter, "", Optional.empty());
  }

  /** Of what a provider charges for a product. */
  public static Measure cost(String product, Currency currency) {
    return new Measure(Meter.PROVIDER_COST, product, Optional.of(currency));
  }

  /** By meter, product and currency. */
  @Override
  public int compareTo(Measure other) {
    return ORDER.compare(this, other);
  }

  /** The meter; of a provider's cost also of what and in which cents. */
  @Override
  public String toString() {
    return currency
        .map(code -> meter + " of " + product + " in " + code + " cents")
        .orElse(meter.toString());
  }
}
