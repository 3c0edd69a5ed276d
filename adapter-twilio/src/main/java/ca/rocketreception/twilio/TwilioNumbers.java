package ca.rocketreception.twilio;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.number.CarrierNumber;
import ca.rocketreception.ports.driven.number.PhoneNumbers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** The numbers of our account at Twilio. */
public final class TwilioNumbers implements PhoneNumbers {

  private final TwilioApi api;

  public TwilioNumbers(TwilioApi api) {
    this.api = requireNonNull(api, "api");
  }

  @Override
  public List<ForSale> search(String country, OptionalInt areaCode, int limit) {
    if (!country.matches("[A-Z]{2}")) {
      throw new Refusal.Invalid(
          "country", "A country is two capital letters", "Write CA or US, for instance.");
    }
    return asked(
        "search numbers",
        () ->
            api.numbersForSale(country, areaCode, limit).stream()
                .map(found ->
                    new ForSale(
                        found.number(),
                        found.locality(),
                        found.region(),
                        found.country(),
                        found.addressRequirements()))
                .toList());
  }

  @Override
  public Optional<CarrierNumber> find(PhoneNumber number) {
    return asked(
        "look for the number",
        () ->
            api.ownedNumber(number)
                .map(owned ->
                    new CarrierNumber(
                        owned.sid(), owned.number(), owned.trunkSid(), owned.voice())));
  }

  @Override
  public String buy(PhoneNumber number, String label) {
    return asked(
        "buy the number", () -> api.buyNumber(number, NumberSettings.NONE.named(label)).sid());
  }

  @Override
  public void giveBack(String id) {
    asked(
        "give the number back",
        () -> {
          api.releaseNumber(id);
          return id;
        });
  }

  static <T> T asked(String what, Supplier<T> work) {
    try {
      return work.get();
    } catch (TwilioFailure failure) {
      throw new Refusal.ProviderFailed(
          "Could not " + what + ": " + failure.getMessage(),
          failure.cure(),
          failure.repeat() != TwilioFailure.Repeat.NEVER,
          failure);
    }
  }
}
