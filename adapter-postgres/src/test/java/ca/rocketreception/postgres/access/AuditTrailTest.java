package ca.rocketreception.postgres.access;

import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.domain.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.Discrepancy;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.access.ApiKeyId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.business.Fact;
import ca.rocketreception.ports.driven.access.AuditTrails.Verified;
import ca.rocketreception.ports.driven.access.AuditTrailsContract;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import ca.rocketreception.ports.driving.access.TellingTrails;
import ca.rocketreception.postgres.Database;
import ca.rocketreception.postgres.EventuallyTrue;
import ca.rocketreception.postgres.TestPostgres;
import ca.rocketreception.postgres.sql.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody changes what the trail says, and who does it all the same is found out. */
class AuditTrailTest {

  private Database.Settings settings;
  private Database database;

  @BeforeEach
  void fiveEntries() {
    settings = TestPostgres.copy();
    database = Database.open(settings);
    SubscribersContract.stored(database.subscribers(), aDentist());
    for (int i = 2; i <= 5; i++) {
      String text = "text " + i;
      AuditTrailsContract.changed(
          database.subscribers(), aDentist(), business -> business.with(new Fact("wifi", text)));
    }
  }

  @AfterEach
  void close() {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update audit_entry set actor = 'nobody'",
        "delete from audit_entry",
        "truncate audit_entry",
        "delete from audit_entry where seq = 5",
      })
  void notEvenTheOwnerChangesOrTakesAwayEntries(String sql) {
    assertThatThrownBy(() -> run(sql))
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
    assertThatThrownBy(() -> run("grant all on audit_entry to current_user; " + sql))
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
    assertThat(database.auditTrails().verify(aDentist().id()))
        .isEqualTo(new Verified(5, Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "update audit_entry set actor = 'nobody' where seq = 3 | 5 | 3",
        "update audit_entry set before = '' where seq = 3 | 5 | 3",
        "update audit_entry set at = at + interval '1 microsecond' where seq = 1 | 5 | 1",
        "update audit_entry set key_id = null where seq = 2 | 5 | 2",
        "update audit_entry set hash = previous_hash where seq = 5 | 5 | 5",
        "delete from audit_entry where seq = 2 | 4 | 2",
        "delete from audit_entry where seq = 5 | 4 | 5",
        "delete from audit_entry | 0 | 1",
      })
  void whoeverTampersIsFoundOut(String sql, long entries, long brokenAt) throws SQLException {
    run(
        "grant all on audit_entry to current_user;"
            + " alter table audit_entry disable trigger append_only; "
            + sql
            + "; alter table audit_entry enable trigger append_only");

    assertThat(database.auditTrails().verify(aDentist().id()))
        .isEqualTo(new Verified(entries, Optional.of(brokenAt)));
    assertThat(database.auditTrails().verify(aDentist().id(), Optional.empty(), 100))
        .isEqualTo(new Verified(entries, Optional.of(brokenAt)));
  }

  @Test
  void whoeverTampersAmongTheNewestIsFoundOutWithoutReadingTheWholeTrail() throws SQLException {
    run(
        "grant all on audit_entry to current_user;"
            + " alter table audit_entry disable trigger append_only;"
            + " update audit_entry set actor = 'nobody' where seq in (1, 4);"
            + " alter table audit_entry enable trigger append_only");

    assertThat(database.auditTrails().verify(aDentist().id(), Optional.empty(), 2))
        .isEqualTo(new Verified(2, Optional.of(4L)));
    assertThat(database.auditTrails().verify(aDentist().id(), Optional.of(4L), 2))
        .as("the two before are as they were")
        .isEqualTo(new Verified(2, Optional.empty()));
  }

  @Test
  void aTrailThatWasEmptiedWithItsEndIsFoundOutAndSoIsOneThatWasCutByWhatWasToldOfIt()
      throws SQLException {
    List<String> told = new ArrayList<>();
    TellingTrails telling = new TellingTrails(database.auditTrails(), told::add);
    assertThat(telling.tell()).isEqualTo(1);
    run(
        "grant all on audit_entry to current_user;"
            + " alter table audit_entry disable trigger append_only;"
            + " delete from audit_entry where seq = 5;"
            + " update audit_end set seq = 4, hash = (select hash from audit_entry where seq = 4);"
            + " alter table audit_entry enable trigger append_only");

    List<String> toldSince = new ArrayList<>();
    new TellingTrails(database.auditTrails(), toldSince::add).tell();

    assertThat(told)
        .hasSize(2)
        .first()
        .asString()
        .matches("audit end " + aDentist().id() + " 5 [0-9a-f]{64}");
    assertThat(told.getLast()).matches("audit ends 1 trails 5 entries [0-9a-f]{64}");
    assertThat(toldSince.getFirst()).startsWith("audit end " + aDentist().id() + " 4 ");
    assertThat(toldSince.getLast()).isNotEqualTo(told.getLast());

    run(
        "alter table audit_entry disable trigger append_only; delete from audit_entry;"
            + " delete from audit_end; alter table audit_entry enable trigger append_only");
    assertThat(database.auditTrails().verify(aDentist().id()))
        .isEqualTo(new Verified(0, Optional.of(1L)));
    assertThat(database.auditTrails().verify(aDentist().id(), Optional.empty(), 100))
        .isEqualTo(new Verified(0, Optional.of(1L)));
  }

  @Test
  void aKeysEntriesAreInTheSameChain() {
    ApiKeyId id = new ApiKeyId(uuid("key"));
    database
        .apiKeys()
        .add(
            new ApiKey(id, Optional.of(aDentist().id()), "key", MONDAY_MORNING),
            "a".repeat(64),
            Optional.of(entry("created key")));
    database
        .apiKeys()
        .revoke(
            Optional.of(aDentist().id()), id, MONDAY_MORNING, Optional.of(entry("revoked key")));

    assertThat(database.auditTrails().verify(aDentist().id()))
        .isEqualTo(new Verified(7, Optional.empty()));
  }

  @Test
  void whatBecomesOfTheOperatorsKeysHasATrailOfItsOwn() {
    database
        .apiKeys()
        .add(
            new ApiKey(new ApiKeyId(uuid("key")), Optional.empty(), "key", MONDAY_MORNING),
            "a".repeat(64),
            Optional.of(entry(AuditEntry.NOBODY, "created key")));

    assertThat(database.auditTrails().page(AuditEntry.NOBODY, 5, Optional.empty())).hasSize(1);
    assertThat(database.auditTrails().verify(AuditEntry.NOBODY))
        .isEqualTo(new Verified(1, Optional.empty()));
    assertThat(database.auditTrails().verify(aDentist().id()))
        .isEqualTo(new Verified(5, Optional.empty()));
  }

  private static AuditEntry entry(String action) {
    return entry(aDentist().id(), action);
  }

  private static AuditEntry entry(SubscriberId trail, String action) {
    return new AuditEntry(trail, MONDAY_MORNING, "a test", action, "key");
  }

  @Test
  void entriesFromBeforeTheChainAreChainedByTheMigration() throws SQLException {
    run("drop schema public cascade; drop schema scheduler cascade; create schema public");
    Flyway.configure()
        .dataSource(settings.jdbcUrl() + "?options=-c%20rocket.scope=operator", settings.user(), "")
        .target("2")
        .load()
        .migrate();
    run(
        """
        insert into subscriber (subscriber_id, name, status, zone, language, slug)
        values ('%1$s', 'D', 'ACTIVE', 'America/Winnipeg', 'en-CA', 'prairie-dental');
        insert into audit_entry (subscriber_id, id, at, actor, action, subject)
        select '%1$s', gen_random_uuid(), '2026-11-23 16:00:00.123456+00'::timestamptz + n * interval '1 s',
               'command line', 'did — ✓', 'thing ' || n
          from generate_series(1, 3) n
        """
            .formatted(aDentist().id()));

    assertThat(database.migrate()).isPositive();

    assertThat(database.auditTrails().verify(aDentist().id()))
        .isEqualTo(new Verified(3, Optional.empty()));
    assertThat(database.auditTrails().page(aDentist().id(), 1, Optional.empty()))
        .singleElement()
        .satisfies(last -> assertThat(last.entry().subject()).isEqualTo("thing 3"));
  }

  /** Each is there and switched on, with the function that it should have. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "before update or delete or truncate on audit_entry for each statement when (false)",
        "before update on audit_entry for each statement",
        "before update or delete on audit_entry for each row",
        "after update or delete or truncate on audit_entry for each statement",
        "before update of seq or delete or truncate on audit_entry for each statement",
      })
  void aGuardThatIsThereAndGuardsLessIsFoundOut(String when) throws SQLException {
    assertThat(guards()).isEmpty();
    run(
        "drop trigger append_only on audit_entry; create trigger append_only "
            + when
            + " execute function audit_entry_is_append_only()");

    assertThat(guards())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.kind()).isEqualTo(Discrepancy.Kind.GUARD);
          assertThat(one.place()).isEqualTo("TRIGGER append_only on audit_entry");
          assertThat(one.is().orElseThrow()).startsWith("CREATE TRIGGER append_only ");
        });
  }

  private List<Discrepancy> guards() {
    List<Discrepancy> found = new ArrayList<>();
    database
        .usageAudit(event -> {
          throw new IllegalStateException("There are no events");
        })
        .audit(found::add);
    return found.stream().filter(one -> one.kind() == Discrepancy.Kind.GUARD).toList();
  }

  @Test
  void whenAKeyWasUsedIsWrittenInTheBackground() {
    ApiKeyId id = new ApiKeyId(uuid("key"));
    database
        .apiKeys()
        .add(
            new ApiKey(id, Optional.empty(), "key", MONDAY_MORNING),
            "a".repeat(64),
            Optional.empty());
    database.startListening();

    database.apiKeys().used(id, MONDAY_MORNING);

    EventuallyTrue.within(
        Duration.ofSeconds(10),
        () -> database.apiKeys().find("a".repeat(64)).orElseThrow().lastUsedAt().isPresent());
    assertThat(database.apiKeys().find("a".repeat(64)).orElseThrow().lastUsedAt())
        .contains(MONDAY_MORNING);
  }

  /** As docs/audit.md says. */
  @Test
  void anApplicationThatDoesNotOwnItsTablesWorksAndCanSwitchNothingOff() throws SQLException {
    TestPostgres.makeRole("rocket_app");
    run(
        """
        grant usage on schema public, scheduler to rocket_app;
        grant select, insert, update, delete on all tables in schema public, scheduler to rocket_app;
        grant usage on all sequences in schema public to rocket_app;
        revoke update, delete on audit_entry, usage_entry, plan_version, plan_rate, tax, issuer,
          exchange_rate, subscription, subscription_rate, statement, statement_line,
          usage_cap_reached from rocket_app;
        revoke insert, update, delete on flyway_schema_history from rocket_app;
        """);
    Database.Settings own =
        new Database.Settings(settings.jdbcUrl(), "rocket_app", "", settings.connections());
    try (Database application = Database.open(own);
        Connection connection = application.connect();
        Statement statement = connection.createStatement()) {
      assertThat(application.migrate()).isZero();
      AuditTrailsContract.changed(
          application.subscribers(),
          aDentist(),
          business -> business.with(new Fact("parking", "By the river.")));
      application.usageLedger().rollUp();
      assertThat(application.auditTrails().verify(aDentist().id()))
          .isEqualTo(new Verified(6, Optional.empty()));
      for (String sql :
          List.of(
              "alter table audit_entry disable trigger append_only",
              "alter table fact disable row level security",
              "delete from audit_entry",
              "update statement set name = 'x'")) {
        assertThatThrownBy(() -> statement.execute(sql))
            .isInstanceOfSatisfying(
                SQLException.class,
                refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
      }
    }
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(Transactions.AS_OPERATOR);
      statement.execute(sql);
      connection.commit();
    }
  }
}
