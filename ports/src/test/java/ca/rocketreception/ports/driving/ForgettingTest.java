package ca.rocketreception.ports.driving;

import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForgettingTest {

  private Instant now = MONDAY_MORNING;
  private int left;

  private int forget(int most) {
    int some = Math.min(left, most);
    left -= some;
    return some;
  }

  @Test
  void muchIsForgottenInBatchesUntilNothingIsLeft() {
    left = 2500;
    List<Integer> batches = new ArrayList<>();

    int forgotten =
        Forgetting.inBatches(
            "things",
            () -> now,
            most -> {
              batches.add(forget(most));
              return batches.getLast();
            });

    assertThat(forgotten).isEqualTo(2500);
    assertThat(batches).containsExactly(1000, 1000, 500);
  }

  @Test
  void whatTakesTooLongGoesOnTheNextTime() {
    left = 10_000;

    int first = Forgetting.inBatches("things", () -> now, this::slowly);
    int second = Forgetting.inBatches("things", () -> now, this::forget);

    assertThat(first).isEqualTo(3000);
    assertThat(second).isEqualTo(7000);
    assertThat(left).isZero();
  }

  private int slowly(int most) {
    now = now.plus(Duration.ofSeconds(25));
    return forget(most);
  }
}
