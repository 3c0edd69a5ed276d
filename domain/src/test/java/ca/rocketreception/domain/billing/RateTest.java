package ca.rocketreception.domain.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.domain.usage.UsageEntry;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateTest {

  private static final Share WHOLE = new Share(0, 30, 30);

  @ParameterizedTest
  @CsvSource({
    "1, 1, 0.001, 1", "1, 1, 64.877, 65", "1, 1, 65, 65", "6, 6, 0.5, 6", "6, 6, 6.001, 12",
    "30, 6, 1, 30", "30, 6, 30, 30", "30, 6, 30.001, 36", "30, 6, 41, 42", "60, 60, 60, 60",
    "60, 60, 60.001, 120", "10, 60, 11, 70", "30, 6, 0, 0"
  })
  void aCallCountsAtLeastTheMinimumAndThenInStartedSteps(
      int minimum, int increment, BigDecimal seconds, BigDecimal counted) {
    assertThat(new Rounding(minimum, increment).counted(seconds)).isEqualByComparingTo(counted);
  }

  private static Tally calls(String... seconds) {
    Map<BigDecimal, Long> sources = new HashMap<>();
    for (String each : seconds) {
      sources.merge(UsageEntry.plain(new BigDecimal(each)), 1L, Long::sum);
    }
    return new Tally(Meter.VOICE_SECONDS, sources);
  }

  private static Rate voice(String included, Tier... tiers) {
    return new Rate(
        Meter.VOICE_SECONDS,
        new BigDecimal("60"),
        false,
        Optional.of(new Rounding(30, 6)),
        new BigDecimal(included),
        List.of(tiers));
  }

  private static Tier upTo(String end, String price) {
    return new Tier(Optional.of(new BigDecimal(end)), new BigDecimal(price));
  }

  private static Tier then(String price) {
    return Tier.open(new BigDecimal(price));
  }

  @Test
  void eachCallIsRoundedByItselfAndTheSumOnce() {
    // 12 s counts 30, 41 s counts 42, 100 s counts 102: 174 s are 2.9 minutes of 0.15
    assertThat(voice("0", then("0.15")).amount(calls("12", "41", "100"), WHOLE, 2))
        .isEqualByComparingTo("0.44");
  }

  @Test
  void whatIsIncludedIsFreeAndTiersAreGraduated() {
    // 600 s less 60 are 9 minutes: 5 of 0.20, 4 of 0.10
    assertThat(voice("60", upTo("5", "0.20"), then("0.10")).amount(calls("600"), WHOLE, 2))
        .isEqualByComparingTo("1.40");
  }

  @Test
  void ofAPartOfTheMonthThatPartIsIncludedAndTheTiersEndSooner() {
    // a third of the month: of 324 s 20 are included, 5/3 minutes cost 0.30, the other 204 s 0.10
    assertThat(
            voice("60", upTo("5", "0.30"), then("0.10"))
                .amount(calls("320"), new Share(3, 10, 30), 2))
        .isEqualByComparingTo("0.84");
  }

  @Test
  void aPackageThatIsStartedIsPaidWhole() {
    Rate packages =
        new Rate(
            Meter.CHAT_MESSAGES,
            new BigDecimal("100"),
            true,
            Optional.empty(),
            new BigDecimal("50"),
            List.of(then("5")));
    Map<BigDecimal, Long> sources = Map.of(new BigDecimal("251"), 1L);

    assertThat(packages.amount(new Tally(Meter.CHAT_MESSAGES, sources), WHOLE, 2))
        .isEqualByComparingTo("15");
    assertThat(packages.words()).isEqualTo("5 for each started 100 messages");
  }

  @Test
  void aRateThatCannotBeIsRefusedWithTheCure() {
    assertThatThrownBy(() -> then("-0.01"))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("-0.01");
    assertThatThrownBy(() -> voice("-1", then("1"))).isInstanceOf(Refusal.Invalid.class);
    assertThatThrownBy(() -> voice("0")).isInstanceOf(Refusal.Invalid.class);
    assertThatThrownBy(() -> voice("0", then("1"), then("2"))).isInstanceOf(Refusal.Invalid.class);
    assertThatThrownBy(() -> voice("0", upTo("5", "1"))).isInstanceOf(Refusal.Invalid.class);
    assertThatThrownBy(() -> voice("0", upTo("5", "1"), upTo("5", "2"), then("3")))
        .isInstanceOf(Refusal.Invalid.class);
    assertThatThrownBy(() -> Rate.flat(Meter.PROVIDER_COST, "1", "1"))
        .hasMessageContaining("PROVIDER_COST");
    assertThatThrownBy(() -> Rate.flat(Meter.CALLS, "0", "1")).isInstanceOf(Refusal.Invalid.class);
    assertThatThrownBy(() ->
            new Rate(
                Meter.CALLS,
                BigDecimal.ONE,
                false,
                Optional.of(Rounding.PER_SECOND),
                BigDecimal.ZERO,
                List.of(then("1"))))
        .hasMessageContaining("CALLS");
    assertThatThrownBy(() -> new Rounding(0, 6)).isInstanceOf(Refusal.Invalid.class);
  }

  /** Second by second, unit by unit: slow, and hard to get wrong. */
  private static BigDecimal naive(
      List<Integer> seconds, int minimum, int step, int included, int tierEnds, int days, int of) {
    int counted = 0;
    for (int call : seconds) {
      int time = call == 0 ? 0 : minimum;
      while (time < call && call > 0) {
        time += step;
      }
      counted += time;
    }
    BigDecimal cents = BigDecimal.ZERO;
    // in parts of a second, as many as the month has days; 6 a second in the first tier, then 3
    for (long part = (long) included * days; part < (long) counted * of; part++) {
      boolean first = part - (long) included * days < (long) tierEnds * 60 * days;
      cents = cents.add(BigDecimal.valueOf(first ? 6 : 3));
    }
    return cents
        .divide(BigDecimal.valueOf(of), 20, RoundingMode.HALF_UP)
        .movePointLeft(1)
        .divide(BigDecimal.valueOf(60), 2, RoundingMode.HALF_UP);
  }

  @Property(tries = 300)
  void itComesToWhatCountingPartsOfSecondsComesTo(
      @ForAll @Size(max = 8) List<@IntRange(max = 200) Integer> seconds,
      @ForAll @IntRange(min = 1, max = 60) int minimum,
      @ForAll @IntRange(min = 1, max = 60) int step,
      @ForAll @IntRange(max = 20) int includedMinutes,
      @ForAll @IntRange(min = 1, max = 5) int tierEnds,
      @ForAll @IntRange(min = 1, max = 30) int days) {
    Rate rate =
        new Rate(
            Meter.VOICE_SECONDS,
            new BigDecimal("60"),
            false,
            Optional.of(new Rounding(minimum, step)),
            BigDecimal.valueOf(includedMinutes * 30L),
            List.of(upTo(String.valueOf(tierEnds), "0.6"), then("0.3")));
    Map<BigDecimal, Long> sources = new HashMap<>();
    seconds.stream()
        .filter(each -> each > 0)
        .forEach(each -> sources.merge(UsageEntry.plain(BigDecimal.valueOf(each)), 1L, Long::sum));

    assertThat(rate.amount(new Tally(Meter.VOICE_SECONDS, sources), new Share(0, days, 30), 2))
        .isEqualByComparingTo(
            naive(seconds, minimum, step, includedMinutes * 30, tierEnds, days, 30));
  }

  @Property
  void howeverAMonthIsPartedItsPartsAddUpToTheWhole(
      @ForAll @IntRange(max = 1_000_000) int cents,
      @ForAll @IntRange(min = 28, max = 31) int of,
      @ForAll @Size(max = 6) List<@IntRange(min = 1, max = 27) Integer> cuts) {
    BigDecimal monthly = BigDecimal.valueOf(cents, 2);
    List<Integer> ends = new ArrayList<>(cuts.stream().distinct().sorted().toList());
    ends.add(of);
    BigDecimal sum = BigDecimal.ZERO;
    int before = 0;
    for (int end : ends) {
      sum = sum.add(new Share(before, end - before, of).of(monthly, 2));
      before = end;
    }

    assertThat(sum).isEqualByComparingTo(monthly);
  }
}
