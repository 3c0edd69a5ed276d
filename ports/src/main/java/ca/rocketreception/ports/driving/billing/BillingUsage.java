package ca.rocketreception.ports.driving.billing;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.Actor;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.billing.ExchangeRate;
import ca.rocketreception.domain.billing.Issuer;
import ca.rocketreception.domain.billing.Margin;
import ca.rocketreception.domain.billing.PlanVersion;
import ca.rocketreception.domain.billing.Statement;
import ca.rocketreception.domain.billing.StatementId;
import ca.rocketreception.domain.billing.StatementLine;
import ca.rocketreception.domain.billing.Subscription;
import ca.rocketreception.domain.billing.Tax;
import ca.rocketreception.domain.usage.Cap;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.domain.usage.UsageEntry;
import ca.rocketreception.domain.usage.UsageEntryId;
import ca.rocketreception.ports.driven.billing.Plans;
import ca.rocketreception.ports.driven.billing.Statements;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.usage.Caps;
import ca.rocketreception.ports.driving.access.Asked;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The operator sets prices, puts subscribers on them and makes statements final; a subscriber reads
 * its own. What changes stands in the audit trail.
 */
public final class BillingUsage {

  private final Subscribers subscribers;
  private final Plans plans;
  private final Statements statements;
  private final Caps caps;
  private final InstantSource clock;

  public BillingUsage(
      Subscribers subscribers, Plans plans, Statements statements, Caps caps, InstantSource clock) {
    this.subscribers = subscribers;
    this.plans = plans;
    this.statements = statements;
    this.caps = caps;
    this.clock = clock;
  }

  public List<PlanVersion> versions(ApiKey key) {
    key.requireOperator();
    return plans.versions();
  }

  public List<Tax> taxes(ApiKey key) {
    key.requireOperator();
    return plans.taxes();
  }

  public List<Issuer> issuers(ApiKey key) {
    key.requireOperator();
    return plans.issuers();
  }

  public List<ExchangeRate> exchangeRates(ApiKey key) {
    key.requireOperator();
    return plans.exchangeRates();
  }

  /** See {@link Plans#add(PlanVersion)}. */
  public PlanVersion add(ApiKey key, String requestId, PlanVersion version) {
    mayChange(key);
    plans.add(
        version,
        entry(
            AuditEntry.NOBODY,
            Actor.with(key, requestId),
            "priced plan",
            version.plan() + " from " + version.from()));
    return version;
  }

  /** See {@link Plans#add(Tax)}. */
  public Tax add(ApiKey key, String requestId, Tax tax) {
    mayChange(key);
    plans.add(
        tax,
        entry(
            AuditEntry.NOBODY,
            Actor.with(key, requestId),
            "set tax",
            tax.code() + " from " + tax.from()));
    return tax;
  }

  /** See {@link Plans#add(Issuer)}. */
  public Issuer add(ApiKey key, String requestId, Issuer issuer) {
    mayChange(key);
    plans.add(
        issuer,
        entry(
            AuditEntry.NOBODY,
            Actor.with(key, requestId),
            "set issuer",
            issuer.name() + " from " + issuer.from()));
    return issuer;
  }

  /** See {@link Plans#add(ExchangeRate)}. */
  public ExchangeRate add(ApiKey key, String requestId, ExchangeRate rate) {
    mayChange(key);
    plans.add(
        rate,
        entry(
            AuditEntry.NOBODY,
            Actor.with(key, requestId),
            "set exchange rate",
            rate.currency() + " of " + rate.day()));
    return rate;
  }

  /** What a subscriber pays by, the earliest first. */
  public List<Subscription> subscriptions(ApiKey key, Slug slug) {
    return statements.account(opened(key, slug)).subscriptions();
  }

  /**
   * See {@link Statements#subscribe}.
   *
   * @param of makes the subscription, of whom it is for
   */
  public Subscription subscribe(
      ApiKey key, String requestId, Slug slug, Function<SubscriberId, Subscription> of) {
    mayChange(key);
    Subscription next = of.apply(opened(key, slug));
    statements.subscribe(
        next,
        entry(
            next.subscriber(),
            Actor.with(key, requestId),
            "subscribed",
            next.plan().map(Slug::value).orElse("to no plan") + " from " + next.from()));
    return next;
  }

  /** The final statements and credit notes, in the order in which they became so. */
  public List<Statement> issued(ApiKey key, Slug slug) {
    return statements.issued(opened(key, slug));
  }

  /** A month's final statement, or its draft. */
  public Statement read(ApiKey key, Slug slug, YearMonth month) {
    return statements.read(opened(key, slug), month);
  }

  /**
   * A credit note.
   *
   * @param count which of that month's, the first is 1
   */
  public Statement creditNote(ApiKey key, Slug slug, YearMonth month, int count) {
    return issued(key, slug).stream()
        .filter(one -> one.isCreditNote(month, count))
        .findFirst()
        .orElseThrow(() ->
            new Refusal.NotFound(
                slug + " has no credit note " + count + " of " + month,
                "Take one from the list of statements."));
  }

  /** See {@link Statements#finalise}. */
  public Statement finalise(ApiKey key, String requestId, Slug slug, YearMonth month) {
    mayChange(key);
    return finalise(Actor.with(key, requestId), opened(key, slug), month);
  }

  /** The same for the operator at the command line. */
  public Statement finalise(Actor actor, SubscriberId subscriber, YearMonth month) {
    return statements.finalise(
        subscriber,
        month,
        clock.instant(),
        last -> entry(subscriber, actor, "finalised statement", last.number()));
  }

  /** See {@link Statements#credit}. */
  public Statement credit(
      ApiKey key,
      String requestId,
      Slug slug,
      YearMonth month,
      StatementId id,
      BigDecimal amount,
      String reason) {
    mayChange(key);
    return statements.credit(
        opened(key, slug),
        month,
        id,
        amount,
        reason,
        clock.instant(),
        note ->
            entry(
                note.subscriber(),
                Actor.with(key, requestId),
                "issued credit note",
                note.number()));
  }

  /** What is left of a month's charge after what the providers charge: the operator's to know. */
  public Margin margin(ApiKey key, Slug slug, YearMonth month) {
    key.requireOperator();
    SubscriberId subscriber = opened(key, slug);
    Statement statement = statements.read(subscriber, month);
    return Margin.of(
        statement, statements.costs(subscriber, statement.days()), plans.exchangeRates());
  }

  /** A subscriber's caps, by meter. */
  public List<Cap> caps(ApiKey key, Slug slug) {
    return caps.of(opened(key, slug));
  }

  /** What came to caps, the latest month first. */
  public List<Cap.Reached> reached(ApiKey key, Slug slug) {
    return caps.reached(opened(key, slug));
  }

  /**
   * Sets a cap, in place of the one that was there.
   *
   * @param expected refuses, with {@link Refusal.Stale}, when it is not what the asker believes it
   *     to be
   */
  public Cap cap(
      ApiKey key,
      String requestId,
      Slug slug,
      Function<SubscriberId, Cap> of,
      Consumer<Optional<Cap>> expected) {
    mayChange(key);
    Cap cap = of.apply(opened(key, slug));
    caps.change(
        cap.subscriber(),
        cap.meter(),
        now -> {
          expected.accept(now);
          return Optional.of(cap);
        },
        entry(cap.subscriber(), Actor.with(key, requestId), "capped", cap.inWords()));
    return cap;
  }

  /** Takes a cap away; none is fine. */
  public void uncap(
      ApiKey key, String requestId, Slug slug, Meter meter, Consumer<Optional<Cap>> expected) {
    mayChange(key);
    SubscriberId subscriber = opened(key, slug);
    caps.change(
        subscriber,
        meter,
        now -> {
          expected.accept(now);
          return Optional.empty();
        },
        entry(subscriber, Actor.with(key, requestId), "took cap away", meter.name()));
  }

  /**
   * The lines of use that a line of a month's statement counts, in the order of their writing.
   *
   * @throws Refusal.NotFound when the statement has no such line
   */
  public List<UsageEntry> entries(
      ApiKey key, Slug slug, YearMonth month, int seq, int limit, Optional<UsageEntryId> after) {
    Statement statement = read(key, slug, month);
    StatementLine line =
        statement.lines().stream()
            .filter(one -> one.seq() == seq)
            .findFirst()
            .orElseThrow(() ->
                new Refusal.NotFound(
                    statement.number() + " has no line " + seq,
                    "Take a seq from its lines, 1 to " + statement.lines().size() + "."));
    return statements.entries(statement, line, limit, after);
  }

  private SubscriberId opened(ApiKey key, Slug slug) {
    return Asked.opened(key, slug, subscribers);
  }

  private static void mayChange(ApiKey key) {
    key.requireOperator();
    key.requireManaging();
  }

  private AuditEntry entry(SubscriberId whose, Actor actor, String did, String of) {
    return new AuditEntry(whose, clock.instant(), actor, did, of);
  }
}
