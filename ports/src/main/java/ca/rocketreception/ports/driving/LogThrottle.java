package ca.rocketreception.ports.driving;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets one line a second into the log: for what anybody can make happen as often as he likes, so
 * that he does not fill the log with it. Safe for use by many threads.
 */
public final class LogThrottle {

  private static final long BETWEEN_MS = 1000;

  private final AtomicLong last = new AtomicLong(Long.MIN_VALUE / 2);

  /**
   * Whether the line may be written now; then the next may in a second.
   *
   * @param nowMs of any one clock, in milliseconds
   */
  public boolean admits(long nowMs) {
    long then = last.get();
    return nowMs - then >= BETWEEN_MS && last.compareAndSet(then, nowMs);
  }
}
