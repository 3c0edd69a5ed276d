package ca.rocketreception.domain.billing;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Days;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.domain.usage.UsageEntry;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A line of a statement, in words and numbers from which somebody can work its amount out.
 *
 * @param seq its place, from 1
 * @param days that it is about
 * @param words what it is for
 * @param used what was used, where it is about use
 * @param amount to the smallest unit of the currency; less than 0 takes off
 */
public record StatementLine(
    int seq, Kind kind, Days days, String words, Optional<Used> used, BigDecimal amount) {

  /** What a line is for. */
  public enum Kind {
    BASE_FEE,
    USAGE,
    /** Use, or a correction, of days that an earlier statement is about. */
    LATE_USAGE,
    DISCOUNT,
    /** Of a credit note: what is given back. */
    CREDIT,
    TAX
  }

  /**
   * What was used.
   *
   * @param quantity as measured, in the meter's unit; of late use what came since
   * @param count of how many calls, chats or messages; of late use what came since
   * @param counted after each call was rounded; of late use what came since
   * @param included of it without a charge for these days
   * @param prices in words; empty when the plan does not charge for it
   */
  public record Used(
      Meter meter,
      BigDecimal quantity,
      long count,
      BigDecimal counted,
      BigDecimal included,
      String prices) {

    public Used {
      requireNonNull(meter, "meter");
      requireNonNull(prices, "prices");
      quantity = UsageEntry.plain(quantity);
      counted = UsageEntry.plain(counted);
      included = UsageEntry.plain(included);
    }

    private List<Object> measured() {
      return List.of(meter, quantity, count, counted, included);
    }
  }

  /**
   * Whether another says that the same was used and is owed. Not in which words: signs and spaces
   * of numbers are those of the locale data of their time, and the line's seal keeps them.
   */
  boolean amountsTo(StatementLine other) {
    return kind == other.kind
        && days.equals(other.days)
        && used.map(Used::measured).equals(other.used.map(Used::measured))
        && amount.compareTo(other.amount) == 0;
  }

  /** All of it in one line, to be shown. */
  String shown() {
    return kind
        + " "
        + days.from()
        + "/"
        + days.to()
        + " '"
        + words
        + "'"
        + used.map(of ->
                " "
                    + of.meter()
                    + " "
                    + of.quantity().toPlainString()
                    + " of "
                    + of.count()
                    + " counted "
                    + of.counted().toPlainString()
                    + " less "
                    + of.included().toPlainString()
                    + " at '"
                    + of.prices()
                    + "'")
            .orElse("")
        + " = "
        + UsageEntry.plain(amount).toPlainString();
  }

  public StatementLine {
    requireNonNull(kind, "kind");
    requireNonNull(days, "days");
    requireNonNull(words, "words");
    requireNonNull(used, "used");
    requireNonNull(amount, "amount");
  }
}
