package ca.rocketreception.builtin;

import ca.rocketreception.domain.business.Holiday;
import ca.rocketreception.domain.business.Schedule;
import ca.rocketreception.domain.business.SpokenHours;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Answers about when the business is open, in its own zone. */
record Hours(Schedule schedule, Instant now, Tongue tongue) {

  private static final int MOST_DAYS = 7;
  private static final int DAYS_OF_HOLIDAYS_TOLD_UNASKED = 14;
  private static final int YEARS_TO_A_LEAP_DAY = 8;
  private static final Set<String> NO_NAME_OF_A_DAY =
      Set.of(
          ("jour fete veille public holiday ferie conge good saint canada national nationale new"
                  + " travail action family week work")
              .split(" "));

  /** True when the business told any hours at all. */
  boolean known() {
    return !schedule.weekly().isEmpty() || !schedule.holidays().isEmpty();
  }

  boolean namesADay(Heard question) {
    return !days(question).isEmpty()
        || tongue.ear().hears(Sense.NAMED_DAY, question)
        || tongue.ear().hears(Sense.HOLIDAYS, question);
  }

  /** The hours asked about, a line each; never empty. */
  List<String> answer(Heard question) {
    Ear ear = tongue.ear();
    List<LocalDate> named = holidaysNamedIn(question);
    if (!named.isEmpty()) {
      return named.stream().limit(MOST_DAYS).map(this::line).toList();
    }
    if (ear.hears(Sense.NAMED_DAY, question)) {
      return List.of(tongue.sentences().nothingAboutThatDay());
    }
    Set<LocalDate> days = days(question);
    if (!days.isEmpty()) {
      return days.stream().limit(MOST_DAYS).map(this::line).toList();
    }
    if (ear.hears(Sense.HOLIDAYS, question)) {
      List<String> holidays = upcoming().stream().limit(MOST_DAYS).map(this::line).toList();
      return holidays.isEmpty() ? List.of(tongue.sentences().nothingAboutThatDay()) : holidays;
    }
    if (ear.hears(Sense.WEEKLY, question) && !schedule.weekly().isEmpty()) {
      return week();
    }
    return List.of(spoken(schedule).answer(now));
  }

  private Set<LocalDate> days(Heard question) {
    Ear ear = tongue.ear();
    LocalDate today = schedule.dayOf(now);
    Set<LocalDate> days = new TreeSet<>();
    if (ear.hears(Sense.TODAY, question)) {
      days.add(today);
    }
    if (ear.hears(Sense.DAY_AFTER_TOMORROW, question)) {
      days.add(today.plusDays(2));
    } else if (ear.hears(Sense.TOMORROW, question)) {
      days.add(today.plusDays(1));
    }
    if (ear.hears(Sense.WEEKEND, question)) {
      days.add(today.with(TemporalAdjusters.nextOrSame(DayOfWeek.SATURDAY)));
      days.add(today.with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY)));
    }
    boolean next = ear.hears(Sense.NEXT, question);
    for (String word : question.words().split(" ")) {
      DayOfWeek weekday = ear.weekdays().get(word);
      if (weekday != null) {
        days.add(
            today.with(
                next ? TemporalAdjusters.next(weekday) : TemporalAdjusters.nextOrSame(weekday)));
      }
    }
    for (Pattern pattern : ear.dates()) {
      Matcher dates = pattern.matcher(question.words());
      while (dates.find()) {
        addDate(days, ear.months().get(dates.group("month")), Integer.parseInt(dates.group("day")));
      }
    }
    return days;
  }

  /** Nothing for a day that the month does not have. */
  private void addDate(Set<LocalDate> days, Month month, int day) {
    if (month == null || day < 1 || day > month.maxLength()) {
      return;
    }
    LocalDate today = schedule.dayOf(now);
    MonthDay date = MonthDay.of(month, day);
    IntStream.rangeClosed(today.getYear(), today.getYear() + YEARS_TO_A_LEAP_DAY)
        .filter(date::isValidYear)
        .mapToObj(date::atYear)
        .filter(found -> !found.isBefore(today))
        .findFirst()
        .ifPresent(days::add);
  }

  /** The next day of each name: by all words of the name, else by one that tells it apart. */
  private List<LocalDate> holidaysNamedIn(Heard question) {
    Map<String, LocalDate> byName = new LinkedHashMap<>();
    upcoming()
        .forEach(day -> byName.putIfAbsent(Heard.folded(schedule.holidays().get(day).name()), day));
    String words = " " + question.words() + " ";
    List<LocalDate> whole =
        byName.entrySet().stream()
            .filter(named -> words.contains(" " + named.getKey() + " "))
            .map(Map.Entry::getValue)
            .toList();
    if (!whole.isEmpty()) {
      return whole;
    }
    return byName.entrySet().stream()
        .filter(named -> sharesAWord(named.getKey(), words))
        .map(Map.Entry::getValue)
        .toList();
  }

  private boolean sharesAWord(String name, String words) {
    for (String word : name.split(" ")) {
      if (word.length() >= 4
          && !NO_NAME_OF_A_DAY.contains(word)
          && !tongue.ear().weekdays().containsKey(word)
          && !tongue.ear().months().containsKey(word)
          && words.contains(" " + word + " ")) {
        return true;
      }
    }
    return false;
  }

  private List<LocalDate> upcoming() {
    LocalDate today = schedule.dayOf(now);
    return schedule.holidays().keySet().stream()
        .filter(day -> !day.isBefore(today))
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  private String line(LocalDate day) {
    Sentences sentences = tongue.sentences();
    LocalDate today = schedule.dayOf(now);
    String hours = day.equals(today) ? spoken(schedule).today(now) : hoursOn(schedule, day);
    if (hours.isEmpty()) {
      return sentences.nothingAboutThatDay();
    }
    String date =
        DateTimeFormatter.ofPattern(sentences.dayPattern(), sentences.language()).format(day);
    String near =
        day.equals(today)
            ? sentences.today() + ", "
            : day.equals(today.plusDays(1)) ? sentences.tomorrow() + ", " : "";
    Holiday holiday = schedule.holidays().get(day);
    return sentences.hours(
        near + date + (holiday == null ? "" : " (" + holiday.name() + ")"), hours);
  }

  /** Days with the same hours that follow each other in one line; then the next exceptions. */
  private List<String> week() {
    Schedule usual = new Schedule(schedule.zone(), schedule.weekly(), Map.of());
    LocalDate monday = schedule.dayOf(now).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    StringBuilder lines = new StringBuilder();
    int first = 0;
    for (int day = 1; day <= DayOfWeek.values().length; day++) {
      String hours = hoursOn(usual, monday.plusDays(first));
      if (day == DayOfWeek.values().length || !hoursOn(usual, monday.plusDays(day)).equals(hours)) {
        lines.append(lines.isEmpty() ? "" : "\n");
        lines.append(
            tongue
                .sentences()
                .hours(days(monday.plusDays(first), monday.plusDays(day - 1)), hours));
        first = day;
      }
    }
    List<String> told = new ArrayList<>(List.of(lines.toString()));
    upcoming().stream()
        .filter(day -> day.isBefore(schedule.dayOf(now).plusDays(DAYS_OF_HOLIDAYS_TOLD_UNASKED)))
        .limit(2)
        .map(this::line)
        .forEach(told::add);
    return told;
  }

  private String days(LocalDate first, LocalDate last) {
    String begin = weekday(first);
    return first.equals(last)
        ? begin
        : tongue.sentences().days(begin, weekday(last), first.plusDays(1).equals(last));
  }

  private String weekday(LocalDate day) {
    return day.getDayOfWeek().getDisplayName(TextStyle.FULL, tongue.sentences().language());
  }

  private String hoursOn(Schedule which, LocalDate day) {
    return spoken(which).on(day);
  }

  private SpokenHours spoken(Schedule which) {
    return new SpokenHours(which, tongue.sentences().language());
  }
}
