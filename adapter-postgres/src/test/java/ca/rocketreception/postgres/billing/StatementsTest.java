package ca.rocketreception.postgres.billing;

import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.ports.driven.interaction.Recordings.aFullReport;
import static ca.rocketreception.ports.driven.interaction.Recordings.about;
import static ca.rocketreception.ports.driven.interaction.Recordings.anEvent;
import static ca.rocketreception.ports.driven.interaction.Recordings.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.billing.Statement;
import ca.rocketreception.domain.billing.StatementLine;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.domain.usage.UsageEntry;
import ca.rocketreception.ports.driven.billing.Plans;
import ca.rocketreception.ports.driven.billing.Statements;
import ca.rocketreception.ports.driven.billing.StatementsContract;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.interaction.Interactions;
import ca.rocketreception.postgres.Database;
import ca.rocketreception.postgres.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementsTest implements StatementsContract {

  private Database.Settings settings;
  private Database database;

  /** Before the contract subscribes anybody. */
  StatementsTest() {
    open();
  }

  private void open() {
    settings = TestPostgres.copy();
    database = Database.open(settings);
  }

  @Override
  public Subscribers subscribers() {
    return database.subscribers();
  }

  @Override
  public Interactions interactions() {
    return database.interactions();
  }

  @Override
  public Plans plans() {
    return database.plans();
  }

  @Override
  public Statements statements() {
    return database.statements();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update statement_line set amount = 0",
        "delete from statement_line",
        "update statement set name = 'Other'",
        "update plan_version set base_fee = 1",
        "delete from subscription_rate",
        "truncate exchange_rate",
      })
  void nothingThatABillFollowsFromIsEverChanged(String sql) throws SQLException {
    statements().finalise(DENTIST, NOVEMBER, IN_DECEMBER, Samples::anEntry);
    try (Connection connection = database.connect();
        java.sql.Statement statement = connection.createStatement()) {
      statement.execute("set rocket.scope = 'operator'");
      assertThatThrownBy(() -> statement.execute(sql))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("never changed");
    }
  }

  @Test
  void manyWhoFinaliseAndRecordAtOnceCountEachLineOnceOnTwoNodes() throws Exception {
    AtomicInteger finalised = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    try (Database other = Database.open(settings);
        ExecutorService threads = Executors.newFixedThreadPool(12)) {
      List<Callable<Void>> work = new ArrayList<>();
      for (int call = 0; call < 60; call++) {
        Database node = call % 2 == 0 ? database : other;
        int number = call;
        work.add(() -> {
          record(
              node.interactions(),
              anEvent("call_" + number, "a"),
              about(DENTAL_NUMBER),
              aFullReport());
          return null;
        });
        if (call % 10 == 5) {
          work.add(() -> {
            try {
              node.statements().finalise(DENTIST, NOVEMBER, IN_DECEMBER, Samples::anEntry);
              finalised.incrementAndGet();
            } catch (Refusal.Conflict already) {
              refused.incrementAndGet();
            }
            return null;
          });
        }
      }
      for (Future<Void> done : threads.invokeAll(work)) {
        done.get();
      }
    }
    Statement december = statements().finalise(DENTIST, DECEMBER, IN_JANUARY, Samples::anEntry);

    assertThat(finalised).hasValue(1);
    assertThat(refused).hasValue(5);
    Statement november = statements().read(DENTIST, NOVEMBER);
    assertThat(
            Stream.of(november, december)
                .flatMap(one -> one.lines().stream())
                .flatMap(line -> line.used().stream())
                .filter(used -> used.meter() == Meter.CALLS)
                .mapToLong(StatementLine.Used::count)
                .sum())
        .isEqualTo(60);
    assertThat(
            IntStream.range(0, 2)
                .mapToObj(at -> entries(at == 0 ? november : december))
                .flatMap(List::stream)
                .map(UsageEntry::id))
        .hasSize(180)
        .doesNotHaveDuplicates();
  }
}
