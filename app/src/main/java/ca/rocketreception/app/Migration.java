package ca.rocketreception.app;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.ports.driven.Store;
import ca.rocketreception.postgres.Database;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the tables up to date in the background, trying again until that works or this is closed:
 * a node answers from the start, but is ready only when its tables are as it knows them.
 */
final class Migration implements Store, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Migration.class);
  private static final Duration WHILE_AWAY = Duration.ofSeconds(1);
  private static final Duration WHILE_WRONG = Duration.ofSeconds(10);

  private final Database database;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean done;

  private Migration(Database database) {
    this.database = database;
  }

  static Migration start(Database database) {
    Migration migration = new Migration(database);
    Thread.ofVirtual().name("migrate").start(migration::run);
    return migration;
  }

  /** Throws until the tables are up to date, and then whenever the database does not answer. */
  @Override
  public void check() {
    if (!done) {
      throw new Refusal.Unavailable("The database's tables are not up to date yet", null);
    }
    database.check();
  }

  private void run() {
    boolean open = true;
    while (open && !done) {
      open = !closedWithin(attempt());
    }
  }

  private Duration attempt() {
    try {
      int steps = database.migrate();
      done = true;
      LOG.info("The database's tables are up to date ({} migrations done)", steps);
      return Duration.ZERO;
    } catch (Refusal.Unavailable away) {
      LOG.warn("The database cannot be reached, so its tables are not checked yet; trying again");
      return WHILE_AWAY;
    } catch (RuntimeException wrong) {
      ExpectedFailure.ofDatabase(wrong)
          .ifPresentOrElse(
              known -> LOG.error("{}; trying again", known.getMessage()),
              () -> LOG.error("The tables cannot be brought up to date; trying again", wrong));
      return WHILE_WRONG;
    }
  }

  private boolean closedWithin(Duration pause) {
    try {
      return closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
