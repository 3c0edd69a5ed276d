package ca.rocketreception.workshop;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.app.EmbeddedDatabase;
import ca.rocketreception.app.Processes;
import ca.rocketreception.app.UnpackedPostgres;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Every command there is, tried as people mistype it. */
class CommandsTest {

  private record Ran(int status, String out, String err) {

    void saysNothingOfOurInside() {
      assertThat(out + err).doesNotContain("Exception", "java.", "ca.rocketreception", "\tat ");
    }
  }

  private static Ran run(List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        WorkshopMain.commands()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    return new Ran(status, out.toString(), err.toString());
  }

  static Stream<CommandLine> commands() {
    return withSubcommands(WorkshopMain.commands());
  }

  private static Stream<CommandLine> withSubcommands(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(CommandsTest::withSubcommands));
  }

  private static List<String> path(CommandLine command, String... more) {
    List<String> words =
        new ArrayList<>(List.of(command.getCommandSpec().qualifiedName().split(" ")));
    words.removeFirst();
    words.addAll(List.of(more));
    return words;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHelps(CommandLine command) {
    for (String asked : List.of("--help", "-h")) {
      Ran ran = run(path(command, asked));

      assertThat(ran.status()).isZero();
      assertThat(ran.out()).startsWith("Usage: " + command.getCommandSpec().qualifiedName());
      assertThat(ran.err()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void listsOfCommandsSayWholeSentences(CommandLine command) {
    String list = run(path(command, "--help")).out().replaceAll("\\s+", " ");

    for (CommandLine one : command.getSubcommands().values()) {
      if (!one.getCommandSpec().usageMessage().hidden()) {
        String summary = one.getCommandSpec().usageMessage().description()[0];
        assertThat(summary).endsWith(".");
        assertThat(list).contains(summary);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionIsDescribed(CommandLine command) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      assertThat(String.join(" ", option.description())).as(option.longestName()).endsWith(".");
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void whatNobodyKnowsIsWrongUsage(CommandLine command) {
    Ran ran = run(path(command, "--no-such-option"));

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).isNotBlank();
    ran.saysNothingOfOurInside();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aValueThatIsNoneOrLacksIsWrongUsageAndTheOptionIsNamed(CommandLine command) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (option.arity().min() > 0) {
        Ran lacking = run(path(command, option.longestName()));
        assertThat(lacking.status()).as(option.longestName()).isEqualTo(2);
        assertThat(lacking.err()).contains(option.longestName());
        lacking.saysNothingOfOurInside();
      }
      if (option.arity().min() > 0 && (option.type() != String.class || hasForm(option))) {
        Ran wrong = run(path(command, option.longestName(), "§ none"));
        assertThat(wrong.status()).as(option.longestName()).isEqualTo(2);
        assertThat(wrong.err()).contains(option.longestName());
        wrong.saysNothingOfOurInside();
      }
    }
  }

  private static boolean hasForm(OptionSpec option) {
    return option.converters().length > 0;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "statement draft --month nov; 'nov' is not written like 2026-11",
        "statement draft --month 2026-13; not written like 2026-11",
        "statement show --credit-note 0; from 1",
        "audit --since yesterday; not written like 2026-11-30",
        "audit --since 2026-02-30; not written like 2026-11-30",
        "reconcile --since 2026-11-01; not written like 2026-11-30T18:00:00Z",
        "serve --port 70000; a port from 0 to 65535",
        "demo --port -1; a port from 0 to 65535",
        "number check --number 2045550177; +",
        "number check --subscriber Corner_Bakery; Corner_Bakery",
        "number search --limit 0; from 1",
        "number search --country Canada; two letters",
        "agent rollback --version 0; from 1",
        "agent plan --role BOSS; RECEPTIONIST",
        "simulate call --count 0; from 1",
        "simulate call --rate -1; from 0",
        "simulate call --rate NaN; from 0",
        "simulate call --url localhost; http://",
        "simulate call --scenario NONE; BOOKING",
        "simulate chat --language de; EN",
        "bench --rounds -1 events; from 0",
        "bench --connections 0 events; from 1",
        "bench usage --calls -5; from 0",
        "bench chat --heap lots; 192m",
        "bench events --calls 99999999999; whole number",
        "seed everything; CORE",
        "seed; core|demo",
        "key create; --operator",
        "key create --operator --scope all; READ",
        "no-such-command; no-such-command",
        "agent; subcommand",
      })
  void aWrongValueIsSaidInWords(String command, String said) {
    Ran ran = run(List.of(command.split(" ")));

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains(said);
    ran.saysNothingOfOurInside();
  }

  @Test
  void whomNobodyKnowsIsTheSameExitOfEveryCommandFromAnyFolder(@TempDir Path directory)
      throws Exception {
    UnpackedPostgres.in(directory);
    try (EmbeddedDatabase running = EmbeddedDatabase.open(directory)) {
      for (String command :
          List.of(
              "agent plan --subscriber nobody",
              "number check --subscriber nobody --number +12045550177",
              "statement show --subscriber nobody --month 2026-10",
              "key create --subscriber nobody")) {
        Ran ran = process(directory, command);

        assertThat(ran.status()).as(command + ": " + ran.err()).isEqualTo(2);
        assertThat(ran.err()).contains("There is no subscriber 'nobody'");
        ran.saysNothingOfOurInside();
      }
      Ran none = process(directory, "subscriber list");
      assertThat(none.status()).isZero();
      assertThat(none.out()).isEmpty();
      assertThat(none.err()).contains("none yet");
      Ran alone = process(directory, "simulate call --url http://localhost:1");
      assertThat(alone.status()).isEqualTo(1);
      alone.saysNothingOfOurInside();
      assertThat(running.jdbcUrl()).isNotEmpty();
    }
  }

  private static Ran process(Path directory, String command) throws Exception {
    Process process =
        Processes.javaToldApart(
            Map.of("ROCKET_DATA_DIR", directory.toString(), "RETELL_WEBHOOK_KEYS", "key"),
            WorkshopMain.class,
            command.split(" "));
    String err = process.errorReader().readAllAsString();
    String out = process.inputReader().readAllAsString();
    return new Ran(process.waitFor(), out, err);
  }
}
