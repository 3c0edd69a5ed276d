package ca.rocketreception.ports.driven;

import ca.rocketreception.domain.ApiKey;
import ca.rocketreception.domain.AuditEntry;
import java.util.Optional;

/**
 * The keys to the API. A key itself is never stored, only its SHA-256 (keys are random and long).
 */
public interface ApiKeys {

  /** Adds a key, and an audit entry where it is a subscriber's. */
  void add(ApiKey key, String sha256, Optional<AuditEntry> entry);

  /** The key with this hash, unless it is revoked. */
  Optional<ApiKey> find(String sha256);
}
