package ca.rocketreception.workshop;

import ca.rocketreception.app.Application;
import ca.rocketreception.app.Installation;
import ca.rocketreception.app.RehearseCommand;
import ca.rocketreception.app.SeedCommand;
import ca.rocketreception.app.Seeds;
import ca.rocketreception.doubles.retell.RetellDouble;
import ca.rocketreception.ports.driving.reconciliation.ReconcilingRecords;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Measures a run that never heard of any of the calls at a double of Retell's, and a second one.
 */
final class ReconcileBench implements AutoCloseable {

  private static final int TURNS = 20;

  private final Path directory = Files.createTempDirectory("rocket-bench");
  private final RetellDouble retell = new RetellDouble();
  private final Installation installation;

  ReconcileBench() throws IOException {
    installation =
        Installation.open(
            Map.of(
                "ROCKET_DATA_DIR",
                directory.toString(),
                "RETELL_API_KEY",
                RetellDouble.KEY,
                "RETELL_API_URL",
                retell.address().toString()));
    installation.database().migrate();
    SeedCommand.plant(
        installation.database(),
        SeedCommand.Choice.ALL,
        false,
        new PrintStream(OutputStream.nullOutputStream()));
  }

  void run(int calls) {
    Instant begin = Instant.now().minus(Duration.ofHours(20));
    List<Map<String, String>> words =
        IntStream.range(0, TURNS)
            .mapToObj(turn ->
                Map.of(
                    "role",
                    turn % 2 == 0 ? "agent" : "user",
                    "content",
                    "Some words, about as many as people say at a turn of a call."))
            .toList();
    for (int call = 0; call < calls; call++) {
      long start = begin.plusMillis(call * 1000L).toEpochMilli();
      retell.addCall(
          RetellDouble.KEY,
          Map.of(
              "agent_id",
              "agent_1",
              "to_number",
              Seeds.OWN_NUMBER.e164(),
              "from_number",
              "+12045550199",
              "start_timestamp",
              start,
              "end_timestamp",
              start + 42_000,
              "transcript_object",
              words,
              "call_cost",
              Map.of("combined_cost", 12.5)));
    }
    System.gc(); // so that what the double holds is not counted as ours
    PeakHeap.forget();
    long before = PeakHeap.megabytes();
    say("first run", calls, before);
    say("second run", calls, before);
  }

  private void say(String name, int calls, long before) {
    ReconcilingRecords reconciling =
        Application.reconciling(installation.config(), installation.database(), Installation.CLOCK);
    long begin = System.nanoTime();
    ReconcilingRecords.Run run = reconciling.reconcileLately();
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%s: %d listed, %d read and merged, %d open, in %.1f s (%.0f a second); heap at most %d MB"
            + " beyond the double's %d MB%n",
        name,
        run.listed(),
        run.fetched(),
        run.open(),
        seconds,
        calls / seconds,
        PeakHeap.megabytes() - before,
        before);
  }

  @Override
  public void close() throws IOException {
    installation.close();
    retell.close();
    RehearseCommand.delete(directory);
  }
}
