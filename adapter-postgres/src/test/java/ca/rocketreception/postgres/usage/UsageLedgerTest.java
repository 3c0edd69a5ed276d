package ca.rocketreception.postgres.usage;

import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.domain.Samples.uuid;
import static ca.rocketreception.ports.driven.interaction.Recordings.aFullReport;
import static ca.rocketreception.ports.driven.interaction.Recordings.about;
import static ca.rocketreception.ports.driven.interaction.Recordings.anEvent;
import static ca.rocketreception.ports.driven.interaction.Recordings.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.Days;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.domain.usage.UsageEntryId;
import ca.rocketreception.ports.driven.Together;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import ca.rocketreception.ports.driven.usage.UsageLedger;
import ca.rocketreception.postgres.Database;
import ca.rocketreception.postgres.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What PostgreSQL itself keeps to: nothing is changed, counted twice, lost, or slow. */
class UsageLedgerTest {

  private static final SubscriberId DENTIST = aDentist().id();
  private static final Days ALWAYS = new Days(LocalDate.of(2000, 1, 1), LocalDate.of(2100, 1, 1));

  private Database.Settings settings;
  private Database database;

  @BeforeEach
  void open() {
    settings = TestPostgres.copy();
    database = Database.open(settings);
    SubscribersContract.stored(database.subscribers(), aDentist());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static void call(Database node, int call) {
    record(node.interactions(), anEvent("call_" + call, "a"), about(DENTAL_NUMBER), aFullReport());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update usage_entry set quantity = 0",
        "delete from usage_entry",
        "truncate usage_entry cascade",
        "insert into usage_entry overriding system value select * from usage_entry"
            + " on conflict do nothing;"
            + " update usage_entry set local_day = local_day",
      })
  void aLineIsNeverChangedAlsoByWhoOwnsTheTable(String sql) throws SQLException {
    call(database, 1);
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set rocket.scope = 'operator'");

      assertThatThrownBy(() -> statement.execute(sql))
          .isInstanceOfSatisfying(
              SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
    }
  }

  @Test
  void theSameRevisionOfAMeterIsInTheLedgerOnce() throws SQLException {
    call(database, 1);
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set rocket.scope = 'operator'");

      assertThatThrownBy(() ->
              statement.execute(
                  """
                  insert into usage_entry
                  select subscriber_id, source_id, meter, product, revision, gen_random_uuid(),
                         source, interaction_id, channel, currency, quantity, event_provider,
                         event_provider_id, event, event_sha256, occurred_at, local_day, zone,
                         corrects
                    from usage_entry
                  """))
          .isInstanceOfSatisfying(
              SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("23505"));
    }
  }

  @Test
  void twoNodesRecordAndRollUpAtOnceAndEveryCallCountsOnce() throws SQLException {
    try (Database other = Database.open(settings)) {
      Together.run(
          8,
          thread -> {
            Database node = thread % 2 == 0 ? database : other;
            for (int call = 0; call < 40; call++) {
              call(node, (call + thread * 5) % 40);
              if (call % 7 == 0) {
                node.usageLedger().rollUp();
              }
            }
          });
    }
    database.usageLedger().rollUp();

    assertThat(database.usageLedger().totals(DENTIST, ALWAYS))
        .filteredOn(total -> total.measure().meter() == Meter.CALLS)
        .singleElement()
        .satisfies(total -> assertThat(total.quantity()).isEqualByComparingTo("40"));
    assertThat(
            counted(
                """
                select count(*)
                  from (select subscriber_id, local_day, channel, meter, product, currency,
                               sum(quantity) as quantity
                          from usage_entry
                         group by 1, 2, 3, 4, 5, 6) as ledger
                  full join usage_rollup using (subscriber_id, local_day, channel, meter, product,
                                                currency, quantity)
                 where ledger.subscriber_id is null or usage_rollup.subscriber_id is null
                """))
        .isZero();
    assertThat(counted("select count(*) from usage_dirty")).isZero();
  }

  @Test
  void aBacklogIsRolledUpInSteps() throws SQLException {
    fill(3000);

    UsageLedger.RolledUp first = database.usageLedger().rollUp();
    UsageLedger.RolledUp second = database.usageLedger().rollUp();

    assertThat(first.more()).isTrue();
    assertThat(second.more()).isFalse();
    assertThat(first.days() + second.days()).isEqualTo(3000);
    assertThat(counted("select count(*) from usage_rollup")).isEqualTo(3000);
  }

  @Test
  void readsOfTheLedgerUseAnIndex() throws SQLException {
    fill(20_000);
    while (database.usageLedger().rollUp().more()) {
      // until all is added up
    }
    fill(500);
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      connection.createStatement().execute("set rocket.scope = 'operator'; analyze");
      try (Handle handle = Jdbi.open(connection)) {
        handle.execute("set rocket.scope = ''");
        handle.execute("set rocket.subscriber = '" + DENTIST + "'");
        Days month = new Days(LocalDate.of(2026, 11, 1), LocalDate.of(2026, 12, 1));
        List<String> plan = new ArrayList<>();
        for (Optional<UsageLedger.Cursor> after :
            List.of(
                Optional.<UsageLedger.Cursor>empty(),
                Optional.of(
                    new UsageLedger.Cursor(
                        LocalDate.of(2026, 11, 23), new UsageEntryId(uuid("line")))))) {
          plan.addAll(
              PostgresUsageLedger.pageQuery(
                      handle, "explain", DENTIST, month, EnumSet.allOf(Meter.class), 50, after)
                  .mapTo(String.class)
                  .list());
        }
        plan.addAll(
            handle
                .createQuery("explain " + PostgresUsageLedger.TOTALS)
                .bind("subscriber", DENTIST.value())
                .bind("from", month.from())
                .bind("to", month.to())
                .mapTo(String.class)
                .list());
        plan.addAll(
            handle
                .createQuery("explain " + PostgresUsageLedger.OF_INTERACTION)
                .bind("subscriber", DENTIST.value())
                .bind("interaction", uuid("call"))
                .mapTo(String.class)
                .list());
        assertThat(plan).noneSatisfy(line -> assertThat(line).contains("Seq Scan on usage"));
      }
    }
  }

  @Test
  void aLineWhoseEventIsForgottenStaysAndStillNamesIt() {
    call(database, 1);

    database.providerEvents().forgetBefore(MONDAY_MORNING.plusSeconds(1), 1000);

    assertThat(database.usageLedger().of(DENTIST, new InteractionId(uuid("call_1"))))
        .hasSize(6)
        .allSatisfy(line -> assertThat(line.evidence()).isPresent());
  }

  /** So many lines, each on a day of its own. */
  private void fill(int lines) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          set rocket.scope = 'operator';
          with line as (
            insert into usage_entry (subscriber_id, source_id, meter, product, revision, id, source,
                                     channel, currency, quantity, occurred_at, local_day, zone)
            select case when n %% 2 = 0 then '%s'::uuid else '%s'::uuid end, gen_random_uuid(),
                   'CALLS', '', 0, gen_random_uuid(), 'INTERACTION', 'VOICE', '', 1, now(),
                   date '2026-12-31' - n, 'UTC'
              from generate_series(1, %d) as n
            returning subscriber_id, local_day, id
          )
          insert into usage_dirty (subscriber_id, local_day, entry_id) select * from line
          """
              .formatted(DENTIST, uuid("another"), lines));
    }
  }

  private long counted(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set rocket.scope = 'operator'");
      try (ResultSet row = statement.executeQuery(sql)) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
