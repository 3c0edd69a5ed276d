package ca.rocketreception.ports.driven.access;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.access.ApiKeyId;
import ca.rocketreception.domain.access.AuditEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Keys without a database. */
public final class InMemoryApiKeys implements ApiKeys {

  private final Map<String, ApiKey> keys = new ConcurrentHashMap<>();
  private final List<AuditEntry> entries = new ArrayList<>();

  @Override
  public synchronized void add(ApiKey key, String sha256, Optional<AuditEntry> entry) {
    ApiKey.requireRoom(of(key.subscriber()).size());
    keys.put(sha256, key);
    entry.ifPresent(entries::add);
  }

  @Override
  public Optional<ApiKey> find(String sha256) {
    return Optional.ofNullable(keys.get(sha256));
  }

  @Override
  public Set<ApiKeyId> valid(Set<ApiKeyId> ids) {
    return keys.values().stream().map(ApiKey::id).filter(ids::contains).collect(Collectors.toSet());
  }

  @Override
  public List<ApiKey> of(Optional<SubscriberId> subscriber) {
    return keys.values().stream()
        .filter(key -> key.subscriber().equals(subscriber))
        .sorted(Comparator.comparing(ApiKey::createdAt).thenComparing(key -> key.id().toString()))
        .toList();
  }

  @Override
  public boolean revoke(
      Optional<SubscriberId> subscriber, ApiKeyId id, Instant at, Optional<AuditEntry> entry) {
    boolean revoked =
        keys.values().removeIf(key -> key.id().equals(id) && key.subscriber().equals(subscriber));
    if (revoked) {
      entry.ifPresent(entries::add);
    }
    return revoked;
  }

  @Override
  public void used(ApiKeyId id, Instant at) {
    keys.replaceAll((sha256, key) -> key.id().equals(id) ? usedAt(key, at) : key);
  }

  private static ApiKey usedAt(ApiKey key, Instant at) {
    return new ApiKey(
        key.id(), key.subscriber(), key.name(), key.scope(), key.createdAt(), Optional.of(at));
  }

  /** For tests: the audit entries made. */
  public List<AuditEntry> entries() {
    return List.copyOf(entries);
  }
}
