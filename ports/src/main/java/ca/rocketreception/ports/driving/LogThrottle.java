package ca.rocketreception.ports.driving;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets one line a second into the log: for what anybody can make happen as often as he likes, so
 * that he does not fill the log with it. Safe for use by many threads.
 */
public final class LogThrottle {

  private static final long BETWEEN_NANOS = 1_000_000_000;

  private final AtomicLong last = new AtomicLong(System.nanoTime() - BETWEEN_NANOS);

  /** Whether the line may be written now; then the next may in a second. */
  public boolean admits() {
    long now = System.nanoTime();
    long then = last.get();
    return now - then >= BETWEEN_NANOS && last.compareAndSet(then, now);
  }
}
