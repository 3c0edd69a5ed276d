package ca.rocketreception.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SlowCountTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private volatile Instant now = NOON;
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void itIsAskedForEveryTenSecondsAtMost() {
    SlowCount count = new SlowCount(asked::incrementAndGet, () -> now);

    assertThat(count.last()).isNaN();
    SeededNode.eventually(() -> count.last() == 1);
    now = NOON.plusSeconds(9);
    assertThat(count.last()).isEqualTo(1);
    assertThat(asked).hasValue(1);
    now = NOON.plusSeconds(11);
    SeededNode.eventually(() -> count.last() == 2);
  }

  @Test
  void whoeverAsksDoesNotWaitAndAFailureMakesItUnknown() {
    CountDownLatch never = new CountDownLatch(1);
    SlowCount hanging =
        new SlowCount(
            () -> {
              try {
                never.await();
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
              throw new IllegalStateException("the store is away");
            },
            () -> now);

    assertThat(hanging.last()).isNaN();
    now = NOON.plusSeconds(60);
    assertThat(hanging.last()).isNaN();
    never.countDown();
    assertThat(hanging.last()).isNaN();
  }
}
