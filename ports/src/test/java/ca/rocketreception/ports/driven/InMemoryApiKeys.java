package ca.rocketreception.ports.driven;

import ca.rocketreception.domain.ApiKey;
import ca.rocketreception.domain.AuditEntry;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keys without a database. */
public final class InMemoryApiKeys implements ApiKeys {

  private final Map<String, ApiKey> keys = new ConcurrentHashMap<>();

  @Override
  public void add(ApiKey key, String sha256, Optional<AuditEntry> entry) {
    keys.put(sha256, key);
  }

  @Override
  public Optional<ApiKey> find(String sha256) {
    return Optional.ofNullable(keys.get(sha256));
  }
}
