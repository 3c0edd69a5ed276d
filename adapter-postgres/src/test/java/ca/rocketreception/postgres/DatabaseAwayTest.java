package ca.rocketreception.postgres;

import static ca.rocketreception.domain.Samples.CALLER;
import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.ports.driven.interaction.Recordings.aFullReport;
import static ca.rocketreception.ports.driven.interaction.Recordings.about;
import static ca.rocketreception.ports.driven.interaction.Recordings.anEvent;
import static ca.rocketreception.ports.driven.interaction.Recordings.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import ca.rocketreception.ports.driven.interaction.InteractionFilter;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens while PostgreSQL is stopped, and after it is back. */
class DatabaseAwayTest {

  @TempDir private Path directory;

  @Test
  void everyCallIsRefusedInTimeRoutingGoesOnAndAllWorksAgainAfterwards() throws IOException {
    EmbeddedPostgres server = started(0);
    int port = server.getPort();
    TestPostgres.prepare(server);
    try (Database database = Database.open(TestPostgres.template(port))) {
      SubscribersContract.stored(database.subscribers(), aDentist());
      database.startListening();
      EventuallyTrue.within(
          Duration.ofSeconds(10), () -> database.routingTables().lastLoaded().isPresent());
      record(database.interactions(), anEvent("call_1", "a"), about(DENTAL_NUMBER), aFullReport());

      server.close();

      for (int again = 0; again < 3; again++) {
        refusesInTime(database::check);
        refusesInTime(() ->
            record(
                database.interactions(),
                anEvent("call_1", "b"),
                about(DENTAL_NUMBER),
                aFullReport()));
        refusesInTime(() -> database.subscribers().all());
        refusesInTime(() -> database.routingTables().lookingUp(CALLER));
      }
      assertThatThrownBy(database::migrate)
          .isInstanceOf(UnusableDatabase.class)
          .hasMessageContaining("nobody listens there");
      assertThat(database.routingTables().current().owner(DENTAL_NUMBER)).isPresent();

      server = started(port);

      EventuallyTrue.within(Duration.ofSeconds(15), () -> answers(database));
      assertThat(
              record(
                      database.interactions(),
                      anEvent("call_1", "b"),
                      about(DENTAL_NUMBER),
                      aFullReport())
                  .repeat())
          .isFalse();
      assertThat(
              database
                  .interactions()
                  .page(aDentist().id(), InteractionFilter.everything())
                  .interactions())
          .hasSize(1);
    } finally {
      server.close();
    }
  }

  @Test
  void anEventThatTheDatabaseHoldsUpIsRefusedInTimeAndRecordedOnceAllTheSame() throws SQLException {
    try (Database database = Database.open(TestPostgres.copy());
        Connection other = database.connect()) {
      SubscribersContract.stored(database.subscribers(), aDentist());
      hold(other, "pg_advisory_lock");

      refusesInTime(() ->
          record(
              database.interactions(),
              anEvent("call_1", "a"),
              about(DENTAL_NUMBER),
              aFullReport()));

      hold(other, "pg_advisory_unlock");
      record(database.interactions(), anEvent("call_1", "a"), about(DENTAL_NUMBER), aFullReport());
      assertThat(
              database
                  .interactions()
                  .page(aDentist().id(), InteractionFilter.everything())
                  .interactions())
          .hasSize(1);
    }
  }

  /** What recording an event of the call waits for. */
  private static void hold(Connection other, String function) throws SQLException {
    try (Statement statement = other.createStatement()) {
      statement.execute("select " + function + "(hashtextextended('RETELL:call_1', 0))");
    }
  }

  private EmbeddedPostgres started(int port) {
    return TestPostgres.started(
        EmbeddedPostgres.builder()
            .setPort(port)
            .setDataDirectory(directory.resolve("data"))
            .setCleanDataDirectory(false));
  }

  private static boolean answers(Database database) {
    try {
      database.check();
      return true;
    } catch (Refusal.Unavailable notYet) {
      return false;
    }
  }

  private static void refuses(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(Refusal.Unavailable.class);
  }

  private static void refusesInTime(ThrowingCallable call) {
    long begun = System.nanoTime();
    refuses(call);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
  }
}
