package ca.rocketreception.twilio;

import ca.rocketreception.domain.PhoneNumber;

/**
 * A number that can be bought now, perhaps no longer in a minute.
 *
 * @param addressRequirements none, any, local or foreign: what address must be registered first
 */
record NumberForSale(
    PhoneNumber number,
    String locality,
    String region,
    String country,
    String addressRequirements,
    boolean voice,
    boolean sms) {

  static NumberForSale read(TwilioFields fields) {
    return new NumberForSale(
        fields.phone("phone_number"),
        fields.textOrEmpty("locality"),
        fields.textOrEmpty("region"),
        fields.textOrEmpty("iso_country"),
        fields.textOrEmpty("address_requirements"),
        fields.can("voice"),
        fields.can("sms"));
  }
}
