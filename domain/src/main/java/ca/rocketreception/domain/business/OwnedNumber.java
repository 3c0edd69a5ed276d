package ca.rocketreception.domain.business;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.PhoneNumber;

/**
 * A telephone number and the subscriber that has it. Of a shared number that subscriber is the
 * front: its GATEKEEPER answers, and other subscribers are reached through it.
 */
public record OwnedNumber(PhoneNumber number, boolean shared) {

  public OwnedNumber {
    requireNonNull(number, "number");
  }

  String inWords() {
    return "number " + number + (shared ? ", shared" : "");
  }
}
