package ca.rocketreception.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.postgres.Database;
import ca.rocketreception.postgres.TestPostgres;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.io.BufferedReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the clock sets going, with jobs of our own. */
@Timeout(120)
class JobsTest {

  private static final String BUSY = "busy";

  /** A node in a process of its own that is at a job for ever, and says when it began. */
  static final class Node {
    private Node() {}

    public static void main(String[] arguments) throws InterruptedException {
      CountDownLatch never = new CountDownLatch(1);
      Database.Settings settings = new Database.Settings(arguments[0], TestPostgres.ROLE, "", 2);
      try (Jobs jobs =
          jobs(
              settings,
              List.of(
                  job(
                      BUSY,
                      () -> {
                        System.out.println(BUSY);
                        await(never);
                      })))) {
        assertThat(jobs).isNotNull();
        never.await();
      }
    }
  }

  private static Jobs jobs(Database.Settings settings, List<RecurringTask<?>> tasks) {
    Database database = Database.open(settings);
    Database.Pool pool = database.pool("jobs", Jobs.CONNECTIONS);
    return new Jobs(
        pool.source(),
        () -> {
          pool.close().run();
          database.close();
        },
        tasks,
        (job, took, succeeded) -> {});
  }

  private static RecurringTask<?> job(String name, Runnable work) {
    return Tasks.recurring(name, FixedDelay.of(Duration.ofSeconds(1)))
        .execute((instance, context) -> work.run());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aJobWhoseNodeIsKilledInTheMiddleIsDoneByAnotherNodeWithinSeconds() throws Exception {
    Database.Settings settings = TestPostgres.copy();
    Process node =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx96m",
                "-cp",
                System.getProperty("java.class.path"),
                Node.class.getName(),
                settings.jdbcUrl())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader words = node.inputReader()) {
      assertThat(words.lines().anyMatch(BUSY::equals)).as("at its job").isTrue();
    } finally {
      node.destroyForcibly().waitFor();
    }

    CountDownLatch done = new CountDownLatch(1);
    long killed = System.nanoTime();
    try (Jobs other = jobs(settings, List.of(job(BUSY, done::countDown)))) {
      assertThat(other).isNotNull();
      assertThat(done.await(30, TimeUnit.SECONDS)).as("taken over in time").isTrue();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(40));
  }

  @Test
  void aJobThatIsDueStandsBehindNoOtherHoweverLongThoseTake() throws Exception {
    Database.Settings settings = TestPostgres.copy();
    CountDownLatch longOnes = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(6);
    CountDownLatch swept = new CountDownLatch(2);
    List<RecurringTask<?>> tasks = new ArrayList<>();
    for (int task = 0; task < 6; task++) {
      tasks.add(
          job(
              "long " + task,
              () -> {
                begun.countDown();
                await(longOnes);
              }));
    }
    tasks.add(job("sweep", swept::countDown));
    try (Jobs jobs = jobs(settings, tasks)) {
      assertThat(jobs).isNotNull();
      assertThat(begun.await(30, TimeUnit.SECONDS)).as("all long ones at work").isTrue();
      assertThat(swept.await(30, TimeUnit.SECONDS)).as("swept meanwhile").isTrue();
      longOnes.countDown();
    }
  }
}
