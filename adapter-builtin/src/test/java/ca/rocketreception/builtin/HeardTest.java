package ca.rocketreception.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What anybody types decides how much is compared, but not without end. */
final class HeardTest {

  /** Unfolds to eighteen letters, three of them spaces. */
  private static final String ONE_LETTER_OF_EIGHTEEN = "\uFDFA";

  @Test
  void aTextThatUnfoldsToManyTimesItsLengthIsComparedByItsBeginning() {
    Heard heard = Heard.of(ONE_LETTER_OF_EIGHTEEN.repeat(4000));

    assertThat(heard.words().length()).isBetween(1000, 10_000);
    assertThat(Heard.of("x ".repeat(100_000)).words()).hasSizeLessThan(10_000);
  }

  @Test
  void whatIsUsuallyWrittenIsComparedWhole() {
    assertThat(Heard.folded("Où est le garage?")).isEqualTo("ou est le garage");
    assertThat(Heard.folded("é".repeat(3000))).hasSize(3000);
    assertThat(Heard.folded("ﬁnance ½ Ångström")).isEqualTo("finance 1 2 angstrom");
  }
}
