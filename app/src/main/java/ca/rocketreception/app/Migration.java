package ca.rocketreception.app;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.ports.driven.Store;
import ca.rocketreception.postgres.Database;
import ca.rocketreception.postgres.UnusableDatabase;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the tables up to date in the background, trying again until that works or this is closed,
 * and only then starts what runs on them. A node answers from the start, but is ready only when its
 * tables are as it knows them.
 */
final class Migration implements Store, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Migration.class);
  private static final Duration WHILE_AWAY = Duration.ofSeconds(1);
  private static final Duration WHILE_WRONG = Duration.ofSeconds(10);
  private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(2);

  private final Database database;
  private final Supplier<AutoCloseable> afterwards;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean done;
  private AutoCloseable started = () -> {};
  private String toldLast = "";

  private Migration(Database database, Supplier<AutoCloseable> afterwards) {
    this.database = database;
    this.afterwards = afterwards;
    this.thread = Thread.ofVirtual().name("migrate").unstarted(this::run);
  }

  /**
   * @param afterwards starts, once, what needs the tables; it is closed with this
   */
  static Migration start(Database database, Supplier<AutoCloseable> afterwards) {
    database.refuseUntilMigrated();
    Migration migration = new Migration(database, afterwards);
    migration.thread.start();
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
    try (Progress _ = Progress.of("Bringing the tables up to date")) {
      int steps = database.migrate();
      startTheRest();
      LOG.info("The database's tables are up to date ({} migrations done)", steps);
      return Duration.ZERO;
    } catch (UnusableDatabase problem) {
      tell(problem.getMessage());
      return problem.kind() == UnusableDatabase.Kind.WRONG ? WHILE_WRONG : WHILE_AWAY;
    } catch (Refusal.Unavailable away) {
      tell("The database went away while its tables were brought up to date.");
      return WHILE_AWAY;
    } catch (RuntimeException wrong) {
      if (isOpen()) {
        LOG.error("The tables cannot be brought up to date; trying again", wrong);
      }
      return WHILE_WRONG;
    }
  }

  private synchronized void startTheRest() {
    if (isOpen()) {
      started = afterwards.get();
      done = true;
    }
  }

  /** Once, however often it is tried. */
  private void tell(String problem) {
    if (isOpen() && !problem.equals(toldLast)) {
      LOG.warn("{} Trying again until it works.", problem);
      toldLast = problem;
    }
  }

  private boolean isOpen() {
    return closed.getCount() > 0;
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
    database.stopMigrating();
    try {
      thread.join(LONGEST_GOODBYE);
      rest().close();
    } catch (Exception failure) {
      LOG.warn("What runs on the tables did not stop as it should", failure);
    }
  }

  private synchronized AutoCloseable rest() {
    return started;
  }
}
