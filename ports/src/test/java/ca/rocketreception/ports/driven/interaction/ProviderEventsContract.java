package ca.rocketreception.ports.driven.interaction;

import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.domain.Samples.uuid;
import static ca.rocketreception.ports.driven.interaction.Recordings.about;
import static ca.rocketreception.ports.driven.interaction.Recordings.anEvent;
import static ca.rocketreception.ports.driven.interaction.Recordings.record;
import static ca.rocketreception.ports.driven.interaction.Recordings.report;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every store of the evidence keeps to. */
public interface ProviderEventsContract {

  Subscribers subscribers();

  Interactions interactions();

  /** An empty store of events: those that the interactions record. */
  ProviderEvents events();

  private Interactions.Recorded arrives(ProviderEvent event) {
    return record(interactions(), event, about(DENTAL_NUMBER), report(Stage.ENDED, "said"));
  }

  private static ProviderEvent later(ProviderEvent event, int seconds) {
    return new ProviderEvent(
        event.provider(),
        event.event(),
        event.providerId(),
        event.receivedAt().plusSeconds(seconds),
        event.bodySha256(),
        event.body());
  }

  @Test
  default void anEventThatWaitsComesBackAsItWasReceived() {
    ProviderEvent event = anEvent("call_1", "{\"said\": \"Ünïcode 予約\"}");
    arrives(event);

    assertThat(events().waiting()).isEqualTo(1);
    assertThat(events().takeWaiting(10, MONDAY_MORNING.plusSeconds(5))).containsExactly(event);
  }

  @Test
  default void whatIsAppliedWaitsNoMore() {
    arrives(anEvent("call_1", "a"));
    SubscribersContract.stored(subscribers(), aDentist());
    arrives(anEvent("call_1", "a"));

    assertThat(events().waiting()).isZero();
    assertThat(events().takeWaiting(10, MONDAY_MORNING)).isEmpty();
  }

  @Test
  default void anEventThatWaitsForEverKeepsNoOtherFromItsTurn() {
    ProviderEvent first = anEvent("call_1", "a");
    ProviderEvent second = later(anEvent("call_2", "b"), 1);
    arrives(first);
    arrives(second);

    assertThat(events().takeWaiting(1, MONDAY_MORNING.plusSeconds(10))).containsExactly(first);
    arrives(first);
    assertThat(events().takeWaiting(1, MONDAY_MORNING.plusSeconds(20))).containsExactly(second);
    arrives(second);
    assertThat(events().takeWaiting(1, MONDAY_MORNING.plusSeconds(30))).containsExactly(first);
  }

  @Test
  default void largeEventsAreTakenAFewAtATime() {
    for (int i = 1; i <= 3; i++) {
      arrives(later(anEvent("call_" + i, "x".repeat(9 << 20)), i));
    }

    assertThat(events().takeWaiting(10, MONDAY_MORNING.plusSeconds(10)))
        .extracting(ProviderEvent::providerId)
        .containsExactly("call_1", "call_2");
    assertThat(events().takeWaiting(1, MONDAY_MORNING.plusSeconds(20)))
        .extracting(ProviderEvent::providerId)
        .containsExactly("call_3");
  }

  @Test
  default void thoseTriedLongestAgoComeFirst() {
    arrives(later(anEvent("call_3", "c"), 3));
    arrives(later(anEvent("call_1", "a"), 1));
    arrives(later(anEvent("call_2", "b"), 2));

    assertThat(events().takeWaiting(10, MONDAY_MORNING.plusSeconds(10)))
        .extracting(ProviderEvent::providerId)
        .containsExactly("call_1", "call_2", "call_3");
  }

  @Test
  default void manyEventsAreForgottenSomeAtATime() {
    SubscribersContract.stored(subscribers(), aDentist());
    for (int i = 0; i < 25; i++) {
      arrives(anEvent("call_" + i, "a"));
    }
    arrives(later(anEvent("call_late", "b"), 60));
    Instant moment = MONDAY_MORNING.plusSeconds(30);

    assertThat(List.of(10, 10, 10, 10).stream().map(most -> events().forgetBefore(moment, most)))
        .containsExactly(10, 10, 5, 0);
    assertThat(arrives(later(anEvent("call_late", "b"), 60)).repeat()).isTrue();
  }

  @Test
  default void oldEventsAreForgottenAndTheirInteractionsStay() {
    var dentist = SubscribersContract.stored(subscribers(), aDentist()).id();
    arrives(anEvent("call_1", "a"));
    arrives(later(anEvent("call_2", "b"), 60));

    assertThat(events().forgetBefore(MONDAY_MORNING.plus(Duration.ofSeconds(30)), 10)).isEqualTo(1);
    assertThat(events().forgetBefore(MONDAY_MORNING.plus(Duration.ofSeconds(30)), 10)).isZero();

    assertThat(interactions().page(dentist, InteractionFilter.everything()).interactions())
        .hasSize(2);
    assertThat(arrives(later(anEvent("call_2", "b"), 60)).repeat()).isTrue();
  }

  @Test
  default void whatBecameOfEventsIsToldNewestFirstInPages() {
    var dentist = SubscribersContract.stored(subscribers(), aDentist()).id();
    for (int i = 0; i < 5; i++) {
      arrives(later(anEvent("call_" + i, "body " + i), i / 2));
    }

    List<KeptEvent> first = events().of(dentist, 2, Optional.empty());
    List<KeptEvent> second = events().of(dentist, 2, Optional.of(first.getLast().cursor()));
    List<KeptEvent> third = events().of(dentist, 2, Optional.of(second.getLast().cursor()));

    assertThat(
            Stream.of(first, second, third).flatMap(List::stream).map(ProviderEventsContract::call))
        .containsExactlyInAnyOrder("call_0", "call_1", "call_2", "call_3", "call_4");
    assertThat(first.getFirst().receivedAt()).isEqualTo(MONDAY_MORNING.plusSeconds(2));
    assertThat(third.getFirst().receivedAt()).isEqualTo(MONDAY_MORNING);
    assertThat(first.getFirst().outcome()).isEqualTo(KeptEvent.Outcome.APPLIED);
    assertThat(events().of(new SubscriberId(uuid("other")), 10, Optional.empty())).isEmpty();
    assertThat(events().notApplied(Optional.empty(), 10, Optional.empty())).isEmpty();
  }

  @Test
  default void whatWaitsIsListedAndFoundByItsName() {
    ProviderEvent event = anEvent("call_1", "a");
    arrives(event);
    arrives(later(anEvent("call_2", "b"), 1));

    List<KeptEvent> waiting =
        events().notApplied(Optional.of(KeptEvent.Outcome.WAITING), 10, Optional.empty());

    assertThat(waiting)
        .extracting(ProviderEventsContract::call)
        .containsExactly("call_2", "call_1");
    assertThat(waiting)
        .allSatisfy(kept -> assertThat(kept.outcome()).isEqualTo(KeptEvent.Outcome.WAITING));
    assertThat(events().notApplied(Optional.of(KeptEvent.Outcome.IGNORED), 10, Optional.empty()))
        .isEmpty();
    assertThat(events().notApplied(Optional.empty(), 10, Optional.of(waiting.getFirst().cursor())))
        .containsExactly(waiting.getLast());
    assertThat(events().find(waiting.getLast().name())).contains(waiting.getLast());
    assertThat(events().evidence(waiting.getLast().name())).contains(event);
    KeptEvent.Name unknown =
        new KeptEvent.Name(event.provider(), "call_9", event.event(), event.bodySha256());
    assertThat(events().find(unknown)).isEmpty();
    assertThat(events().evidence(unknown)).isEmpty();
  }

  private static String call(KeptEvent kept) {
    return kept.name().providerId();
  }
}
