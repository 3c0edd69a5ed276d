package ca.rocketreception.postgres;

import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.ports.driven.Recordings.aFullReport;
import static ca.rocketreception.ports.driven.Recordings.about;
import static ca.rocketreception.ports.driven.Recordings.anEvent;
import static ca.rocketreception.ports.driven.Recordings.record;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Discrepancy;
import ca.rocketreception.domain.ProviderReference;
import ca.rocketreception.ports.driven.Reading;
import ca.rocketreception.ports.driven.SubscribersContract;
import ca.rocketreception.ports.driven.UsageAudit;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** As somebody would who owns the database and switches off what guards it. */
  private void byHand(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set rocket.scope = 'operator'");
      statement.execute("alter table usage_entry disable trigger append_only");
      statement.execute("grant delete on usage_entry to current_user");
      assertThat(statement.executeUpdate(sql)).isPositive();
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
        "ROLLUP | update usage_rollup set quantity = quantity - 0.001 where meter = 'VOICE_SECONDS'",
        "ROLLUP | delete from usage_rollup where meter = 'CALLS'",
        "ROLLUP | update usage_rollup set local_day = local_day - 1 where meter = 'PROVIDER_COST'",
      })
  void whatIsChangedByHandIsNamed(Discrepancy.Kind kind, String sql) throws SQLException {
    calls(1);
    database.usageLedger().rollUp();
    byHand(sql);

    audit();

    assertThat(found).extracting(Discrepancy::kind).contains(kind);
    assertThat(found).allSatisfy(one -> assertThat(one.is()).isNotEqualTo(one.shouldBe()));
  }
}
