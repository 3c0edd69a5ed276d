package ca.rocketreception.domain.access;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Limits;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.Text;
import java.time.Instant;
import java.util.Optional;

/**
 * A key to the API, without its secret.
 *
 * @param subscriber whose data it opens; empty for an operator's key, which opens everybody's
 * @param lastUsedAt to about a minute; empty when it never was
 */
public record ApiKey(
    ApiKeyId id,
    Optional<SubscriberId> subscriber,
    String name,
    Scope scope,
    Instant createdAt,
    Optional<Instant> lastUsedAt) {

  /** What may be done with a key. */
  public enum Scope {
    /** Everything that it opens may be read. */
    READ,
    /** And changed. */
    MANAGE
  }

  public ApiKey {
    requireNonNull(id, "id");
    requireNonNull(subscriber, "subscriber");
    requireNonNull(scope, "scope");
    requireNonNull(createdAt, "createdAt");
    requireNonNull(lastUsedAt, "lastUsedAt");
    name = Text.required("name", name, 200);
  }

  /** A new key that may change what it opens. */
  public ApiKey(ApiKeyId id, Optional<SubscriberId> subscriber, String name, Instant createdAt) {
    this(id, subscriber, name, Scope.MANAGE, createdAt, Optional.empty());
  }

  /** Refuses one key more, to whoever has too many that are not revoked. */
  public static void requireRoom(int live) {
    if (live >= Limits.MAX_KEYS) {
      throw new Refusal.Conflict(
          "There are " + live + " keys already",
          "Keep at most " + Limits.MAX_KEYS + ": revoke some that are no longer used.");
    }
  }

  public boolean opens(SubscriberId other) {
    return subscriber.isEmpty() || subscriber.get().equals(other);
  }

  public boolean isOperators() {
    return subscriber.isEmpty();
  }

  /** Refuses whoever may only read. */
  public void requireManaging() {
    if (scope != Scope.MANAGE) {
      throw new Refusal.Forbidden(
          "This key may read and not change", "Use a key whose scope is MANAGE.");
    }
  }

  /** Refuses whoever is not the operator. */
  public void requireOperator() {
    if (!isOperators()) {
      throw new Refusal.Forbidden(
          "This is the operator's to do, and the key is a subscriber's", "Use an operator's key.");
    }
  }

  /** For the record; without its secret. */
  public String inWords() {
    return "key " + name + ", " + scope + ", " + id;
  }
}
