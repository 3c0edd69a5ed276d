package ca.rocketreception.ports.driven.access;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.access.ApiKeyId;
import ca.rocketreception.domain.access.AuditEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys to the API. A key itself is never stored, only its SHA-256 (keys are random and long).
 */
public interface ApiKeys {

  /**
   * Adds a key, and an audit entry where there is one.
   *
   * @throws ca.rocketreception.domain.Refusal.Conflict when its owner has as many as there may be,
   *     also when several are added at the same moment; then nothing was written
   */
  void add(ApiKey key, String sha256, Optional<AuditEntry> entry);

  /** The key with this hash, unless it is revoked. */
  Optional<ApiKey> find(String sha256);

  /** Those of these keys that are not revoked; many at once, because many streams hang on them. */
  Set<ApiKeyId> valid(Set<ApiKeyId> ids);

  /** A subscriber's keys, or the operator's, the oldest first, without those that are revoked. */
  List<ApiKey> of(Optional<SubscriberId> subscriber);

  /**
   * Revokes a subscriber's key, or one of the operator's, and adds an audit entry; says whether
   * there was one to revoke, and adds no entry when not.
   */
  boolean revoke(
      Optional<SubscriberId> subscriber, ApiKeyId id, Instant at, Optional<AuditEntry> entry);

  /** Takes note that a key was used; never waits, never fails. Kept to about a minute. */
  void used(ApiKeyId id, Instant at);
}
