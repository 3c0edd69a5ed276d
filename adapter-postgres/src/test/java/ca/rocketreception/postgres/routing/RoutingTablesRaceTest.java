package ca.rocketreception.postgres.routing;

import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.domain.Samples.aSubscriber;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.OwnedNumber;
import ca.rocketreception.domain.routing.RoutingTable;
import ca.rocketreception.domain.usage.Cap;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import ca.rocketreception.ports.driven.usage.Caps;
import ca.rocketreception.postgres.Database;
import ca.rocketreception.postgres.TestPostgres;
import ca.rocketreception.postgres.business.PostgresSubscribers;
import ca.rocketreception.postgres.sql.Background;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is looked up while all are read is not lost to what was read before. */
class RoutingTablesRaceTest {

  private static final PhoneNumber CAFES = new PhoneNumber("+12045550144");

  private final Business cafe =
      Business.of(aSubscriber("cafe")).with(new OwnedNumber(CAFES, false));
  private final Database database = Database.open(TestPostgres.copy());

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aNumberThatIsFoundWhileAllAreReadIsAnsweredAtOnceAndStaysKnown() throws Exception {
    SubscribersContract.stored(database.subscribers(), aDentist());
    CompletableFuture<RoutingTable> answered = new CompletableFuture<>();
    CompletableFuture<Boolean> known = new CompletableFuture<>();
    CompletableFuture<PostgresRoutingTables> itself = new CompletableFuture<>();
    PostgresRoutingTables tables =
        new PostgresRoutingTables(
            (PostgresSubscribers) database.subscribers(),
            new ReadAfterTheBusinesses(
                database.caps(),
                () -> {
                  if (!answered.isDone()) {
                    SubscribersContract.stored(database.subscribers(), cafe);
                    answered.complete(itself.join().lookingUp(CAFES));
                  } else {
                    known.complete(itself.join().current().owner(CAFES).isPresent());
                  }
                  return null;
                }),
            database.receptionSwitches());
    itself.complete(tables);

    try (Background _ = Background.start("tables", tables::keepCurrent)) {
      assertThat(answered.get(20, TimeUnit.SECONDS).owner(CAFES)).isPresent();
      assertThat(known.get(20, TimeUnit.SECONDS)).as("after the first reading of all").isTrue();
    } finally {
      tables.close();
    }
  }

  /** Caps are read when the businesses were, and before the table is what was read. */
  private record ReadAfterTheBusinesses(Caps caps, Supplier<Void> meanwhile) implements Caps {

    @Override
    public Map<SubscriberId, YearMonth> full() {
      meanwhile.get();
      return caps.full();
    }

    @Override
    public List<Cap> of(SubscriberId subscriber) {
      return caps.of(subscriber);
    }

    @Override
    public Optional<Cap> change(
        SubscriberId subscriber,
        Meter meter,
        UnaryOperator<Optional<Cap>> change,
        AuditEntry entry) {
      return caps.change(subscriber, meter, change, entry);
    }

    @Override
    public List<Cap.Reached> reached(SubscriberId subscriber) {
      return caps.reached(subscriber);
    }

    @Override
    public int check(Instant now) {
      return caps.check(now);
    }
  }
}
