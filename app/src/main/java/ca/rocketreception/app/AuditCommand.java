package ca.rocketreception.app;

import ca.rocketreception.domain.Discrepancy;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.reconciliation.UsageAudit;
import ca.rocketreception.retell.RetellApi;
import ca.rocketreception.retell.RetellRecords;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description =
        "Reads the providers' events again and holds every call and chat against them, works out"
            + " anew what each and every taken message amounts to and holds the ledger against it,"
            + " the days that were added up and final statements against the ledger; prints each difference, with"
            + " what the record is and what it should be, and exits with 1 when there is one."
            + " Changes nothing of itself.")
final class AuditCommand implements Callable<Integer> {

  @Option(
      names = "--append",
      description =
          "First appends the lines that the ledger lacks, as of calls that were recorded before"
              + " there was a ledger.")
  private boolean append;

  @Option(
      names = "--since",
      paramLabel = "YYYY-MM-DD",
      description =
          "Also holds what phone calls cost against Retell's own records of those that began since"
              + " that day (UTC) and an hour ago or earlier; needs RETELL_API_KEY.")
  private LocalDate since;

  private final Map<SubscriberId, String> slugs = new HashMap<>();

  /** By then Retell has analysed a call and knows its cost. */
  private static final Duration SETTLED = Duration.ofHours(1);

  private long differences;

  @Override
  public Integer call() {
    try (Installation installation = Installation.open(System.getenv())) {
      installation.database().migrate();
      Subscribers subscribers = installation.database().subscribers();
      UsageAudit audit = installation.database().usageAudit(Application.events());
      if (append) {
        System.err.printf("%d lines appended%n", audit.append());
      }
      UsageAudit.Audited audited = audit.audit(found -> print(found, subscribers));
      charges(installation.config(), audit, subscribers);
      System.err.printf(
          "%d subscribers, %d interactions, %d taken messages and %d days that were added up:"
              + " %d differences%n",
          audited.subscribers(),
          audited.interactions(),
          audited.takenMessages(),
          audited.days(),
          differences);
      return differences == 0 ? 0 : Main.FAILED;
    }
  }

  private void charges(Config config, UsageAudit audit, Subscribers subscribers) {
    if (since == null) {
      System.err.println("Skipped for want of --since: what Retell charges by its own records.");
      return;
    }
    RetellApi api =
        Providers.of(config)
            .retell()
            .orElseThrow(() ->
                new ConfigProblem(
                    List.of(
                        "RETELL_API_KEY is missing, without which Retell's records cannot be"
                            + " read; set it, or leave --since out")));
    long calls =
        audit.charges(
            new RetellRecords(api),
            since.atStartOfDay(ZoneOffset.UTC).toInstant(),
            Installation.CLOCK.instant().minus(SETTLED),
            found -> print(found, subscribers));
    System.err.printf("%d calls by Retell's own records%n", calls);
  }

  private void print(Discrepancy found, Subscribers subscribers) {
    differences++;
    System.out.printf(
        "%s %s: %s %s is %s, should be %s%n",
        slugs.computeIfAbsent(found.subscriber(), id -> slug(subscribers, id)),
        found.kind(),
        found.place(),
        found.what(),
        found.is().orElse("nothing"),
        found.shouldBe().orElse("nothing"));
  }

  private static String slug(Subscribers subscribers, SubscriberId id) {
    return subscribers
        .find(id)
        .map(business -> business.subscriber().slug().value())
        .orElse(id.toString());
  }
}
