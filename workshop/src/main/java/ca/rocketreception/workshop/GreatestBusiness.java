package ca.rocketreception.workshop;

import ca.rocketreception.app.Installation;
import ca.rocketreception.domain.Limits;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.business.BlockedCaller;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.Fact;
import ca.rocketreception.domain.business.Holiday;
import ca.rocketreception.domain.business.Interval;
import ca.rocketreception.domain.business.OpeningHours;
import ca.rocketreception.ports.driven.business.Subscribers;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A business of which there is as much as the limits allow, to see what it does to the others. */
final class GreatestBusiness {

  static final int FACTS = Limits.MAX_FACTS;

  private static final LocalDate FIRST_HOLIDAY = LocalDate.of(2027, 1, 1);
  private static final String WORDS =
      "We park behind the house, cleaning takes an hour, and new patients come in by the side door.";

  private GreatestBusiness() {}

  /** Adds to a business until there may be no more of anything. */
  static void grow(Subscribers subscribers, Slug slug) {
    subscribers.change(
        slug,
        now -> grown(now.orElseThrow()),
        business ->
            new AuditEntry(
                business.id(),
                Installation.CLOCK.instant(),
                "command line",
                "grown",
                "as much of everything as there may be"));
  }

  static String topic(int number) {
    return "topic-" + number;
  }

  static String text(int number) {
    return WORDS + " Number %s.".formatted(Integer.toUnsignedString(number));
  }

  private static Business grown(Business small) {
    List<OpeningHours> week = new ArrayList<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      for (int hour = 0; hour < Limits.MAX_INTERVALS_A_DAY; hour++) {
        week.add(new OpeningHours(day, LocalTime.of(hour, 0), LocalTime.of(hour, 30)));
      }
    }
    Business business = small.withHours(week);
    for (int fact = business.facts().size(); fact < FACTS; fact++) {
      business = business.with(new Fact(topic(fact), text(fact)));
    }
    for (int caller = business.blockedCallers().size();
        caller < Limits.MAX_BLOCKED_CALLERS;
        caller++) {
      business =
          business.blocking(
              new BlockedCaller(
                  new PhoneNumber(String.format(Locale.ROOT, "+1204600%04d", caller)), "sells"));
    }
    for (int holiday = business.holidays().size(); holiday < Limits.MAX_HOLIDAYS; holiday++) {
      business =
          business.with(
              new Holiday(
                  FIRST_HOLIDAY.plusDays(holiday),
                  "closed early",
                  List.of(new Interval(LocalTime.of(9, 0), LocalTime.of(15, 0)))));
    }
    return business;
  }
}
