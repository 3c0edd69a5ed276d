package ca.rocketreception.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * A key to the API, without its secret.
 *
 * @param subscriber whose data it opens; empty for an operator's key, which opens everybody's
 */
public record ApiKey(
    ApiKeyId id, Optional<SubscriberId> subscriber, String name, Instant createdAt) {

  public ApiKey {
    requireNonNull(id, "id");
    requireNonNull(subscriber, "subscriber");
    requireNonNull(createdAt, "createdAt");
    name = Text.required("name", name, 200);
  }

  public boolean opens(SubscriberId other) {
    return subscriber.isEmpty() || subscriber.get().equals(other);
  }
}
