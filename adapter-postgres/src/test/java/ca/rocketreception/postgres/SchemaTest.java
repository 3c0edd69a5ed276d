package ca.rocketreception.postgres;

import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.uuid;
import static ca.rocketreception.ports.driven.interaction.Recordings.aFullReport;
import static ca.rocketreception.ports.driven.interaction.Recordings.about;
import static ca.rocketreception.ports.driven.interaction.Recordings.anEvent;
import static ca.rocketreception.ports.driven.interaction.Recordings.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.access.ApiKeyId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.agent.AgentSettings;
import ca.rocketreception.domain.agent.AgentVersion;
import ca.rocketreception.domain.billing.Rate;
import ca.rocketreception.domain.billing.Subscription;
import ca.rocketreception.domain.business.AiProvider;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.Matter;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.TakenMessage;
import ca.rocketreception.domain.interaction.TakenMessageId;
import ca.rocketreception.domain.interaction.Urgency;
import ca.rocketreception.domain.number.NumberChain;
import ca.rocketreception.domain.number.NumberConnection;
import ca.rocketreception.domain.number.NumberConnectionId;
import ca.rocketreception.domain.number.NumberLink;
import ca.rocketreception.domain.number.NumberStep;
import ca.rocketreception.domain.number.NumberWay;
import ca.rocketreception.domain.reconciliation.CarrierCall;
import ca.rocketreception.domain.reconciliation.ProviderDifference;
import ca.rocketreception.domain.routing.ReceptionSwitch;
import ca.rocketreception.domain.usage.Cap;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.ports.driven.access.Creations;
import ca.rocketreception.ports.driven.agent.AgentPublications;
import ca.rocketreception.ports.driven.agent.AgentPublications.Target;
import ca.rocketreception.ports.driven.billing.StatementsContract;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import ca.rocketreception.ports.driven.conversation.ConversationsContract;
import ca.rocketreception.ports.driven.conversation.WidgetsContract;
import ca.rocketreception.ports.driven.number.NumberConnections;
import ca.rocketreception.postgres.sql.Transactions;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What holds for every table, also for those that are added later. */
class SchemaTest {

  private static final String ANOTHER = "set local rocket.subscriber = '" + uuid("another") + "'";

  private static Database database;
  private static Connection connection;

  @BeforeAll
  static void fillEveryTable() throws SQLException {
    database = Database.open(TestPostgres.copy());
    SubscriberId dentist =
        SubscribersContract.stored(database.subscribers(), SubscribersContract.aFullBusiness())
            .id();
    record(database.interactions(), anEvent("call_1", "a"), about(DENTAL_NUMBER), aFullReport());
    database
        .apiKeys()
        .add(
            new ApiKey(new ApiKeyId(uuid("key")), Optional.of(dentist), "a key", MONDAY_MORNING),
            "a".repeat(64),
            Optional.empty());
    database
        .creations()
        .remember(
            new Creations.Request(
                new ApiKeyId(uuid("key")),
                Optional.of(dentist),
                "once",
                "a".repeat(64),
                uuid("made"),
                MONDAY_MORNING));
    fillChat();
    fillPublications();
    fillStatements(dentist);
    fillNumbers(dentist);
    database
        .reconciliations()
        .keep(
            List.of(
                new CarrierCall(
                    new ProviderReference(Provider.TWILIO, "CA1"),
                    Optional.empty(),
                    DENTAL_NUMBER,
                    MONDAY_MORNING,
                    Optional.empty(),
                    Optional.empty())));
    database
        .reconciliations()
        .keep(
            List.of(
                new ProviderDifference(
                    dentist,
                    new ProviderReference(Provider.TWILIO, "CA1"),
                    ProviderDifference.Kind.UNMATCHED,
                    Optional.empty(),
                    Optional.of("a call"),
                    Optional.empty(),
                    MONDAY_MORNING)),
            List.of(),
            MONDAY_MORNING);
    database
        .receptionSwitches()
        .change(
            dentist,
            now ->
                new ReceptionSwitch(
                    ReceptionSwitch.Mode.SCHEDULE,
                    Optional.empty(),
                    Samples.weekdays(LocalTime.of(9, 0), LocalTime.of(17, 0))),
            new AuditEntry(dentist, MONDAY_MORNING, "test", "switched reception", "by hours"));
    database.usageLedger().rollUp();
    record(database.interactions(), anEvent("call_2", "a"), about(DENTAL_NUMBER), aFullReport());
    connection = database.connect();
    connection.setAutoCommit(false);
  }

  private static void fillStatements(SubscriberId dentist) {
    database.plans().add(StatementsContract.clinic("2026-01-01", "99"), Samples.anEntry());
    database
        .statements()
        .subscribe(
            new Subscription(
                dentist,
                LocalDate.of(2026, 10, 1),
                Optional.of(StatementsContract.CLINIC),
                Optional.empty(),
                List.of(Rate.flat(Meter.CALLS, "1", "0.25")),
                BigDecimal.ZERO,
                List.of()),
            Samples.anEntry(dentist));
    database
        .statements()
        .finalise(dentist, YearMonth.of(2026, 10), MONDAY_MORNING, Samples::anEntry);
    database
        .caps()
        .change(
            dentist,
            Meter.CALLS,
            now -> Optional.of(new Cap(dentist, Meter.CALLS, BigDecimal.ONE, true)),
            new AuditEntry(dentist, MONDAY_MORNING, "test", "capped", "CALLS"));
    database.usageLedger().rollUp();
    database.caps().check(MONDAY_MORNING);
  }

  private static void fillNumbers(SubscriberId dentist) {
    NumberConnections connections = database.numberConnections();
    NumberConnection connection =
        NumberConnection.begin(
                new NumberConnectionId(uuid("a connection")),
                dentist,
                DENTAL_NUMBER,
                NumberWay.TWILIO,
                false)
            .begun(NumberStep.BUY, MONDAY_MORNING);
    connections.claim(uuid("holder"), MONDAY_MORNING, MONDAY_MORNING);
    connections.keep(connection, uuid("holder"), MONDAY_MORNING);
    connections.keep(
        new NumberChain(
            dentist,
            DENTAL_NUMBER,
            MONDAY_MORNING,
            List.of(new NumberLink(NumberLink.Kind.OWNER, NumberLink.State.HOLDS, "found", ""))));
  }

  private static void fillPublications() {
    Business harbor =
        SubscribersContract.stored(
            database.subscribers(), Samples.aBusinessBehindTheFront("harbor"));
    Target target = new Target(harbor.id(), harbor.agents().getFirst().id(), ChannelKind.VOICE);
    AgentPublications publications = database.agentPublications();
    publications.claim(target, uuid("claim"), false, MONDAY_MORNING, MONDAY_MORNING);
    publications.add(
        harbor.id(),
        new AgentVersion(
            target.agent(),
            target.channel(),
            0,
            "agent_there",
            0,
            new AgentSettings(new TreeMap<>(Map.of("agent.voice_id", "a voice"))),
            MONDAY_MORNING,
            "a person"));
  }

  private static void fillChat() {
    SubscriberId baker =
        SubscribersContract.stored(
                database.subscribers(),
                ConversationsContract.chatting(
                    Samples.aBusinessBehindTheFront("bakery"), AiProvider.BUILTIN))
            .id();
    WidgetsContract.saved(database.widgets(), baker, WidgetsContract.aFullWidget());
    InteractionId talk = new InteractionId(uuid("a chat"));
    database.conversations().begin(ConversationsContract.aBeginning(baker, talk));
    database
        .conversations()
        .changeOnce(
            baker,
            talk,
            "a message",
            now -> Optional.of(now.say("Hello", MONDAY_MORNING, Duration.ofSeconds(30))));
    database
        .conversations()
        .change(
            baker,
            talk,
            now ->
                Optional.of(
                    now.leave(
                        new TakenMessage(
                            baker,
                            new TakenMessageId(uuid("taken")),
                            talk,
                            MONDAY_MORNING,
                            new Matter("Ann", "204 555 0199", "Bread", Urgency.LOW)))));
  }

  @AfterAll
  static void close() throws SQLException {
    connection.close();
    database.close();
  }

  @TestFactory
  Stream<DynamicTest> everyTenantsTableIsGuarded() throws SQLException {
    List<String> tables =
        strings(
            """
            select c.table_name
              from information_schema.columns c
              join information_schema.tables t using (table_schema, table_name)
             where c.table_schema = 'public' and c.column_name = 'subscriber_id'
               and t.table_type = 'BASE TABLE'
             order by 1
            """);
    assertThat(tables).contains("subscriber", "interaction", "provider_event", "phone_number");
    return tables.stream().map(table -> DynamicTest.dynamicTest(table, () -> guarded(table)));
  }

  private static void guarded(String table) throws SQLException {
    assertThat(
            strings(
                "select relrowsecurity and relforcerowsecurity from pg_class"
                    + " where oid = '"
                    + table
                    + "'::regclass"))
        .containsExactly("t");
    assertThat(rowsSeen(Transactions.AS_OPERATOR, table)).as("rows to try with").isPositive();
    assertThat(rowsSeen(ANOTHER, table)).as("as another tenant").isZero();
    assertThat(rowsSeen("select", table)).as("as nobody").isZero();
    insertIsRefused(ANOTHER, table);
    insertIsRefused("select", table);
  }

  private static int rowsSeen(String as, String table) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(as);
      try (ResultSet row = statement.executeQuery("select count(*) from " + table)) {
        row.next();
        return row.getInt(1);
      }
    } finally {
      connection.rollback();
    }
  }

  private static void insertIsRefused(String as, String table) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          Transactions.AS_OPERATOR
              + "; create temporary table held on commit drop as select * from "
              + table
              + "; set local rocket.scope = '';"
              + as);
      assertThatThrownBy(() ->
              statement.execute(
                  "insert into " + table + " overriding system value select * from held"))
          .isInstanceOfSatisfying(
              SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
    } finally {
      connection.rollback();
    }
  }

  @Test
  void noColumnIsJsonOrAFloat() throws SQLException {
    assertThat(
            strings(
                """
                select table_name || '.' || column_name
                  from information_schema.columns
                 where table_schema in ('public', 'scheduler')
                   and data_type in ('json', 'jsonb', 'real', 'double precision', 'money')
                """))
        .isEmpty();
  }

  @Test
  void everyTenantsForeignKeyCarriesTheSubscriber() throws SQLException {
    assertThat(
            strings(
                """
                select conrelid::regclass || ' ' || conname
                  from pg_constraint
                 where contype = 'f' and connamespace = 'public'::regnamespace
                   and not exists (
                     select from pg_attribute
                      where attrelid = conrelid and attnum = any(conkey)
                        and attname = 'subscriber_id')
                   and exists (
                     select from pg_attribute
                      where attrelid in (conrelid, confrelid) and attname = 'subscriber_id')
                """))
        .isEmpty();
  }

  @Test
  void theRoleIsNoSuperuserAndBypassesNothing() throws SQLException {
    assertThat(
            strings("select rolsuper or rolbypassrls from pg_roles where rolname = current_user"))
        .containsExactly("f");
  }

  @Test
  void theSessionsZoneIsNotUtcSoThatNothingDependsOnIt() throws SQLException {
    assertThat(strings("show timezone")).containsExactly("Asia/Kathmandu");
  }

  @Test
  void migratingAgainDoesNothing() {
    assertThat(database.migrate()).isZero();
  }

  private static List<String> strings(String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    } finally {
      connection.rollback();
    }
    return found;
  }
}
