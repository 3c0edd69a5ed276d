package ca.rocketreception.ports.driven;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Runs the same work on many virtual threads at once. */
public final class Together {

  private Together() {}

  /** Returns when all are done; throws what the first of them threw. */
  public static void run(int threads, IntConsumer work) {
    CountDownLatch ready = new CountDownLatch(threads);
    List<Future<?>> results = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < threads; i++) {
        int place = i;
        results.add(
            executor.submit(() -> {
              ready.countDown();
              ready.await();
              work.accept(place);
              return null;
            }));
      }
      for (Future<?> result : results) {
        result.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError("One of the threads failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
