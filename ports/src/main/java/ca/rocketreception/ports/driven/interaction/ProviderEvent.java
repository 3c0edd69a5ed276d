package ca.rocketreception.ports.driven.interaction;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Provider;
import java.time.Instant;

/**
 * A webhook as received: the evidence.
 *
 * @param event the provider's name of the event; of a function that its AI called, {@code
 *     function:} and the function's name
 * @param providerId the provider's id of what it is about; empty when it names nothing we keep
 * @param bodySha256 of the raw bytes, lower-case hex: the same bytes again are a repeat
 * @param body the text, without secrets and without NUL
 */
public record ProviderEvent(
    Provider provider,
    String event,
    String providerId,
    Instant receivedAt,
    String bodySha256,
    String body) {

  public ProviderEvent {
    requireNonNull(provider, "provider");
    requireNonNull(event, "event");
    requireNonNull(providerId, "providerId");
    requireNonNull(receivedAt, "receivedAt");
    requireNonNull(bodySha256, "bodySha256");
    requireNonNull(body, "body");
  }
}
