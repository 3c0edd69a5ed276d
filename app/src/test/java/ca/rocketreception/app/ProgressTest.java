package ca.rocketreception.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(said, true, UTF_8);

  @Test
  void onATerminalItTellsHowFarItIsAndTakesTheLineAwayAtTheEnd() {
    try (Progress progress = Progress.on(stream, "Auditing")) {
      progress.at("3 of 7");
      SeededNode.eventually(() -> said.toString(UTF_8).contains("Auditing"));
    }

    assertThat(said.toString(UTF_8)).contains("Auditing… ", ", 3 of 7").endsWith("\r\u001b[K");
  }

  @Test
  void whatIsQuickSaysNothing() {
    Progress.on(stream, "Auditing").close();

    assertThat(said.toString(UTF_8)).isEmpty();
  }

  @Test
  void whatIsPrintedMeanwhileHasTheLineForItself() {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, UTF_8));
    try (Progress part = Progress.on(stream, "Auditing")) {
      SeededNode.eventually(() -> said.toString(UTF_8).contains("Auditing"));
      Progress.on(stream, "one subscriber").close();
      System.out.println("a result");
      assertThat(said.toString(UTF_8)).endsWith("\r\u001b[K");
      part.at("4 of 7");
    } finally {
      System.setOut(before);
    }

    assertThat(printed.toString(UTF_8)).isEqualTo("a result\n");
  }

  @Test
  void inAPipeItSaysNothing() {
    try (Progress progress = Progress.of("Auditing")) {
      progress.at("3 of 7");
    }

    assertThat(said.toString(UTF_8)).isEmpty();
  }
}
