package ca.rocketreception.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what other threads bring about. */
public final class EventuallyTrue {

  private EventuallyTrue() {}

  public static void within(Duration time, BooleanSupplier wanted) {
    long end = System.nanoTime() + time.toNanos();
    boolean seen = wanted.getAsBoolean();
    while (!seen && System.nanoTime() < end) {
      Thread.yield();
      seen = wanted.getAsBoolean();
    }
    assertThat(seen).as("within " + time).isTrue();
  }
}
