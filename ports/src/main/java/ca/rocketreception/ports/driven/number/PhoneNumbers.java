package ca.rocketreception.ports.driven.number;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.number.CarrierNumber;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The numbers of our account at a carrier. Every method throws {@link
 * ca.rocketreception.domain.Refusal.ProviderFailed} when the carrier does not do what it is asked;
 * what was asked for may then have been done all the same, so look before asking again.
 */
public interface PhoneNumbers {

  /**
   * A number that can be bought now, perhaps no longer in a minute.
   *
   * @param addressRequirement none, any, local or foreign: what address must be registered first
   */
  record ForSale(
      PhoneNumber number,
      String locality,
      String region,
      String country,
      String addressRequirement) {

    public ForSale {
      requireNonNull(number, "number");
      requireNonNull(locality, "locality");
      requireNonNull(region, "region");
      requireNonNull(country, "country");
      requireNonNull(addressRequirement, "addressRequirement");
    }
  }

  /**
   * Numbers that take calls and can be bought.
   *
   * @param country two letters, such as CA
   * @param areaCode such as 204
   */
  List<ForSale> search(String country, OptionalInt areaCode, int limit);

  /** The number, when it is in our account. */
  Optional<CarrierNumber> find(PhoneNumber number);

  /**
   * Buys a number: money is spent from here on. Never asked twice by itself.
   *
   * @param label by which people know it at the carrier, at most 64 characters
   * @return the carrier's id
   */
  String buy(PhoneNumber number, String label);

  /** Gives a number back for good: nobody can promise to get it again. Idempotent. */
  void giveBack(String id);
}
