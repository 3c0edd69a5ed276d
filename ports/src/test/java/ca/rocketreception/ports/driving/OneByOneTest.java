package ca.rocketreception.ports.driving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.Refusal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OneByOneTest {

  private final List<Integer> done = new ArrayList<>();

  private OneByOne each(int count, java.util.function.IntConsumer work) {
    return new OneByOne("count")
        .each(
            IntStream.range(0, count).boxed().toList(),
            String::valueOf,
            one -> {
              work.accept(one);
              done.add(one);
            });
  }

  @Test
  void oneThatFailsHoldsUpNoneBehindItAndTheRunFailsAtTheEnd() {
    OneByOne all =
        each(
            5,
            one -> {
              if (one == 1) {
                throw new IllegalStateException("the second");
              }
            });

    assertThat(done).containsExactly(0, 2, 3, 4);
    assertThat(all.done()).isEqualTo(4);
    assertThat(all.failed()).isEqualTo(1);
    assertThatThrownBy(all::end).hasMessage("the second");
  }

  @Test
  void whenAllGoWellNothingIsSaid() {
    each(3, one -> {}).end();

    assertThat(done).hasSize(3);
  }

  @Test
  void whenItIsNotTheyWhoAreWrongTheRestIsLeft() {
    OneByOne away =
        each(
            100,
            one -> {
              throw new Refusal.Unavailable("The database cannot be reached", null);
            });

    assertThat(away.gaveUp()).isTrue();
    assertThat(away.failed()).isEqualTo(3);
    assertThatThrownBy(away::end).isInstanceOf(Refusal.Unavailable.class);
  }

  @Test
  void aFailureWithoutItsWordsStillTellsItsKindsAndWhereItCameFrom() {
    StringWriter written = new StringWriter();
    Wordless.of(
            new IllegalStateException(
                "called by +12045550199", new NullPointerException("\"Anna\" is null")))
        .printStackTrace(new PrintWriter(written));

    assertThat(written.toString())
        .startsWith("java.lang.IllegalStateException")
        .contains("Caused by: java.lang.NullPointerException")
        .contains("OneByOneTest.java")
        .doesNotContain("Anna")
        .doesNotContain("2045550199");
  }
}
