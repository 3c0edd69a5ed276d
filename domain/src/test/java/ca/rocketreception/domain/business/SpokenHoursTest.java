package ca.rocketreception.domain.business;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SpokenHoursTest {

  private static final ZoneId WINNIPEG = ZoneId.of("America/Winnipeg");
  private static final Schedule SPLIT =
      Schedule.of(
          WINNIPEG,
          List.of(
              new OpeningHours(DayOfWeek.MONDAY, LocalTime.of(8, 0), LocalTime.NOON),
              new OpeningHours(DayOfWeek.MONDAY, LocalTime.of(13, 30), LocalTime.of(17, 0)),
              new OpeningHours(DayOfWeek.THURSDAY, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT)),
          List.of(
              new Holiday(LocalDate.parse("2026-12-07"), "Closed", List.of()),
              new Holiday(LocalDate.parse("2026-12-03"), "Closed", List.of())));

  private final SpokenHours english = new SpokenHours(SPLIT, Locale.CANADA);
  private final SpokenHours french = new SpokenHours(SPLIT, Locale.CANADA_FRENCH);

  @Test
  void todaysHoursAreSaidAsAPersonWould() {
    assertThat(english.today(at("2026-11-23T10:00")))
        .isEqualTo("8:00 AM to 12:00 PM and 1:30 PM to 5:00 PM");
    assertThat(french.today(at("2026-11-23T10:00")))
        .isEqualTo("de 8 h à 12 h et de 13 h 30 à 17 h");
    assertThat(english.today(at("2026-11-24T10:00"))).isEqualTo("closed");
    assertThat(french.today(at("2026-11-24T10:00"))).isEqualTo("fermé");
    assertThat(english.today(at("2026-11-26T10:00"))).isEqualTo("24 hours");
    assertThat(french.today(at("2026-11-26T10:00"))).isEqualTo("24 heures sur 24");
  }

  @Test
  void afterMidnightTheNightsHoursAreStillInForce() {
    Schedule nights =
        Schedule.of(
            WINNIPEG,
            List.of(
                new OpeningHours(DayOfWeek.FRIDAY, LocalTime.of(16, 0), LocalTime.of(2, 0)),
                new OpeningHours(DayOfWeek.SATURDAY, LocalTime.of(16, 0), LocalTime.of(2, 0))),
            List.of());
    SpokenHours english = new SpokenHours(nights, Locale.CANADA);
    SpokenHours french = new SpokenHours(nights, Locale.CANADA_FRENCH);

    assertThat(nights.isOpen(at("2026-11-29T01:00"))).isTrue();
    assertThat(english.today(at("2026-11-29T01:00"))).isEqualTo("until 2:00 AM");
    assertThat(french.today(at("2026-11-29T01:00"))).isEqualTo("jusqu'à 2 h");
    assertThat(english.answer(at("2026-11-29T01:00"))).isEqualTo("We are open now, until 2:00 AM.");
    assertThat(english.today(at("2026-11-28T01:00")))
        .isEqualTo("until 2:00 AM and 4:00 PM to 2:00 AM");
    assertThat(french.answer(at("2026-11-28T01:00")))
        .isEqualTo("Nous sommes ouverts jusqu'à 2 h. Aujourd'hui : de 16 h à 2 h.");
    assertThat(nights.isOpen(at("2026-11-29T02:00"))).isFalse();
    assertThat(english.today(at("2026-11-29T02:00"))).isEqualTo("closed");
    assertThat(english.today(at("2026-11-28T23:00"))).isEqualTo("4:00 PM to 2:00 AM");
  }

  @Test
  void theNightBeforeIsLeftOutWhereTodaysHoursLastLonger() {
    Schedule through =
        Schedule.of(
            WINNIPEG,
            List.of(
                new OpeningHours(DayOfWeek.FRIDAY, LocalTime.of(18, 0), LocalTime.of(2, 0)),
                new OpeningHours(DayOfWeek.SATURDAY, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT),
                new OpeningHours(DayOfWeek.SUNDAY, LocalTime.of(18, 0), LocalTime.of(2, 0)),
                new OpeningHours(DayOfWeek.MONDAY, LocalTime.MIDNIGHT, LocalTime.of(1, 0))),
            List.of());
    SpokenHours english = new SpokenHours(through, Locale.CANADA);
    SpokenHours french = new SpokenHours(through, Locale.CANADA_FRENCH);

    assertThat(english.answer(at("2026-11-28T01:00")))
        .isEqualTo("We are open now. Today's hours: 24 hours.");
    assertThat(english.today(at("2026-11-28T01:00"))).isEqualTo("24 hours");
    assertThat(french.today(at("2026-11-28T01:00"))).isEqualTo("24 heures sur 24");
    assertThat(english.answer(at("2026-11-30T00:30")))
        .as("the night lasts longer")
        .isEqualTo("We are open now, until 2:00 AM. Today's hours: 12:00 AM to 1:00 AM.");
  }

  @Test
  void theNextOpeningIsTodayTomorrowADayOrADate() {
    assertThat(english.nextOpening(at("2026-11-23T12:30"))).isEqualTo("today at 1:30 PM");
    assertThat(english.nextOpening(at("2026-11-25T12:30"))).isEqualTo("tomorrow at 12:00 AM");
    assertThat(english.nextOpening(at("2026-11-24T12:30"))).isEqualTo("on Thursday at 12:00 AM");
    assertThat(english.nextOpening(at("2026-12-01T12:30")))
        .isEqualTo("on Thursday, December 10 at 12:00 AM");
    assertThat(french.nextOpening(at("2026-11-23T12:30"))).isEqualTo("aujourd'hui à 13 h 30");
    assertThat(french.nextOpening(at("2026-11-24T12:30"))).isEqualTo("jeudi à 0 h");
    assertThat(french.nextOpening(at("2026-12-01T12:30"))).isEqualTo("jeudi 10 décembre à 0 h");
    assertThat(english.nextOpening(at("2026-11-23T10:00"))).isEmpty();
  }

  @Test
  void theAnswerIsAWholeSentence() {
    assertThat(english.answer(at("2026-11-23T10:00")))
        .isEqualTo("We are open now. Today's hours: 8:00 AM to 12:00 PM and 1:30 PM to 5:00 PM.");
    assertThat(english.answer(at("2026-11-23T12:30")))
        .isEqualTo("We are closed now. We open today at 1:30 PM.");
    assertThat(french.answer(at("2026-11-23T12:30")))
        .isEqualTo("Nous sommes fermés. Nous ouvrons aujourd'hui à 13 h 30.");
    SpokenHours unknown =
        new SpokenHours(Schedule.of(WINNIPEG, List.of(), List.of()), Locale.CANADA);
    assertThat(unknown.answer(at("2026-11-23T12:30")))
        .isEqualTo("I do not have the opening hours at hand.");
  }

  private static Instant at(String wall) {
    return LocalDateTime.parse(wall).atZone(WINNIPEG).toInstant();
  }
}
