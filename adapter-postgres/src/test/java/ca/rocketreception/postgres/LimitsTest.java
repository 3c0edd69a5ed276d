package ca.rocketreception.postgres;

import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.domain.Samples.aSubscriber;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.Business;
import ca.rocketreception.domain.Limits;
import ca.rocketreception.domain.OpeningHours;
import ca.rocketreception.domain.OwnedNumber;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.ports.driven.SubscribersContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No rows of one business, whoever wrote them, stop a node or another business. */
class LimitsTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final PhoneNumber CAFES = new PhoneNumber("+12045550144");

  private final Business dentist = aDentist();
  private final Business cafe =
      Business.of(aSubscriber("cafe")).with(new OwnedNumber(CAFES, false));
  private Database database;

  @BeforeEach
  void start() {
    database = Database.open(TestPostgres.copy());
    SubscribersContract.stored(database.subscribers(), dentist);
    SubscribersContract.stored(database.subscribers(), cafe);
  }

  @AfterEach
  void stop() {
    database.close();
  }

  @Test
  void whoeverAddsRowsBeyondALimitByHandIsRefused() {
    for (String beyond :
        List.of(
            "insert into fact (subscriber_id, id, topic, text)"
                + " select '%s', gen_random_uuid(), 'topic ' || i, 'x' from generate_series(1, 2001) i",
            "insert into holiday (subscriber_id, id, day, name)"
                + " select '%s', gen_random_uuid(), date '2026-01-01' + i, 'x'"
                + " from generate_series(1, 501) i",
            "insert into opening_hours (subscriber_id, id, weekday, opens_at, closes_at)"
                + " select '%s', gen_random_uuid(), 6, time '00:00' + i * interval '1 minute', '00:00'"
                + " from generate_series(1, 169) i",
            "insert into blocked_caller (subscriber_id, id, number_e164, reason)"
                + " select '%s', gen_random_uuid(), '+1204' || lpad(i::text, 7, '0'), 'x'"
                + " from generate_series(1, 2001) i",
            "update subscriber set language = repeat('x', 36) where subscriber_id = '%s'")) {
      assertThatThrownBy(() -> byHand(beyond.formatted(dentist.id())))
          .isInstanceOf(SQLException.class)
          .satisfies(
              failure -> assertThat(((SQLException) failure).getSQLState()).isEqualTo("23514"));
    }
  }

  @Test
  void whatWasThereBeforeTheLimitsIsReadUpToThemAndReported() throws SQLException {
    byHand(
        "alter table fact disable trigger few",
        "alter table opening_hours disable trigger few",
        "insert into fact (subscriber_id, id, topic, text)"
            + " select '%s', gen_random_uuid(), 'topic ' || i, repeat('x', 4000)"
                .formatted(dentist.id())
            + " from generate_series(1, 20000) i",
        "insert into opening_hours (subscriber_id, id, weekday, opens_at, closes_at)"
            + " select '%s', gen_random_uuid(), 6, time '00:00' + i * interval '1 second', '00:00'"
                .formatted(dentist.id())
            + " from generate_series(1, 15000) i",
        "alter table fact enable trigger few",
        "alter table opening_hours enable trigger few");

    database.startListening();

    EventuallyTrue.within(
        SOON, () -> database.routingTables().current().owner(DENTAL_NUMBER).isPresent());
    assertThat(database.routingTables().current().owner(CAFES)).contains(cafe);
    Business read = database.routingTables().current().owner(DENTAL_NUMBER).orElseThrow();
    assertThat(read.hours()).hasSize(Limits.MAX_HOURS);
    assertThat(read.facts().stream().mapToInt(fact -> fact.text().length()).sum())
        .isLessThan(Limits.MAX_BUSINESS_SIZE);
    assertThat(database.routingTables().incomplete()).isEqualTo(1);
  }

  @Test
  void anotherWeekTakesAwayAlsoTheHoursThatWereBeyondTheLimits() throws SQLException {
    byHand(
        "alter table opening_hours disable trigger few",
        "insert into opening_hours (subscriber_id, id, weekday, opens_at, closes_at)"
            + " select '%s', gen_random_uuid(), 6, time '00:00' + i * interval '1 second', '00:00'"
                .formatted(dentist.id())
            + " from generate_series(1, 1000) i",
        "alter table opening_hours enable trigger few");
    List<OpeningHours> week =
        List.of(new OpeningHours(DayOfWeek.MONDAY, LocalTime.of(9, 0), LocalTime.of(17, 0)));

    SubscribersContract.stored(database.subscribers(), dentist.withHours(week));

    assertThat(database.subscribers().find(dentist.id()).orElseThrow().hours()).isEqualTo(week);
  }

  @Test
  void aBusinessThatCannotBeReadStaysAsItWasAndKeepsNobodyElseFromBeingRead() throws SQLException {
    database.startListening();
    EventuallyTrue.within(
        SOON, () -> database.routingTables().current().owner(DENTAL_NUMBER).isPresent());

    byHand(
        "update subscriber set zone = 'Mars/Olympus' where subscriber_id = '" + dentist.id() + "'");
    SubscribersContract.stored(database.subscribers(), cafe.with(cafe.subscriber().suspend()));

    EventuallyTrue.within(
        SOON,
        () ->
            database
                .routingTables()
                .current()
                .owner(CAFES)
                .filter(business -> !business.subscriber().isActive())
                .isPresent());
    EventuallyTrue.within(SOON, () -> database.routingTables().incomplete() == 1);
    assertThat(database.routingTables().current().owner(DENTAL_NUMBER)).contains(dentist);
    assertThatExceptionOfType(Refusal.Conflict.class)
        .isThrownBy(() -> database.subscribers().find(dentist.id()))
        .withMessageContaining("Mars/Olympus");
    assertThat(database.subscribers().page(10, Optional.empty()).items())
        .extracting(one -> one.subscriber().slug().value())
        .containsExactly("cafe");
  }

  @Test
  void aScheduleWithoutHoursKeepsNoOtherSwitchFromBeingRead() throws SQLException {
    byHand(
        "insert into reception_switch (subscriber_id, mode) values ('%s', 'SCHEDULE'), ('%s', 'OFF')"
            .formatted(dentist.id(), cafe.id()));

    assertThat(database.receptionSwitches().all()).containsOnlyKeys(cafe.id());
  }

  private void byHand(String... statements) throws SQLException {
    try (Connection connection = database.connectPatiently();
        Statement statement = connection.createStatement()) {
      statement.execute("set rocket.scope = 'operator'");
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
