package ca.rocketreception.domain.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TranscriptTest {

  private static List<InteractionMessage> messages(int many, String text) {
    return IntStream.rangeClosed(1, many)
        .mapToObj(seq -> InteractionMessage.said(seq, Speaker.CALLER, text, Optional.empty()))
        .toList();
  }

  @Test
  void whatIsToldWithinTheLimitsIsKeptAsItIs() {
    List<InteractionMessage> told = messages(Transcript.MAX_MESSAGES, "Hello");

    assertThat(Transcript.of(Stage.ENDED, told).messages()).isEqualTo(told);
  }

  @Test
  void ofTooManyMessagesTheFirstAreKeptAndANoteSaysHowManyAreNot() {
    Transcript kept = Transcript.of(Stage.ENDED, messages(100_000, "Hello"));

    assertThat(kept.messages()).hasSize(Transcript.MAX_MESSAGES);
    InteractionMessage note = kept.messages().getLast();
    assertThat(note.speaker()).isEqualTo(Speaker.TOOL);
    assertThat(note.text()).contains("98001 messages are not kept");
    assertThat(note.seq()).isEqualTo(Transcript.MAX_MESSAGES);
  }

  @Test
  void ofTooManyWordsAsManyAreKeptAsFit() {
    Transcript kept = Transcript.of(Stage.ENDED, messages(80, "x".repeat(100_000)));

    assertThat(kept.length()).isLessThan(401_000);
    assertThat(kept.messages().getFirst().text()).hasSize(Transcript.MAX_MESSAGE).endsWith("…");
    assertThat(kept.messages().getLast().text()).contains("60 messages are not kept");
  }

  @Test
  void theSameWordsAreTheSameHoweverOftenTheyAreCut() {
    List<InteractionMessage> told = messages(5000, "y".repeat(50_000));

    Transcript kept = Transcript.of(Stage.ENDED, told);

    assertThat(kept).isEqualTo(Transcript.of(Stage.ENDED, told));
    assertThat(kept.merge(Transcript.of(Stage.ENDED, told))).isEqualTo(kept);
  }
}
