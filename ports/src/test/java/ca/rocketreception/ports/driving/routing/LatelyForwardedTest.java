package ca.rocketreception.ports.driving.routing;

import static ca.rocketreception.domain.Samples.CALLER;
import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.routing.InboundCall;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatelyForwardedTest {

  private static final SubscriberId DENTIST = new SubscriberId(uuid("dentist"));
  private static final InboundCall CALL = new InboundCall(DENTAL_NUMBER, Optional.of(CALLER));

  private static final Optional<ProviderReference> ONE = named(Provider.RETELL, "one");
  private static final Optional<ProviderReference> TWO = named(Provider.RETELL, "two");

  private final LatelyForwarded forwarded = new LatelyForwarded();

  @Test
  void anotherCallOfTheSameCallerWithinAMinuteIsBack() {
    forwarded.add(CALL, DENTIST, ONE, MONDAY_MORNING);

    assertThat(forwarded.contains(CALL, DENTIST, ONE, MONDAY_MORNING)).isFalse();
    assertThat(forwarded.contains(CALL, DENTIST, TWO, MONDAY_MORNING)).isTrue();
    assertThat(forwarded.contains(CALL, DENTIST, TWO, MONDAY_MORNING.plusSeconds(60))).isFalse();
    assertThat(forwarded.contains(CALL, new SubscriberId(uuid("bakery")), TWO, MONDAY_MORNING))
        .as("another business behind the same number")
        .isFalse();
  }

  @Test
  void whoWithholdsHisNumberIsNobodyWhoWasHereBefore() {
    InboundCall withheld = new InboundCall(DENTAL_NUMBER, Optional.empty());
    forwarded.add(withheld, DENTIST, ONE, MONDAY_MORNING);

    assertThat(forwarded.contains(withheld, DENTIST, TWO, MONDAY_MORNING)).isFalse();
  }

  @Test
  void aQuestionWithoutANameIsARepeatAsOftenAsProvidersRepeatOneAndThenBack() {
    for (int question = 0; question < 4; question++) {
      assertThat(forwarded.contains(CALL, DENTIST, Optional.empty(), MONDAY_MORNING))
          .as("question " + question)
          .isFalse();
      forwarded.add(CALL, DENTIST, Optional.empty(), MONDAY_MORNING);
    }

    assertThat(forwarded.contains(CALL, DENTIST, Optional.empty(), MONDAY_MORNING)).isTrue();
  }

  @Test
  void withoutANameWhoComesAfterThePhoneHasRungOutIsBackAndARepeatedQuestionIsNot() {
    Optional<ProviderReference> none = Optional.empty();
    forwarded.add(CALL, DENTIST, none, MONDAY_MORNING);

    assertThat(forwarded.contains(CALL, DENTIST, none, MONDAY_MORNING.plusSeconds(11))).isFalse();
    forwarded.add(CALL, DENTIST, none, MONDAY_MORNING.plusSeconds(11));
    assertThat(forwarded.contains(CALL, DENTIST, none, MONDAY_MORNING.plusSeconds(22))).isFalse();
    assertThat(forwarded.contains(CALL, DENTIST, none, MONDAY_MORNING.plusSeconds(36))).isTrue();
    assertThat(forwarded.contains(CALL, DENTIST, none, MONDAY_MORNING.plusSeconds(71))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 20, 25, 30, 45})
  void whoWithholdsHisNumberAndGoesRoundIsTakenInTheEndAndOthersAreNot(int round) {
    InboundCall withheld = new InboundCall(DENTAL_NUMBER, Optional.empty());
    int rounds = 0;
    Instant now = MONDAY_MORNING;
    while (!forwarded.contains(withheld, DENTIST, Optional.empty(), now) && rounds < 100) {
      forwarded.add(withheld, DENTIST, Optional.empty(), now);
      now = now.plusSeconds(round);
      rounds++;
    }
    assertThat(rounds).isEqualTo(6);
    assertThat(forwarded.contains(withheld, new SubscriberId(uuid("bakery")), ONE, now)).isFalse();

    Instant later = now.plusSeconds(600);
    for (int caller = 0; caller < 20; caller++) {
      Instant at = later.plusSeconds(60L * caller);
      assertThat(forwarded.contains(withheld, DENTIST, Optional.empty(), at)).isFalse();
      forwarded.add(withheld, DENTIST, Optional.empty(), at);
    }
  }

  @Test
  void whomAnotherProviderTellsOfUnderItsOwnNameIsNotBack() {
    Optional<ProviderReference> sameCall = named(Provider.TWILIO, "CA1");
    forwarded.add(CALL, DENTIST, ONE, MONDAY_MORNING);

    assertThat(forwarded.contains(CALL, DENTIST, sameCall, MONDAY_MORNING))
        .as("Retell did not take the call that it was told to forward")
        .isFalse();
    forwarded.add(CALL, DENTIST, sameCall, MONDAY_MORNING);
    assertThat(forwarded.contains(CALL, DENTIST, ONE, MONDAY_MORNING)).isFalse();
    assertThat(forwarded.contains(CALL, DENTIST, sameCall, MONDAY_MORNING)).isFalse();
    assertThat(forwarded.contains(CALL, DENTIST, TWO, MONDAY_MORNING)).isTrue();
    assertThat(forwarded.contains(CALL, DENTIST, named(Provider.TWILIO, "CA2"), MONDAY_MORNING))
        .isTrue();
  }

  private static Optional<ProviderReference> named(Provider provider, String id) {
    return ProviderReference.of(provider, id);
  }
}
