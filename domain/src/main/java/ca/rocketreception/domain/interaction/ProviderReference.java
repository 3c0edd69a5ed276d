package ca.rocketreception.domain.interaction;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Refusal;
import java.util.Optional;

/** What a provider calls an interaction. Unique for that provider, opaque to us. */
public record ProviderReference(Provider provider, String id) {

  /** Longer than any that was ever seen; what is longer does not come from a provider. */
  public static final int LONGEST = 200;

  public ProviderReference {
    requireNonNull(provider, "provider");
    if (!isName(id)) {
      throw new Refusal.Invalid(
          "id",
          "'" + Refusal.shown(id) + "' is no id of an interaction",
          "Give 1 to " + LONGEST + " characters.");
    }
  }

  /** The same of words that came from outside; empty where they can be no name. */
  public static Optional<ProviderReference> of(Provider provider, String id) {
    return isName(id) ? Optional.of(new ProviderReference(provider, id)) : Optional.empty();
  }

  private static boolean isName(String id) {
    return id != null && !id.isBlank() && id.length() <= LONGEST;
  }
}
