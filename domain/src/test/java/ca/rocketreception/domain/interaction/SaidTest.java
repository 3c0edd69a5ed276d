package ca.rocketreception.domain.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What carriers charge for a text, by the limits that they publish. */
class SaidTest {

  @ParameterizedTest
  @CsvSource({
    "a, 0, 1",
    "a, 1, 1",
    "a, 160, 1",
    "a, 161, 2",
    "a, 306, 2",
    "a, 307, 3",
    "é, 160, 1",
    "€, 80, 1",
    "€, 81, 2",
    "€, 152, 2",
    "€, 153, 3",
    "ê, 70, 1",
    "ê, 71, 2",
    "ê, 134, 2",
    "ê, 135, 3",
    "😀, 35, 1",
    "😀, 36, 2",
    "😀, 66, 2",
    "😀, 67, 3",
  })
  void aTextIsPartedAsCarriersPartIt(String character, int times, int segments) {
    assertThat(Said.segments(character.repeat(times))).isEqualTo(segments);
  }

  @Test
  void oneWideCharacterWidensTheWholeText() {
    assertThat(Said.segments("a".repeat(100))).isEqualTo(1);
    assertThat(Said.segments("a".repeat(100) + "😀")).isEqualTo(2);
  }

  @Test
  void whatToolsDidIsNotSaid() {
    assertThat(
            Said.of(
                List.of(
                    said(1, Speaker.VISITOR, "Hi"),
                    said(2, Speaker.TOOL, "x".repeat(500)),
                    said(3, Speaker.AGENT, "a".repeat(161)),
                    said(4, Speaker.STAFF, "Ok"))))
        .isEqualTo(new Said(3, 1, 3));
    assertThat(Said.of(List.of())).isEqualTo(Said.NOTHING);
  }

  private static InteractionMessage said(int seq, Speaker speaker, String text) {
    return InteractionMessage.said(seq, speaker, text, Optional.empty());
  }
}
