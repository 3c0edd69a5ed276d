package ca.rocketreception.domain.billing;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Days;
import ca.rocketreception.domain.Money;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.usage.UsageEntry;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/**
 * What a subscriber owes for a month, or is given back. A draft says what would be owed now; a
 * final one never changes, whatever becomes of names, prices and use.
 *
 * @param number as people name it; unique
 * @param days of the month in which the subscriber paid by a plan
 * @param name of the business, as it was
 * @param zone where its days begin and end
 * @param wording in which it is
 * @param issuer who charges; empty where nobody said so by then
 * @param issue how it became final; empty of a draft
 */
public record Statement(
    SubscriberId subscriber,
    Kind kind,
    String number,
    YearMonth month,
    Days days,
    Currency currency,
    String name,
    ZoneId zone,
    StatementWording wording,
    Optional<Issuer> issuer,
    Optional<Issue> issue,
    List<StatementLine> lines) {

  /** Whether it says what is owed or what is given back. */
  public enum Kind {
    STATEMENT,
    CREDIT_NOTE
  }

  /**
   * How a statement became final.
   *
   * @param through the ledger's line up to which it counts; later ones are late
   * @param credits of a credit note, what it gives back of
   * @param wholeMonths whether it charges for whole months by what counts them; earlier ones parted
   *     those by the days like everything else, and what comes late of their months is, too
   */
  public record Issue(
      StatementId id,
      Instant at,
      long through,
      Optional<StatementId> credits,
      boolean wholeMonths) {}

  public Statement {
    requireNonNull(subscriber, "subscriber");
    requireNonNull(kind, "kind");
    requireNonNull(number, "number");
    requireNonNull(month, "month");
    requireNonNull(days, "days");
    requireNonNull(currency, "currency");
    requireNonNull(name, "name");
    requireNonNull(zone, "zone");
    requireNonNull(wording, "wording");
    requireNonNull(issuer, "issuer");
    requireNonNull(issue, "issue");
    lines = List.copyOf(lines);
  }

  public boolean isFinal() {
    return issue.isPresent();
  }

  /** Before taxes. */
  public Money subtotal() {
    return sum(false);
  }

  public Money taxes() {
    return sum(true);
  }

  /** The sum of the lines as they are shown. */
  public Money total() {
    return new Money(subtotal().amount().add(taxes().amount()), currency);
  }

  private Money sum(boolean taxes) {
    return new Money(
        lines.stream()
            .filter(line -> (line.kind() == StatementLine.Kind.TAX) == taxes)
            .map(StatementLine::amount)
            .reduce(BigDecimal.ZERO, BigDecimal::add),
        currency);
  }

  /** What it is of which days, in one line, for comparing. */
  String heading() {
    return kind
        + " "
        + number
        + " "
        + days.from()
        + "/"
        + days.to()
        + " in "
        + currency
        + issuer.map(one -> " by " + one.name()).orElse("");
  }

  /** With the lines of another after its own. */
  public Statement withLinesOf(Statement other) {
    List<StatementLine> both = new ArrayList<>(lines);
    both.addAll(other.lines);
    return new Statement(
        subscriber, kind, number, month, days, currency, name, zone, wording, issuer, issue, both);
  }

  /** The same, final. */
  public Statement issued(Issue as) {
    return new Statement(
        subscriber,
        kind,
        number,
        month,
        days,
        currency,
        name,
        zone,
        wording,
        issuer,
        Optional.of(as),
        lines);
  }

  /**
   * A credit note, to become final, that gives back some of this one and its taxes in proportion.
   * All that may be given back, in however many notes, comes to this one's total.
   *
   * @param amount before taxes, more than 0
   * @param notes the credit notes of this one so far
   */
  public Statement credit(BigDecimal amount, String reason, List<Statement> notes) {
    if (kind != Kind.STATEMENT || !isFinal()) {
      throw new Refusal.Conflict(
          number + " is no final statement", "Give back some of a statement that is final.");
    }
    if (reason == null || reason.isBlank() || reason.length() > 300) {
      throw new Refusal.Invalid(
          "reason", "A credit note needs a reason", "Say why, in at most 300 characters.");
    }
    BigDecimal before =
        notes.stream()
            .map(note -> note.subtotal().amount().negate())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal left = subtotal().amount().subtract(before);
    if (amount == null
        || amount.signum() <= 0
        || UsageEntry.plain(amount).scale() > currency.getDefaultFractionDigits()
        || amount.compareTo(left) > 0) {
      throw new Refusal.Invalid(
          "amount",
          Refusal.shown(amount) + " cannot be given back of " + number,
          "Give more than 0 and at most " + new Money(left, currency).text() + ", before taxes.");
    }
    List<StatementLine> back = new ArrayList<>();
    back.add(
        new StatementLine(
            1, StatementLine.Kind.CREDIT, days, reason, Optional.empty(), amount.negate()));
    for (StatementLine tax : lines) {
      if (tax.kind() == StatementLine.Kind.TAX) {
        back.add(
            new StatementLine(
                back.size() + 1,
                StatementLine.Kind.TAX,
                days,
                tax.words(),
                Optional.empty(),
                part(tax.amount(), before).subtract(part(tax.amount(), before.add(amount)))));
      }
    }
    return new Statement(
        subscriber,
        Kind.CREDIT_NOTE,
        number + note(notes.size() + 1),
        month,
        days,
        currency,
        name,
        zone,
        wording,
        issuer,
        Optional.empty(),
        back);
  }

  /** Whether it is that credit note of a month's statement, the first is 1. */
  public boolean isCreditNote(YearMonth of, int count) {
    return kind == Kind.CREDIT_NOTE && month.equals(of) && number.endsWith(note(count));
  }

  private static String note(int count) {
    return "-C" + count;
  }

  private BigDecimal part(BigDecimal tax, BigDecimal of) {
    return tax.multiply(of)
        .divide(subtotal().amount(), currency.getDefaultFractionDigits(), RoundingMode.HALF_UP);
  }
}
