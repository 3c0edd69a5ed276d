package ca.rocketreception.ports.driven;

import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.ports.driven.Recordings.about;
import static ca.rocketreception.ports.driven.Recordings.anEvent;
import static ca.rocketreception.ports.driven.Recordings.record;
import static ca.rocketreception.ports.driven.Recordings.report;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Stage;
import java.time.Duration;
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
  default void thoseTriedLongestAgoComeFirst() {
    arrives(later(anEvent("call_3", "c"), 3));
    arrives(later(anEvent("call_1", "a"), 1));
    arrives(later(anEvent("call_2", "b"), 2));

    assertThat(events().takeWaiting(10, MONDAY_MORNING.plusSeconds(10)))
        .extracting(ProviderEvent::providerId)
        .containsExactly("call_1", "call_2", "call_3");
  }

  @Test
  default void oldEventsAreForgottenAndTheirInteractionsStay() {
    var dentist = SubscribersContract.stored(subscribers(), aDentist()).id();
    arrives(anEvent("call_1", "a"));
    arrives(later(anEvent("call_2", "b"), 60));

    assertThat(events().forgetBefore(MONDAY_MORNING.plus(Duration.ofSeconds(30)))).isEqualTo(1);
    assertThat(events().forgetBefore(MONDAY_MORNING.plus(Duration.ofSeconds(30)))).isZero();

    assertThat(interactions().page(dentist, InteractionFilter.everything()).interactions())
        .hasSize(2);
    assertThat(arrives(later(anEvent("call_2", "b"), 60)).repeat()).isTrue();
  }
}
