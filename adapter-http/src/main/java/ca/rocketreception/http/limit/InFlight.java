package ca.rocketreception.http.limit;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * So many requests of one name are worked on at once, on this node, so that none holds all
 * connections to the database. One more waits a moment for its turn and is then told to come back.
 */
public final class InFlight {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final int most;
  private final Duration patience;
  private final Map<String, Line> lines = new ConcurrentHashMap<>();

  /** Of one name; forgotten with the last one who is in it or waits. */
  private record Line(Semaphore places, int users) {}

  public InFlight(int most) {
    this(most, PATIENCE);
  }

  InFlight(int most, Duration patience) {
    this.most = most;
    this.patience = patience;
  }

  /** A place, until it is closed. */
  public final class Share implements AutoCloseable {

    private final String name;
    private final Semaphore places;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Share(String name, Semaphore places) {
      this.name = name;
      this.places = places;
    }

    /** Gives it back, once. */
    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        places.release();
        leave(name);
      }
    }
  }

  /** Throws {@link TokenBuckets.TooMany} when no place is free in time. */
  public Share enter(String name) {
    Semaphore places =
        lines
            .compute(
                name,
                (same, line) ->
                    line == null
                        ? new Line(new Semaphore(most, true), 1)
                        : new Line(line.places(), line.users() + 1))
            .places();
    boolean entered = false;
    try {
      entered = places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      if (!entered) {
        leave(name);
      }
    }
    if (!entered) {
      throw new TokenBuckets.TooMany(patience);
    }
    return new Share(name, places);
  }

  private void leave(String name) {
    lines.computeIfPresent(
        name, (same, line) -> line.users() > 1 ? new Line(line.places(), line.users() - 1) : null);
  }

  /** How many names there are of which somebody is in or waits. */
  int names() {
    return lines.size();
  }
}
