package ca.rocketreception.postgres.conversation;

import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import ca.rocketreception.ports.driven.conversation.ConversationsContract;
import ca.rocketreception.postgres.Database;
import ca.rocketreception.postgres.TestPostgres;
import ca.rocketreception.postgres.sql.Binder;
import ca.rocketreception.postgres.sql.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What sweeps and lists of chat read stays short among many talks, under row level security. */
class ChatPlansTest {

  private Database database;
  private SubscriberId dentist;
  private Connection connection;
  private Handle handle;

  @BeforeEach
  void fill() throws SQLException {
    database = Database.open(TestPostgres.copy());
    dentist =
        SubscribersContract.stored(database.subscribers(), ConversationsContract.aChattingDentist())
            .id();
    connection = database.connect();
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          set rocket.scope = 'operator';
          insert into interaction (subscriber_id, id, channel, provider, provider_interaction_id,
                                   first_seen_at, happened_at, stages)
          select subscriber_id, gen_random_uuid(), 'CHAT', 'ROCKET', n::text, now(), now(), '{}'
            from subscriber, generate_series(1, 20000) as n;
          insert into conversation (subscriber_id, id, language, state, taken_over, last_seq,
                                    visitor_seq, answered_seq, turns, started_at, last_at)
          select subscriber_id, id, 'en', 'ENDED', false, 2, 1, 2, 1, now(), now()
            from interaction;
          insert into taken_message (subscriber_id, id, interaction_id, taken_at, name, callback,
                                     matter, urgency, content_sha256)
          select subscriber_id, gen_random_uuid(), id, now() - random() * interval '1 day', 'Ann',
                 'x', 'y', 'LOW', sha256('z')
            from interaction;
          analyze;
          reset rocket.scope;
          """);
    }
    connection.setAutoCommit(false);
    handle = Jdbi.open(connection);
  }

  @AfterEach
  void close() throws SQLException {
    handle.close();
    connection.close();
    database.close();
  }

  @Test
  void sweepsReadOnlyWhatTheyAreFor() {
    handle.execute(Transactions.AS_OPERATOR);

    assertThat(sweep(PostgresConversations.LAPSED)).contains("conversation_lease");
    assertThat(sweep(PostgresConversations.SILENT)).contains("conversation_silent");
  }

  private String sweep(String which) {
    return plan(
        handle
            .createQuery("explain select id from conversation where " + which)
            .bind("moment", Binder.stored(MONDAY_MORNING))
            .bind("limit", 200));
  }

  @Test
  void theListOfTakenMessagesReadsNoMoreThanItsPage() {
    handle.execute("set local rocket.subscriber = '" + dentist.value() + "'");

    assertThat(plan(page(true))).contains("taken_message_newest_first").doesNotContain("Sort");
    assertThat(
            plan(
                page(false)
                    .bind("lastAt", Binder.stored(MONDAY_MORNING))
                    .bind("lastId", new UUID(0, 0))))
        .contains("taken_message_newest_first")
        .doesNotContain("Sort");
  }

  private Query page(boolean first) {
    return handle
        .createQuery("explain " + PostgresConversations.takenPage(first))
        .bind("subscriber", dentist.value())
        .bind("limit", 50);
  }

  private static String plan(Query query) {
    return String.join("\n", query.mapTo(String.class).list());
  }
}
