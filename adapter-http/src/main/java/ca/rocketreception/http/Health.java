package ca.rocketreception.http;

import ca.rocketreception.ports.driven.Store;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells machines whether we live, and whether we can work. */
final class Health {

  private static final Logger LOG = LoggerFactory.getLogger(Health.class);
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final long PATIENCE_MS = 1000;

  private final Store store;
  private final BooleanSupplier routingReady;
  private final InstantSource clock;
  private volatile StoreSeen lastSeen = new StoreSeen(Instant.MIN, false);

  private record StoreSeen(Instant at, boolean answered) {}

  record Live(boolean live) {}

  record Ready(boolean ready, boolean store, boolean routing) {}

  Health(Store store, BooleanSupplier routingReady, InstantSource clock) {
    this.store = store;
    this.routingReady = routingReady;
    this.clock = clock;
  }

  void live(Context request) {
    request.json(new Live(true));
  }

  void ready(Context request) {
    boolean stored = storeAnswers();
    boolean routing = routingReady.getAsBoolean();
    request.status(stored && routing ? 200 : 503);
    request.json(new Ready(stored && routing, stored, routing));
  }

  /** Asked at most once a second, because everybody may ask us. */
  private boolean storeAnswers() {
    StoreSeen seen = lastSeen;
    if (seen.at().isAfter(clock.instant().minus(FRESH))) {
      return seen.answered();
    }
    StoreSeen now = new StoreSeen(clock.instant(), check());
    lastSeen = now;
    return now.answered();
  }

  private boolean check() {
    return CompletableFuture.runAsync(store::check, Thread::startVirtualThread)
        .orTimeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
        .handle((nothing, failure) -> {
          if (failure != null) {
            Throwable cause = failure.getCause();
            LOG.warn(
                "The store does not answer: {}",
                cause == null ? "it takes too long" : cause.getMessage());
          }
          return failure == null;
        })
        .join();
  }
}
