package ca.rocketreception.ports.driven.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.number.NumberChain;
import ca.rocketreception.domain.number.NumberConnection;
import ca.rocketreception.domain.number.NumberConnectionId;
import ca.rocketreception.domain.number.NumberLink;
import ca.rocketreception.domain.number.NumberStep;
import ca.rocketreception.domain.number.NumberWay;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of connections must do. */
public interface NumberConnectionsContract {

  Instant NOW = Samples.MONDAY_MORNING;
  Instant LATER = NOW.plus(Duration.ofMinutes(1));
  PhoneNumber NUMBER = new PhoneNumber("+12045550177");
  UUID ME = Samples.uuid("me");
  UUID OTHER = Samples.uuid("other");

  NumberConnections connections();

  Subscribers subscribers();

  private SubscriberId dentist() {
    return SubscribersContract.stored(subscribers(), Samples.aDentist()).id();
  }

  private static NumberConnection begin(SubscriberId subscriber, String name) {
    return NumberConnection.begin(
        new NumberConnectionId(Samples.uuid(name)), subscriber, NUMBER, NumberWay.TWILIO, true);
  }

  @Test
  default void aConnectionComesBackAsItWasKept() {
    NumberConnection begun =
        begin(dentist(), "one")
            .found(NumberStep.RESERVE, "", NOW)
            .begun(NumberStep.BUY, NOW)
            .failed(NumberStep.BUY, "Twilio did not answer in time", LATER);
    connections().claim(ME, NOW, LATER);

    connections().keep(begun, ME, LATER);
    assertThat(connections().find(begun.subscriber(), NUMBER)).contains(begun);
    NumberConnection bought = begun.made(NumberStep.BUY, "PN1", LATER).connected();
    connections().keep(bought, ME, LATER);

    assertThat(connections().find(begun.subscriber(), NUMBER)).contains(bought);
    assertThat(connections().all()).containsExactly(bought);
  }

  @Test
  default void whatIsReleasedIsNotFoundAndTheNumberMayBeConnectedAgain() {
    SubscriberId dentist = dentist();
    connections().claim(ME, NOW, LATER);
    connections().keep(begin(dentist, "one").released(), ME, LATER);

    assertThat(connections().find(dentist, NUMBER)).isEmpty();
    connections().keep(begin(dentist, "two"), ME, LATER);
    assertThat(connections().all()).containsExactly(begin(dentist, "two"));
  }

  @Test
  default void aNumberIsConnectedForOneSubscriberAlone() {
    SubscriberId front = SubscribersContract.stored(subscribers(), Samples.aFront()).id();
    connections().claim(ME, NOW, LATER);
    connections().keep(begin(dentist(), "one"), ME, LATER);

    assertThatExceptionOfType(Refusal.Conflict.class)
        .isThrownBy(() -> connections().keep(begin(front, "two"), ME, LATER))
        .withMessageContaining(NUMBER.e164());
    assertThat(connections().find(front, NUMBER)).isEmpty();
  }

  @Test
  default void oneHolderAtATimeUntilItsTimeRunsOut() {
    NumberConnection one = begin(dentist(), "one");
    connections().claim(ME, NOW, LATER);

    assertThatExceptionOfType(Refusal.Conflict.class)
        .isThrownBy(() -> connections().claim(OTHER, NOW, LATER));
    connections().claim(OTHER, LATER, LATER.plusSeconds(60));
    assertThatExceptionOfType(Refusal.Conflict.class)
        .isThrownBy(() -> connections().keep(one, ME, LATER));
    connections().free(ME);
    assertThatExceptionOfType(Refusal.Conflict.class)
        .isThrownBy(() -> connections().claim(ME, LATER, LATER.plusSeconds(60)));
    connections().free(OTHER);
    connections().claim(ME, NOW, LATER);
    assertThat(connections().all()).isEmpty();
  }

  @Test
  default void theLastChainOfANumberIsKept() {
    NumberConnection one = begin(dentist(), "one").connected();
    connections().claim(ME, NOW, LATER);
    connections().keep(one, ME, LATER);
    NumberChain before =
        chain(
            one,
            NOW,
            NumberLink.State.UNKNOWN,
            NumberLink.Kind.CARRIER_NUMBER,
            NumberLink.Kind.OWNER);
    NumberChain now = chain(one, LATER, NumberLink.State.HOLDS, NumberLink.Kind.OWNER);

    assertThat(connections().chain(one.subscriber(), NUMBER)).isEmpty();
    connections().keep(before);
    assertThat(connections().chain(one.subscriber(), NUMBER)).contains(before);
    connections().keep(now);
    assertThat(connections().chain(one.subscriber(), NUMBER)).contains(now);
    assertThat(connections().chains()).containsExactly(now);
    connections().keep(one.released(), ME, LATER);
    assertThat(connections().chains()).isEmpty();
  }

  @Test
  default void thoseThatWereLookedAtLongestAgoComeFirst() {
    SubscriberId dentist = dentist();
    connections().claim(ME, NOW, LATER);
    List<NumberConnection> all =
        List.of("1", "2", "3", "4").stream()
            .map(name ->
                NumberConnection.begin(
                        new NumberConnectionId(Samples.uuid(name)),
                        dentist,
                        new PhoneNumber("+1204555017" + name),
                        NumberWay.TWILIO,
                        false)
                    .connected())
            .toList();
    all.forEach(one -> connections().keep(one, ME, LATER));
    connections().keep(begin(dentist, "not yet"), ME, LATER);
    connections().keep(chain(all.get(0), LATER, NumberLink.State.HOLDS, NumberLink.Kind.OWNER));
    connections().keep(chain(all.get(1), NOW, NumberLink.State.HOLDS, NumberLink.Kind.OWNER));
    connections()
        .keep(
            chain(
                all.get(3),
                LATER,
                NumberLink.State.HOLDS,
                NumberLink.Kind.OWNER,
                NumberLink.Kind.ANSWER));

    assertThat(connections().longestUnchecked(3))
        .containsExactly(all.get(2), all.get(1), all.get(0));
  }

  private static NumberChain chain(
      NumberConnection of, Instant at, NumberLink.State state, NumberLink.Kind... kinds) {
    return new NumberChain(
        of.subscriber(),
        of.number(),
        at,
        List.of(kinds).stream().map(kind -> new NumberLink(kind, state, "found", "cure")).toList());
  }
}
