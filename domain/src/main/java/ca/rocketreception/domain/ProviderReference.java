package ca.rocketreception.domain;

import static java.util.Objects.requireNonNull;

/** What a provider calls an interaction. Unique for that provider, opaque to us. */
public record ProviderReference(Provider provider, String id) {

  /** Longer than any that was ever seen; what is longer does not come from a provider. */
  public static final int LONGEST = 200;

  public ProviderReference {
    requireNonNull(provider, "provider");
    if (id == null || id.isBlank() || id.length() > LONGEST) {
      throw new Refusal.Invalid(
          "id",
          "'" + Refusal.shown(id) + "' is no id of an interaction",
          "Give 1 to " + LONGEST + " characters.");
    }
  }
}
