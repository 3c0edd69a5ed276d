package ca.rocketreception.workshop;

import ca.rocketreception.app.Application;
import ca.rocketreception.app.Installation;
import ca.rocketreception.app.RehearseCommand;
import ca.rocketreception.app.SeedCommand;
import ca.rocketreception.app.Seeds;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.billing.PlanVersion;
import ca.rocketreception.domain.billing.Rate;
import ca.rocketreception.domain.billing.Rounding;
import ca.rocketreception.domain.billing.Statement;
import ca.rocketreception.domain.billing.Subscription;
import ca.rocketreception.domain.billing.Tier;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.ports.driven.reconciliation.UsageAudit;
import ca.rocketreception.postgres.Database;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Measures what use costs to add up, to bill and to audit, on a database of its own. */
final class UsageBench implements AutoCloseable {

  private static final int BILLED_CALLS = 100_000;
  private static final int APPENDED_CALLS = 50_000;
  private static final int ROUNDS = 5;
  private static final YearMonth MONTH = YearMonth.now(ZoneOffset.UTC).minusMonths(1);

  private final Path directory = Files.createTempDirectory("rocket-bench");
  private final Installation installation;
  private final Database database;

  UsageBench() throws Exception {
    installation = Installation.open(Map.of("ROCKET_DATA_DIR", directory.toString()));
    database = installation.database();
    database.migrate();
    SeedCommand.plant(
        database, SeedCommand.Choice.ALL, false, new PrintStream(OutputStream.nullOutputStream()));
  }

  void run(long calls) throws Exception {
    SubscriberId large = subscriber("rocketsciencedesigns");
    SubscriberId billed = subscriber("prairie-smile-dental");
    Instant end = MONTH.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    Duration month = Duration.ofDays(MONTH.lengthOfMonth() - 1L);
    append(end, month);
    double filling =
        seconds(() -> {
          fill(large, calls, end, month, ManyCalls.Parts.WITHOUT_MESSAGES);
          fill(billed, BILLED_CALLS, end.minusSeconds(1), month, ManyCalls.Parts.WITHOUT_MESSAGES);
        });
    say("a month of %d and one of %d calls written in %.0f s", calls, BILLED_CALLS, filling);
    rollUp();
    bill(billed);
    audit();
  }

  private SubscriberId subscriber(String slug) {
    return database.subscribers().find(new Slug(slug)).orElseThrow().id();
  }

  private void fill(
      SubscriberId subscriber, long calls, Instant end, Duration month, ManyCalls.Parts parts)
      throws SQLException {
    try (Connection connection = database.connectPatiently()) {
      ManyCalls.add(
          connection,
          subscriber,
          Seeds.OWN_NUMBER,
          calls,
          end,
          Duration.ofMillis(month.toMillis() / calls),
          parts);
    }
  }

  private void append(Instant end, Duration month) throws Exception {
    fill(
        subscriber("red-river-plumbing"),
        APPENDED_CALLS,
        end.minusSeconds(2),
        month,
        ManyCalls.Parts.WITHOUT_USAGE);
    long[] lines = new long[1];
    UsageAudit audit = database.usageAudit(Application.events());
    double took = seconds(() -> lines[0] = audit.append());
    say(
        "%d lines of %d calls, worked out, appended once and marked, in %.1f s: %.0f a second",
        lines[0], APPENDED_CALLS, took, lines[0] / took);
  }

  /** Against the sums that PostgreSQL works out of the same lines, once read and once warm. */
  private void rollUp() throws Exception {
    double bare = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      bare = Math.min(bare, seconds(this::sumUp));
    }
    double rolled =
        seconds(() -> {
          while (database.usageLedger().rollUp().more()) {
            // until all is added up
          }
        });
    say(
        "rolled up in %.2f s, the bare aggregate of the same lines %.2f s: %.2f of it",
        rolled, bare, rolled / bare);
  }

  private void sumUp() throws SQLException {
    try (Connection connection = database.connectPatiently();
        java.sql.Statement statement = connection.createStatement()) {
      statement.execute("set rocket.scope = 'operator'");
      try (ResultSet rows =
          statement.executeQuery(
              """
              select subscriber_id, local_day, channel, meter, product, currency, sum(quantity)
                from usage_entry
               group by subscriber_id, local_day, channel, meter, product, currency
              """)) {
        while (rows.next()) {
          rows.getBigDecimal(7);
        }
      }
    }
  }

  private static AuditEntry entry(SubscriberId whose) {
    return new AuditEntry(whose, Instant.now(), "bench", "billed", "bench");
  }

  private void bill(SubscriberId billed) throws Exception {
    database
        .plans()
        .add(
            new PlanVersion(
                new Slug("bench"),
                "Bench",
                Currency.getInstance("CAD"),
                MONTH.atDay(1),
                new BigDecimal("79"),
                List.of(
                    new Rate(
                        Meter.VOICE_SECONDS,
                        new BigDecimal("60"),
                        false,
                        Optional.of(new Rounding(30, 6)),
                        new BigDecimal("6000"),
                        List.of(Tier.open(new BigDecimal("0.45")))),
                    Rate.flat(Meter.CALLS, "1", "0.01"))),
            entry(AuditEntry.NOBODY));
    database
        .statements()
        .subscribe(Subscription.to(billed, new Slug("bench"), MONTH.atDay(1)), entry(billed));
    for (int round = 0; round < ROUNDS; round++) {
      double drafted = seconds(() -> database.statements().read(billed, MONTH));
      say("draft of %d calls in %.2f s", BILLED_CALLS, drafted);
    }
    Statement[] last = new Statement[1];
    double finalised =
        seconds(() ->
            last[0] =
                database.statements().finalise(billed, MONTH, Instant.now(), one -> entry(billed)));
    say(
        "made final in %.2f s: %s %s",
        finalised, last[0].total().text(), last[0].currency().getCurrencyCode());
  }

  private void audit() throws Exception {
    AtomicLong differences = new AtomicLong();
    UsageAudit.Audited[] audited = new UsageAudit.Audited[1];
    PeakHeap.forget();
    double took =
        seconds(() ->
            audited[0] =
                database
                    .usageAudit(Application.events())
                    .audit(found -> differences.incrementAndGet()));
    say(
        "audited %d interactions in %.1f s: %d differences; peak heap %d MB",
        audited[0].interactions(), took, differences.get(), PeakHeap.megabytes());
  }

  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  private static double seconds(Work work) throws Exception {
    long begin = System.nanoTime();
    work.run();
    return (System.nanoTime() - begin) / 1e9;
  }

  private static void say(String words, Object... values) {
    System.out.printf(Locale.ROOT, words + "%n", values);
  }

  @Override
  public void close() throws IOException {
    installation.close();
    RehearseCommand.delete(directory);
  }
}
