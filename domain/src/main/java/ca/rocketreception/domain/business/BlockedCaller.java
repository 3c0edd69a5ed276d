package ca.rocketreception.domain.business;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Text;

/** A caller whom a subscriber does not want to be answered, and why. */
public record BlockedCaller(PhoneNumber number, String reason) {

  public BlockedCaller {
    requireNonNull(number, "number");
    reason = Text.required("reason", reason, 500);
  }

  String inWords() {
    return "blocked caller " + number + ": " + reason;
  }
}
