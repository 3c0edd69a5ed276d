package ca.rocketreception.domain.interaction;

import ca.rocketreception.domain.Money;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a provider charges us for an interaction, product by product. It need not add up to what it
 * charges in all.
 *
 * @param costs by the provider's word for the product
 */
public record ProductCosts(SortedMap<String, Money> costs) implements Comparable<ProductCosts> {

  public ProductCosts {
    costs = Collections.unmodifiableSortedMap(new TreeMap<>(costs));
  }

  public static ProductCosts of(Map<String, Money> costs) {
    return new ProductCosts(new TreeMap<>(costs));
  }

  /** A stable order for merging, and no more than that. */
  @Override
  public int compareTo(ProductCosts other) {
    return costs.toString().compareTo(other.costs.toString());
  }
}
