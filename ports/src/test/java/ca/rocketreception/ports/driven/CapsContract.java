package ca.rocketreception.ports.driven;

import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.ports.driven.Recordings.aFullReport;
import static ca.rocketreception.ports.driven.Recordings.about;
import static ca.rocketreception.ports.driven.Recordings.anEvent;
import static ca.rocketreception.ports.driven.Recordings.record;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Cap;
import ca.rocketreception.domain.Meter;
import ca.rocketreception.domain.SubscriberId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Map;
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
    caps().put(cap("100", false));
    caps().put(cap("200", true));

    assertThat(caps().of(CAPPED)).containsExactly(cap("200", true));
    caps().remove(CAPPED, Meter.VOICE_SECONDS);
    caps().remove(CAPPED, Meter.VOICE_SECONDS);
    assertThat(caps().of(CAPPED)).isEmpty();
  }

  @Test
  default void whatIsComeToIsRecordedOnce() {
    caps().put(cap("80", false));
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
  default void aHardCapIsFullUntilTheMonthEndsWhereTheBusinessIsOrItIsRaised() {
    caps().put(cap("64", true));
    call(1);
    checked("2026-12-01T05:59:59Z");
    assertThat(caps().full()).isEqualTo(Map.of(CAPPED, NOVEMBER));

    checked("2026-12-01T06:00:00Z");
    assertThat(caps().full()).isEmpty();

    checked("2026-11-30T06:00:00Z");
    assertThat(caps().full()).isNotEmpty();
    caps().put(cap("65", true));
    assertThat(caps().full()).isEmpty();
    checked("2026-11-30T06:00:00Z");
    assertThat(caps().full()).isEmpty();
  }
}
