package ca.rocketreception.domain.billing;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Limits;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.domain.usage.UsageEntry;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a month's use by one meter costs. One tier is a price per unit; several are graduated: each
 * unit costs what its tier says. A package is a unit of many of which a started one is whole.
 *
 * @param per how many of the meter's units one priced unit is: 60 for a price per minute of voice
 * @param whole whether a started unit costs as much as a whole one
 * @param rounding how long each call counts; present for meters of time, and for them alone
 * @param included how much of a month is free, in the meter's unit
 * @param tiers at least one, each beginning where the one before ends, the last without an end;
 *     counted in priced units beyond those that are included
 */
public record Rate(
    Meter meter,
    BigDecimal per,
    boolean whole,
    Optional<Rounding> rounding,
    BigDecimal included,
    List<Tier> tiers) {

  public Rate {
    requireNonNull(meter, "meter");
    requireNonNull(rounding, "rounding");
    tiers = List.copyOf(tiers);
    if (!meter.billable()) {
      throw new Refusal.Invalid(
          "meter",
          meter + " makes the margin and is on no statement",
          "Leave its rate out, or name another meter.");
    }
    if (per == null || per.signum() <= 0) {
      throw new Refusal.Invalid(
          "per",
          "A price for " + Refusal.shown(per) + " of " + meter + " is none",
          "Say how many " + meter.unit() + "s the price is for, such as 1, or 60 for a minute.");
    }
    if (included == null || included.signum() < 0) {
      throw new Refusal.Invalid(
          "included",
          Refusal.shown(included) + " " + meter.unit() + "s cannot be included",
          "Give 0 or more.");
    }
    if (rounding.isPresent() != meter.timed()) {
      throw new Refusal.Invalid(
          "rounding",
          meter + (meter.timed() ? " needs a rounding" : " counts no time and has no rounding"),
          "Give minimumSeconds and incrementSeconds to VOICE_SECONDS and TRANSFER_SECONDS alone.");
    }
    per = UsageEntry.plain(per);
    included = UsageEntry.plain(included);
    followEachOther(meter, tiers);
  }

  /**
   * Refuses more tiers than a price may have from now on. One that was added before there was a
   * limit never changes, and is read and charged by as it is.
   */
  void requireFewTiers() {
    Limits.check("tiers", tiers, Limits.MAX_TIERS);
  }

  private static void followEachOther(Meter meter, List<Tier> tiers) {
    BigDecimal from = BigDecimal.ZERO;
    for (int place = 0; place < tiers.size(); place++) {
      boolean last = place == tiers.size() - 1;
      Optional<BigDecimal> upTo = tiers.get(place).upTo();
      if (last ? upTo.isPresent() : upTo.isEmpty() || upTo.get().compareTo(from) <= 0) {
        throw notInOrder(meter);
      }
      from = upTo.orElse(from);
    }
    if (tiers.isEmpty()) {
      throw notInOrder(meter);
    }
  }

  private static Refusal notInOrder(Meter meter) {
    return new Refusal.Invalid(
        "tiers",
        "The tiers of " + meter + " do not follow each other",
        "Give at least one; each but the last with an upTo above the one before, the last without.");
  }

  /** A price for each of the meter's units, or for so many of them, with nothing included. */
  public static Rate flat(Meter meter, String per, String price) {
    return new Rate(
        meter,
        new BigDecimal(per),
        false,
        meter.timed() ? Optional.of(Rounding.PER_SECOND) : Optional.empty(),
        BigDecimal.ZERO,
        List.of(Tier.open(new BigDecimal(price))));
  }

  /** In the meter's unit: what some days of a month have free. */
  public BigDecimal included(Share share) {
    return share.of(included, 6);
  }

  /**
   * What the use of some days of a month costs. What is included and where the tiers end is parted
   * by the days. Exact until it is rounded once, half up.
   *
   * @param decimals those of the currency
   */
  public BigDecimal amount(Tally tally, Share share, int decimals) {
    BigDecimal beyond = tally.counted(rounding).subtract(included(share)).max(BigDecimal.ZERO);
    BigDecimal used = whole ? beyond.divide(per, 0, RoundingMode.CEILING).multiply(per) : beyond;
    // in meter's units times days of the month, so that nothing is divided before the end
    BigDecimal scale = BigDecimal.valueOf(share.of());
    BigDecimal left = used.multiply(scale);
    BigDecimal from = BigDecimal.ZERO;
    BigDecimal cost = BigDecimal.ZERO;
    for (Tier tier : tiers) {
      BigDecimal until =
          tier.upTo()
              .map(end -> end.multiply(per).multiply(BigDecimal.valueOf(share.days())))
              .orElse(left)
              .min(left);
      cost = cost.add(until.subtract(from).max(BigDecimal.ZERO).multiply(tier.price()));
      from = until.max(from);
    }
    return cost.divide(per.multiply(scale), decimals, RoundingMode.HALF_UP);
  }

  /** The prices, so that somebody can work them out: 0.15 per 60 seconds up to 100, then 0.12. */
  public String words() {
    String unit =
        per.compareTo(BigDecimal.ONE) == 0
            ? meter.unit()
            : per.toPlainString() + " " + meter.unit() + "s";
    return tiers.stream()
            .map(tier ->
                tier.price().toPlainString()
                    + tier.upTo().map(end -> " up to " + end.toPlainString()).orElse(""))
            .collect(Collectors.joining(", then "))
        + (whole ? " for each started " : " per ")
        + unit
        + rounding.map(rule -> ", calls counted " + rule).orElse("");
  }
}
