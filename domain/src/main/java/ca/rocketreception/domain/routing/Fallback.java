package ca.rocketreception.domain.routing;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.PhoneNumber;
import java.util.Locale;

/** What becomes of a call that the voice AI does not take. */
public sealed interface Fallback {

  /** It goes on to the business's own phone. */
  record Forward(PhoneNumber phone, Locale language) implements Fallback {
    public Forward {
      requireNonNull(phone, "phone");
      requireNonNull(language, "language");
    }
  }

  /** There is no phone to go on to, or it came back from there: the caller leaves a voicemail. */
  record Voicemail(Locale language) implements Fallback {
    public Voicemail {
      requireNonNull(language, "language");
    }
  }

  /** We know nobody to whom it could go, or who would hear a voicemail. */
  record Apologise(Locale language) implements Fallback {
    public Apologise {
      requireNonNull(language, "language");
    }
  }

  /** The business does not want this caller. */
  record Reject() implements Fallback {}
}
