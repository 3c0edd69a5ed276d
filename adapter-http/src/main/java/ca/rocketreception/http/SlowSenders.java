package ca.rocketreception.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;

/**
 * Hangs up on those who send the head of a request drop by drop. Every byte makes Jetty's idle time
 * start anew, so that it alone would let a few machines hold all connections. Bodies are watched by
 * whoever reads them.
 */
final class SlowSenders implements Connection.Listener, AutoCloseable {

  private final long patienceNanos;
  private final Map<Connection, Seen> open = new ConcurrentHashMap<>();
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("slow-senders").factory());

  /**
   * A connection at the last look.
   *
   * @param bytes how many had come when the last whole head was in
   * @param partSince when part of another head was first seen; 0 for none
   */
  private record Seen(long heads, long bytes, long partSince) {}

  SlowSenders(Duration patience) {
    this.patienceNanos = patience.toNanos();
    long between = Math.max(1, patience.toMillis() / 10);
    looking.scheduleWithFixedDelay(this::look, between, between, TimeUnit.MILLISECONDS);
  }

  @Override
  public void onOpened(Connection connection) {
    open.put(connection, new Seen(0, 0, 0));
  }

  @Override
  public void onClosed(Connection connection) {
    open.remove(connection);
  }

  private void look() {
    long now = System.nanoTime();
    for (Connection connection : open.keySet()) {
      Seen next = open.computeIfPresent(connection, (same, seen) -> look(same, seen, now));
      if (next != null && next.partSince() != 0 && now - next.partSince() > patienceNanos) {
        connection.getEndPoint().close();
      }
    }
  }

  private static Seen look(Connection connection, Seen seen, long now) {
    long heads = connection.getMessagesIn();
    long bytes = connection.getBytesIn();
    if (heads != seen.heads() || connection.getMessagesOut() < heads) {
      return new Seen(heads, bytes, 0);
    }
    boolean isPart = bytes > seen.bytes();
    return isPart && seen.partSince() == 0 ? new Seen(heads, seen.bytes(), now) : seen;
  }

  @Override
  public void close() {
    looking.shutdownNow();
  }
}
