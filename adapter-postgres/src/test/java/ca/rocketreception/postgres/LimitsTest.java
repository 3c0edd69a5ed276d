package ca.rocketreception.postgres;

import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.domain.Samples.aSubscriber;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.Discrepancy;
import ca.rocketreception.domain.Limits;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.billing.PlanVersion;
import ca.rocketreception.domain.billing.Rate;
import ca.rocketreception.domain.billing.Subscription;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.OpeningHours;
import ca.rocketreception.domain.business.OwnedNumber;
import ca.rocketreception.ports.driven.billing.StatementsContract;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import ca.rocketreception.ports.driven.interaction.Reading;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No rows of one business, whoever wrote them, stop a node or another business. */
class LimitsTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final PhoneNumber CAFES = new PhoneNumber("+12045550144");

  private static final String LONG_LANGUAGE = "fr-CA-u-ca-gregory-hc-h12-nu-latn-tz-cawnp";

  /** A price with 25 tiers, and a subscription to it with 12 taxes. */
  private static final String OLD_PRICES =
      """
      insert into plan_version (plan, from_day, name, currency, base_fee)
      values ('before', '2026-01-01', 'Before', 'CAD', 99);
      insert into plan_rate (plan, from_day, meter, per, whole, included, up_to, prices)
      select 'before', '2026-01-01', 'CALLS', 1, false, 0,
             array_agg(n::numeric order by n) filter (where n < 25),
             array_agg(n::numeric order by n)
        from generate_series(1, 25) n;
      insert into tax (code, from_day, name, percent)
      select 'tax-' || n, '2026-01-01', 'Tax ' || n, 1 from generate_series(1, 12) n;
      insert into subscription (subscriber_id, from_day, plan, discount_percent, taxes)
      select '%s', '2026-11-01', 'before', 0, array_agg('tax-' || n) from generate_series(1, 12) n;
      """;

  private final Business dentist = aDentist();
  private final Business cafe =
      Business.of(aSubscriber("cafe")).with(new OwnedNumber(CAFES, false));
  private Database.Settings settings;
  private Database database;

  @BeforeEach
  void start() {
    settings = TestPostgres.copy();
    database = Database.open(settings);
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
            "update subscriber set language = repeat('x', 36) where subscriber_id = '%s'",
            "insert into subscriber (subscriber_id, slug, name, status, zone, language)"
                + " select gen_random_uuid(), 'long', 'x', status, zone, repeat('x', 36)"
                + " from subscriber where subscriber_id = '%s'",
            "update agent set language = repeat('x', 36) where subscriber_id = '%s'")) {
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
  void aLanguageFromBeforeItsLimitIsReadInShortAndKeepsNothingFromBeingChanged()
      throws SQLException {
    byHand(
        "alter table subscriber disable trigger user",
        "alter table agent disable trigger user",
        "update subscriber set language = '%s' where subscriber_id = '%s'"
            .formatted(LONG_LANGUAGE, dentist.id()),
        "update agent set language = '%s' where subscriber_id = '%s'"
            .formatted(LONG_LANGUAGE, dentist.id()),
        "alter table subscriber enable trigger user",
        "alter table agent enable trigger user",
        "update subscriber set name = 'Prairie' where subscriber_id = '%s'".formatted(dentist.id()),
        "update agent set name = 'Night' where subscriber_id = '%s'".formatted(dentist.id()));

    database.startListening();

    EventuallyTrue.within(
        SOON, () -> database.routingTables().current().owner(DENTAL_NUMBER).isPresent());
    Business read = database.subscribers().find(dentist.id()).orElseThrow();
    assertThat(database.routingTables().current().owner(DENTAL_NUMBER)).contains(read);
    assertThat(read.subscriber().language()).isEqualTo(Locale.CANADA_FRENCH);
    assertThat(read.agents())
        .isNotEmpty()
        .allSatisfy(agent -> assertThat(agent.language()).isEqualTo(Locale.CANADA_FRENCH));
    Business next = read.with(read.subscriber().suspend());
    SubscribersContract.stored(database.subscribers(), next);
    assertThat(database.subscribers().find(dentist.id())).contains(next);
  }

  @Test
  void pricesFromBeforeTheLimitsHoldAndOnlyNewOnesAreRefused() throws SQLException {
    byHand(OLD_PRICES.formatted(dentist.id()));

    PlanVersion old = database.plans().versions().getFirst();
    assertThat(old.rates().getFirst().tiers()).hasSize(25);
    assertThat(database.statements().read(dentist.id(), StatementsContract.NOVEMBER).lines())
        .as("the base fee and twelve taxes")
        .hasSize(13);
    database.plans().add(old, Samples.anEntry());
    database.plans().add(StatementsContract.clinic("2026-01-01", "99"), Samples.anEntry());
    database
        .statements()
        .finalise(
            dentist.id(),
            StatementsContract.NOVEMBER,
            StatementsContract.IN_DECEMBER,
            Samples::anEntry);
    Subscription before = database.statements().account(dentist.id()).subscriptions().getFirst();
    database.statements().subscribe(before, Samples.anEntry(dentist.id()));
    assertThatExceptionOfType(Refusal.Invalid.class)
        .isThrownBy(() ->
            database
                .plans()
                .add(
                    new PlanVersion(
                        old.plan(),
                        old.name(),
                        old.currency(),
                        LocalDate.parse("2027-01-01"),
                        old.baseFee(),
                        old.rates()),
                    Samples.anEntry()))
        .withMessageContaining("25 tiers");
    assertThatExceptionOfType(Refusal.Invalid.class)
        .isThrownBy(() -> subscribe(before.taxes(), List.of()))
        .withMessageContaining("12 taxes");
    assertThatExceptionOfType(Refusal.Invalid.class)
        .isThrownBy(() -> subscribe(List.of(), old.rates()))
        .withMessageContaining("25 tiers");
    subscribe(before.taxes().subList(0, 10), List.of());
    assertThat(database.statements().account(dentist.id()).subscriptions()).hasSize(2);
  }

  private void subscribe(List<Slug> taxes, List<Rate> rates) {
    database
        .statements()
        .subscribe(
            new Subscription(
                dentist.id(),
                LocalDate.parse("2027-01-01"),
                Optional.of(StatementsContract.CLINIC),
                Optional.empty(),
                rates,
                BigDecimal.ZERO,
                taxes),
            Samples.anEntry(dentist.id()));
  }

  @Test
  void whatWasAllowedBeforeTheLimitsOutlivesTheMigration() throws SQLException {
    byHand("drop schema public cascade; drop schema scheduler cascade; create schema public");
    Flyway.configure()
        .dataSource(settings.jdbcUrl() + "?options=-c%20rocket.scope=operator", settings.user(), "")
        .target("15")
        .load()
        .migrate();
    byHand(
        """
        insert into subscriber (subscriber_id, name, status, zone, language, slug)
        values ('%s', 'D', 'ACTIVE', 'America/Winnipeg', '%s', 'prairie-dental')
        """
            .formatted(dentist.id(), LONG_LANGUAGE),
        OLD_PRICES.formatted(dentist.id()));

    assertThat(database.migrate()).isPositive();

    byHand("update subscriber set name = 'Prairie Dental'");
    Business read = database.subscribers().find(dentist.id()).orElseThrow();
    assertThat(read.subscriber().language()).isEqualTo(Locale.CANADA_FRENCH);
    assertThat(database.statements().read(dentist.id(), StatementsContract.NOVEMBER).lines())
        .hasSize(13);
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
  void aZoneThatNobodyKnowsStopsNoCountAndNoCapOfAnother() throws SQLException {
    byHand(
        "update subscriber set zone = 'Mars/Olympus' where subscriber_id = '" + dentist.id() + "'",
        "insert into usage_cap (subscriber_id, meter, quantity, hard)"
            + " values ('%s', 'CALLS', 100, true)".formatted(dentist.id()));
    Instant now = Instant.parse("2026-05-10T12:00:00Z");

    assertThat(database.usageLedger().countNumbers(now)).isEqualTo(1);
    try (Connection connection = database.connectPatiently();
        Statement statement = connection.createStatement()) {
      statement.execute("set rocket.scope = 'operator'");
      try (ResultSet lines =
          statement.executeQuery(
              "select count(*) from usage_entry where subscriber_id = '" + cafe.id() + "'")) {
        assertThat(lines.next()).isTrue();
        assertThat(lines.getInt(1)).isEqualTo(1);
      }
    }
    assertThat(database.caps().check(now)).isZero();
    List<Discrepancy> found = new ArrayList<>();
    database.usageAudit(event -> new Reading.Nothing("not a provider's")).audit(found::add);
    assertThat(found)
        .filteredOn(one -> one.what().equals("timezone"))
        .singleElement()
        .satisfies(one -> assertThat(one.is()).contains("Mars/Olympus"));
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
