package ca.rocketreception.postgres.interaction;

import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.domain.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import ca.rocketreception.ports.driven.interaction.KeptEvent;
import ca.rocketreception.postgres.Database;
import ca.rocketreception.postgres.TestPostgres;
import ca.rocketreception.postgres.sql.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lists of events stay fast in a large table, under row level security. */
class EventPlansTest {

  private static final SubscriberId DENTIST = aDentist().id();
  private static final Optional<KeptEvent.Cursor> CURSOR =
      Optional.of(
          new KeptEvent.Cursor(
              MONDAY_MORNING,
              new KeptEvent.Name(Provider.RETELL, "call", "call_ended", "a".repeat(64))));

  private Database database;
  private Connection connection;
  private Handle handle;

  @BeforeEach
  void fill() throws SQLException {
    database = Database.open(TestPostgres.copy());
    SubscribersContract.stored(database.subscribers(), aDentist());
    connection = database.connect();
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          set rocket.scope = 'operator';
          insert into provider_event (provider, provider_id, event, body_sha256, received_at, body,
                                      outcome, reason, tried_at, subscriber_id)
          select 'RETELL', 'call_' || n, 'call_ended', sha256(n::text::bytea),
                 now() - n * interval '1 minute', '{}',
                 case when n %% 100 = 0 then 'WAITING' else 'APPLIED' end, '', now(),
                 case when n %% 100 = 0 then null
                      when n %% 5 = 0 then '%s'::uuid else '%s'::uuid end
            from generate_series(1, 20000) as n;
          analyze;
          reset rocket.scope;
          """
              .formatted(DENTIST, uuid("another")));
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
  void aSubscribersEventsAreListedByAnIndex() {
    handle.execute("set local rocket.subscriber = '" + DENTIST + "'");
    for (Optional<KeptEvent.Cursor> after : List.of(Optional.<KeptEvent.Cursor>empty(), CURSOR)) {
      indexed(
          PostgresProviderEvents.ofQuery(handle, "explain", DENTIST, 50, after),
          "Index Scan using provider_event_of_subscriber");
    }
  }

  @Test
  void whatWaitsIsListedByAnIndex() {
    handle.execute(Transactions.AS_OPERATOR);
    for (Optional<KeptEvent.Cursor> after : List.of(Optional.<KeptEvent.Cursor>empty(), CURSOR)) {
      for (Optional<KeptEvent.Outcome> outcome :
          List.of(Optional.<KeptEvent.Outcome>empty(), Optional.of(KeptEvent.Outcome.WAITING))) {
        indexed(
            PostgresProviderEvents.notAppliedQuery(handle, "explain", outcome, 50, after),
            "Index Scan using provider_event_");
      }
    }
  }

  private static void indexed(Query query, String index) {
    assertThat(query.mapTo(String.class).list())
        .anySatisfy(line -> assertThat(line).contains(index))
        .noneSatisfy(line -> assertThat(line).contains("Seq Scan"));
  }
}
