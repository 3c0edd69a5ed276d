package ca.rocketreception.postgres.billing;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.billing.ExchangeRate;
import ca.rocketreception.domain.billing.Issuer;
import ca.rocketreception.domain.billing.PlanVersion;
import ca.rocketreception.domain.billing.Rate;
import ca.rocketreception.domain.billing.Tax;
import ca.rocketreception.ports.driven.billing.Plans;
import ca.rocketreception.postgres.sql.AuditTrail;
import ca.rocketreception.postgres.sql.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/** Prices, taxes and exchange rates in PostgreSQL. */
public final class PostgresPlans implements Plans {

  /** Whoever adds takes it alone; whoever makes a statement final shares it. */
  static final String LOCK = "plans";

  private static final String VERSIONS =
      """
      select version.plan, version.from_day, version.name, version.currency, version.base_fee, %s
        from plan_version version
        left join plan_rate rate using (plan, from_day)
       order by version.plan, version.from_day, rate.meter
      """
          .formatted(RateRows.COLUMNS);

  private static final String TAXES =
      "select code, from_day, name, percent from tax order by code, from_day";

  private final Transactions transactions;

  public PostgresPlans(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public List<PlanVersion> versions() {
    return transactions.asOperator(PostgresPlans::versions);
  }

  static List<PlanVersion> versions(Handle handle) {
    Map<List<Object>, PlanVersion> versions = new LinkedHashMap<>();
    handle
        .createQuery(VERSIONS)
        .map((row, context) -> version(row))
        .forEach(one ->
            versions.merge(
                List.of(one.plan(), one.from()),
                one,
                (all, next) -> {
                  List<Rate> rates = new ArrayList<>(all.rates());
                  rates.addAll(next.rates());
                  return new PlanVersion(
                      all.plan(), all.name(), all.currency(), all.from(), all.baseFee(), rates);
                }));
    return List.copyOf(versions.values());
  }

  private static PlanVersion version(ResultSet row) throws SQLException {
    return new PlanVersion(
        new Slug(row.getString("plan")),
        row.getString("name"),
        Currency.getInstance(row.getString("currency")),
        row.getObject("from_day", LocalDate.class),
        row.getBigDecimal("base_fee"),
        RateRows.read(row).stream().toList());
  }

  @Override
  public void add(PlanVersion version, AuditEntry entry) {
    transactions.asOperator(handle -> {
      alone(handle);
      List<PlanVersion> before =
          versions(handle).stream().filter(one -> one.plan().equals(version.plan())).toList();
      if (before.contains(version)) {
        return null;
      }
      version.requireWithinLimits();
      follows("plan " + version.plan(), version.from(), before.stream().map(PlanVersion::from));
      before.stream()
          .filter(one -> !one.currency().equals(version.currency()))
          .findFirst()
          .ifPresent(one -> {
            throw new Refusal.Conflict(
                "The plan " + version.plan() + " is in " + one.currency(),
                "Keep its currency, or make another plan.");
          });
      refuseOnStatement(
          version.from(),
          billed(handle, version.from(), "subscription.plan = :plan")
              .bind("plan", version.plan().value()));
      insert(handle, version);
      AuditTrail.write(handle, entry);
      return null;
    });
  }

  private static void follows(String what, LocalDate from, Stream<LocalDate> others) {
    others
        .filter(day -> !day.isBefore(from))
        .max(LocalDate::compareTo)
        .ifPresent(day -> {
          throw new Refusal.Conflict(
              "The " + what + " has a version from " + day + ", which never changes",
              "Let the new one begin after that day.");
        });
  }

  /**
   * @param by which subscriptions it is billed by
   */
  private static Query billed(Handle handle, LocalDate from, String by) {
    return handle
        .createQuery(
            """
            select statement.number, statement.to_day
              from statement
             where statement.kind = 'STATEMENT' and statement.to_day > :from
               and exists (select from subscription
                            where subscription.subscriber_id = statement.subscriber_id
                              and %s
                              and subscription.from_day < statement.to_day)
             order by statement.to_day desc
             limit 1
            """
                .formatted(by))
        .bind("from", from);
  }

  private static void refuseOnStatement(LocalDate from, Query billed) {
    billed
        .map((row, context) -> onStatement(from, row.getString("number"), row.getString("to_day")))
        .findOne()
        .ifPresent(refusal -> {
          throw refusal;
        });
  }

  private static void insert(Handle handle, PlanVersion version) {
    handle
        .createUpdate(
            """
            insert into plan_version (plan, from_day, name, currency, base_fee)
            values (:plan, :from, :name, :currency, :baseFee)
            """)
        .bind("plan", version.plan().value())
        .bind("from", version.from())
        .bind("name", version.name())
        .bind("currency", version.currency().getCurrencyCode())
        .bind("baseFee", version.baseFee())
        .execute();
    PreparedBatch batch =
        handle.prepareBatch(
            "insert into plan_rate (plan, from_day, %s) values (:plan, :from, %s)"
                .formatted(RateRows.COLUMNS, RateRows.VALUES));
    version
        .rates()
        .forEach(rate ->
            RateRows.bind(batch, rate)
                .bind("plan", version.plan().value())
                .bind("from", version.from())
                .add());
    batch.execute();
  }

  @Override
  public List<Tax> taxes() {
    return transactions.asOperator(PostgresPlans::taxes);
  }

  static List<Tax> taxes(Handle handle) {
    return handle
        .createQuery(TAXES)
        .map((row, context) ->
            new Tax(
                new Slug(row.getString("code")),
                row.getString("name"),
                row.getObject("from_day", LocalDate.class),
                row.getBigDecimal("percent")))
        .list();
  }

  @Override
  public void add(Tax tax, AuditEntry entry) {
    transactions.asOperator(handle -> {
      alone(handle);
      List<Tax> before =
          taxes(handle).stream().filter(one -> one.code().equals(tax.code())).toList();
      if (before.contains(tax)) {
        return null;
      }
      follows("tax " + tax.code(), tax.from(), before.stream().map(Tax::from));
      refuseOnStatement(
          tax.from(),
          billed(handle, tax.from(), ":tax = any (subscription.taxes)")
              .bind("tax", tax.code().value()));
      handle
          .createUpdate(
              """
              insert into tax (code, from_day, name, percent)
              values (:code, :from, :name, :percent)
              """)
          .bind("code", tax.code().value())
          .bind("from", tax.from())
          .bind("name", tax.name())
          .bind("percent", tax.percent())
          .execute();
      AuditTrail.write(handle, entry);
      return null;
    });
  }

  @Override
  public List<Issuer> issuers() {
    return transactions.asOperator(PostgresPlans::issuers);
  }

  static List<Issuer> issuers(Handle handle) {
    return handle
        .createQuery(
            "select from_day, name, address, registration, footer from issuer order by from_day")
        .map((row, context) -> issuer(row, ""))
        .list();
  }

  /**
   * @param prefix before the columns' names
   */
  static Issuer issuer(ResultSet row, String prefix) throws SQLException {
    return new Issuer(
        row.getObject(prefix + "from_day", LocalDate.class),
        row.getString(prefix + "name"),
        row.getString(prefix + "address"),
        Optional.ofNullable(row.getString(prefix + "registration")),
        Optional.ofNullable(row.getString(prefix + "footer")));
  }

  @Override
  public void add(Issuer issuer, AuditEntry entry) {
    transactions.asOperator(handle -> {
      alone(handle);
      List<Issuer> before = issuers(handle);
      if (before.contains(issuer)) {
        return null;
      }
      follows("issuer", issuer.from(), before.stream().map(Issuer::from));
      refuseOnStatement(
          issuer.from(),
          handle
              .createQuery(
                  """
                  select number, to_day
                    from statement
                   where to_day > :from
                   order by to_day desc
                   limit 1
                  """)
              .bind("from", issuer.from()));
      handle
          .createUpdate(
              """
              insert into issuer (from_day, name, address, registration, footer)
              values (:from, :name, :address, :registration, :footer)
              """)
          .bind("from", issuer.from())
          .bind("name", issuer.name())
          .bind("address", issuer.address())
          .bind("registration", issuer.registration().orElse(null))
          .bind("footer", issuer.footer().orElse(null))
          .execute();
      AuditTrail.write(handle, entry);
      return null;
    });
  }

  private static Refusal onStatement(LocalDate from, String number, String end) {
    return new Refusal.Conflict(
        from + " is on the final statement " + number,
        "Let the new version begin on " + end + " or later.");
  }

  @Override
  public List<ExchangeRate> exchangeRates() {
    return transactions.asOperator(handle ->
        handle
            .createQuery(
                "select currency, day, per_dollar from exchange_rate order by currency, day")
            .map((row, context) -> exchangeRate(row))
            .list());
  }

  private static ExchangeRate exchangeRate(ResultSet row) throws SQLException {
    return new ExchangeRate(
        Currency.getInstance(row.getString("currency")),
        row.getObject("day", LocalDate.class),
        row.getBigDecimal("per_dollar"));
  }

  @Override
  public void add(ExchangeRate rate, AuditEntry entry) {
    transactions.asOperator(handle -> {
      int added =
          handle
              .createUpdate(
                  """
                  insert into exchange_rate (currency, day, per_dollar)
                  values (:currency, :day, :perDollar)
                  on conflict (currency, day) do nothing
                  """)
              .bind("currency", rate.currency().getCurrencyCode())
              .bind("day", rate.day())
              .bind("perDollar", rate.perDollar())
              .execute();
      if (added == 1) {
        AuditTrail.write(handle, entry);
        return null;
      }
      Optional<ExchangeRate> there =
          handle
              .createQuery(
                  """
                  select currency, day, per_dollar
                    from exchange_rate
                   where currency = :currency and day = :day
                  """)
              .bind("currency", rate.currency().getCurrencyCode())
              .bind("day", rate.day())
              .map((row, context) -> exchangeRate(row))
              .findOne();
      if (!there.equals(Optional.of(rate))) {
        throw new Refusal.Conflict(
            "A dollar was worth "
                + there.map(ExchangeRate::perDollar).orElseThrow().toPlainString()
                + " "
                + rate.currency()
                + " on "
                + rate.day()
                + ", which never changes",
            "Leave it as it is.");
      }
      return null;
    });
  }

  private static void alone(Handle handle) {
    handle.execute("select pg_advisory_xact_lock(hashtextextended('" + LOCK + "', 0))");
  }
}
