package ca.rocketreception.postgres.access;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.access.ApiKeyId;
import ca.rocketreception.ports.driving.Wordless;
import ca.rocketreception.postgres.sql.Background;
import ca.rocketreception.postgres.sql.Binder;
import ca.rocketreception.postgres.sql.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When keys were last used: noted in memory, and written in the background, all in one statement
 * and each key at most once a minute, so that no request waits for it.
 */
public final class KeyUse {

  private static final Logger LOG = LoggerFactory.getLogger(KeyUse.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
  private static final Duration BETWEEN_WRITES = Duration.ofMinutes(1);

  private record Use(Instant at, boolean written) {}

  private final Transactions transactions;
  private final Map<UUID, Use> uses = new ConcurrentHashMap<>();

  public KeyUse(Transactions transactions) {
    this.transactions = transactions;
  }

  void note(ApiKeyId id, Instant at) {
    Use known = uses.get(id.value());
    if (known == null || known.written() && !at.isBefore(known.at().plus(BETWEEN_WRITES))) {
      uses.put(id.value(), new Use(at, false));
    }
  }

  public void keepWriting(Background background) {
    while (background.isOpen()) {
      background.pause(BETWEEN_LOOKS);
      try {
        write();
      } catch (Refusal.Unavailable away) {
        LOG.debug("When keys were used is not written now", away);
      } catch (RuntimeException failure) {
        LOG.warn("When keys were used is not written now", Wordless.of(failure));
      }
    }
  }

  private void write() {
    List<UUID> ids = new ArrayList<>();
    List<String> times = new ArrayList<>();
    uses.forEach((id, use) -> {
      if (!use.written()) {
        ids.add(id);
        times.add(Binder.stored(use.at()).toString());
      }
    });
    if (!ids.isEmpty()) {
      write(ids, times);
      ids.forEach(id -> uses.computeIfPresent(id, (same, use) -> new Use(use.at(), true)));
    }
  }

  private void write(List<UUID> ids, List<String> times) {
    transactions.asOperator(handle ->
        handle
            .createUpdate(
                """
                update api_key
                   set last_used_at = used.at
                  from unnest(:ids::uuid[], :times::timestamptz[]) as used (id, at)
                 where api_key.id = used.id
                   and (last_used_at is null or last_used_at < used.at)
                """)
            .bindArray("ids", UUID.class, ids)
            .bindArray("times", String.class, times)
            .execute());
  }
}
