package ca.rocketreception.app;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.ports.driving.Wordless;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A count that takes a query: whoever asks gets the last answer at once, and one that is older than
 * ten seconds is asked for anew meanwhile.
 */
final class SlowCount {

  private static final Logger LOG = LoggerFactory.getLogger(SlowCount.class);
  private static final Duration FRESH = Duration.ofSeconds(10);

  private final LongSupplier query;
  private final InstantSource clock;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile double last = Double.NaN;
  private volatile Instant asked = Instant.MIN;

  SlowCount(LongSupplier query, InstantSource clock) {
    this.query = query;
    this.clock = clock;
  }

  /** NaN when it was never known, or could not be found out the last time. */
  double last() {
    double known = last;
    Instant now = clock.instant();
    if (asked.isBefore(now.minus(FRESH)) && asking.compareAndSet(false, true)) {
      asked = now;
      Thread.ofVirtual().name("slow-count").start(this::ask);
    }
    return known;
  }

  private void ask() {
    try {
      last = query.getAsLong();
    } catch (Refusal.Unavailable away) {
      last = Double.NaN;
      LOG.debug("A count for the metrics could not be made", away);
    } catch (RuntimeException failure) {
      last = Double.NaN;
      LOG.warn("A count for the metrics could not be made", Wordless.of(failure));
    } finally {
      asking.set(false);
    }
  }
}
