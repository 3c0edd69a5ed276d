package ca.rocketreception.postgres.billing;

import ca.rocketreception.domain.Days;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.billing.Account;
import ca.rocketreception.domain.billing.Issuer;
import ca.rocketreception.domain.billing.Ledger;
import ca.rocketreception.domain.billing.Margin;
import ca.rocketreception.domain.billing.Rate;
import ca.rocketreception.domain.billing.Statement;
import ca.rocketreception.domain.billing.StatementId;
import ca.rocketreception.domain.billing.StatementLine;
import ca.rocketreception.domain.billing.StatementWording;
import ca.rocketreception.domain.billing.Subscription;
import ca.rocketreception.domain.billing.Tally;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.domain.usage.UsageEntry;
import ca.rocketreception.domain.usage.UsageEntryId;
import ca.rocketreception.ports.driven.billing.Statements;
import ca.rocketreception.postgres.sql.AuditTrail;
import ca.rocketreception.postgres.sql.Binder;
import ca.rocketreception.postgres.sql.Ids;
import ca.rocketreception.postgres.sql.Rows;
import ca.rocketreception.postgres.sql.Transactions;
import ca.rocketreception.postgres.usage.UsageStatements;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What subscribers pay by and were billed for, in PostgreSQL. */
public final class PostgresStatements implements Statements {

  private static final String SUBSCRIPTIONS =
      """
      select subscription.from_day, plan, base_fee, discount_percent, taxes, %s
        from subscription
        left join subscription_rate rate
          on rate.subscriber_id = subscription.subscriber_id
             and rate.from_day = subscription.from_day
       where subscription.subscriber_id = :subscriber
       order by subscription.from_day, rate.meter
      """
          .formatted(RateRows.COLUMNS);

  private static final String ISSUED =
      """
      select statement.id, statement.kind, statement.number, statement.month, statement.from_day,
             statement.to_day, statement.currency, statement.name, statement.zone, statement.language,
             statement.finalised_at, statement.through, statement.credits,
             coalesce(statement.whole_months, false) as whole_months,
             issuer.from_day as issuer_from_day, issuer.name as issuer_name,
             issuer.address as issuer_address, issuer.registration as issuer_registration,
             issuer.footer as issuer_footer,
             line.seq, line.kind as line_kind, line.from_day as line_from_day,
             line.to_day as line_to_day, line.words, line.meter, line.quantity, line.count,
             line.counted, line.included, line.prices, line.amount
        from statement
        left join issuer on issuer.from_day = statement.issuer_from
        left join statement_line line
          on line.subscriber_id = statement.subscriber_id and line.statement_id = statement.id
       where statement.subscriber_id = :subscriber
       order by statement.finalised_at, statement.number, line.seq
      """;

  /** Each call by itself, for each is rounded by itself. */
  static final String TALLIES =
      """
      select meter, quantity, count(*) as count
        from (select meter, sum(quantity) as quantity
                from usage_entry
               where subscriber_id = :subscriber and local_day >= :from and local_day < :to
                 and local_day is not null and seq <= :through and meter <> 'PROVIDER_COST'
               group by meter, source_id) used
       where quantity <> 0
       group by meter, quantity
      """;

  /** Day by day, so that no plan reads all lines of the days. */
  private static final String GREW =
      """
      select exists (
        select from generate_series(:from::date, :to::date - 1, interval '1 day') day
         cross join lateral (
                 select from usage_entry
                  where subscriber_id = :subscriber and local_day = day::date
                    and local_day is not null and seq > :place
                  limit 1) line)
      """;

  private static final String ENTRIES =
      """
      select %s
        from usage_entry line
       where line.subscriber_id = :subscriber and line.meter = :meter
         and line.local_day >= :from and line.local_day < :to and line.local_day is not null
         and line.seq > :after and line.seq <= :through
         and line.seq > coalesce((select last.seq from usage_entry last
                                   where last.id = :last and last.subscriber_id = :subscriber), 0)
       order by line.seq
       limit :limit
      """
          .formatted(UsageStatements.of("line"));

  private static final String COSTS =
      """
      select local_day, sum(quantity) as cents
        from usage_entry
       where subscriber_id = :subscriber and local_day >= :from and local_day < :to
         and local_day is not null and meter = 'PROVIDER_COST' and currency = 'USD'
       group by local_day
      """;

  private static final String WITHOUT_COST =
      """
      select count(*)
        from (select source_id
                from usage_entry
               where subscriber_id = :subscriber and local_day >= :from and local_day < :to
                 and local_day is not null and meter in ('CALLS', 'CHAT_CONVERSATIONS')
               group by source_id
              having sum(quantity) > 0) used
       where not exists (select from usage_entry known
                          where known.subscriber_id = :subscriber
                            and known.source_id = used.source_id
                            and known.meter = 'PROVIDER_COST')
      """;

  private final Transactions transactions;

  public PostgresStatements(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Account account(SubscriberId subscriber) {
    return transactions.forSubscriberAtOneMoment(subscriber, handle -> account(handle, subscriber));
  }

  public static Account account(Handle handle, SubscriberId subscriber) {
    List<Statement> issued = issued(handle, subscriber);
    return handle
        .createQuery(
            "select slug, name, zone, language from subscriber where subscriber_id = :subscriber")
        .bind("subscriber", subscriber.value())
        .map((row, context) ->
            new Account(
                subscriber,
                new Slug(row.getString("slug")),
                row.getString("name"),
                ZoneId.of(row.getString("zone")),
                StatementWording.of(Locale.forLanguageTag(row.getString("language"))),
                subscriptions(handle, subscriber),
                PostgresPlans.versions(handle),
                PostgresPlans.taxes(handle),
                PostgresPlans.issuers(handle),
                issued.stream().filter(one -> one.kind() == Statement.Kind.STATEMENT).toList()))
        .findOne()
        .orElseThrow(
            () -> new Refusal.NotFound("There is no subscriber " + subscriber, "Check its id."));
  }

  private static List<Subscription> subscriptions(Handle handle, SubscriberId subscriber) {
    Map<LocalDate, Subscription> found = new LinkedHashMap<>();
    handle
        .createQuery(SUBSCRIPTIONS)
        .bind("subscriber", subscriber.value())
        .map((row, context) -> subscription(subscriber, row))
        .forEach(one ->
            found.merge(
                one.from(),
                one,
                (all, next) -> {
                  List<Rate> rates = new ArrayList<>(all.rates());
                  rates.addAll(next.rates());
                  return new Subscription(
                      subscriber,
                      all.from(),
                      all.plan(),
                      all.baseFee(),
                      rates,
                      all.discountPercent(),
                      all.taxes());
                }));
    return List.copyOf(found.values());
  }

  private static Subscription subscription(SubscriberId subscriber, ResultSet row)
      throws SQLException {
    return new Subscription(
        subscriber,
        row.getObject("from_day", LocalDate.class),
        Optional.ofNullable(row.getString("plan")).map(Slug::new),
        Optional.ofNullable(row.getBigDecimal("base_fee")),
        RateRows.read(row).stream().toList(),
        row.getBigDecimal("discount_percent"),
        List.of((String[]) row.getArray("taxes").getArray()).stream().map(Slug::new).toList());
  }

  @Override
  public void subscribe(Subscription next, AuditEntry entry) {
    transactions.forSubscriber(
        next.subscriber(),
        handle -> {
          alone(handle, next.subscriber());
          Account account = account(handle, next.subscriber());
          if (!account.subscriptions().contains(next)) {
            account.subscribe(next);
            insert(handle, next);
            AuditTrail.write(handle, entry);
          }
          return null;
        });
  }

  private static void insert(Handle handle, Subscription next) {
    handle
        .createUpdate(
            """
            insert into subscription (subscriber_id, from_day, plan, base_fee, discount_percent,
                                      taxes)
            values (:subscriber, :from, :plan, :baseFee, :discount, :taxes)
            """)
        .bind("subscriber", next.subscriber().value())
        .bind("from", next.from())
        .bind("plan", next.plan().map(Slug::value).orElse(null))
        .bind("baseFee", next.baseFee().orElse(null))
        .bind("discount", next.discountPercent())
        .bindArray("taxes", String.class, next.taxes().stream().map(Slug::value).toList())
        .execute();
    PreparedBatch batch =
        handle.prepareBatch(
            "insert into subscription_rate (subscriber_id, from_day, %s) values (:subscriber, :from, %s)"
                .formatted(RateRows.COLUMNS, RateRows.VALUES));
    next.rates()
        .forEach(rate ->
            RateRows.bind(batch, rate)
                .bind("subscriber", next.subscriber().value())
                .bind("from", next.from())
                .add());
    batch.execute();
  }

  @Override
  public Statement read(SubscriberId subscriber, YearMonth month) {
    return transactions.forSubscriberAtOneMoment(
        subscriber,
        handle -> {
          Account account = account(handle, subscriber);
          return account
              .issued(month)
              .orElseGet(
                  () -> account.draft(month, new Counted(handle, subscriber, Long.MAX_VALUE)));
        });
  }

  @Override
  public Statement finalise(
      SubscriberId subscriber,
      YearMonth month,
      Instant now,
      Function<Statement, AuditEntry> entry) {
    return transactions.forSubscriber(
        subscriber,
        handle -> {
          alone(handle, subscriber);
          Account account = account(handle, subscriber);
          account.mayFinalise(month, LocalDate.ofInstant(now, account.zone()));
          Ledger ledger = new Counted(handle, subscriber, end(handle));
          Statement last =
              account
                  .draft(month, ledger)
                  .issued(
                      new Statement.Issue(
                          new StatementId(Ids.next()), now, ledger.end(), Optional.empty(), true));
          insert(handle, last);
          AuditTrail.write(handle, entry.apply(last));
          return last;
        });
  }

  @Override
  public Statement credit(
      SubscriberId subscriber,
      YearMonth month,
      StatementId id,
      BigDecimal amount,
      String reason,
      Instant now,
      Function<Statement, AuditEntry> entry) {
    return transactions.forSubscriber(
        subscriber,
        handle -> {
          alone(handle, subscriber);
          List<Statement> issued = issued(handle, subscriber);
          Optional<Statement> there =
              issued.stream().filter(one -> one.issue().orElseThrow().id().equals(id)).findFirst();
          if (there.isPresent()) {
            return there.get();
          }
          Statement of =
              account(handle, subscriber)
                  .issued(month)
                  .orElseThrow(() ->
                      new Refusal.NotFound(
                          month + " has no final statement", "Finalise it first."));
          Statement.Issue issue = of.issue().orElseThrow();
          Statement note =
              of.credit(
                      amount,
                      reason,
                      issued.stream()
                          .filter(one ->
                              one.issue().orElseThrow().credits().equals(Optional.of(issue.id())))
                          .toList())
                  .issued(
                      new Statement.Issue(
                          id, now, issue.through(), Optional.of(issue.id()), issue.wholeMonths()));
          insert(handle, note);
          AuditTrail.write(handle, entry.apply(note));
          return note;
        });
  }

  /** Behind everybody who appends lines of use for the subscriber, or changes prices. */
  private static void alone(Handle handle, SubscriberId subscriber) {
    handle.execute(
        "select pg_advisory_xact_lock(hashtextextended(?, 0)),"
            + " pg_advisory_xact_lock_shared(hashtextextended(?, 0))",
        UsageStatements.lockOf(subscriber),
        PostgresPlans.LOCK);
  }

  /** Lines of a subscriber whose lock is held come after it, whoever else takes numbers now. */
  private static long end(Handle handle) {
    return handle
        .createQuery(
            "select case when is_called then last_value else 0 end from usage_entry_seq_seq")
        .mapTo(Long.class)
        .one();
  }

  private static void insert(Handle handle, Statement statement) {
    Statement.Issue issue = statement.issue().orElseThrow();
    handle
        .createUpdate(
            """
            insert into statement (subscriber_id, id, kind, number, month, from_day, to_day,
                                   currency, name, zone, language, issuer_from, finalised_at, through,
                                   credits, whole_months)
            values (:subscriber, :id, :kind, :number, :month, :from, :to,
                    :currency, :name, :zone, :language, :issuer, :at, :through, :credits,
                    :wholeMonths)
            """)
        .bind("subscriber", statement.subscriber().value())
        .bind("id", issue.id().value())
        .bind("kind", statement.kind().name())
        .bind("number", statement.number())
        .bind("month", statement.month().atDay(1))
        .bind("from", statement.days().from())
        .bind("to", statement.days().to())
        .bind("currency", statement.currency().getCurrencyCode())
        .bind("name", statement.name())
        .bind("zone", statement.zone().getId())
        .bind("language", statement.wording().kept().orElse(null))
        .bind("issuer", statement.issuer().map(Issuer::from).orElse(null))
        .bind("at", Binder.stored(issue.at()))
        .bind("through", issue.through())
        // a row of before there was the column has none, and its seal is of that
        .bind("wholeMonths", issue.wholeMonths() ? true : null)
        .bind("credits", issue.credits().map(StatementId::value).orElse(null))
        .execute();
    PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into statement_line (subscriber_id, statement_id, seq, kind, from_day, to_day,
                                        words, meter, quantity, count, counted, included, prices,
                                        amount)
            values (:subscriber, :statement, :seq, :kind, :from, :to,
                    :words, :meter, :quantity, :count, :counted, :included, :prices,
                    :amount)
            """);
    for (StatementLine line : statement.lines()) {
      Optional<StatementLine.Used> used = line.used();
      batch
          .bind("subscriber", statement.subscriber().value())
          .bind("statement", issue.id().value())
          .bind("seq", line.seq())
          .bind("kind", line.kind().name())
          .bind("from", line.days().from())
          .bind("to", line.days().to())
          .bind("words", line.words())
          .bind("meter", used.map(of -> of.meter().name()).orElse(null))
          .bind("quantity", used.map(StatementLine.Used::quantity).orElse(null))
          .bind("count", used.map(StatementLine.Used::count).orElse(null))
          .bind("counted", used.map(StatementLine.Used::counted).orElse(null))
          .bind("included", used.map(StatementLine.Used::included).orElse(null))
          .bind("prices", used.map(StatementLine.Used::prices).orElse(null))
          .bind("amount", line.amount())
          .add();
    }
    batch.execute();
  }

  @Override
  public Margin.Costs costs(SubscriberId subscriber, Days days) {
    return transactions.forSubscriberAtOneMoment(
        subscriber,
        handle -> {
          Map<LocalDate, BigDecimal> cents = new HashMap<>();
          handle
              .createQuery(COSTS)
              .bind("subscriber", subscriber.value())
              .bind("from", days.from())
              .bind("to", days.to())
              .map((row, context) ->
                  cents.put(
                      row.getObject("local_day", LocalDate.class), row.getBigDecimal("cents")))
              .forEach(before -> {});
          long without =
              handle
                  .createQuery(WITHOUT_COST)
                  .bind("subscriber", subscriber.value())
                  .bind("from", days.from())
                  .bind("to", days.to())
                  .mapTo(Long.class)
                  .one();
          return new Margin.Costs(cents, without);
        });
  }

  @Override
  public List<Statement> issued(SubscriberId subscriber) {
    return transactions.forSubscriber(subscriber, handle -> issued(handle, subscriber));
  }

  public static List<Statement> issued(Handle handle, SubscriberId subscriber) {
    Map<UUID, Statement> found = new LinkedHashMap<>();
    handle
        .createQuery(ISSUED)
        .bind("subscriber", subscriber.value())
        .map((row, context) -> statement(subscriber, row))
        .forEach(one ->
            found.merge(one.issue().orElseThrow().id().value(), one, Statement::withLinesOf));
    return List.copyOf(found.values());
  }

  /** With the one line that is in the row. */
  private static Statement statement(SubscriberId subscriber, ResultSet row) throws SQLException {
    return new Statement(
        subscriber,
        Statement.Kind.valueOf(row.getString("kind")),
        row.getString("number"),
        YearMonth.from(row.getObject("month", LocalDate.class)),
        new Days(
            row.getObject("from_day", LocalDate.class), row.getObject("to_day", LocalDate.class)),
        Currency.getInstance(row.getString("currency")),
        row.getString("name"),
        ZoneId.of(row.getString("zone")),
        StatementWording.kept(Optional.ofNullable(row.getString("language"))),
        row.getString("issuer_name") == null
            ? Optional.empty()
            : Optional.of(PostgresPlans.issuer(row, "issuer_")),
        Optional.of(
            new Statement.Issue(
                new StatementId(row.getObject("id", UUID.class)),
                Rows.instant(row, "finalised_at"),
                row.getLong("through"),
                Optional.ofNullable(row.getObject("credits", UUID.class)).map(StatementId::new),
                row.getBoolean("whole_months"))),
        row.getString("line_kind") == null ? List.of() : List.of(line(row)));
  }

  private static StatementLine line(ResultSet row) throws SQLException {
    String meter = row.getString("meter");
    return new StatementLine(
        row.getInt("seq"),
        StatementLine.Kind.valueOf(row.getString("line_kind")),
        new Days(
            row.getObject("line_from_day", LocalDate.class),
            row.getObject("line_to_day", LocalDate.class)),
        row.getString("words"),
        meter == null
            ? Optional.empty()
            : Optional.of(
                new StatementLine.Used(
                    Meter.valueOf(meter),
                    row.getBigDecimal("quantity"),
                    row.getLong("count"),
                    row.getBigDecimal("counted"),
                    row.getBigDecimal("included"),
                    row.getString("prices"))),
        row.getBigDecimal("amount"));
  }

  @Override
  public List<UsageEntry> entries(
      Statement statement, StatementLine line, int limit, Optional<UsageEntryId> after) {
    if (line.used().isEmpty()) {
      return List.of();
    }
    return transactions.forSubscriber(
        statement.subscriber(),
        handle ->
            handle
                .createQuery(ENTRIES)
                .bind("subscriber", statement.subscriber().value())
                .bind("meter", line.used().get().meter().name())
                .bind("from", line.days().from())
                .bind("to", line.days().to())
                .bind(
                    "after",
                    line.kind() == StatementLine.Kind.LATE_USAGE ? before(handle, statement) : 0L)
                .bind(
                    "through",
                    statement.issue().map(Statement.Issue::through).orElse(Long.MAX_VALUE))
                .bind("last", after.map(UsageEntryId::value).orElse(null))
                .bind("limit", limit)
                .map((row, context) -> UsageStatements.read(row).orElseThrow())
                .list());
  }

  /** Up to where the statements before it count. */
  private static long before(Handle handle, Statement statement) {
    return handle
        .createQuery(
            """
            select coalesce(max(through), 0)
              from statement
             where subscriber_id = :subscriber and kind = 'STATEMENT' and month < :month
            """)
        .bind("subscriber", statement.subscriber().value())
        .bind("month", statement.month().atDay(1))
        .mapTo(Long.class)
        .one();
  }

  /** A subscriber's lines as one transaction sees them. */
  public record Counted(Handle handle, SubscriberId subscriber, long end) implements Ledger {

    @Override
    public List<Tally> tallies(Days days, long through) {
      Map<Meter, Map<BigDecimal, Long>> sources = new EnumMap<>(Meter.class);
      handle
          .createQuery(TALLIES)
          .bind("subscriber", subscriber.value())
          .bind("from", days.from())
          .bind("to", days.to())
          .bind("through", through)
          .map((row, context) ->
              sources
                  .computeIfAbsent(
                      Meter.valueOf(row.getString("meter")), meter -> new LinkedHashMap<>())
                  .merge(
                      UsageEntry.plain(row.getBigDecimal("quantity")),
                      row.getLong("count"),
                      Long::sum))
          .forEach(sum -> {});
      return sources.entrySet().stream().map(of -> new Tally(of.getKey(), of.getValue())).toList();
    }

    @Override
    public boolean grewAfter(Days days, long place) {
      return handle
          .createQuery(GREW)
          .bind("subscriber", subscriber.value())
          .bind("from", days.from())
          .bind("to", days.to())
          .bind("place", place)
          .mapTo(Boolean.class)
          .one();
    }
  }
}
