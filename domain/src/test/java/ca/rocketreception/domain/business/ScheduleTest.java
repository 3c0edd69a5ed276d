package ca.rocketreception.domain.business;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final ZoneId WINNIPEG = ZoneId.of("America/Winnipeg");
  private static final ZoneId LORD_HOWE = ZoneId.of("Australia/Lord_Howe");

  @Test
  void aBusinessIsOpenFromItsOpeningUntilJustBeforeItsClosing() {
    Schedule schedule = weekly(hours(MONDAY, "09:00", "17:00"));

    assertThat(schedule.isOpen(at("2026-11-23T08:59:59"))).isFalse();
    assertThat(schedule.isOpen(at("2026-11-23T09:00"))).isTrue();
    assertThat(schedule.isOpen(at("2026-11-23T16:59:59"))).isTrue();
    assertThat(schedule.isOpen(at("2026-11-23T17:00"))).isFalse();
    assertThat(schedule.isOpen(at("2026-11-24T10:00"))).isFalse();
  }

  @Test
  void aDayMayHaveSeveralIntervals() {
    Schedule schedule = weekly(hours(MONDAY, "13:00", "17:00"), hours(MONDAY, "08:00", "12:00"));

    assertThat(schedule.isOpen(at("2026-11-23T12:30"))).isFalse();
    assertThat(schedule.isOpen(at("2026-11-23T13:30"))).isTrue();
    assertThat(schedule.hoursOn(LocalDate.parse("2026-11-23")))
        .extracting(Interval::opens)
        .containsExactly(LocalTime.of(8, 0), LocalTime.of(13, 0));
  }

  @Test
  void anIntervalPastMidnightBelongsToTheDayItBeginsOn() {
    Schedule schedule =
        Schedule.of(
            WINNIPEG, List.of(hours(FRIDAY, "18:00", "02:00")), List.of(closed("2026-11-28")));

    assertThat(schedule.isOpen(at("2026-11-28T01:59"))).isTrue();
    assertThat(schedule.isOpen(at("2026-11-28T02:00"))).isFalse();
    assertThat(schedule.isOpen(at("2026-11-27T01:00"))).isFalse();
  }

  @Test
  void fromMidnightToMidnightIsTheWholeDay() {
    Schedule schedule = weekly(hours(SUNDAY, "00:00", "00:00"));

    assertThat(schedule.isOpen(at("2026-11-29T00:00"))).isTrue();
    assertThat(schedule.isOpen(at("2026-11-29T23:59:59"))).isTrue();
    assertThat(schedule.isOpen(at("2026-11-30T00:00"))).isFalse();
  }

  @Test
  void onAHolidayItsHoursHoldInsteadOfTheWeeklyOnes() {
    Holiday shortDay =
        new Holiday(
            LocalDate.parse("2026-12-24"),
            "Christmas Eve",
            List.of(new Interval(LocalTime.of(9, 0), LocalTime.NOON)));
    Schedule schedule =
        Schedule.of(WINNIPEG, everyDay("08:00", "20:00"), List.of(shortDay, closed("2026-12-25")));

    assertThat(schedule.isOpen(at("2026-12-24T08:30"))).isFalse();
    assertThat(schedule.isOpen(at("2026-12-24T09:30"))).isTrue();
    assertThat(schedule.isOpen(at("2026-12-24T13:00"))).isFalse();
    assertThat(schedule.isOpen(at("2026-12-25T10:00"))).isFalse();
    assertThat(schedule.nextOpening(at("2026-12-24T13:00"))).hasValue(at("2026-12-26T08:00"));
  }

  @Test
  void aBusinessThatToldNoHoursCountsAsOpen() {
    Schedule schedule = Schedule.of(WINNIPEG, List.of(), List.of(closed("2026-12-25")));

    assertThat(schedule.isOpen(at("2026-11-23T03:00"))).isTrue();
    assertThat(schedule.isOpen(at("2026-12-25T12:00"))).isFalse();
    assertThat(schedule.nextOpening(at("2026-12-25T12:00"))).hasValue(at("2026-12-26T00:00"));
  }

  @Test
  void whenTheClocksGoForwardASkippedTimeIsTheMomentTheySkipIt() {
    // 2026-03-08 in Winnipeg: 01:59:59 CST is followed by 03:00:00 CDT
    Schedule opensInGap = weekly(hours(SUNDAY, "02:30", "05:00"));
    Schedule closesInGap = weekly(hours(SATURDAY, "22:00", "02:30"));
    Instant skipped = Instant.parse("2026-03-08T08:00:00Z");

    assertThat(opensInGap.isOpen(skipped)).isTrue();
    assertThat(opensInGap.isOpen(skipped.minusMillis(1))).isFalse();
    assertThat(closesInGap.isOpen(skipped.minusMillis(1))).isTrue();
    assertThat(closesInGap.isOpen(skipped)).isFalse();
  }

  @Test
  void whenTheClocksGoBackTheLongestReadingHolds() {
    // 2025-11-02 in Winnipeg: 01:00 to 02:00 comes twice
    Schedule opensInOverlap = weekly(hours(SUNDAY, "01:30", "05:00"));
    Schedule closesInOverlap = weekly(hours(SATURDAY, "22:00", "01:30"));
    Instant first = Instant.parse("2025-11-02T06:30:00Z");
    Instant second = Instant.parse("2025-11-02T07:30:00Z");

    assertThat(opensInOverlap.isOpen(first)).isTrue();
    assertThat(closesInOverlap.isOpen(first)).isTrue();
    assertThat(closesInOverlap.isOpen(second.minusMillis(1))).isTrue();
    assertThat(closesInOverlap.isOpen(second)).isFalse();
  }

  @Test
  void aDayOfTwentyThreeOrTwentyFiveHoursIsOpenThroughout() {
    Schedule schedule = weekly(hours(SUNDAY, "00:00", "00:00"));

    assertThat(openFor(schedule, at("2026-03-08T00:00"))).isEqualTo(Duration.ofHours(23));
    assertThat(openFor(schedule, at("2025-11-02T00:00"))).isEqualTo(Duration.ofHours(25));
  }

  @Test
  void whereTheClocksDoNotGoBackAnyMoreTheDayHasTwentyFourHours() {
    Schedule schedule = weekly(hours(SUNDAY, "00:00", "00:00"));

    assertThat(openFor(schedule, at("2026-11-01T00:00"))).isEqualTo(Duration.ofHours(24));
    assertThat(at("2026-11-25T13:00")).isEqualTo(Instant.parse("2026-11-25T18:00:00Z"));
  }

  @Test
  void aChangeOfHalfAnHourIsCountedToo() {
    // Lord Howe Island goes back by thirty minutes at 02:00 on 2027-04-04
    Schedule schedule = Schedule.of(LORD_HOWE, List.of(hours(SUNDAY, "00:00", "00:00")), List.of());
    Instant midnight = LocalDate.parse("2027-04-04").atStartOfDay(LORD_HOWE).toInstant();

    assertThat(openFor(schedule, midnight)).isEqualTo(Duration.ofMinutes(24 * 60 + 30));
  }

  @Property(tries = 300)
  void theNextOpeningIsLaterAndOpenThenAndClosedJustBefore(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 7 * 24 * 4 - 1) Integer> starts,
      @ForAll @IntRange(min = 1, max = 96) int quarters,
      @ForAll @IntRange(max = 365 * 24 * 60) int minute) {
    Schedule schedule = quarterly(starts, quarters);
    Instant now = Instant.parse("2026-06-01T00:00:00Z").plus(Duration.ofMinutes(minute));

    schedule
        .nextOpening(now)
        .ifPresent(opening -> {
          assertThat(opening).isAfter(now);
          assertThat(schedule.isOpen(opening)).isTrue();
          assertThat(schedule.isOpen(opening.minusMillis(1))).isFalse();
        });
    assertThat(schedule.nextOpening(now).isEmpty()).isEqualTo(schedule.isOpen(now));
  }

  @Property(tries = 300)
  void awayFromClockChangesItAgreesWithTheWallClock(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 7 * 24 * 4 - 1) Integer> starts,
      @ForAll @IntRange(min = 1, max = 96) int quarters,
      @ForAll @IntRange(max = 60 * 24 * 60) int minute) {
    LocalDateTime wall = LocalDateTime.parse("2026-07-01T00:00").plusMinutes(minute);

    assertThat(quarterly(starts, quarters).isOpen(wall.atZone(WINNIPEG).toInstant()))
        .isEqualTo(openByTheWall(starts, quarters, wall));
  }

  private static boolean openByTheWall(List<Integer> starts, int quarters, LocalDateTime wall) {
    int week = 7 * 24 * 60;
    int now =
        (wall.getDayOfWeek().getValue() - 1) * 24 * 60 + wall.getHour() * 60 + wall.getMinute();
    return starts.stream().anyMatch(start -> Math.floorMod(now - start * 15, week) < quarters * 15);
  }

  private static Schedule quarterly(List<Integer> starts, int quarters) {
    return Schedule.of(
        WINNIPEG,
        starts.stream()
            .map(start -> {
              LocalTime opens = LocalTime.MIN.plusMinutes(start % 96 * 15L);
              return new OpeningHours(
                  DayOfWeek.of(start / 96 + 1), opens, opens.plusMinutes(quarters * 15L));
            })
            .toList(),
        List.of());
  }

  private static Duration openFor(Schedule schedule, Instant opening) {
    Instant moment = opening;
    while (schedule.isOpen(moment)) {
      moment = moment.plus(Duration.ofMinutes(15));
    }
    return Duration.between(opening, moment);
  }

  private static Schedule weekly(OpeningHours... hours) {
    return Schedule.of(WINNIPEG, List.of(hours), List.of());
  }

  private static List<OpeningHours> everyDay(String opens, String closes) {
    return Arrays.stream(DayOfWeek.values()).map(day -> hours(day, opens, closes)).toList();
  }

  private static OpeningHours hours(DayOfWeek day, String opens, String closes) {
    return new OpeningHours(day, LocalTime.parse(opens), LocalTime.parse(closes));
  }

  private static Holiday closed(String day) {
    return new Holiday(LocalDate.parse(day), "A holiday", List.of());
  }

  private static Instant at(String wall) {
    return LocalDateTime.parse(wall).atZone(WINNIPEG).toInstant();
  }
}
