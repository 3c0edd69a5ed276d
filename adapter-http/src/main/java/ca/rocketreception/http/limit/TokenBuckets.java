package ca.rocketreception.http.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets through so many a minute for each name, a minute's worth at once. Each node counts for
 * itself. Names that were quiet for a minute are forgotten.
 */
public final class TokenBuckets {

  private static final int MOST = 100_000;
  private static final double SECONDS = 60;

  private final int aMinute;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  private record Bucket(double tokens, Instant at) {}

  /** There were too many; may be repeated after a while. */
  public static final class TooMany extends RuntimeException {
    private final Duration wait;

    public TooMany(Duration wait) {
      super("too many", null, false, false);
      this.wait = wait;
    }

    /** In whole seconds, 1 or more. */
    public long seconds() {
      return Math.max(1, wait.plusMillis(999).toSeconds());
    }
  }

  public TokenBuckets(int aMinute) {
    this.aMinute = aMinute;
  }

  /** Counts one, or throws {@link TooMany}. */
  public void take(String name, Instant now) {
    double[] tokens = new double[1];
    buckets.compute(
        name,
        (same, bucket) -> {
          tokens[0] = bucket == null ? aMinute : filled(bucket, now);
          return new Bucket(tokens[0] < 1 ? tokens[0] : tokens[0] - 1, now);
        });
    forgetTheQuiet(now);
    if (tokens[0] < 1) {
      throw tooMany(tokens[0]);
    }
  }

  /** Throws {@link TooMany} when the next one would, and counts nothing. */
  void requireSome(String name, Instant now) {
    Bucket bucket = buckets.get(name);
    if (bucket != null && filled(bucket, now) < 1) {
      throw tooMany(filled(bucket, now));
    }
  }

  private TooMany tooMany(double tokens) {
    return new TooMany(Duration.ofMillis((long) ((1 - tokens) * 1000 * SECONDS / aMinute)));
  }

  private double filled(Bucket bucket, Instant now) {
    double seconds = Math.max(0, Duration.between(bucket.at(), now).toMillis() / 1000.0);
    return Math.min(aMinute, bucket.tokens() + seconds * aMinute / SECONDS);
  }

  private void forgetTheQuiet(Instant now) {
    if (buckets.size() > MOST) {
      buckets.values().removeIf(bucket -> bucket.at().plusSeconds(60).isBefore(now));
    }
    if (buckets.size() > MOST) {
      buckets.clear();
    }
  }
}
