package ca.rocketreception.app;

import ca.rocketreception.domain.business.Holiday;
import ca.rocketreception.domain.business.Interval;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The days of 2026 and 2027 on which most businesses of a province are closed. */
final class StatutoryHolidays {

  private record Named(LocalDate day, String english, String french) {}

  private static final List<Named> EVERYWHERE =
      List.of(
          day("2026-01-01", "New Year's Day", "Jour de l'An"),
          day("2026-04-03", "Good Friday", "Vendredi saint"),
          day("2026-07-01", "Canada Day", "Fête du Canada"),
          day("2026-09-07", "Labour Day", "Fête du Travail"),
          day("2026-11-11", "Remembrance Day", "Jour du Souvenir"),
          day("2026-12-25", "Christmas Day", "Noël"),
          day("2027-01-01", "New Year's Day", "Jour de l'An"),
          day("2027-03-26", "Good Friday", "Vendredi saint"),
          day("2027-07-01", "Canada Day", "Fête du Canada"),
          day("2027-09-06", "Labour Day", "Fête du Travail"),
          day("2027-11-11", "Remembrance Day", "Jour du Souvenir"),
          day("2027-12-25", "Christmas Day", "Noël"));

  private static final List<Named> MANITOBA =
      List.of(
          day("2026-02-16", "Louis Riel Day", "Jour de Louis Riel"),
          day("2026-05-18", "Victoria Day", "Fête de Victoria"),
          day("2026-08-03", "Terry Fox Day", "Journée Terry Fox"),
          day("2026-09-30", "Orange Shirt Day", "Journée du chandail orange"),
          day("2026-10-12", "Thanksgiving Day", "Action de grâces"),
          day("2026-12-26", "Boxing Day", "Lendemain de Noël"),
          day("2027-02-15", "Louis Riel Day", "Jour de Louis Riel"),
          day("2027-05-24", "Victoria Day", "Fête de Victoria"),
          day("2027-08-02", "Terry Fox Day", "Journée Terry Fox"),
          day("2027-09-30", "Orange Shirt Day", "Journée du chandail orange"),
          day("2027-10-11", "Thanksgiving Day", "Action de grâces"),
          day("2027-12-26", "Boxing Day", "Lendemain de Noël"));

  private static final List<Named> NOVA_SCOTIA =
      List.of(
          day("2026-02-16", "Nova Scotia Heritage Day", "Fête du Patrimoine"),
          day("2026-08-03", "Natal Day", "Fête de la fondation"),
          day("2026-09-30", "Truth and Reconciliation Day", "Vérité et réconciliation"),
          day("2027-02-15", "Nova Scotia Heritage Day", "Fête du Patrimoine"),
          day("2027-08-02", "Natal Day", "Fête de la fondation"),
          day("2027-09-30", "Truth and Reconciliation Day", "Vérité et réconciliation"));

  private StatutoryHolidays() {}

  /**
   * @param hours when it is open on these days nevertheless; none: closed
   */
  static List<Holiday> manitoba(Locale language, Interval... hours) {
    return holidays(MANITOBA, language, List.of(hours));
  }

  static List<Holiday> novaScotia(Locale language) {
    return holidays(NOVA_SCOTIA, language, List.of());
  }

  private static List<Holiday> holidays(
      List<Named> province, Locale language, List<Interval> hours) {
    boolean french = language.getLanguage().equals("fr");
    return Stream.of(EVERYWHERE, province)
        .flatMap(List::stream)
        .map(named -> new Holiday(named.day(), french ? named.french() : named.english(), hours))
        .toList();
  }

  private static Named day(String day, String english, String french) {
    return new Named(LocalDate.parse(day), english, french);
  }
}
