package ca.rocketreception.jobs;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.ports.driven.usage.Caps;
import ca.rocketreception.ports.driven.usage.UsageLedger;
import ca.rocketreception.ports.driving.OneByOne;
import ca.rocketreception.ports.driving.Wordless;
import ca.rocketreception.ports.driving.access.CreatingOnce;
import ca.rocketreception.ports.driving.access.TellingTrails;
import ca.rocketreception.ports.driving.conversation.AnsweringVisitors;
import ca.rocketreception.ports.driving.interaction.RetryingEvents;
import ca.rocketreception.ports.driving.number.ConnectingNumbers;
import ca.rocketreception.ports.driving.reconciliation.ReconcilingRecords;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the clock sets going: waiting events are tried again every ten seconds, those older than is
 * said are forgotten hourly, requests that nobody will repeat any more hourly; every few seconds,
 * chats' turns whose holders are gone are taken over, silent talks end, use is rolled up and held
 * against its caps; each time by one node, and by another within seconds when that one is gone.
 * None waits for another.
 */
public final class Jobs implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
  private static final Duration BETWEEN_RETRIES = Duration.ofSeconds(10);
  private static final Duration HOURLY = Duration.ofHours(1);
  private static final Duration BETWEEN_CHECKS = Duration.ofMinutes(10);
  private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(3);
  private static final LocalTime TELLING = LocalTime.of(10, 23);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
  private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(5);

  /** How often a node says of a job that it is still at it. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(2);

  /** After so many that did not come the node is gone, and another does the job: eight seconds. */
  private static final int MISSED_HEARTBEATS = 4;

  /** For saying that, and for looking what is due: they never wait for the work itself. */
  public static final int CONNECTIONS = 2;

  private final DataSource source;
  private final Runnable closing;
  private final Scheduler scheduler;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread starting;

  /**
   * What is done.
   *
   * @param keepEvents how long received webhooks are kept
   */
  public record Work(
      RetryingEvents events,
      CreatingOnce creating,
      AnsweringVisitors answering,
      ConnectingNumbers connecting,
      ReconcilingRecords reconciling,
      UsageLedger ledger,
      Caps caps,
      TellingTrails trails,
      Duration keepEvents,
      InstantSource clock) {

    public Work {
      requireNonNull(events, "events");
      requireNonNull(creating, "creating");
      requireNonNull(answering, "answering");
      requireNonNull(connecting, "connecting");
      requireNonNull(reconciling, "reconciling");
      requireNonNull(ledger, "ledger");
      requireNonNull(caps, "caps");
      requireNonNull(trails, "trails");
      requireNonNull(keepEvents, "keepEvents");
      requireNonNull(clock, "clock");
    }
  }

  /** Hears of each job that this node did; must not wait. */
  @FunctionalInterface
  public interface JobDone {
    void done(String job, Duration took, boolean succeeded);
  }

  /**
   * Starts them, once the database is there.
   *
   * @param source of {@link #CONNECTIONS} connections, to a database with the scheduler's table
   * @param closing closes the source, after the last job
   */
  public static Jobs start(DataSource source, Runnable closing, Work work, JobDone done) {
    return new Jobs(source, closing, tasks(work), done);
  }

  private static List<RecurringTask<?>> tasks(Work work) {
    return List.of(
        Tasks.recurring("retry-waiting-events", FixedDelay.of(BETWEEN_RETRIES))
            .execute((instance, context) -> work.events().retryWaiting()),
        Tasks.recurring("forget-old-events", FixedDelay.of(HOURLY))
            .execute((instance, context) -> work.events().forgetOlderThan(work.keepEvents())),
        Tasks.recurring("forget-old-creations", FixedDelay.of(HOURLY))
            .execute((instance, context) -> work.creating().forgetOld()),
        Tasks.recurring("forget-old-tokens", FixedDelay.of(HOURLY))
            .execute((instance, context) -> work.answering().forgetExpired()),
        Tasks.recurring("take-over-chat-turns", FixedDelay.of(BETWEEN_SWEEPS))
            .execute((instance, context) -> work.answering().takeOverLapsed()),
        Tasks.recurring("end-silent-chats", FixedDelay.of(BETWEEN_RETRIES))
            .execute((instance, context) -> work.answering().endSilent()),
        Tasks.recurring("check-numbers", FixedDelay.of(BETWEEN_CHECKS))
            .execute((instance, context) -> work.connecting().checkAll()),
        Tasks.recurring("reconcile", FixedDelay.of(HOURLY))
            .execute((instance, context) -> work.reconciling().reconcileLately()),
        Tasks.recurring("count-numbers", FixedDelay.of(HOURLY))
            .execute((instance, context) -> work.ledger().countNumbers(work.clock().instant())),
        Tasks.recurring("tell-audit-ends", Schedules.daily(ZoneOffset.UTC, TELLING))
            .execute((instance, context) -> work.trails().tell()),
        Tasks.recurring("roll-up-usage", FixedDelay.of(BETWEEN_RETRIES))
            .execute((instance, context) -> {
              OneByOne both = new OneByOne("keep the usage current");
              both.attempt("roll-ups", () -> rollUp(work.ledger()));
              both.attempt("caps", () -> work.caps().check(work.clock().instant()));
              both.end();
            }));
  }

  private static void rollUp(UsageLedger ledger) {
    boolean more = true;
    while (more) {
      more = ledger.rollUp().more();
    }
  }

  /** For tests: tasks of their own. */
  Jobs(DataSource source, Runnable closing, List<RecurringTask<?>> tasks, JobDone done) {
    this.source = source;
    this.closing = closing;
    this.scheduler =
        Scheduler.create(source)
            .tableName("scheduler.scheduled_tasks")
            // said, because finding it out needs the database, which may be away now
            .jdbcCustomization(new PostgreSqlJdbcCustomization(false, false))
            // one for each, so that none ever stands behind another
            .threads(tasks.size())
            .heartbeatInterval(HEARTBEAT)
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            .pollingInterval(BETWEEN_LOOKS)
            .shutdownMaxWait(LONGEST_GOODBYE)
            .failureLogging(LogLevel.OFF, false)
            .addSchedulerListener(new Telling(done))
            .startTasks(tasks)
            .build();
    this.starting = Thread.ofVirtual().name("jobs-start").start(this::start);
  }

  private static final class Telling extends AbstractSchedulerListener {
    private final JobDone done;

    Telling(JobDone done) {
      this.done = done;
    }

    @Override
    public void onExecutionComplete(ExecutionComplete complete) {
      // the library would log the words of what failed, which may be a caller's
      complete
          .getCause()
          .ifPresent(cause ->
              LOG.warn("The job {} failed", complete.getExecution().getTaskName(), words(cause)));
      done.done(
          complete.getExecution().getTaskName(),
          complete.getDuration(),
          complete.getResult() == ExecutionComplete.Result.OK);
    }
  }

  /** That the store is away is known, and no mistake of the job. */
  private static Throwable words(Throwable cause) {
    return cause instanceof Refusal.Unavailable away
        ? new Refusal.Unavailable(away.getMessage(), null)
        : Wordless.of(cause);
  }

  /** Waits for the database: the scheduler puts its jobs there when it starts, and only then. */
  private void start() {
    try {
      do {
        if (isThere()) {
          scheduler.start();
          return;
        }
      } while (!closed.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isThere() {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      return statement.execute("select from scheduler.scheduled_tasks limit 1");
    } catch (SQLException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      starting.join(LONGEST_GOODBYE);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    scheduler.stop();
    closing.run();
  }
}
