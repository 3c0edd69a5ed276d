package ca.rocketreception.postgres.sql;

import ca.rocketreception.domain.Refusal;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Waits for work on the database no longer than the asker can. Work that is late goes on until the
 * socket's own time-out, so only what is idempotent may have a deadline.
 */
public final class Deadline {

  private Deadline() {}

  public static <T> T within(Duration longest, Supplier<T> work) {
    FutureTask<T> task = new FutureTask<>(work::get);
    Thread.startVirtualThread(task);
    try {
      return task.get(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw new Refusal.Unavailable("The database did not answer in time", late);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Refusal.Unavailable("The server is stopping", stopped);
    } catch (ExecutionException failed) {
      throw Failures.unchecked(failed.getCause());
    }
  }
}
