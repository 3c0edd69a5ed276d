package ca.rocketreception.ports.driven.billing;

import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.ports.driven.interaction.Recordings.aFullReport;
import static ca.rocketreception.ports.driven.interaction.Recordings.about;
import static ca.rocketreception.ports.driven.interaction.Recordings.anEvent;
import static ca.rocketreception.ports.driven.interaction.Recordings.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.Days;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.billing.Margin;
import ca.rocketreception.domain.billing.PlanVersion;
import ca.rocketreception.domain.billing.Rate;
import ca.rocketreception.domain.billing.Rounding;
import ca.rocketreception.domain.billing.Statement;
import ca.rocketreception.domain.billing.StatementId;
import ca.rocketreception.domain.billing.StatementLine;
import ca.rocketreception.domain.billing.Subscription;
import ca.rocketreception.domain.billing.Tax;
import ca.rocketreception.domain.billing.Tier;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.Report;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.domain.usage.UsageEntry;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import ca.rocketreception.ports.driven.interaction.Interactions;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of prices and statements keeps to. */
public interface StatementsContract {

  SubscriberId DENTIST = aDentist().id();
  YearMonth NOVEMBER = YearMonth.of(2026, 11);
  YearMonth DECEMBER = YearMonth.of(2026, 12);
  Instant IN_DECEMBER = Instant.parse("2026-12-01T12:00:00Z");
  Instant IN_JANUARY = Instant.parse("2027-01-02T12:00:00Z");
  Slug CLINIC = new Slug("clinic");

  /** An empty store of businesses, the same one during a test. */
  Subscribers subscribers();

  /** An empty store of interactions, over those businesses. */
  Interactions interactions();

  /** An empty store of prices. */
  Plans plans();

  /** An empty store of statements, over all of them. */
  Statements statements();

  @BeforeEach
  default void subscribeTheDentist() {
    SubscribersContract.stored(subscribers(), aDentist());
    plans().add(clinic("2026-01-01", "99"), Samples.anEntry());
    plans().add(gst("2026-01-01", "5"), Samples.anEntry());
    statements().subscribe(onClinic("2026-11-01"), Samples.anEntry(DENTIST));
  }

  static PlanVersion clinic(String from, String baseFee) {
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

  static Tax gst(String from, String percent) {
    return new Tax(new Slug("gst"), "GST", LocalDate.parse(from), new BigDecimal(percent));
  }

  default Subscription onClinic(String from) {
    return new Subscription(
        DENTIST,
        LocalDate.parse(from),
        Optional.of(CLINIC),
        Optional.of(new BigDecimal("80")),
        List.of(Rate.flat(Meter.CALLS, "1", "0.25")),
        new BigDecimal("10"),
        List.of(new Slug("gst")));
  }

  default void call(int number) {
    record(interactions(), anEvent("call_" + number, "a"), about(DENTAL_NUMBER), aFullReport());
  }

  static StatementId note(int number) {
    return new StatementId(new UUID(7, number));
  }

  @Test
  default void whatProvidersChargedIsToldByDayAndOfHowManyItIsUnknown() {
    call(1);
    record(
        interactions(),
        anEvent("call_2", "a"),
        about(DENTAL_NUMBER),
        new Report(
            Details.none()
                .tell(Detail.STATUS, InteractionStatus.ENDED, Stage.ENDED)
                .tell(Detail.STARTED_AT, Instant.parse("2026-11-23T16:00:00Z"), Stage.ENDED),
            Optional.empty()));

    Margin.Costs costs =
        statements()
            .costs(DENTIST, new Days(LocalDate.parse("2026-11-01"), LocalDate.parse("2026-12-01")));

    assertThat(costs.without()).isEqualTo(1);
    assertThat(costs.cents()).containsOnlyKeys(LocalDate.parse("2026-11-23"));
    assertThat(costs.cents().get(LocalDate.parse("2026-11-23"))).isPositive();
  }

  @Test
  default void whatAStatementFollowsFromComesBackAsItWasStored() {
    assertThat(plans().versions()).containsExactly(clinic("2026-01-01", "99"));
    assertThat(plans().taxes()).containsExactly(gst("2026-01-01", "5"));
    assertThat(statements().account(DENTIST).subscriptions())
        .containsExactly(onClinic("2026-11-01"));
  }

  @Test
  default void aDraftGrowsWithTheUseAndAFinalStatementStaysAsItWas() {
    assertThat(statements().read(DENTIST, NOVEMBER).total().text()).isEqualTo("75.60");
    call(1); // 64.877 s count 66, 60 are included: a tenth of a minute for 0.02, and 0.25
    call(2); // 132 s: a minute of 0.20, a fifth of one of 0.15
    Statement draft = statements().read(DENTIST, NOVEMBER);

    Statement last = statements().finalise(DENTIST, NOVEMBER, IN_DECEMBER, Samples::anEntry);
    call(3);

    assertThat(draft.lines().stream().map(line -> line.amount().toPlainString()))
        .containsExactly("80.00", "0.23", "0.00", "0.50", "-8.07", "3.63");
    assertThat(last.lines()).isEqualTo(draft.lines());
    assertThat(statements().read(DENTIST, NOVEMBER)).isEqualTo(last);
    assertThat(statements().issued(DENTIST)).containsExactly(last);
  }

  @Test
  default void whatComesAfterAStatementIsFinalStandsOnTheNextAlone() {
    call(1);
    Statement november = statements().finalise(DENTIST, NOVEMBER, IN_DECEMBER, Samples::anEntry);
    call(2);
    Statement december = statements().finalise(DENTIST, DECEMBER, IN_JANUARY, Samples::anEntry);

    assertThat(entries(november)).hasSize(3).doesNotContainAnyElementsOf(entries(december));
    assertThat(entries(december)).hasSize(3);
    assertThat(december.lines())
        .filteredOn(line -> line.kind() == StatementLine.Kind.LATE_USAGE)
        .extracting(line -> line.amount().toPlainString())
        .containsExactly("0.21", "0.00", "0.25"); // 0.23 together, 0.02 for the first
  }

  @Test
  default void whatIsFinalIsNotFinalisedAgainNorTheFutureNorOutOfOrder() {
    assertThatThrownBy(() ->
            statements()
                .finalise(
                    DENTIST, NOVEMBER, Instant.parse("2026-12-01T04:59:00Z"), Samples::anEntry))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("not over");
    assertThatThrownBy(() -> statements().finalise(DENTIST, DECEMBER, IN_JANUARY, Samples::anEntry))
        .hasMessageContaining("2026-11");
    statements()
        .finalise(DENTIST, NOVEMBER, Instant.parse("2026-12-01T05:00:00Z"), Samples::anEntry);
    assertThatThrownBy(
            () -> statements().finalise(DENTIST, NOVEMBER, IN_DECEMBER, Samples::anEntry))
        .hasMessageContaining("final already");
    assertThat(statements().issued(DENTIST)).hasSize(1);
  }

  @Test
  default void pricesAreFollowedAndNeverChanged() {
    plans().add(clinic("2026-01-01", "99.00"), Samples.anEntry());
    assertThatThrownBy(() -> plans().add(clinic("2026-01-01", "98"), Samples.anEntry()))
        .isInstanceOf(Refusal.Conflict.class);
    assertThatThrownBy(() -> plans().add(clinic("2025-12-01", "98"), Samples.anEntry()))
        .isInstanceOf(Refusal.Conflict.class);
    assertThatThrownBy(() -> plans().add(gst("2026-01-01", "6"), Samples.anEntry()))
        .isInstanceOf(Refusal.Conflict.class);
    statements().finalise(DENTIST, NOVEMBER, IN_DECEMBER, Samples::anEntry);
    assertThatThrownBy(() -> plans().add(clinic("2026-11-30", "98"), Samples.anEntry()))
        .hasMessageContaining("-2026-11");
    assertThatThrownBy(() -> plans().add(gst("2026-11-30", "6"), Samples.anEntry()))
        .hasMessageContaining("-2026-11");
    plans().add(gst("2026-12-01", "6"), Samples.anEntry());
    plans().add(clinic("2026-12-01", "98"), Samples.anEntry());
    statements().subscribe(onClinic("2026-11-01"), Samples.anEntry(DENTIST));
    assertThatThrownBy(
            () -> statements().subscribe(onClinic("2026-11-20"), Samples.anEntry(DENTIST)))
        .isInstanceOf(Refusal.Conflict.class);
    assertThat(plans().versions()).hasSize(2);
  }

  @Test
  default void aCreditNoteGivesBackOnceWhatItGives() {
    call(1);
    Statement november = statements().finalise(DENTIST, NOVEMBER, IN_DECEMBER, Samples::anEntry);
    Statement note =
        statements()
            .credit(
                DENTIST,
                NOVEMBER,
                note(1),
                new BigDecimal("10"),
                "An outage",
                IN_DECEMBER,
                Samples::anEntry);

    assertThat(
            statements()
                .credit(
                    DENTIST,
                    NOVEMBER,
                    note(1),
                    new BigDecimal("10"),
                    "Again",
                    IN_DECEMBER,
                    Samples::anEntry))
        .isEqualTo(note);
    assertThat(note.total().text()).isEqualTo("-10.50");
    assertThat(statements().issued(DENTIST)).containsExactly(november, note);
    assertThat(statements().read(DENTIST, NOVEMBER)).isEqualTo(november);
    assertThatThrownBy(() ->
            statements()
                .credit(
                    DENTIST,
                    NOVEMBER,
                    note(2),
                    new BigDecimal("63"),
                    "More",
                    IN_DECEMBER,
                    Samples::anEntry))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("63");
  }

  default List<UsageEntry> entries(Statement statement) {
    List<UsageEntry> all = new ArrayList<>();
    for (StatementLine line : statement.lines()) {
      List<UsageEntry> page = statements().entries(statement, line, 1, Optional.empty());
      while (!page.isEmpty()) {
        all.addAll(page);
        page = statements().entries(statement, line, 1, Optional.of(page.getLast().id()));
      }
    }
    return all;
  }
}
