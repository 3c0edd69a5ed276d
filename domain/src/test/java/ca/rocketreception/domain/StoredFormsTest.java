package ca.rocketreception.domain;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.domain.interaction.Transcript;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is stored of merging never changes its meaning. */
class StoredFormsTest {

  @Test
  void eachDetailKeepsItsNumber() {
    assertThat(
            Detail.all().stream()
                .map(detail -> detail.place() + " " + detail)
                .collect(Collectors.joining(", ")))
        .isEqualTo(
            "0 status, 1 direction, 2 from, 3 to, 4 providerAgentId, 5 transportId, 6 startedAt,"
                + " 7 answeredAt, 8 endedAt, 9 durationMs, 10 disconnectionReason,"
                + " 11 transferredTo, 12 transferEndedAt, 13 summary, 14 sentiment, 15 successful,"
                + " 16 recordingReference, 17 providerCost, 18 productCosts");
  }

  @Test
  void theDigestOfWordsStaysTheOneThatIsStored() {
    Transcript transcript =
        Transcript.of(
            Stage.ENDED,
            List.of(
                InteractionMessage.said(
                    1,
                    Speaker.CALLER,
                    "Good morning",
                    Optional.of(Instant.parse("2026-11-23T16:00:00Z"))),
                new InteractionMessage(
                    2,
                    Speaker.TOOL,
                    "{}",
                    Optional.empty(),
                    Optional.of("check_hours"),
                    Optional.of("open"))));

    assertThat(transcript.digest()).isEqualTo("d6988c1d5937c960d76a51639f62b9ed");
  }

  @Test
  void whyACallEndedIsDecidedByWhatSaysMoreAndNotByTheAlphabet() {
    List<String> rising =
        List.of("nobody answered", "a reason of tomorrow", "forwarded", "voicemail");
    for (String one : rising) {
      for (String two : rising) {
        String more = rising.indexOf(one) > rising.indexOf(two) ? one : two;
        assertThat(ended(one).merge(ended(two)).get(Detail.DISCONNECTION_REASON)).hasValue(more);
      }
    }
    assertThat(ended("dial_busy").merge(ended("user_hangup")))
        .isEqualTo(ended("user_hangup").merge(ended("dial_busy")));
  }

  private static Details ended(String reason) {
    return Details.none().tell(Detail.DISCONNECTION_REASON, reason, Stage.ENDED);
  }
}
