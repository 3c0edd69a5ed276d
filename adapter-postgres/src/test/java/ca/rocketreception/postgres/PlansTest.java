package ca.rocketreception.postgres;

import static ca.rocketreception.domain.Samples.CALLER;
import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.domain.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import ca.rocketreception.ports.driven.interaction.InteractionFilter;
import ca.rocketreception.postgres.business.PostgresFacts;
import ca.rocketreception.postgres.interaction.EventStatements;
import ca.rocketreception.postgres.interaction.PostgresInteractions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists stay fast in a large table, under row level security. */
class PlansTest {

  private static final SubscriberId DENTIST = aDentist().id();

  private Database database;
  private Connection connection;
  private Handle handle;

  @BeforeEach
  void fill() throws SQLException {
    database = Database.open(TestPostgres.copy());
    SubscribersContract.stored(database.subscribers(), aDentist());
    connection = database.connectPatiently();
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          set rocket.scope = 'operator';
          insert into subscriber (subscriber_id, name, status, zone, language, slug)
          select gen_random_uuid(), 'Business ' || n, 'ACTIVE', 'UTC', 'en', 'business-' || n
            from generate_series(1, 20) as n;
          insert into interaction (subscriber_id, id, channel, provider, provider_interaction_id,
                                   first_seen_at, happened_at, from_number, stages)
          select subscriber_id, gen_random_uuid(), 'VOICE', 'RETELL', 'call_' || n, now(),
                 now() - n * interval '1 minute', '+1204555' || (1000 + n % 500), '{}'
            from subscriber, generate_series(1, 1000) as n;
          insert into interaction_message (subscriber_id, interaction_id, seq, speaker, text)
          select subscriber_id, id, 1, 'AGENT', 'Hello.' from interaction;
          insert into fact (subscriber_id, id, topic, text)
          select subscriber_id, gen_random_uuid(), 'topic ' || n, 'a free visit, number ' || n
            from subscriber, generate_series(1, 100) as n;
          analyze;
          reset rocket.scope;
          """);
    }
    connection.setAutoCommit(false);
    handle = Jdbi.open(connection);
    handle.execute("set local rocket.subscriber = '" + DENTIST + "'");
  }

  @AfterEach
  void close() throws SQLException {
    handle.close();
    connection.close();
    database.close();
  }

  @Test
  void everyListUsesAnIndex() {
    InteractionFilter.Cursor cursor =
        new InteractionFilter.Cursor(MONDAY_MORNING, new InteractionId(uuid("last")));
    List<InteractionFilter> filters =
        List.of(
            InteractionFilter.everything(),
            InteractionFilter.everything().after(cursor),
            new InteractionFilter(
                Optional.of(MONDAY_MORNING),
                Optional.of(MONDAY_MORNING.plusSeconds(3600)),
                Optional.of(ChannelKind.VOICE),
                Optional.of(InteractionStatus.ENDED),
                Optional.empty(),
                50,
                Optional.of(cursor)),
            new InteractionFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(CALLER),
                50,
                Optional.empty()));
    for (InteractionFilter filter : filters) {
      assertThat(
              PostgresInteractions.pageQuery(handle, "explain", DENTIST, filter)
                  .mapTo(String.class)
                  .list())
          .anySatisfy(line -> assertThat(line).contains("Index"))
          .noneSatisfy(line -> assertThat(line).contains("Seq Scan"))
          .noneSatisfy(line -> assertThat(line).startsWith("Sort"));
    }
  }

  @Test
  void oneInteractionAndItsMessagesAreFoundByAnIndex() {
    for (String sql : List.of(PostgresInteractions.FIND, PostgresInteractions.MESSAGES)) {
      assertThat(
              handle
                  .createQuery("explain " + sql)
                  .bind("subscriber", DENTIST.value())
                  .bind("id", uuid("call"))
                  .bindMap(Map.of("after", 0, "limit", 200))
                  .mapTo(String.class)
                  .list())
          .anySatisfy(line -> assertThat(line).contains("Index"))
          .noneSatisfy(line -> assertThat(line).contains("Seq Scan"));
    }
  }

  @Test
  void factsAreFoundByTheKeyOfTheirStemsAlsoUnderRowLevelSecurity() {
    assertThat(
            PostgresFacts.searchQuery(
                    handle, "explain", DENTIST, Locale.CANADA, "Is a visit free on topic 17?", 2)
                .mapTo(String.class)
                .list())
        .anySatisfy(line -> assertThat(line).contains("fact_lexeme_pkey"))
        .anySatisfy(line ->
            assertThat(line)
                .contains("Index Cond")
                .contains("language = ")
                .contains("lexeme = ANY"))
        .noneSatisfy(line -> assertThat(line).contains("Seq Scan"));
  }

  @Test
  void anEventIsLookedUpByKeysAlsoWhenThePlanIsMadeOnFewRows() throws SQLException {
    try (Database young = Database.open(TestPostgres.copy());
        Connection events = young.connect()) {
      SubscribersContract.stored(young.subscribers(), aDentist());
      events.setAutoCommit(false);
      for (int calls = 0; calls < 30; calls++) {
        assertThat(planOfALook(young))
            .anySatisfy(line -> assertThat(line).contains("using interaction_pkey"))
            .filteredOn(line -> line.contains("Scan"))
            .allSatisfy(line -> assertThat(line).contains("_pkey"));
        EventStatements.replay(
            events, DENTIST, DENTAL_NUMBER, UUID.randomUUID(), List.of("one", "two", "three"));
      }
    }
  }

  /** As a connection plans it that was opened now, once for all its life. */
  private static List<String> planOfALook(Database database) throws SQLException {
    String look = EventStatements.LOOK.substring(EventStatements.LOOK.indexOf("select current"));
    for (int place = 1; look.contains("?"); place++) {
      look = look.replaceFirst("\\?", "\\$" + place);
    }
    try (Connection fresh = database.connect();
        Statement statement = fresh.createStatement()) {
      statement.execute(
          """
          set rocket.scope = 'operator';
          set enable_seqscan = off;
          set plan_cache_mode = force_generic_plan
          """);
      statement.execute("prepare look as " + look);
      statement.execute("explain execute look (null, null, null, null, null, null, null, null)");
      List<String> plan = new ArrayList<>();
      try (ResultSet rows = statement.getResultSet()) {
        while (rows.next()) {
          plan.add(rows.getString(1));
        }
      }
      return plan;
    }
  }

  @Test
  void aReplayedCallIsThreeEvents() throws SQLException {
    for (int call = 0; call < 5; call++) {
      UUID id = UUID.randomUUID();
      EventStatements.replay(
          connection, DENTIST, DENTAL_NUMBER, id, List.of("started", "ended", "analysed"));

      assertThat(database.interactions().find(DENTIST, new InteractionId(id)))
          .hasValueSatisfying(found -> {
            assertThat(found.details().get(Detail.SUMMARY)).isPresent();
            assertThat(found.transcript().orElseThrow().messages()).hasSize(20);
          });
    }
  }
}
