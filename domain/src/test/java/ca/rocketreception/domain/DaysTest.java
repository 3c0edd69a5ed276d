package ca.rocketreception.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DaysTest {

  private static final LocalDate LEAP_DAY = LocalDate.of(2028, 2, 29);

  @Test
  void whoeverNamesNoDaysMeansTheMonthUpToToday() {
    assertThat(Days.meant(Optional.empty(), Optional.empty(), LEAP_DAY))
        .isEqualTo(new Days(LocalDate.of(2028, 2, 1), LocalDate.of(2028, 3, 1)));
    assertThat(Days.meant(Optional.empty(), Optional.of(LocalDate.of(2027, 1, 1)), LEAP_DAY))
        .isEqualTo(new Days(LocalDate.of(2026, 12, 1), LocalDate.of(2027, 1, 1)));
    assertThat(Days.meant(Optional.of(LocalDate.of(2027, 1, 1)), Optional.empty(), LEAP_DAY))
        .isEqualTo(new Days(LocalDate.of(2027, 1, 1), LocalDate.of(2028, 3, 1)));
  }

  @Test
  void theLastDayIsNoLongerMeant() {
    Days day = new Days(LEAP_DAY, LEAP_DAY.plusDays(1));

    assertThat(day.contain(LEAP_DAY)).isTrue();
    assertThat(day.contain(LEAP_DAY.minusDays(1))).isFalse();
    assertThat(day.contain(LEAP_DAY.plusDays(1))).isFalse();
  }

  @Test
  void noDaysAtAllAreRefusedWithACure() {
    assertThatThrownBy(() -> new Days(LEAP_DAY, LEAP_DAY))
        .isInstanceOfSatisfying(
            Refusal.Invalid.class,
            refusal -> {
              assertThat(refusal.field()).isEqualTo("to");
              assertThat(refusal.getMessage()).contains("2028-02-29");
              assertThat(refusal.cure()).contains("after");
            });
  }
}
