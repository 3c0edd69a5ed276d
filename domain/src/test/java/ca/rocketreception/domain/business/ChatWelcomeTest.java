package ca.rocketreception.domain.business;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.conversation.ChatWelcome;
import ca.rocketreception.domain.conversation.Widget;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ChatWelcomeTest {

  @Test
  void afterMidnightTheNightsHoursAreStillInForce() {
    Business bar =
        new Business(
            Samples.aSubscriber("bar"),
            List.of(),
            List.of(),
            List.of(
                new OpeningHours(DayOfWeek.FRIDAY, LocalTime.of(16, 0), LocalTime.of(2, 0)),
                new OpeningHours(DayOfWeek.SATURDAY, LocalTime.of(16, 0), LocalTime.of(2, 0))),
            List.of(),
            List.of(),
            List.of(),
            List.of());

    ChatWelcome night = welcome(bar, "2026-11-28T01:00");
    assertThat(night.open()).isTrue();
    assertThat(night.hoursToday()).hasValue("until 2:00 AM and 4:00 PM to 2:00 AM");
    assertThat(night.opens()).isEmpty();
    assertThat(night.nextOpening()).isEmpty();
    assertThat(night.greeting()).contains("How can I help you?");

    ChatWelcome closed = welcome(bar, "2026-11-28T02:00");
    assertThat(closed.open()).isFalse();
    assertThat(closed.hoursToday()).hasValue("4:00 PM to 2:00 AM");
    assertThat(closed.opens()).hasValue("today at 4:00 PM");
    assertThat(closed.nextOpening()).hasValue(at("2026-11-28T16:00"));

    assertThat(welcome(bar, "2026-11-29T01:00").hoursToday()).hasValue("until 2:00 AM");
    assertThat(welcome(bar, "2026-11-29T02:00").opens()).hasValue("on Friday at 4:00 PM");
  }

  @Test
  void whereItsPeopleAreReachedIsShownNobody() {
    Business business = Business.of(Samples.aSubscriber("bar"));

    assertThat(business.subscriber().transferNumber()).isPresent();
    assertThat(welcome(business, "2026-11-28T01:00").phone()).isEmpty();
  }

  private static ChatWelcome welcome(Business business, String now) {
    return ChatWelcome.of(business, Widget.USUAL, List.of(Locale.CANADA), at(now));
  }

  private static Instant at(String wall) {
    return LocalDateTime.parse(wall).atZone(ZoneId.of("America/Winnipeg")).toInstant();
  }
}
