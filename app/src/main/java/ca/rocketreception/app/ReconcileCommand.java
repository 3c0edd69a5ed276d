package ca.rocketreception.app;

import ca.rocketreception.domain.reconciliation.ProviderDifference;
import ca.rocketreception.ports.driving.reconciliation.ReconcilingRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "reconcile",
    mixinStandardHelpOptions = true,
    description =
        "Holds our records against the providers' own: fetches calls and chats that we never heard"
            + " of or hold unfinished, prints what still differs, and exits with 1 when something"
            + " does.")
final class ReconcileCommand implements Callable<Integer> {

  private static final int AT_A_TIME = 200;

  @Option(
      names = "--since",
      paramLabel = "INSTANT",
      description = "Of calls and chats that began since then (UTC); two days ago if absent.")
  private Instant since;

  @Override
  public Integer call() {
    try (Installation installation = Installation.open(System.getenv())) {
      installation.config().requireRetell();
      installation.database().migrate();
      ReconcilingRecords reconciling =
          Application.reconciling(
              installation.config(), installation.database(), Installation.CLOCK);
      Instant now = Installation.CLOCK.instant();
      ReconcilingRecords.Run run =
          reconciling.reconcile(since == null ? now.minus(Duration.ofDays(2)) : since);
      if (installation.config().twilioAccess().isEmpty()) {
        System.err.println("Skipped for want of a key: Twilio's own list of calls.");
      }
      print(installation);
      System.err.printf(
          "%d calls and chats at Retell, %d read and merged; %d calls at Twilio; %d differences of"
              + " this run are open%n",
          run.listed(), run.fetched(), run.carried(), run.open());
      return run.open() == 0 ? 0 : Main.FAILED;
    }
  }

  private static void print(Installation installation) {
    List<ProviderDifference> open =
        installation
            .database()
            .reconciliations()
            .differences(Optional.of(ProviderDifference.State.OPEN), AT_A_TIME, Optional.empty());
    for (ProviderDifference one : open) {
      System.out.printf(
          "%s %s %s: ours %s, theirs %s%n",
          one.kind(),
          one.reference().provider(),
          one.reference().id(),
          one.ours().orElse("nothing"),
          one.theirs().orElse("nothing"));
    }
    if (open.size() == AT_A_TIME) {
      System.err.println("and more: GET /v1/differences?state=OPEN");
    }
  }
}
