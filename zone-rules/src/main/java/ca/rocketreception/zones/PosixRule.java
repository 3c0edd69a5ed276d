package ca.rocketreception.zones;

import java.io.IOException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneOffsetTransitionRule.TimeDefinition;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What goes on after the last change that is written out, such as {@code CST6CDT,M3.2.0,M11.1.0}:
 * the last line of a TZif file, as POSIX writes it and RFC 9636 extends it (hours from -167 to
 * 167).
 */
final class PosixRule {

  private static final String NAME = "(?:<[-+0-9A-Za-z]{3,}>|[A-Za-z]{3,})";
  private static final String TIME = "([-+]?)(\\d{1,3})(?::(\\d{2})(?::(\\d{2}))?)?";
  private static final String WHEN = "(M\\d{1,2}\\.[1-5]\\.[0-6]|J\\d{1,3})(?:/([-+:0-9]+))?";
  private static final Pattern FORM =
      Pattern.compile(NAME + "([-+:0-9]+)(?:" + NAME + "([-+:0-9]+)?," + WHEN + "," + WHEN + ")?");
  private static final Pattern AMOUNT = Pattern.compile(TIME);

  private static final int DAY = 86_400;
  private static final int TWO_O_CLOCK = 7_200;

  private final List<ZoneOffset> offsets;
  private final List<ZoneOffsetTransitionRule> rules;

  /**
   * @param text empty: what comes after is not known, and taken to stay
   */
  PosixRule(String text) throws IOException {
    if (text.isEmpty()) {
      offsets = List.of();
      rules = List.of();
      return;
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IOException("ends in a rule that is not understood: " + text);
    }
    ZoneOffset standard = offset(form.group(1));
    if (form.group(3) == null) {
      offsets = List.of(standard);
      rules = List.of();
      return;
    }
    ZoneOffset daylight =
        form.group(2) == null
            ? ZoneOffset.ofTotalSeconds(standard.getTotalSeconds() + 3600)
            : offset(form.group(2));
    offsets = List.of(standard, daylight);
    rules =
        Stream.of(
                rule(form.group(3), form.group(4), standard, standard, daylight),
                rule(form.group(5), form.group(6), standard, daylight, standard))
            .sorted(Comparator.comparing(ZoneOffsetTransitionRule::getMonth)) // as the JDK needs
            .toList();
  }

  /** Whether clocks go on changing. */
  boolean changes() {
    return !rules.isEmpty();
  }

  /** Whether this may go on after that offset. */
  boolean ends(ZoneOffset last) {
    return offsets.isEmpty() || offsets.contains(last);
  }

  List<ZoneOffsetTransitionRule> rules() {
    return rules;
  }

  /** West is positive there. */
  private static ZoneOffset offset(String text) throws IOException {
    return ZoneOffset.ofTotalSeconds(-seconds(text));
  }

  private static int seconds(String text) throws IOException {
    Matcher amount = AMOUNT.matcher(text);
    if (!amount.matches()) {
      throw new IOException("ends in a time that is not understood: " + text);
    }
    int seconds =
        Integer.parseInt(amount.group(2)) * 3600
            + (amount.group(3) == null ? 0 : Integer.parseInt(amount.group(3)) * 60)
            + (amount.group(4) == null ? 0 : Integer.parseInt(amount.group(4)));
    return amount.group(1).equals("-") ? -seconds : seconds;
  }

  private static ZoneOffsetTransitionRule rule(
      String when, String time, ZoneOffset standard, ZoneOffset before, ZoneOffset after)
      throws IOException {
    int second = time == null ? TWO_O_CLOCK : seconds(time);
    boolean midnight = second == DAY;
    int shift = midnight ? 0 : Math.floorDiv(second, DAY); // an hour of another day
    LocalTime clock = LocalTime.ofSecondOfDay(midnight ? 0 : Math.floorMod(second, DAY));
    if (when.startsWith("J")) {
      LocalDate day = LocalDate.ofYearDay(2001, Integer.parseInt(when.substring(1)));
      LocalDate moved = day.plusDays(shift);
      return ZoneOffsetTransitionRule.of(
          moved.getMonth(),
          moved.getDayOfMonth(),
          null,
          clock,
          midnight,
          TimeDefinition.WALL,
          standard,
          before,
          after);
    }
    String[] parts = when.substring(1).split("\\.");
    Month month = Month.of(Integer.parseInt(parts[0]));
    int week = Integer.parseInt(parts[1]);
    DayOfWeek day = DayOfWeek.SUNDAY.plus(Integer.parseInt(parts[2]) + (long) shift);
    return ZoneOffsetTransitionRule.of(
        month,
        firstPossible(month, week, shift),
        day,
        clock,
        midnight,
        TimeDefinition.WALL,
        standard,
        before,
        after);
  }

  /** From which day of the month on the weekday is looked for; from the end of it if negative. */
  private static int firstPossible(Month month, int week, int shift) throws IOException {
    if (week == 5 && shift <= 0) {
      return shift - 1;
    }
    int day = (week == 5 ? month.maxLength() - 6 : 1 + 7 * (week - 1)) + shift;
    if (day < 1 || day > 28 && month == Month.FEBRUARY || day > month.maxLength()) {
      throw new IOException("ends in a rule that the JDK cannot follow");
    }
    return day;
  }
}
