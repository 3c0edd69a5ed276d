package ca.rocketreception.http.limit;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * So many bytes of what others send may be held at once, on this node; one address gets a quarter.
 * Who finds no room waits a moment and is then told to come back. One who is alone gets what it
 * needs, so that nothing that the limits allow is refused for ever.
 */
public final class Budget {

  static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final int PART_OF_AN_ADDRESS = 4;

  private final long most;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition given = lock.newCondition();
  private final Map<String, Long> ofAddress = new HashMap<>();
  private volatile long used; // changed with the lock held, read without

  /** There was no room in time. */
  public static final class Spent extends RuntimeException {
    Spent() {
      super(null, null, false, false);
    }
  }

  /**
   * @param most how many bytes
   */
  public Budget(long most) {
    this(most, PATIENCE);
  }

  Budget(long most, Duration patience) {
    this.most = most;
    this.patience = patience;
  }

  /**
   * What one request holds; it takes as it needs, and gives all back at once.
   *
   * @param address by which its sender is counted
   */
  public Share share(String address) {
    return new Share(address);
  }

  /** Whether more than half is in use: then nobody may be slow. */
  public boolean isScarce() {
    return used > most / 2;
  }

  /** How much is in use. */
  public long used() {
    return used;
  }

  public final class Share implements AutoCloseable {

    private final String address;
    private long held;

    private Share(String address) {
      this.address = address;
    }

    /** Takes some more; throws {@link Spent} when there is no room in time. */
    public void take(long bytes) {
      lock.lock();
      try {
        if (!hasRoom(bytes)) {
          await(bytes);
        }
        held += bytes;
        used += bytes;
        ofAddress.merge(address, bytes, Long::sum);
      } finally {
        lock.unlock();
      }
    }

    private void await(long bytes) {
      long left = patience.toNanos();
      try {
        while (!hasRoom(bytes)) {
          if (left <= 0) {
            throw new Spent();
          }
          left = given.awaitNanos(left);
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new Spent();
      }
    }

    private boolean hasRoom(long bytes) {
      long there = ofAddress.getOrDefault(address, 0L);
      return (used == held || used + bytes <= most)
          && (there == held || there + bytes <= most / PART_OF_AN_ADDRESS);
    }

    @Override
    public void close() {
      lock.lock();
      try {
        used -= held;
        long back = held;
        ofAddress.computeIfPresent(address, (same, there) -> there > back ? there - back : null);
        held = 0;
        given.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
