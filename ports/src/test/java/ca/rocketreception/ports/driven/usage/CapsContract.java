package ca.rocketreception.ports.driven.usage;

import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.ports.driven.interaction.Recordings.aFullReport;
import static ca.rocketreception.ports.driven.interaction.Recordings.about;
import static ca.rocketreception.ports.driven.interaction.Recordings.anEvent;
import static ca.rocketreception.ports.driven.interaction.Recordings.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.usage.Cap;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.ports.driven.Together;
import ca.rocketreception.ports.driven.access.AuditTrails;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import ca.rocketreception.ports.driven.interaction.Interactions;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of caps keeps to. */
public interface CapsContract {

  SubscriberId CAPPED = aDentist().id();
  YearMonth NOVEMBER = YearMonth.of(2026, 11);

  /** An empty store of businesses, the same one during a test. */
  Subscribers subscribers();

  /** An empty store of interactions, over those businesses. */
  Interactions interactions();

  /** The ledger of them. */
  UsageLedger ledger();

  /** An empty store of caps, over all of them. */
  Caps caps();

  /** The trails of those businesses. */
  AuditTrails trails();

  private Optional<Cap> change(UnaryOperator<Optional<Cap>> change) {
    return caps()
        .change(
            CAPPED,
            Meter.VOICE_SECONDS,
            change,
            new AuditEntry(CAPPED, Instant.parse("2026-11-23T16:00:00Z"), "test", "capped", "x"));
  }

  private void put(Cap cap) {
    change(now -> Optional.of(cap));
  }

  @Test
  default void whatWasCappedStandsInTheTrailBeforeAndAfter() {
    put(cap("100", false));
    put(cap("100", false));
    put(cap("200", true));

    AuditEntry last = trails().page(CAPPED, 1, Optional.empty()).getFirst().entry();
    assertThat(last.before()).isEqualTo("VOICE_SECONDS at 100");
    assertThat(last.after()).isEqualTo("VOICE_SECONDS at 200, then forwards");
    assertThat(trails().page(CAPPED, 9, Optional.empty()))
        .filteredOn(one -> one.entry().action().equals("capped"))
        .as("what changes nothing leaves no entry")
        .hasSize(2);
  }

  @Test
  default void ofManyWhoCapWhatHasNoCapOneWins() {
    AtomicInteger won = new AtomicInteger();

    Together.run(
        8,
        place -> {
          Cap mine = cap("10" + place, false);
          try {
            change(now -> {
              if (now.isPresent()) {
                throw new Refusal.Stale("It is there", "Read it again.");
              }
              return Optional.of(mine);
            });
            won.incrementAndGet();
          } catch (Refusal.Stale late) {
            assertThat(caps().of(CAPPED)).doesNotContain(mine);
          }
        });

    assertThat(won).hasValue(1);
    assertThat(caps().of(CAPPED)).hasSize(1);
  }

  @BeforeEach
  default void storeTheDentist() {
    SubscribersContract.stored(subscribers(), aDentist());
  }

  private int checked(String now) {
    while (ledger().rollUp().more()) {
      // until all is added up
    }
    return caps().check(Instant.parse(now));
  }

  private void call(int number) {
    record(interactions(), anEvent("call_" + number, "a"), about(DENTAL_NUMBER), aFullReport());
  }

  private static Cap cap(String quantity, boolean hard) {
    return new Cap(CAPPED, Meter.VOICE_SECONDS, new BigDecimal(quantity), hard);
  }

  @Test
  default void aCapIsSetReplacedAndTakenAway() {
    put(cap("100", false));
    put(cap("200", true));

    assertThat(caps().of(CAPPED)).containsExactly(cap("200", true));
    change(now -> Optional.empty());
    change(now -> Optional.empty());
    assertThat(caps().of(CAPPED)).isEmpty();
  }

  @Test
  default void whatIsComeToIsRecordedOnce() {
    put(cap("80", false));
    assertThat(checked("2026-11-23T16:00:00Z")).isZero();
    call(1); // 64.877 s

    assertThat(checked("2026-11-23T16:01:00Z")).isEqualTo(1);
    assertThat(checked("2026-11-23T16:02:00Z")).isZero();
    call(2);
    assertThat(checked("2026-11-23T16:03:00Z")).isEqualTo(1);
    assertThat(caps().reached(CAPPED))
        .containsExactly(
            new Cap.Reached(
                NOVEMBER,
                Meter.VOICE_SECONDS,
                100,
                new BigDecimal("80"),
                new BigDecimal("129.754"),
                Instant.parse("2026-11-23T16:03:00Z")),
            new Cap.Reached(
                NOVEMBER,
                Meter.VOICE_SECONDS,
                80,
                new BigDecimal("80"),
                new BigDecimal("64.877"),
                Instant.parse("2026-11-23T16:01:00Z")));
    assertThat(caps().full()).isEmpty();
  }

  @Test
  default void thatARaisedCapIsComeToIsToldAnew() {
    put(cap("64", false));
    call(1); // 64.877 s
    assertThat(checked("2026-11-23T16:01:00Z")).isEqualTo(2);

    put(cap("100", false));
    assertThat(checked("2026-11-23T16:02:00Z")).isZero();
    call(2);
    assertThat(checked("2026-11-23T16:03:00Z")).isEqualTo(2);

    assertThat(caps().reached(CAPPED))
        .extracting(Cap.Reached::quantity, Cap.Reached::percent)
        .containsExactly(
            tuple(new BigDecimal("100"), 100),
            tuple(new BigDecimal("100"), 80),
            tuple(new BigDecimal("64"), 100),
            tuple(new BigDecimal("64"), 80));
  }

  @Test
  default void aHardCapIsFullUntilTheMonthEndsWhereTheBusinessIsOrItIsRaised() {
    put(cap("64", true));
    call(1);
    checked("2026-12-01T04:59:59Z");
    assertThat(caps().full()).isEqualTo(Map.of(CAPPED, NOVEMBER));

    checked("2026-12-01T05:00:00Z"); // Winnipeg stays at -05:00 this winter
    assertThat(caps().full()).isEmpty();

    checked("2026-11-30T05:00:00Z");
    assertThat(caps().full()).isNotEmpty();
    put(cap("65", true));
    assertThat(caps().full()).isEmpty();
    checked("2026-11-30T06:00:00Z");
    assertThat(caps().full()).isEmpty();
  }
}
