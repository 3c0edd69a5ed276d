package ca.rocketreception.postgres;

import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.ports.driven.Recordings.aFullReport;
import static ca.rocketreception.ports.driven.Recordings.about;
import static ca.rocketreception.ports.driven.Recordings.anEvent;
import static ca.rocketreception.ports.driven.Recordings.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.Meter;
import ca.rocketreception.domain.PlanVersion;
import ca.rocketreception.domain.Rate;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Rounding;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.Statement;
import ca.rocketreception.domain.StatementLine;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.Subscription;
import ca.rocketreception.domain.Tax;
import ca.rocketreception.domain.Tier;
import ca.rocketreception.domain.UsageEntry;
import ca.rocketreception.ports.driven.Statements;
import ca.rocketreception.ports.driven.SubscribersContract;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementsTest {

  private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
  private static final YearMonth DECEMBER = YearMonth.of(2026, 12);
  private static final Instant IN_DECEMBER = Instant.parse("2026-12-01T12:00:00Z");
  private static final Instant IN_JANUARY = Instant.parse("2027-01-02T12:00:00Z");
  private static final Slug CLINIC = new Slug("clinic");

  private Database.Settings settings;
  private Database database;
  private Statements statements;
  private SubscriberId dentist;

  @BeforeEach
  void open() {
    settings = TestPostgres.copy();
    database = Database.open(settings);
    statements = database.statements();
    SubscribersContract.stored(database.subscribers(), aDentist());
    dentist = aDentist().id();
    database.plans().add(clinic("2026-01-01", "99"));
    database.plans().add(gst("2026-01-01", "5"));
    statements.subscribe(onClinic("2026-11-01"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static PlanVersion clinic(String from, String baseFee) {
    return new PlanVersion(
        CLINIC,
        "Clinic",
        Currency.getInstance("CAD"),
        LocalDate.parse(from),
        new BigDecimal(baseFee),
        List.of(
            new Rate(
                Meter.VOICE_SECONDS,
                new BigDecimal("60"),
                false,
                Optional.of(new Rounding(30, 6)),
                new BigDecimal("60"),
                List.of(
                    new Tier(Optional.of(new BigDecimal("1")), new BigDecimal("0.20")),
                    Tier.open(new BigDecimal("0.15")))),
            Rate.flat(Meter.TAKEN_MESSAGES, "1", "0.50")));
  }

  private static Tax gst(String from, String percent) {
    return new Tax(new Slug("gst"), "GST", LocalDate.parse(from), new BigDecimal(percent));
  }

  private Subscription onClinic(String from) {
    return new Subscription(
        dentist,
        LocalDate.parse(from),
        Optional.of(CLINIC),
        Optional.of(new BigDecimal("80")),
        List.of(Rate.flat(Meter.CALLS, "1", "0.25")),
        new BigDecimal("10"),
        List.of(new Slug("gst")));
  }

  private void call(int number) {
    record(
        database.interactions(),
        anEvent("call_" + number, "a"),
        about(DENTAL_NUMBER),
        aFullReport());
  }

  @Test
  void whatAStatementFollowsFromComesBackAsItWasStored() {
    assertThat(database.plans().versions()).containsExactly(clinic("2026-01-01", "99"));
    assertThat(database.plans().taxes()).containsExactly(gst("2026-01-01", "5"));
    assertThat(statements.account(dentist).subscriptions()).containsExactly(onClinic("2026-11-01"));
  }

  @Test
  void aDraftGrowsWithTheUseAndAFinalStatementStaysAsItWas() {
    assertThat(statements.read(dentist, NOVEMBER).total().text()).isEqualTo("75.60");
    call(1); // 64.877 s count 66, 60 are included: a tenth of a minute for 0.02, and 0.25
    call(2); // 132 s: a minute of 0.20, a fifth of one of 0.15
    Statement draft = statements.read(dentist, NOVEMBER);

    Statement last = statements.finalise(dentist, NOVEMBER, IN_DECEMBER);
    call(3);

    assertThat(draft.lines().stream().map(line -> line.amount().toPlainString()))
        .containsExactly("80.00", "0.23", "0.00", "0.50", "-8.07", "3.63");
    assertThat(last.lines()).isEqualTo(draft.lines());
    assertThat(statements.read(dentist, NOVEMBER)).isEqualTo(last);
    assertThat(statements.issued(dentist)).containsExactly(last);
  }

  @Test
  void whatComesAfterAStatementIsFinalStandsOnTheNextAlone() {
    call(1);
    Statement november = statements.finalise(dentist, NOVEMBER, IN_DECEMBER);
    call(2);
    Statement december = statements.finalise(dentist, DECEMBER, IN_JANUARY);

    assertThat(entries(november)).hasSize(3).doesNotContainAnyElementsOf(entries(december));
    assertThat(entries(december)).hasSize(3);
    assertThat(december.lines())
        .filteredOn(line -> line.kind() == StatementLine.Kind.LATE_USAGE)
        .extracting(line -> line.amount().toPlainString())
        .containsExactly("0.21", "0.00", "0.25"); // 0.23 together, 0.02 for the first
  }

  private List<UsageEntry> entries(Statement statement) {
    List<UsageEntry> all = new ArrayList<>();
    for (StatementLine line : statement.lines()) {
      List<UsageEntry> page = statements.entries(statement, line, 1, Optional.empty());
      while (!page.isEmpty()) {
        all.addAll(page);
        page = statements.entries(statement, line, 1, Optional.of(page.getLast().id()));
      }
    }
    return all;
  }

  @Test
  void whatIsFinalIsNotFinalisedAgainNorTheFutureNorOutOfOrder() {
    assertThatThrownBy(
            () -> statements.finalise(dentist, NOVEMBER, Instant.parse("2026-12-01T05:59:00Z")))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("not over");
    assertThatThrownBy(() -> statements.finalise(dentist, DECEMBER, IN_JANUARY))
        .hasMessageContaining("2026-11");
    statements.finalise(dentist, NOVEMBER, Instant.parse("2026-12-01T06:00:00Z"));
    assertThatThrownBy(() -> statements.finalise(dentist, NOVEMBER, IN_DECEMBER))
        .hasMessageContaining("final already");
    assertThat(statements.issued(dentist)).hasSize(1);
  }

  @Test
  void pricesAreFollowedAndNeverChanged() {
    database.plans().add(clinic("2026-01-01", "99.00"));
    assertThatThrownBy(() -> database.plans().add(clinic("2026-01-01", "98")))
        .isInstanceOf(Refusal.Conflict.class);
    assertThatThrownBy(() -> database.plans().add(clinic("2025-12-01", "98")))
        .isInstanceOf(Refusal.Conflict.class);
    assertThatThrownBy(() -> database.plans().add(gst("2026-01-01", "6")))
        .isInstanceOf(Refusal.Conflict.class);
    statements.finalise(dentist, NOVEMBER, IN_DECEMBER);
    assertThatThrownBy(() -> database.plans().add(clinic("2026-11-30", "98")))
        .hasMessageContaining("-2026-11");
    database.plans().add(clinic("2026-12-01", "98"));
    statements.subscribe(onClinic("2026-11-01"));
    assertThatThrownBy(() -> statements.subscribe(onClinic("2026-11-20")))
        .isInstanceOf(Refusal.Conflict.class);
    assertThat(database.plans().versions()).hasSize(2);
  }

  @Test
  void aCreditNoteGivesBackOnceWhatItGives() {
    call(1);
    Statement november = statements.finalise(dentist, NOVEMBER, IN_DECEMBER);
    Statement note =
        statements.credit(dentist, NOVEMBER, new BigDecimal("10"), "An outage", IN_DECEMBER);

    assertThat(note.total().text()).isEqualTo("-10.50");
    assertThat(statements.issued(dentist)).containsExactly(november, note);
    assertThat(statements.read(dentist, NOVEMBER)).isEqualTo(november);
    assertThatThrownBy(
            () -> statements.credit(dentist, NOVEMBER, new BigDecimal("63"), "More", IN_DECEMBER))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("63");
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
    statements.finalise(dentist, NOVEMBER, IN_DECEMBER);
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
              node.statements().finalise(dentist, NOVEMBER, IN_DECEMBER);
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
    Statement december = statements.finalise(dentist, DECEMBER, IN_JANUARY);

    assertThat(finalised).hasValue(1);
    assertThat(refused).hasValue(5);
    Statement november = statements.read(dentist, NOVEMBER);
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
