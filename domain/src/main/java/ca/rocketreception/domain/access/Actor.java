package ca.rocketreception.domain.access;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Text;
import java.util.Optional;

/**
 * Who does something, for the record.
 *
 * @param name the name of the key, or where it was done: "command line"
 * @param key the API key that was used; empty on the command line
 * @param requestId of the request that asked for it; empty on the command line
 */
public record Actor(String name, Optional<ApiKeyId> key, Optional<String> requestId) {

  public Actor {
    name = Text.kept("actor", name, 200);
    requireNonNull(key, "key");
    requireNonNull(requestId, "requestId");
  }

  /** Somebody without a key: a person at the command line, a job. */
  public static Actor named(String name) {
    return new Actor(name, Optional.empty(), Optional.empty());
  }

  /** Whoever holds a key, asking by one request. */
  public static Actor with(ApiKey key, String requestId) {
    return new Actor(key.name(), Optional.of(key.id()), Optional.of(requestId));
  }
}
