package ca.rocketreception.postgres.sql;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A thread that goes on until it is closed, and whose pauses end then. */
public final class Background implements AutoCloseable {

  private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(2);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private Background(String name, Consumer<Background> work) {
    // a platform thread: interrupting a virtual one would close the socket that it reads
    thread = Thread.ofPlatform().daemon().name(name).unstarted(() -> work.accept(this));
  }

  public static Background start(String name, Consumer<Background> work) {
    Background background = new Background(name, work);
    background.thread.start();
    return background;
  }

  public boolean isOpen() {
    return closed.getCount() > 0;
  }

  public void pause(Duration time) {
    try {
      closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closed.countDown();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
    try {
      thread.join(LONGEST_GOODBYE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
