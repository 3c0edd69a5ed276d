package ca.rocketreception.ports.driving;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogThrottleTest {

  @Test
  void oneLineASecondIsAdmitted() {
    LogThrottle throttle = new LogThrottle();

    assertThat(throttle.admits(5_000)).isTrue();
    assertThat(throttle.admits(5_999)).isFalse();
    assertThat(throttle.admits(6_000)).isTrue();
    assertThat(throttle.admits(-1)).isFalse();
  }
}
