package ca.rocketreception.ports.driving;

import static ca.rocketreception.domain.Samples.CALLER;
import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.InboundCall;
import ca.rocketreception.domain.SubscriberId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LatelyForwardedTest {

  private static final SubscriberId DENTIST = new SubscriberId(uuid("dentist"));
  private static final InboundCall CALL = new InboundCall(DENTAL_NUMBER, Optional.of(CALLER));

  private final LatelyForwarded forwarded = new LatelyForwarded();

  @Test
  void anotherCallOfTheSameCallerWithinAMinuteIsBack() {
    forwarded.add(CALL, DENTIST, Optional.of("one"), MONDAY_MORNING);

    assertThat(forwarded.contains(CALL, DENTIST, Optional.of("one"), MONDAY_MORNING)).isFalse();
    assertThat(forwarded.contains(CALL, DENTIST, Optional.of("two"), MONDAY_MORNING)).isTrue();
    assertThat(
            forwarded.contains(CALL, DENTIST, Optional.of("two"), MONDAY_MORNING.plusSeconds(60)))
        .isFalse();
    assertThat(
            forwarded.contains(
                CALL, new SubscriberId(uuid("bakery")), Optional.of("two"), MONDAY_MORNING))
        .as("another business behind the same number")
        .isFalse();
  }

  @Test
  void whoWithholdsHisNumberIsNobodyWhoWasHereBefore() {
    InboundCall withheld = new InboundCall(DENTAL_NUMBER, Optional.empty());
    forwarded.add(withheld, DENTIST, Optional.of("one"), MONDAY_MORNING);

    assertThat(forwarded.contains(withheld, DENTIST, Optional.of("two"), MONDAY_MORNING)).isFalse();
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
}
