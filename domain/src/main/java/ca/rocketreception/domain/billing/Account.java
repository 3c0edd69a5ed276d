package ca.rocketreception.domain.billing;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Days;
import ca.rocketreception.domain.Discrepancy;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.usage.Meter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a subscriber pays by, and what it has been billed for: from this and the ledger every
 * statement follows.
 *
 * @param name of the business
 * @param wording how it reads its statements
 * @param subscriptions each holds until the next one
 * @param versions of all plans that the subscriptions name
 * @param taxes all there are
 * @param issuers who charges, all versions
 * @param issued final statements without the credit notes, the earliest month first
 */
public record Account(
    SubscriberId subscriber,
    Slug slug,
    String name,
    ZoneId zone,
    StatementWording wording,
    List<Subscription> subscriptions,
    List<PlanVersion> versions,
    List<Tax> taxes,
    List<Issuer> issuers,
    List<Statement> issued) {

  public Account {
    requireNonNull(subscriber, "subscriber");
    requireNonNull(slug, "slug");
    requireNonNull(name, "name");
    requireNonNull(zone, "zone");
    requireNonNull(wording, "wording");
    subscriptions = sorted(subscriptions, Subscription::from);
    versions = sorted(versions, PlanVersion::from);
    taxes = sorted(taxes, Tax::from);
    issuers = sorted(issuers, Issuer::from);
    issued = sorted(issued, Statement::month);
  }

  private static <T, K extends Comparable<? super K>> List<T> sorted(
      List<T> any, Function<T, K> by) {
    return any.stream().sorted(Comparator.comparing(by)).toList();
  }

  /** The terms of a month, in order; none when the subscriber paid by no plan in it. */
  public List<Term> terms(YearMonth month) {
    LocalDate end = month.plusMonths(1).atDay(1);
    NavigableSet<LocalDate> cuts = new TreeSet<>(Set.of(month.atDay(1), end));
    subscriptions.forEach(one -> cuts.add(one.from()));
    versions.forEach(one -> cuts.add(one.from()));
    List<Term> terms = new ArrayList<>();
    for (LocalDate from : cuts.subSet(month.atDay(1), end)) {
      term(new Days(from, cuts.higher(from))).ifPresent(term -> add(terms, term));
    }
    return terms;
  }

  /** Cuts where another plan's version begins are none of this subscriber's. */
  private static void add(List<Term> terms, Term next) {
    if (!terms.isEmpty()) {
      Term last = terms.getLast();
      if (last.days().to().equals(next.days().from())
          && last.subscription().equals(next.subscription())
          && last.version().equals(next.version())) {
        terms.removeLast();
        terms.add(
            new Term(
                new Days(last.days().from(), next.days().to()),
                next.subscription(),
                next.version()));
        return;
      }
    }
    terms.add(next);
  }

  private Optional<Term> term(Days days) {
    return inForce(subscriptions, Subscription::from, days.from())
        .flatMap(subscription ->
            subscription
                .plan()
                .map(plan -> new Term(days, subscription, version(plan, days.from()))));
  }

  private PlanVersion version(Slug plan, LocalDate day) {
    return inForce(
            versions.stream().filter(version -> version.plan().equals(plan)).toList(),
            PlanVersion::from,
            day)
        .orElseThrow(() ->
            new Refusal.Conflict(
                "The plan " + plan + " has no prices on " + day,
                "Let the subscription begin when the plan's first version does, or later."));
  }

  private static <T> Optional<T> inForce(
      List<T> sorted, Function<T, LocalDate> from, LocalDate day) {
    return sorted.stream().filter(one -> !from.apply(one).isAfter(day)).reduce((one, two) -> two);
  }

  /** The final statement of a month. */
  public Optional<Statement> issued(YearMonth month) {
    return issued.stream().filter(statement -> statement.month().equals(month)).findFirst();
  }

  /**
   * This account with one subscription more, when it may be.
   *
   * @throws Refusal when it contradicts a statement, another subscription, or names what is not
   *     there
   */
  public Account subscribe(Subscription next) {
    next.requireWithinLimits();
    if (subscriptions.stream().anyMatch(one -> one.from().equals(next.from()))) {
      throw new Refusal.Conflict(
          "A subscription of " + slug + " from " + next.from() + " is there, and never changes",
          "Let the new one begin on another day.");
    }
    issued.stream()
        .filter(statement -> !statement.month().isBefore(YearMonth.from(next.from())))
        .reduce((one, two) -> two)
        .ifPresent(statement -> {
          throw new Refusal.Conflict(
              next.from() + " is of a month with the final statement " + statement.number(),
              "Let the subscription begin on "
                  + statement.month().plusMonths(1).atDay(1)
                  + " or later.");
        });
    Account with =
        new Account(
            subscriber,
            slug,
            name,
            zone,
            wording,
            Stream.concat(subscriptions.stream(), Stream.of(next)).toList(),
            versions,
            taxes,
            issuers,
            issued);
    next.plan()
        .ifPresent(plan -> {
          Currency currency = with.version(plan, next.from()).currency();
          next.baseFee().ifPresent(fee -> PlanVersion.fee(fee, currency));
          subscriptions.stream()
              .flatMap(one -> one.plan().stream().map(other -> version(other, one.from())))
              .filter(version -> !version.currency().equals(currency))
              .findFirst()
              .ifPresent(version -> {
                throw new Refusal.Conflict(
                    "The plan "
                        + plan
                        + " is in "
                        + currency
                        + ", and "
                        + slug
                        + " has been on "
                        + version.plan()
                        + " in "
                        + version.currency(),
                    "Keep a subscriber to one currency.");
              });
        });
    next.taxes().forEach(tax -> with.tax(tax, next.from()));
    return with;
  }

  private Tax tax(Slug code, LocalDate day) {
    return inForce(taxes.stream().filter(tax -> tax.code().equals(code)).toList(), Tax::from, day)
        .orElseThrow(() ->
            new Refusal.Conflict(
                "There is no tax " + code + " on " + day, "Add it, from that day or earlier."));
  }

  /**
   * Refuses what may not become final now: a month that is not over, is final already, or comes
   * after one that is not final.
   *
   * @param today where the business is
   */
  public void mayFinalise(YearMonth month, LocalDate today) {
    Days days = days(month, terms(month));
    issued(month)
        .ifPresent(statement -> {
          throw new Refusal.Conflict(
              "The statement " + statement.number() + " is final already",
              "What came since goes to the next month's; what was wrong, on a credit note.");
        });
    if (days.to().isAfter(today)) {
      throw new Refusal.Conflict(
          month + " is not over for " + slug + ", where it is " + today,
          "Finalise it on " + days.to() + " or later; until then read its draft.");
    }
    YearMonth first = YearMonth.from(subscriptions.getFirst().from());
    for (YearMonth earlier = first; earlier.isBefore(month); earlier = earlier.plusMonths(1)) {
      YearMonth before = earlier;
      if (issued(before).isEmpty() && !terms(before).isEmpty()) {
        throw new Refusal.Conflict(
            before + " comes before " + month + " and is not final",
            "Finalise " + before + " first.");
      }
    }
  }

  /** Of a month without a plan, all of it: something may have come late for those before. */
  private Days days(YearMonth month, List<Term> terms) {
    if (!terms.isEmpty()) {
      return new Days(terms.getFirst().days().from(), terms.getLast().days().to());
    }
    if (lastTerm(month).isEmpty()) {
      throw noPlan(month);
    }
    return new Days(month.atDay(1), month.plusMonths(1).atDay(1));
  }

  /**
   * By which a month's sums are taxed and in whose currency: its last, else the last billed one.
   */
  private Optional<Term> lastTerm(YearMonth month) {
    return Stream.concat(
            issued.stream().map(Statement::month).filter(past -> past.isBefore(month)),
            Stream.of(month))
        .flatMap(one -> terms(one).stream())
        .reduce((one, two) -> two);
  }

  private Refusal.NotFound noPlan(YearMonth month) {
    return new Refusal.NotFound(
        slug + " has no plan in " + month, "Subscribe it to one from a day of that month on.");
  }

  /**
   * What is owed for a month as things stand: the base fee, the use, what came late of months that
   * are final, discounts and taxes. The sums of all statements of a subscriber before taxes are
   * what the ledger amounts to by its prices. Where the subscriber has no plan any more, a month's
   * statement is of what came late alone.
   *
   * @throws Refusal.NotFound when the month has no plan, and nothing came late
   */
  public Statement draft(YearMonth month, Ledger ledger) {
    return draft(month, ledger, wording, true);
  }

  private Statement draft(
      YearMonth month, Ledger ledger, StatementWording wording, boolean wholeMonths) {
    List<Term> terms = terms(month);
    Days days = days(month, terms);
    Term last = lastTerm(month).orElseThrow();
    Lines lines = new Lines(wording, last.version().currency());
    long end = ledger.end();
    for (Term term : terms) {
      lines.add(term, used(term, terms, ledger, end, wholeMonths));
    }
    List<Statement> before =
        issued.stream().filter(statement -> statement.month().isBefore(month)).toList();
    if (!before.isEmpty()) {
      long counted = before.getLast().issue().orElseThrow().through();
      for (Statement past : before) {
        if (ledger.grewAfter(past.days().month(), counted)) {
          boolean whole = past.issue().orElseThrow().wholeMonths();
          List<Term> then = terms(past.month());
          for (Term term : then) {
            lines.addLate(
                term,
                used(term, then, ledger, counted, whole),
                used(term, then, ledger, end, whole));
          }
        }
      }
    }
    if (terms.isEmpty() && lines.all.isEmpty()) {
      throw noPlan(month);
    }
    lines.addTaxes(
        last.subscription().taxes().stream()
            .map(code -> tax(code, days.to().minusDays(1)))
            .toList(),
        days,
        last.version().currency());
    return new Statement(
        subscriber,
        Statement.Kind.STATEMENT,
        slug + "-" + month,
        month,
        days,
        last.version().currency(),
        name,
        zone,
        wording,
        inForce(issuers, Issuer::from, days.to().minusDays(1)),
        Optional.empty(),
        lines.all);
  }

  /**
   * What a term's prices are for: the use of its days; and what is counted by the month, of the
   * whole month by the prices of the first day with any, so that it is charged for once and whole.
   *
   * @param terms all of the month
   */
  private static List<Used> used(
      Term term, List<Term> terms, Ledger ledger, long through, boolean wholeMonths) {
    Days month = term.days().month();
    List<Used> used = new ArrayList<>();
    for (Tally tally : ledger.tallies(term.days(), through)) {
      if (!(wholeMonths && tally.meter().monthly())) {
        used.add(new Used(term.days(), tally));
      }
    }
    if (wholeMonths && term.equals(terms.getFirst())) {
      for (Tally tally : ledger.tallies(month, through)) {
        if (tally.meter().monthly()) {
          used.add(new Used(month, tally));
        }
      }
    }
    return used;
  }

  /** What was used by one meter in some days. */
  private record Used(Days days, Tally tally) {

    Meter meter() {
      return tally.meter();
    }

    BigDecimal by(Term term) {
      return term.amount(tally, days);
    }
  }

  /**
   * What a final statement says otherwise than the prices and the ledger come to, and months before
   * it that should be final and are not.
   *
   * @param ledger up to the line through which the statement counts
   */
  public List<Discrepancy> discrepancies(Statement last, Ledger ledger) {
    List<Statement> before =
        issued.stream().filter(one -> one.month().isBefore(last.month())).toList();
    Account then =
        new Account(
            subscriber, slug, name, zone, wording, subscriptions, versions, taxes, issuers, before);
    List<Discrepancy> found = new ArrayList<>();
    try {
      YearMonth previous = last.month().minusMonths(1);
      if (then.issued(previous).isEmpty() && !terms(previous).isEmpty()) {
        found.add(
            discrepancy(previous.toString(), "statement", Optional.empty(), Optional.of("final")));
      }
      differing(
          last,
          then.draft(
              last.month(), ledger, last.wording(), last.issue().orElseThrow().wholeMonths()),
          found);
    } catch (Refusal cannot) {
      found.add(
          discrepancy(last.number(), cannot.getMessage(), Optional.of("final"), Optional.empty()));
    }
    return found;
  }

  /**
   * The same of a credit note.
   *
   * @param of what it gives back of
   * @param notes those of it that were before
   */
  public List<Discrepancy> discrepancies(Statement note, Statement of, List<Statement> notes) {
    List<Discrepancy> found = new ArrayList<>();
    try {
      differing(
          note,
          of.credit(note.subtotal().amount().negate(), note.lines().getFirst().words(), notes),
          found);
    } catch (Refusal cannot) {
      found.add(
          discrepancy(note.number(), cannot.getMessage(), Optional.of("final"), Optional.empty()));
    }
    return found;
  }

  private void differing(Statement is, Statement shouldBe, List<Discrepancy> found) {
    if (!is.heading().equals(shouldBe.heading())) {
      found.add(
          discrepancy(
              is.number(), "heading", Optional.of(is.heading()), Optional.of(shouldBe.heading())));
    }
    int lines = Math.max(is.lines().size(), shouldBe.lines().size());
    for (int at = 0; at < lines; at++) {
      Optional<StatementLine> one = line(is, at);
      Optional<StatementLine> two = line(shouldBe, at);
      if (one.isEmpty() || two.isEmpty() || !one.get().amountsTo(two.get())) {
        found.add(
            discrepancy(
                is.number() + " line " + (at + 1),
                "line",
                one.map(StatementLine::shown),
                two.map(StatementLine::shown)));
      }
    }
  }

  private static Optional<StatementLine> line(Statement statement, int at) {
    return statement.lines().stream().skip(at).findFirst();
  }

  private Discrepancy discrepancy(
      String place, String what, Optional<String> is, Optional<String> shouldBe) {
    return new Discrepancy(
        subscriber, Discrepancy.Kind.STATEMENT, "STATEMENT " + place, what, is, shouldBe);
  }

  /** The lines of a statement as they come. */
  private static final class Lines {
    private final List<StatementLine> all = new ArrayList<>();
    private final StatementWording wording;
    private final Currency currency;

    Lines(StatementWording wording, Currency currency) {
      this.wording = wording;
      this.currency = currency;
    }

    void add(Term term, List<Used> uses) {
      BigDecimal fee = term.baseFee();
      if (fee.signum() != 0) {
        add(StatementLine.Kind.BASE_FEE, term.days(), wording.baseFee(term), Optional.empty(), fee);
      }
      for (Used used : uses) {
        Tally tally = used.tally();
        Optional<Rate> rate = term.rate(tally.meter());
        add(
            StatementLine.Kind.USAGE,
            used.days(),
            wording.usage(term, tally.meter()),
            Optional.of(
                new StatementLine.Used(
                    tally.meter(),
                    tally.quantity(),
                    tally.count(),
                    tally.counted(rate.flatMap(Rate::rounding)),
                    term.included(tally.meter(), used.days()),
                    prices(rate))),
            used.by(term));
      }
      BigDecimal off = term.discount(owed(term, uses));
      if (off.signum() != 0) {
        add(StatementLine.Kind.DISCOUNT, term.days(), discount(term), Optional.empty(), off);
      }
    }

    void addLate(Term term, List<Used> then, List<Used> now) {
      Map<Meter, Used> before = byMeter(then);
      Map<Meter, Used> after = byMeter(now);
      Set<Meter> meters = EnumSet.noneOf(Meter.class);
      meters.addAll(before.keySet());
      meters.addAll(after.keySet());
      for (Meter meter : meters) {
        Days days = Optional.ofNullable(after.get(meter)).orElse(before.get(meter)).days();
        Used none = new Used(days, Tally.none(meter));
        Used one = before.getOrDefault(meter, none);
        Used two = after.getOrDefault(meter, none);
        if (!one.equals(two)) {
          Optional<Rate> rate = term.rate(meter);
          Optional<Rounding> rounding = rate.flatMap(Rate::rounding);
          add(
              StatementLine.Kind.LATE_USAGE,
              days,
              wording.usage(term, meter),
              Optional.of(
                  new StatementLine.Used(
                      meter,
                      two.tally().quantity().subtract(one.tally().quantity()),
                      two.tally().count() - one.tally().count(),
                      two.tally().counted(rounding).subtract(one.tally().counted(rounding)),
                      term.included(meter, days),
                      prices(rate))),
              two.by(term).subtract(one.by(term)));
        }
      }
      BigDecimal off = term.discount(owed(term, now)).subtract(term.discount(owed(term, then)));
      if (off.signum() != 0) {
        add(StatementLine.Kind.DISCOUNT, term.days(), discount(term), Optional.empty(), off);
      }
    }

    void addTaxes(List<Tax> taxes, Days days, Currency currency) {
      BigDecimal taxed =
          all.stream().map(StatementLine::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
      for (Tax tax : taxes) {
        add(
            StatementLine.Kind.TAX,
            days,
            wording.tax(tax),
            Optional.empty(),
            Term.percent(taxed, tax.percent(), currency.getDefaultFractionDigits()));
      }
    }

    private static BigDecimal owed(Term term, List<Used> uses) {
      return uses.stream().map(used -> used.by(term)).reduce(term.baseFee(), BigDecimal::add);
    }

    private String prices(Optional<Rate> rate) {
      return rate.map(one -> wording.prices(one, currency)).orElse("");
    }

    private String discount(Term term) {
      return wording.discount(term.subscription().discountPercent());
    }

    private static Map<Meter, Used> byMeter(List<Used> uses) {
      Map<Meter, Used> by = new EnumMap<>(Meter.class);
      uses.forEach(used -> by.put(used.meter(), used));
      return by;
    }

    private void add(
        StatementLine.Kind kind,
        Days days,
        String words,
        Optional<StatementLine.Used> used,
        BigDecimal amount) {
      all.add(new StatementLine(all.size() + 1, kind, days, words, used, amount));
    }
  }
}
