package ca.rocketreception.http;

import ca.rocketreception.ports.driven.Store;
import ca.rocketreception.ports.driving.LogThrottle;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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
  private final LogThrottle unanswered = new LogThrottle();
  private volatile StoreSeen lastSeen = new StoreSeen(Instant.MIN, false);
  private final AtomicReference<CompletableFuture<Boolean>> asking = new AtomicReference<>();

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

  /**
   * Asked at most once a second and once at a time, because everybody may ask us: whoever comes
   * while it is asked waits for the same answer.
   */
  private boolean storeAnswers() {
    StoreSeen seen = lastSeen;
    if (seen.at().isAfter(clock.instant().minus(FRESH))) {
      return seen.answered();
    }
    CompletableFuture<Boolean> mine = new CompletableFuture<>();
    CompletableFuture<Boolean> under = asking.compareAndExchange(null, mine);
    if (under != null) {
      return under.join();
    }
    boolean answered = check();
    lastSeen = new StoreSeen(clock.instant(), answered);
    asking.set(null);
    mine.complete(answered);
    return answered;
  }

  private boolean check() {
    return CompletableFuture.runAsync(store::check, Thread::startVirtualThread)
        .orTimeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
        .handle((nothing, failure) -> {
          if (failure != null && unanswered.admits(clock.millis())) {
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
