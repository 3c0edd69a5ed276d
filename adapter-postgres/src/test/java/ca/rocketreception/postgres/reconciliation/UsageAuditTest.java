package ca.rocketreception.postgres.reconciliation;

import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.ports.driven.interaction.Recordings.aFullReport;
import static ca.rocketreception.ports.driven.interaction.Recordings.about;
import static ca.rocketreception.ports.driven.interaction.Recordings.anEvent;
import static ca.rocketreception.ports.driven.interaction.Recordings.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Discrepancy;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.billing.ExchangeRate;
import ca.rocketreception.domain.billing.Issuer;
import ca.rocketreception.domain.billing.Rate;
import ca.rocketreception.domain.billing.Subscription;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.ports.driven.billing.StatementsContract;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import ca.rocketreception.ports.driven.interaction.Reading;
import ca.rocketreception.ports.driven.reconciliation.ProviderRecords;
import ca.rocketreception.ports.driven.reconciliation.UsageAudit;
import ca.rocketreception.postgres.Database;
import ca.rocketreception.postgres.TestPostgres;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever somebody changes by hand in the tables of use, the audit names it. */
class UsageAuditTest {

  private Database database;
  private final List<Discrepancy> found = new ArrayList<>();

  @BeforeEach
  void open() {
    database = Database.open(TestPostgres.copy());
    SubscribersContract.stored(database.subscribers(), aDentist());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void calls(int count) {
    for (int call = 0; call < count; call++) {
      record(
          database.interactions(),
          anEvent("call_" + call, "a"),
          about(DENTAL_NUMBER),
          aFullReport());
    }
  }

  /** A month that is final, with a credit note, and the next with what came late. */
  private void bill() {
    database.plans().add(StatementsContract.clinic("2026-01-01", "99"), Samples.anEntry());
    database.plans().add(StatementsContract.gst("2026-01-01", "5"), Samples.anEntry());
    SubscriberId dentist = aDentist().id();
    database
        .statements()
        .subscribe(
            new Subscription(
                dentist,
                LocalDate.parse("2026-11-01"),
                Optional.of(StatementsContract.CLINIC),
                Optional.empty(),
                List.of(Rate.flat(Meter.CALLS, "1", "0.25")),
                BigDecimal.TEN,
                List.of(new Slug("gst"))),
            Samples.anEntry(dentist));
    calls(2);
    database
        .statements()
        .finalise(
            dentist, StatementsContract.NOVEMBER, StatementsContract.IN_DECEMBER, Samples::anEntry);
    database
        .statements()
        .credit(
            dentist,
            StatementsContract.NOVEMBER,
            StatementsContract.note(1),
            BigDecimal.ONE,
            "Sorry",
            StatementsContract.IN_DECEMBER,
            Samples::anEntry);
    record(database.interactions(), anEvent("late", "a"), about(DENTAL_NUMBER), aFullReport());
    database
        .statements()
        .finalise(
            dentist, StatementsContract.DECEMBER, StatementsContract.IN_JANUARY, Samples::anEntry);
  }

  @Test
  void statementsThatFollowFromTheLedgerHaveNoDiscrepancy() {
    bill();

    audit();

    assertThat(found).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update statement_line set amount = amount + 0.01 where kind = 'USAGE' and meter = 'CALLS'",
        "update statement_line set quantity = quantity + 1 where kind = 'LATE_USAGE'",
        "update statement_line set counted = counted + 1 where kind = 'USAGE'",
        "update statement_line set from_day = from_day - 1 where kind = 'USAGE'",
        "update statement_line set amount = -2 where kind = 'CREDIT'",
        "update statement_line set amount = 0 where kind = 'TAX' and amount < 0",
        "update statement set through = through - 5 where month = '2026-11-01' and kind = 'STATEMENT'",
        "update statement set number = 'other' where kind = 'STATEMENT' and month = '2026-12-01'",
        "update statement set currency = 'USD' where kind = 'CREDIT_NOTE'",
        "update statement set to_day = to_day - 1 where kind = 'STATEMENT'",
        "delete from statement_line where kind = 'DISCOUNT'",
        "update plan_rate set prices = array[9.99, 9.99] where meter = 'VOICE_SECONDS'",
        "update plan_version set base_fee = base_fee + 1",
        "update subscription set plan = 'other'",
        "update tax set percent = 6",
        "update subscription set discount_percent = 11",
        "update subscription_rate set included = 1",
        "update usage_entry set quantity = quantity + 600 where meter = 'VOICE_SECONDS'",
      })
  void whatIsChangedByHandUnderAFinalStatementIsNamed(String sql) throws SQLException {
    bill();
    byHand(sql);

    audit();

    assertThat(found).extracting(Discrepancy::kind).contains(Discrepancy.Kind.STATEMENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update plan_version set name = 'Other' where from_day = '2027-06-01'",
        "update plan_rate set included = included + 1 where from_day = '2027-06-01'",
        "update tax set percent = 6 where from_day = '2027-06-01'",
        "update issuer set address = 'Elsewhere'",
        "update exchange_rate set per_dollar = per_dollar + 0.01",
        "update subscription set taxes = '{}' where from_day = '2027-06-01'",
        "update subscription_rate set per = 2",
        "update statement set name = 'Somebody else' where kind = 'STATEMENT'",
        "update statement set finalised_at = finalised_at + interval '1 day'",
        "update statement_line set words = words || '.' where kind = 'USAGE'",
        "update statement_line set words = 'GST 6 %' where kind = 'TAX'",
        "update statement_line set prices = '$9.99 per minute' where kind = 'USAGE'",
        "update usage_cap_reached set used = used + 1",
        "update tax set seal = sha256('x')",
      })
  void whatNeverChangesAndWasChangedIsNamedAlsoWhereNoStatementCountsIt(String sql)
      throws SQLException {
    prepareWhatNobodyUses();
    audit();
    assertThat(found).isEmpty();
    byHand(sql);

    audit();

    String table = sql.split(" ")[1];
    assertThat(found)
        .anySatisfy(one -> {
          assertThat(one.kind()).isEqualTo(Discrepancy.Kind.SEAL);
          assertThat(one.place()).startsWith(table + " ");
        });
  }

  /** As after a newer Java, which writes numbers with other spaces and signs. */
  @Test
  void otherWordsOfAFinalLineAreNamedByItsSealAlone() throws SQLException {
    bill();
    byHand(
        "update statement_line set words = replace(words, ' ', U&'\\202F'),"
            + " prices = replace(prices, '$', 'CA$')"
            + " where kind in ('USAGE', 'TAX') and amount > 0");

    audit();

    assertThat(found)
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one.kind()).isEqualTo(Discrepancy.Kind.SEAL));
  }

  private void prepareWhatNobodyUses() throws SQLException {
    database
        .plans()
        .add(
            new Issuer(
                LocalDate.parse("2026-01-01"),
                "Rocket Science Designs",
                "1 Main Street",
                Optional.empty(),
                Optional.empty()),
            Samples.anEntry());
    bill();
    database.plans().add(StatementsContract.clinic("2027-06-01", "109"), Samples.anEntry());
    database.plans().add(StatementsContract.gst("2027-06-01", "7"), Samples.anEntry());
    database
        .plans()
        .add(
            new ExchangeRate(
                Currency.getInstance("CAD"),
                LocalDate.parse("2026-11-23"),
                new BigDecimal("1.3712")),
            Samples.anEntry());
    database
        .statements()
        .subscribe(
            new Subscription(
                aDentist().id(),
                LocalDate.parse("2027-06-01"),
                Optional.of(StatementsContract.CLINIC),
                Optional.empty(),
                List.of(),
                BigDecimal.ZERO,
                List.of(new Slug("gst"))),
            Samples.anEntry(aDentist().id()));
    byHand(
        "insert into usage_cap_reached (subscriber_id, month, meter, percent, quantity, used,"
            + " reached_at) select subscriber_id, '2026-11-01', 'CALLS', 80, 10, 8, now()"
            + " from subscriber");
  }

  @Test
  void aStatementThatWasTakenAwayIsNamedByTheTrailOfChanges() throws SQLException {
    bill();
    audit();
    assertThat(found).isEmpty();
    byHand(
        "with gone as (delete from statement_line where statement_id = (select id from statement"
            + " where month = '2026-12-01')) delete from statement where month = '2026-12-01'");

    audit();

    assertThat(found)
        .extracting(Discrepancy::place)
        .containsExactly("STATEMENT prairie-dental-2026-12");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alter table audit_entry disable trigger append_only | TRIGGER append_only on audit_entry",
        "drop trigger append_only on usage_entry | TRIGGER append_only on usage_entry",
        "alter table statement enable replica trigger sealed | TRIGGER sealed on statement",
        "alter table fact disable row level security | ROW LEVEL SECURITY of fact",
        "alter table fact no force row level security | ROW LEVEL SECURITY of fact",
        "alter policy tenant on fact using (true) | ROW LEVEL SECURITY of fact",
        "create policy other on fact using (true) | ROW LEVEL SECURITY of fact",
        "create or replace function is_append_only() returns trigger language plpgsql"
            + " as 'begin return null; end' | FUNCTION is_append_only",
      })
  void whatGuardsRowsAndWasTakenAwayIsNamed(String sql, String place) throws SQLException {
    audit();
    assertThat(found).isEmpty();
    asOwner(sql);

    audit();

    assertThat(found)
        .singleElement()
        .satisfies(one -> {
          assertThat(one.kind()).isEqualTo(Discrepancy.Kind.GUARD);
          assertThat(one.place()).isEqualTo(place);
        });
  }

  @Test
  void aTrailThatWasEmptiedWithItsEndIsNamed() throws SQLException {
    byHand("with ends as (delete from audit_end) delete from audit_entry");

    audit();

    assertThat(found)
        .extracting(Discrepancy::kind, Discrepancy::place)
        .containsExactly(tuple(Discrepancy.Kind.TRAIL, "TRAIL entry 1"));
  }

  @Test
  void aLineThatNamesAnEventThatNeverCameIsNamed() throws SQLException {
    calls(2);
    byHand("update usage_entry set event_sha256 = sha256('x') where meter = 'CALLS'");

    audit();

    assertThat(found)
        .hasSize(2)
        .allSatisfy(one -> assertThat(one.what()).isEqualTo("CALLS revision 0"));
  }

  /**
   * As somebody would who owns the database, switches off what guards it, and switches it on again.
   */
  private int byHand(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set rocket.scope = 'operator'");
      List<String> guarded = TestPostgres.appendOnly(connection);
      for (String table : guarded) {
        statement.execute("alter table " + table + " disable trigger append_only");
      }
      statement.execute("grant delete on usage_entry, audit_entry to current_user");
      int rows = statement.executeUpdate(sql);
      for (String table : guarded) {
        statement.execute("alter table " + table + " enable trigger append_only");
      }
      assertThat(rows).isPositive();
      return rows;
    }
  }

  private void asOwner(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private UsageAudit.Audited audit() {
    return database
        .usageAudit(event ->
            new Reading.About(
                new ProviderReference(event.provider(), event.providerId()),
                ChannelKind.VOICE,
                about(DENTAL_NUMBER),
                aFullReport(),
                ""))
        .audit(found::add);
  }

  @Test
  void recordsThatAgreeHaveNoDiscrepancyBeforeAndAfterTheDaysAreAddedUp() {
    calls(3);
    audit();
    database.usageLedger().rollUp();

    UsageAudit.Audited audited = audit();

    assertThat(found).isEmpty();
    assertThat(audited).isEqualTo(new UsageAudit.Audited(1, 3, 0, 1));
  }

  /** Says what it is told to. */
  private record Told(List<ProviderRecords.Charged> calls) implements ProviderRecords {
    @Override
    public Provider provider() {
      return Provider.RETELL;
    }

    @Override
    public void calls(Instant from, Instant to, Consumer<Charged> told) {
      calls.forEach(told);
    }
  }

  private static ProviderRecords.Charged charged(String call, String cents) {
    return new ProviderRecords.Charged(call, Optional.ofNullable(cents).map(BigDecimal::new));
  }

  private long charges(ProviderRecords.Charged... calls) {
    return database
        .usageAudit(event -> new Reading.Nothing("unread"))
        .charges(
            new Told(List.of(calls)),
            Instant.parse("2026-11-01T00:00:00Z"),
            Instant.parse("2026-12-01T00:00:00Z"),
            found::add);
  }

  @Test
  void whatTheProviderHasInItsOwnRecordsIsHeldAgainstTheLedger() {
    calls(4);
    String cost = costOf("call_0");

    assertThat(
            charges(
                charged("call_0", cost),
                charged("call_0", cost),
                charged("call_1", "99.5"),
                charged("call_2", null),
                charged("call_of_nobody", "7")))
        .isEqualTo(4);
    assertThat(found)
        .allSatisfy(one -> assertThat(one.kind()).isEqualTo(Discrepancy.Kind.PROVIDER))
        .extracting(one -> one.is().orElse("-") + " " + one.shouldBe().orElse("-"))
        .containsExactly(cost + " 99.5", cost + " -", "- 7", "recorded -");
    assertThat(found.get(2).place()).isEqualTo("RETELL call_of_nobody");
  }

  /** In cents, as the ledger has it. */
  private String costOf(String call) {
    found.clear();
    charges(charged(call, "0"));
    String cost = found.getFirst().is().orElseThrow();
    found.clear();
    return cost;
  }

  @Test
  void whatTheLedgerLacksIsAppendedOnceByHoweverManyAtOnce() throws Exception {
    calls(PostgresUsageAudit.PAGE + 20);
    long deleted = byHand("delete from usage_entry");
    List<Callable<Long>> twice = List.of(() -> appended(), () -> appended(), () -> appended());
    long lines = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      for (Future<Long> some : threads.invokeAll(twice)) {
        lines += some.get();
      }
    }
    database.usageLedger().rollUp();

    UsageAudit.Audited audited = audit();

    assertThat(found).isEmpty();
    assertThat(audited.interactions()).isEqualTo(PostgresUsageAudit.PAGE + 20);
    assertThat(lines).isEqualTo(deleted);
    assertThat(appended()).isZero();
  }

  private long appended() {
    return database.usageAudit(event -> new Reading.Nothing("unread")).append();
  }

  @Test
  void everySourceIsLookedAtHoweverManyPagesTheyFill() throws SQLException {
    calls(PostgresUsageAudit.PAGE + 3);
    database.usageLedger().rollUp();
    byHand("update interaction set duration_ms = duration_ms + 1000");

    assertThat(audit().interactions()).isEqualTo(PostgresUsageAudit.PAGE + 3);
    assertThat(found)
        .filteredOn(one -> one.kind() == Discrepancy.Kind.LEDGER)
        .hasSize(PostgresUsageAudit.PAGE + 3)
        .extracting(Discrepancy::place)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INTERACTION | update interaction set duration_ms = 1",
        "INTERACTION | update interaction set ended_at = null",
        "LEDGER | update interaction set duration_ms = 1",
        "LEDGER | update interaction set status = 'NOT_CONNECTED'",
        "LEDGER | update usage_entry set quantity = quantity + 1 where meter = 'CALLS'",
        "LEDGER | update usage_entry set local_day = local_day + 1 where meter = 'CALLS'",
        "LEDGER | update usage_entry set channel = 'CHAT' where meter = 'VOICE_SECONDS'",
        "LEDGER | delete from usage_entry where meter = 'VOICE_SECONDS'",
        "ORPHAN | update usage_entry set source_id = gen_random_uuid() where meter = 'CALLS'",
        "ORPHAN | update usage_entry set subscriber_id = gen_random_uuid() where meter = 'CALLS'",
        "GAP    | update usage_entry set revision = 1, corrects = id where meter = 'CALLS'",
        "LEDGER | update usage_entry set quantity = 2 where meter = 'NUMBER_MONTHS'",
        "ROLLUP | update usage_rollup set quantity = quantity - 0.001 where meter = 'VOICE_SECONDS'",
        "ROLLUP | delete from usage_rollup where meter = 'CALLS'",
        "ROLLUP | update usage_rollup set local_day = local_day - 1 where meter = 'PROVIDER_COST'",
      })
  void whatIsChangedByHandIsNamed(Discrepancy.Kind kind, String sql) throws SQLException {
    calls(1);
    database.usageLedger().countNumbers(MONDAY_MORNING);
    database.usageLedger().rollUp();
    byHand(sql);

    audit();

    assertThat(found).extracting(Discrepancy::kind).contains(kind);
    assertThat(found).allSatisfy(one -> assertThat(one.is()).isNotEqualTo(one.shouldBe()));
  }
}
