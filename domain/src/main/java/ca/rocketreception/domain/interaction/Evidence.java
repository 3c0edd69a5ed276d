package ca.rocketreception.domain.interaction;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Provider;

/**
 * Names the provider's event, as received, that something was concluded from.
 *
 * @param providerId what the provider calls the interaction in it
 * @param event the provider's word for what happened
 * @param bodySha256 of the bytes as received, in 64 hexadecimal digits
 */
public record Evidence(Provider provider, String providerId, String event, String bodySha256) {

  public Evidence {
    requireNonNull(provider, "provider");
    requireNonNull(providerId, "providerId");
    requireNonNull(event, "event");
    requireNonNull(bodySha256, "bodySha256");
  }
}
