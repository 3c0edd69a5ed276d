package ca.rocketreception.postgres.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.postgres.Database;
import ca.rocketreception.postgres.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

class ProviderAgentsMigrationTest {

  private static final String FIRST = "00000000-0000-7000-8000-000000000001";
  private static final String SECOND = "00000000-0000-7000-8000-000000000002";
  private static final String THIRD = "00000000-0000-7000-8000-000000000003";

  @Test
  void agentsThatSeveralClaimedBeforeStayAndAreToldOf() throws Exception {
    Database.Settings settings = TestPostgres.copy();
    try (Database database = Database.open(settings);
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "drop schema public cascade; drop schema scheduler cascade; create schema public");
      Flyway.configure()
          .dataSource(settings.jdbcUrl(), settings.user(), settings.password())
          .target("16.1")
          .load()
          .migrate();
      statement.execute("set rocket.scope = 'operator'");
      for (String[] one :
          List.of(
              new String[] {FIRST, "front"},
              new String[] {SECOND, "bakery"},
              new String[] {THIRD, "garage"})) {
        statement.execute(
            """
            insert into subscriber (subscriber_id, name, status, zone, language, slug)
            values ('%1$s', '%2$s', 'ACTIVE', 'UTC', 'en', '%2$s');
            """
                .formatted(one[0], one[1]));
      }
      statement.execute(
          """
          insert into phone_number (e164, subscriber_id, shared)
          values ('+14316005505', '%1$s', true);
          insert into agent (subscriber_id, id, role, name, greeting, language, provider_agent_id)
          values ('%1$s', '%1$s', 'GATEKEEPER', 'Ava', 'Hello', 'en', 'agent_front');
          insert into provider_agent (provider_agent_id, subscriber_id, agent_id)
          values ('agent_front', '%1$s', '%1$s');
          """
              .formatted(FIRST));
      channel(statement, SECOND, "VOICE", "'+14316005505'", "agent_front");
      channel(statement, THIRD, "VOICE", "null", "agent_front");
      channel(statement, SECOND, "CHAT", "null", "agent_chat");
      channel(statement, THIRD, "CHAT", "null", "agent_chat");

      assertThat(warningsOf(statement))
          .containsExactlyInAnyOrder(
              "The channel VOICE of garage names the agent agent_front of another subscriber:"
                  + " give it one of its own",
              "The channel CHAT of garage names the agent agent_chat of another subscriber:"
                  + " give it one of its own");
      assertThat(database.migrate()).isPositive();

      assertThat(
              rows(
                  statement,
                  """
                  select provider_agent_id || ' ' || slug
                    from provider_agent join subscriber using (subscriber_id) order by 1
                  """))
          .as("who was there first keeps it")
          .containsExactly("agent_chat bakery", "agent_front front");
      assertThat(
              rows(
                  statement,
                  """
                  select slug || ' ' || kind || ' ' || provider_agent_id
                    from subscriber_channel join subscriber using (subscriber_id) order by 1
                  """))
          .as("and nobody loses a channel")
          .containsExactly(
              "bakery CHAT agent_chat",
              "bakery VOICE agent_front",
              "garage CHAT agent_chat",
              "garage VOICE agent_front");
    }
  }

  private static void channel(
      Statement statement, String subscriber, String kind, String number, String agent)
      throws SQLException {
    statement.execute(
        """
        insert into subscriber_channel (subscriber_id, id, kind, enabled, transport_provider,
                                        ai_provider, provider_number_e164, provider_agent_id)
        values ('%s', gen_random_uuid(), '%s', true, 'OTHER', 'RETELL', %s, '%s')
        """
            .formatted(subscriber, kind, number, agent));
  }

  /** What the migration says, taken back again. */
  private static List<String> warningsOf(Statement statement) throws SQLException, IOException {
    List<String> said = new ArrayList<>();
    try (InputStream migration =
        ProviderAgentsMigrationTest.class.getResourceAsStream(
            "/db/migration/V17__who_is_behind_a_number.sql")) {
      statement.execute("begin");
      statement.clearWarnings();
      statement.execute(new String(migration.readAllBytes(), StandardCharsets.UTF_8));
      for (SQLWarning one = statement.getWarnings(); one != null; one = one.getNextWarning()) {
        said.add(one.getMessage());
      }
      statement.execute("rollback");
    }
    return said;
  }

  private static List<String> rows(Statement statement, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet found = statement.executeQuery(query)) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    return rows;
  }
}
