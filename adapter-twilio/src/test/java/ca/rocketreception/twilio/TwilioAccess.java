package ca.rocketreception.twilio;

import ca.rocketreception.doubles.twilio.TwilioDouble;
import java.net.URI;
import java.time.Duration;

/** Ways into a double of Twilio's. */
final class TwilioAccess {

  /** Waits long, for tests that must not fail because the machine is slow. */
  static final TwilioApi.Patience PATIENT =
      new TwilioApi.Patience(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMillis(1),
          Duration.ofSeconds(1),
          Duration.ofHours(1));

  private TwilioAccess() {}

  static TwilioApi to(TwilioDouble twilio) {
    return to(twilio, PATIENT);
  }

  static TwilioApi to(TwilioDouble twilio, TwilioApi.Patience patience) {
    return to(twilio.address(), twilio.address(), patience);
  }

  static TwilioApi to(URI api, URI trunking, TwilioApi.Patience patience) {
    return new TwilioApi(
        new TwilioApi.Addresses(api, trunking, api),
        new TwilioApi.Access(
            TwilioDouble.ACCOUNT_SID, TwilioDouble.KEY_SID, TwilioDouble.KEY_SECRET),
        patience);
  }

  static TwilioApi.Patience answeringWithin(Duration answer) {
    return new TwilioApi.Patience(
        PATIENT.connect(), answer, PATIENT.pause(), PATIENT.busy(), PATIENT.rest());
  }

  static TwilioApi.Patience restingFor(Duration rest) {
    return new TwilioApi.Patience(
        PATIENT.connect(), PATIENT.answer(), PATIENT.pause(), PATIENT.busy(), rest);
  }
}
