package ca.rocketreception.http.limit;

import ca.rocketreception.domain.access.ApiKeyId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Holds every API key to its rate, on this node. Each key has a bucket that a request takes one
 * from and that fills steadily; only keys that were recognised have one. A bucket is one number,
 * the moment at which it will be full again.
 */
public final class RateLimits {

  private static final int BUCKETS_AT_MOST = 10_000;

  private final long nanosBetween;
  private final long nanosOfBurst;
  private final Operating.Rate rate;
  private final InstantSource clock;
  private final Map<ApiKeyId, AtomicLong> fullAgain = new ConcurrentHashMap<>();

  public RateLimits(Operating.Rate rate, InstantSource clock) {
    this.rate = rate;
    this.nanosBetween = 1_000_000_000L / rate.perSecond();
    this.nanosOfBurst = nanosBetween * rate.burst();
    this.clock = clock;
  }

  /** A key asked too often. */
  public static final class TooMany extends RuntimeException {
    private final long seconds;
    private final Operating.Rate rate;

    TooMany(long seconds, Operating.Rate rate) {
      super(null, null, false, false);
      this.seconds = seconds;
      this.rate = rate;
    }

    public long seconds() {
      return seconds;
    }

    public Operating.Rate rate() {
      return rate;
    }
  }

  /** Takes one from the bucket of a key. */
  void take(ApiKeyId key) {
    long now = nanos(clock.instant());
    if (fullAgain.size() > BUCKETS_AT_MOST) {
      fullAgain.values().removeIf(full -> full.get() <= now);
    }
    AtomicLong bucket = fullAgain.computeIfAbsent(key, _ -> new AtomicLong(now));
    long before;
    long after;
    do {
      before = bucket.get();
      // a clock that was set back does not lock anybody out for longer than an empty bucket does
      after = Math.clamp(before, now, now + nanosOfBurst) + nanosBetween;
      if (after - now > nanosOfBurst) {
        bucket.compareAndSet(before, Math.min(before, now + nanosOfBurst));
        long missing = after - now - nanosOfBurst;
        throw new TooMany(Math.max(1, Math.ceilDiv(missing, 1_000_000_000L)), rate);
      }
    } while (!bucket.compareAndSet(before, after));
  }

  private static long nanos(Instant instant) {
    return Duration.between(Instant.EPOCH, instant).toNanos();
  }
}
