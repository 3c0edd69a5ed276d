package ca.rocketreception.http.limit;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/**
 * Hangs up on those who send the head of a request drop by drop, stop in a body, or take an answer
 * drop by drop. Every byte makes Jetty's idle time start anew, so that it alone would let a few
 * machines hold all connections. Bodies that come drop by drop are refused by whoever reads them.
 */
public final class SlowClients implements Connection.Listener, AutoCloseable {

  /** Whoever reads a body looks at the time first; this is for those to whom nothing comes. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  /**
   * How many times as long the part of an answer may take that waits for its reader: what the
   * buffers between us hold, a few hundred kilobytes, has gone out without waiting.
   */
  private static final int READING = 3;

  private final long patienceNanos;
  private final Map<Connection, Seen> open = new ConcurrentHashMap<>();
  private final Set<Body> bodies = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("slow-clients").factory());

  /**
   * A connection at the last look.
   *
   * @param bytes how many had come when the last whole head was in
   * @param partSince when part of another head was first seen; 0 for none
   * @param fullSince since when bytes have waited to be read at every look; 0 for none
   */
  private record Seen(long heads, long bytes, long partSince, long fullSince) {

    Seen full(boolean isFull, long now) {
      long since = !isFull ? 0 : fullSince == 0 ? now : fullSince;
      return since == fullSince ? this : new Seen(heads, bytes, partSince, since);
    }
  }

  /** A body that is on its way. */
  public static final class Body {

    private final EndPoint from;
    private final Supplier<Duration> patience;
    private volatile long since = System.nanoTime();

    private Body(EndPoint from, Supplier<Duration> patience) {
      this.from = from;
      this.patience = patience;
    }

    /** It was we who let its sender wait. */
    public void waited(long nanos) {
      since += nanos;
    }

    public long since() {
      return since;
    }
  }

  public SlowClients(Duration patience) {
    this.patienceNanos = patience.toNanos();
    long between = Math.max(1, Math.min(500, patience.toMillis() / 10));
    looking.scheduleWithFixedDelay(this::look, between, between, TimeUnit.MILLISECONDS);
  }

  /**
   * Somebody waits for the body of a request, until it is forgotten.
   *
   * @param patience how long it may take just now
   */
  public Body watch(Request request, Supplier<Duration> patience) {
    Body body = new Body(request.getConnectionMetaData().getConnection().getEndPoint(), patience);
    bodies.add(body);
    return body;
  }

  public void forget(Body body) {
    bodies.remove(body);
  }

  @Override
  public void onOpened(Connection connection) {
    open.put(connection, new Seen(0, 0, 0, 0));
  }

  @Override
  public void onClosed(Connection connection) {
    open.remove(connection);
  }

  private void look() {
    long now = System.nanoTime();
    for (Connection connection : open.keySet()) {
      Seen next =
          open.computeIfPresent(
              connection, (same, seen) -> look(same, seen, now).full(isFull(same), now));
      if (next != null
          && (isLonger(now, next.partSince(), patienceNanos)
              || isLonger(now, next.fullSince(), READING * patienceNanos))) {
        connection.getEndPoint().close();
      }
    }
    for (Body body : bodies) {
      if (now - body.since() > body.patience.get().plus(GRACE).toNanos()) {
        body.from.close();
      }
    }
  }

  private static boolean isLonger(long now, long since, long most) {
    return since != 0 && now - since > most;
  }

  /** Bytes wait until the other side reads. */
  private static boolean isFull(Connection connection) {
    return connection.getEndPoint() instanceof AbstractEndPoint watched
        && watched.getWriteFlusher().isPending();
  }

  private static Seen look(Connection connection, Seen seen, long now) {
    long heads = connection.getMessagesIn();
    long bytes = connection.getBytesIn();
    if (heads != seen.heads() || connection.getMessagesOut() < heads) {
      return new Seen(heads, bytes, 0, seen.fullSince());
    }
    boolean isPart = bytes > seen.bytes();
    return isPart && seen.partSince() == 0
        ? new Seen(heads, seen.bytes(), now, seen.fullSince())
        : seen;
  }

  @Override
  public void close() {
    looking.shutdownNow();
  }
}
