package ca.rocketreception.ports.driven.billing;

import ca.rocketreception.domain.Days;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.billing.Account;
import ca.rocketreception.domain.billing.Ledger;
import ca.rocketreception.domain.billing.LedgerOf;
import ca.rocketreception.domain.billing.Margin;
import ca.rocketreception.domain.billing.PlanVersion;
import ca.rocketreception.domain.billing.Statement;
import ca.rocketreception.domain.billing.StatementId;
import ca.rocketreception.domain.billing.StatementLine;
import ca.rocketreception.domain.billing.StatementWording;
import ca.rocketreception.domain.billing.Subscription;
import ca.rocketreception.domain.billing.Tax;
import ca.rocketreception.domain.business.Subscriber;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.domain.usage.UsageEntry;
import ca.rocketreception.domain.usage.UsageEntryId;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import ca.rocketreception.ports.driven.usage.InMemoryUsageLedger;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Statements without a database. */
public final class InMemoryStatements implements Statements {

  private final InMemorySubscribers subscribers;
  private final InMemoryPlans plans;
  private final InMemoryUsageLedger ledger;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final List<Statement> issued = new ArrayList<>();

  public InMemoryStatements(
      InMemorySubscribers subscribers, InMemoryPlans plans, InMemoryUsageLedger ledger) {
    this.subscribers = subscribers;
    this.plans = plans;
    this.ledger = ledger;
    plans.billedBy(this);
  }

  synchronized Optional<String> billed(PlanVersion version) {
    return billed(version.from(), by -> by.plan().equals(Optional.of(version.plan())));
  }

  synchronized Optional<String> billed(Tax tax) {
    return billed(tax.from(), by -> by.taxes().contains(tax.code()));
  }

  private Optional<String> billed(LocalDate from, Predicate<Subscription> wanted) {
    return issued.stream()
        .filter(one -> one.kind() == Statement.Kind.STATEMENT)
        .filter(one -> one.days().to().isAfter(from))
        .filter(one ->
            subscriptions.stream()
                .filter(wanted)
                .anyMatch(by ->
                    by.subscriber().equals(one.subscriber())
                        && by.from().isBefore(one.days().to())))
        .map(Statement::number)
        .findFirst();
  }

  synchronized Optional<String> billedFrom(LocalDate day) {
    return issued.stream()
        .filter(one -> one.days().to().isAfter(day))
        .map(Statement::number)
        .findFirst();
  }

  @Override
  public synchronized Account account(SubscriberId subscriber) {
    Subscriber who =
        subscribers
            .find(subscriber)
            .orElseThrow(() -> new Refusal.NotFound("There is no " + subscriber, "Check its id."))
            .subscriber();
    return new Account(
        subscriber,
        who.slug(),
        who.name(),
        who.zone(),
        StatementWording.of(who.language()),
        subscriptions.stream().filter(one -> one.subscriber().equals(subscriber)).toList(),
        plans.versions(),
        plans.taxes(),
        plans.issuers(),
        issued(subscriber).stream().filter(one -> one.kind() == Statement.Kind.STATEMENT).toList());
  }

  @Override
  public synchronized void subscribe(Subscription next, AuditEntry entry) {
    Account account = account(next.subscriber());
    if (!account.subscriptions().contains(next)) {
      account.subscribe(next);
      subscribers.note(entry);
      subscriptions.add(next);
    }
  }

  @Override
  public synchronized Statement read(SubscriberId subscriber, YearMonth month) {
    Account account = account(subscriber);
    return account.issued(month).orElseGet(() -> account.draft(month, counted(subscriber)));
  }

  @Override
  public synchronized Statement finalise(
      SubscriberId subscriber,
      YearMonth month,
      Instant now,
      Function<Statement, AuditEntry> entry) {
    Account account = account(subscriber);
    account.mayFinalise(month, LocalDate.ofInstant(now, account.zone()));
    Ledger counted = counted(subscriber);
    return kept(
        account.draft(month, counted),
        new StatementId(UUID.randomUUID()),
        now,
        counted.end(),
        Optional.empty(),
        entry);
  }

  @Override
  public synchronized Statement credit(
      SubscriberId subscriber,
      YearMonth month,
      StatementId id,
      BigDecimal amount,
      String reason,
      Instant now,
      Function<Statement, AuditEntry> entry) {
    Optional<Statement> there =
        issued(subscriber).stream()
            .filter(one -> one.issue().orElseThrow().id().equals(id))
            .findFirst();
    if (there.isPresent()) {
      return there.get();
    }
    Statement of =
        account(subscriber)
            .issued(month)
            .orElseThrow(() ->
                new Refusal.NotFound(month + " has no final statement", "Finalise it first."));
    Statement.Issue issue = of.issue().orElseThrow();
    List<Statement> notes =
        issued(subscriber).stream()
            .filter(one -> one.issue().orElseThrow().credits().equals(Optional.of(issue.id())))
            .toList();
    return kept(
        of.credit(amount, reason, notes), id, now, issue.through(), Optional.of(issue.id()), entry);
  }

  private Statement kept(
      Statement statement,
      StatementId id,
      Instant now,
      long through,
      Optional<StatementId> credits,
      Function<Statement, AuditEntry> entry) {
    Statement last = statement.issued(new Statement.Issue(id, now, through, credits, true));
    subscribers.note(entry.apply(last));
    issued.add(last);
    return last;
  }

  @Override
  public synchronized Margin.Costs costs(SubscriberId subscriber, Days days) {
    Map<LocalDate, BigDecimal> cents = new HashMap<>();
    Set<UUID> used = new HashSet<>();
    Set<UUID> known = new HashSet<>();
    for (UsageEntry line : ledger.inOrder(subscriber)) {
      Meter meter = line.measure().meter();
      if (meter == Meter.PROVIDER_COST) {
        known.add(line.source().id());
        if (days.contain(line.localDay())) {
          cents.merge(line.localDay(), line.quantity(), BigDecimal::add);
        }
      } else if (days.contain(line.localDay())
          && (meter == Meter.CALLS || meter == Meter.CHAT_CONVERSATIONS)) {
        used.add(line.source().id());
      }
    }
    used.removeAll(known);
    return new Margin.Costs(cents, used.size());
  }

  @Override
  public synchronized List<Statement> issued(SubscriberId subscriber) {
    return issued.stream().filter(one -> one.subscriber().equals(subscriber)).toList();
  }

  @Override
  public synchronized List<UsageEntry> entries(
      Statement statement, StatementLine line, int limit, Optional<UsageEntryId> after) {
    if (line.used().isEmpty()) {
      return List.of();
    }
    List<UsageEntry> all = ledger.inOrder(statement.subscriber());
    long from =
        line.kind() == StatementLine.Kind.LATE_USAGE
            ? issued(statement.subscriber()).stream()
                .filter(one -> one.kind() == Statement.Kind.STATEMENT)
                .filter(one -> one.month().isBefore(statement.month()))
                .mapToLong(one -> one.issue().orElseThrow().through())
                .max()
                .orElse(0)
            : 0;
    long to = statement.issue().map(Statement.Issue::through).orElse((long) all.size());
    long last =
        after
            .map(id ->
                IntStream.range(0, all.size())
                    .filter(at -> all.get(at).id().equals(id))
                    .findFirst()
                    .orElseThrow())
            .orElse(-1);
    Days days = line.days();
    return IntStream.range(0, all.size())
        .filter(at -> at >= from && at < to && at > last)
        .mapToObj(all::get)
        .filter(entry -> entry.measure().meter() == line.used().get().meter())
        .filter(entry -> days.contain(entry.localDay()))
        .limit(limit)
        .toList();
  }

  private LedgerOf counted(SubscriberId subscriber) {
    LedgerOf counted = new LedgerOf();
    ledger
        .inOrder(subscriber)
        .forEach(line ->
            counted.write(
                new LedgerOf.Line(
                    line.source().id().toString(),
                    line.measure().meter(),
                    line.localDay(),
                    line.quantity())));
    return counted;
  }
}
