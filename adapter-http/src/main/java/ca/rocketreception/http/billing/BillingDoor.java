package ca.rocketreception.http.billing;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.billing.ExchangeRate;
import ca.rocketreception.domain.billing.Issuer;
import ca.rocketreception.domain.billing.PlanVersion;
import ca.rocketreception.domain.billing.Rate;
import ca.rocketreception.domain.billing.Rounding;
import ca.rocketreception.domain.billing.Statement;
import ca.rocketreception.domain.billing.StatementId;
import ca.rocketreception.domain.billing.Subscription;
import ca.rocketreception.domain.billing.Tax;
import ca.rocketreception.domain.billing.Tier;
import ca.rocketreception.domain.usage.Cap;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.domain.usage.UsageEntry;
import ca.rocketreception.http.request.Access;
import ca.rocketreception.http.request.Creating;
import ca.rocketreception.http.request.Cursors;
import ca.rocketreception.http.request.Identity;
import ca.rocketreception.http.request.Members;
import ca.rocketreception.http.request.Places;
import ca.rocketreception.http.request.Query;
import ca.rocketreception.http.request.Routes;
import ca.rocketreception.http.request.Tags;
import ca.rocketreception.http.request.Trace;
import ca.rocketreception.http.shown.Pages;
import ca.rocketreception.http.shown.Shown;
import ca.rocketreception.http.usage.ShownUsage;
import ca.rocketreception.http.usage.UsageDoor;
import ca.rocketreception.ports.driving.billing.BillingUsage;
import io.javalin.http.Context;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Prices, what subscribers pay by, and what they owe. */
public final class BillingDoor {

  private static final int MOST = 200;
  private static final int USUAL = 50;
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?");
  private static final String STATEMENT = "/v1/subscribers/{slug}/statements/{month}";

  private enum Format {
    json,
    csv,
    html
  }

  private final BillingUsage billing;
  private final Creating creating;

  public BillingDoor(BillingUsage billing, Creating creating) {
    this.billing = billing;
    this.creating = creating;
  }

  public void open(Routes routes) {
    routes
        .read("/v1/plans", Access.OPERATOR, this::plans)
        .read("/v1/plans/{plan}/{date}", Access.OPERATOR, this::plan)
        .put("/v1/plans/{plan}/{date}", Access.OPERATOR_CHANGE, this::putPlan)
        .read("/v1/taxes", Access.OPERATOR, this::taxes)
        .read("/v1/taxes/{tax}/{date}", Access.OPERATOR, this::tax)
        .put("/v1/taxes/{tax}/{date}", Access.OPERATOR_CHANGE, this::putTax)
        .read("/v1/issuers", Access.OPERATOR, this::issuers)
        .read("/v1/issuers/{date}", Access.OPERATOR, this::issuer)
        .put("/v1/issuers/{date}", Access.OPERATOR_CHANGE, this::putIssuer)
        .read("/v1/exchange-rates", Access.OPERATOR, this::exchangeRates)
        .read("/v1/exchange-rates/{currency}/{date}", Access.OPERATOR, this::exchangeRate)
        .put("/v1/exchange-rates/{currency}/{date}", Access.OPERATOR_CHANGE, this::putExchangeRate)
        .read("/v1/subscribers/{slug}/rates", Access.KEY, this::rates)
        .read("/v1/subscribers/{slug}/rates/{date}", Access.KEY, this::subscription)
        .put("/v1/subscribers/{slug}/rates/{date}", Access.OPERATOR_CHANGE, this::putRates)
        .read("/v1/subscribers/{slug}/statements", Access.KEY, this::statements)
        .read(STATEMENT, Access.KEY, this::statement)
        .post(STATEMENT + "/finalise", Access.OPERATOR_CHANGE, this::finalise)
        .post(STATEMENT + "/credit-notes", Access.OPERATOR_CHANGE, this::credit)
        .read(STATEMENT + "/credit-notes/{note}", Access.KEY, this::creditNote)
        .read(STATEMENT + "/lines/{line}/entries", Access.KEY, this::entries)
        .read(STATEMENT + "/margin", Access.OPERATOR, this::margin)
        .read("/v1/subscribers/{slug}/caps", Access.KEY, this::caps)
        .read("/v1/subscribers/{slug}/caps/{meter}", Access.KEY, this::cap)
        .put("/v1/subscribers/{slug}/caps/{meter}", Access.OPERATOR_CHANGE, this::putCap)
        .delete("/v1/subscribers/{slug}/caps/{meter}", Access.OPERATOR_CHANGE, this::deleteCap);
  }

  private void plans(Context request) {
    request.json(
        Pages.of(
            request,
            billing.versions(key(request)).stream().map(ShownStatement.Version::of).toList(),
            version -> version.plan() + " " + version.from()));
  }

  private void plan(Context request) {
    Query.of(request);
    show(request, versionThere(request));
  }

  private Optional<ShownStatement.Version> versionThere(Context request) {
    Slug plan = new Slug(request.pathParam("plan"));
    LocalDate from = Places.date(request);
    return billing.versions(key(request)).stream()
        .filter(one -> one.plan().equals(plan) && one.from().equals(from))
        .map(ShownStatement.Version::of)
        .findFirst();
  }

  private void putPlan(Context request) {
    Query.of(request);
    Members wanted = Members.of(request, "name", "currency", "baseFee", "rates");
    PlanVersion version =
        new PlanVersion(
            new Slug(request.pathParam("plan")),
            wanted.required("name"),
            currency("currency", wanted.required("currency")),
            Places.date(request),
            decimal(wanted, "baseFee").orElseThrow(() -> wanted.missing("baseFee")),
            rates(wanted));
    expect(request, this::versionThere);
    Tags.show(
        request, ShownStatement.Version.of(billing.add(key(request), Trace.id(request), version)));
  }

  private static List<Rate> rates(Members wanted) {
    return wanted
        .list(
            "rates",
            "meter",
            "per",
            "whole",
            "minimumSeconds",
            "incrementSeconds",
            "included",
            "tiers")
        .stream()
        .map(BillingDoor::rate)
        .toList();
  }

  private static Rate rate(Members wanted) {
    Meter meter = Meter.named(wanted.required("meter"));
    return new Rate(
        meter,
        decimal(wanted, "per").orElse(BigDecimal.ONE),
        wanted.flag("whole").orElse(false),
        rounding(wanted, meter),
        decimal(wanted, "included").orElse(BigDecimal.ZERO),
        wanted.list("tiers", "upTo", "price").stream()
            .map(tier ->
                new Tier(
                    decimal(tier, "upTo"),
                    decimal(tier, "price").orElseThrow(() -> tier.missing("price"))))
            .toList());
  }

  /** A meter of time of which nothing is said counts by the second. */
  private static Optional<Rounding> rounding(Members wanted, Meter meter) {
    Optional<Integer> minimum = wanted.wholeNumber("minimumSeconds");
    Optional<Integer> increment = wanted.wholeNumber("incrementSeconds");
    return minimum.isEmpty() && increment.isEmpty() && !meter.timed()
        ? Optional.empty()
        : Optional.of(new Rounding(minimum.orElse(1), increment.orElse(1)));
  }

  private void taxes(Context request) {
    request.json(
        Pages.of(
            request,
            billing.taxes(key(request)).stream().map(ShownStatement.Named::of).toList(),
            tax -> tax.code() + " " + tax.from()));
  }

  private void tax(Context request) {
    Query.of(request);
    show(request, taxThere(request));
  }

  private Optional<ShownStatement.Named> taxThere(Context request) {
    Slug code = new Slug(request.pathParam("tax"));
    LocalDate from = Places.date(request);
    return billing.taxes(key(request)).stream()
        .filter(one -> one.code().equals(code) && one.from().equals(from))
        .map(ShownStatement.Named::of)
        .findFirst();
  }

  private void putTax(Context request) {
    Query.of(request);
    Members wanted = Members.of(request, "name", "percent");
    Tax tax =
        new Tax(
            new Slug(request.pathParam("tax")),
            wanted.required("name"),
            Places.date(request),
            decimal(wanted, "percent").orElseThrow(() -> wanted.missing("percent")));
    expect(request, this::taxThere);
    Tags.show(request, ShownStatement.Named.of(billing.add(key(request), Trace.id(request), tax)));
  }

  private void issuers(Context request) {
    request.json(
        Pages.of(
            request,
            billing.issuers(key(request)).stream().map(ShownStatement.Charging::of).toList(),
            ShownStatement.Charging::from));
  }

  private void issuer(Context request) {
    Query.of(request);
    show(request, issuerThere(request));
  }

  private Optional<ShownStatement.Charging> issuerThere(Context request) {
    LocalDate from = Places.date(request);
    return billing.issuers(key(request)).stream()
        .filter(one -> one.from().equals(from))
        .map(ShownStatement.Charging::of)
        .findFirst();
  }

  private void putIssuer(Context request) {
    Query.of(request);
    Members wanted = Members.of(request, "name", "address", "registration", "footer");
    Issuer issuer =
        new Issuer(
            Places.date(request),
            wanted.required("name"),
            wanted.requiredLines("address"),
            wanted.text("registration"),
            wanted.lines("footer"));
    expect(request, this::issuerThere);
    Tags.show(
        request, ShownStatement.Charging.of(billing.add(key(request), Trace.id(request), issuer)));
  }

  private void exchangeRates(Context request) {
    request.json(
        Pages.of(
            request,
            billing.exchangeRates(key(request)).stream().map(ShownStatement.Exchanged::of).toList(),
            rate -> rate.currency() + " " + rate.day()));
  }

  private void exchangeRate(Context request) {
    Query.of(request);
    show(request, exchangeRateThere(request));
  }

  private Optional<ShownStatement.Exchanged> exchangeRateThere(Context request) {
    Currency currency = currency("currency", request.pathParam("currency"));
    LocalDate day = Places.date(request);
    return billing.exchangeRates(key(request)).stream()
        .filter(one -> one.currency().equals(currency) && one.day().equals(day))
        .map(ShownStatement.Exchanged::of)
        .findFirst();
  }

  private void putExchangeRate(Context request) {
    Query.of(request);
    Members wanted = Members.of(request, "perDollar");
    ExchangeRate rate =
        new ExchangeRate(
            currency("currency", request.pathParam("currency")),
            Places.date(request),
            decimal(wanted, "perDollar").orElseThrow(() -> wanted.missing("perDollar")));
    expect(request, this::exchangeRateThere);
    Tags.show(
        request, ShownStatement.Exchanged.of(billing.add(key(request), Trace.id(request), rate)));
  }

  private void rates(Context request) {
    request.json(
        Pages.of(
            request,
            billing.subscriptions(key(request), Places.slug(request)).stream()
                .map(ShownStatement.Paid::of)
                .toList(),
            ShownStatement.Paid::from));
  }

  private void subscription(Context request) {
    Query.of(request);
    show(request, subscriptionThere(request));
  }

  private Optional<ShownStatement.Paid> subscriptionThere(Context request) {
    LocalDate from = Places.date(request);
    return billing.subscriptions(key(request), Places.slug(request)).stream()
        .filter(one -> one.from().equals(from))
        .map(ShownStatement.Paid::of)
        .findFirst();
  }

  /**
   * Holds what never changes once it is there against the conditions of a request: so that looking
   * before adding is enough.
   */
  private static void expect(Context request, Function<Context, Optional<?>> there) {
    Tags.<Context>expected(request, there).accept(request);
  }

  private static void show(Context request, Optional<?> there) {
    Tags.show(
        request,
        there.orElseThrow(() ->
            new Refusal.NotFound(
                "There is nothing at this address", "Take one from the list of what there is.")));
  }

  private void putRates(Context request) {
    Query.of(request);
    Members wanted = Members.of(request, "plan", "baseFee", "rates", "discountPercent", "taxes");
    LocalDate from = Places.date(request);
    expect(request, this::subscriptionThere);
    Tags.show(
        request,
        ShownStatement.Paid.of(
            billing.subscribe(
                key(request),
                Trace.id(request),
                Places.slug(request),
                subscriber -> subscription(subscriber, from, wanted))));
  }

  private static Subscription subscription(
      SubscriberId subscriber, LocalDate from, Members wanted) {
    return new Subscription(
        subscriber,
        from,
        wanted.text("plan").map(Slug::new),
        decimal(wanted, "baseFee"),
        rates(wanted),
        decimal(wanted, "discountPercent").orElse(BigDecimal.ZERO),
        wanted.texts("taxes").stream().map(Slug::new).toList());
  }

  private void statements(Context request) {
    request.json(
        Pages.of(
            request,
            billing.issued(key(request), Places.slug(request)).stream()
                .map(ShownStatement::of)
                .toList(),
            ShownStatement::number));
  }

  private void statement(Context request) {
    Format format = format(request);
    write(request, billing.read(key(request), Places.slug(request), month(request)), format);
  }

  private void creditNote(Context request) {
    Format format = format(request);
    int note = count(request, "note", "Count from 1.");
    write(
        request,
        billing.creditNote(key(request), Places.slug(request), month(request), note),
        format);
  }

  private static Format format(Context request) {
    return Query.of(request, "format").oneOf("format", Format.class).orElse(Format.json);
  }

  private static void write(Context request, Statement statement, Format format) {
    switch (format) {
      case json -> request.json(ShownStatement.of(statement));
      case csv ->
          request
              .contentType("text/csv; charset=utf-8")
              .header(
                  "Content-Disposition", "attachment; filename=\"" + statement.number() + ".csv\"")
              .result(PrintedStatement.csv(statement));
      case html -> {
        String page = PrintedStatement.html(statement);
        request
            .contentType("text/html; charset=utf-8")
            .header("Content-Security-Policy", PrintedStatement.policy(page))
            .result(page);
      }
    }
  }

  private void finalise(Context request) {
    Query.of(request);
    request.json(
        ShownStatement.of(
            billing.finalise(
                key(request), Trace.id(request), Places.slug(request), month(request))));
  }

  private void credit(Context request) {
    Query.of(request);
    Members wanted = Members.of(request, "amount", "reason");
    BigDecimal amount = decimal(wanted, "amount").orElseThrow(() -> wanted.missing("amount"));
    String reason = wanted.required("reason");
    YearMonth month = month(request);
    creating.answer(
        request,
        id -> {
          Object shown =
              ShownStatement.of(
                  billing.credit(
                      key(request),
                      Trace.id(request),
                      Places.slug(request),
                      month,
                      new StatementId(id),
                      amount,
                      reason));
          return new Creating.Made(shown, shown);
        });
  }

  /** One more is asked for than is shown, to know whether there are more. */
  private void entries(Context request) {
    Query query = Query.of(request, "limit", "cursor");
    int limit = query.limit(MOST, USUAL);
    List<UsageEntry> found =
        billing.entries(
            key(request),
            Places.slug(request),
            month(request),
            count(request, "line", "Take a seq from its lines."),
            limit + 1,
            query.text("cursor").map(cursor -> Cursors.readLine(cursor).id()));
    List<UsageEntry> page = found.subList(0, Math.min(limit, found.size()));
    request.json(
        new Shown.Page<>(
            page.stream().map(ShownUsage.Line::of).toList(),
            found.size() > limit
                ? Optional.of(Cursors.write(UsageDoor.cursor(page.getLast())))
                : Optional.empty()));
  }

  private void margin(Context request) {
    Query.of(request);
    request.json(
        ShownStatement.Left.of(billing.margin(key(request), Places.slug(request), month(request))));
  }

  private void caps(Context request) {
    List<Cap.Reached> reached = billing.reached(key(request), Places.slug(request));
    request.json(
        Pages.of(
            request,
            billing.caps(key(request), Places.slug(request)).stream()
                .map(cap -> ShownStatement.Limit.of(cap, reached))
                .toList(),
            limit -> limit.meter().name()));
  }

  private void cap(Context request) {
    Query.of(request);
    Meter meter = meter(request);
    Cap cap =
        billing.caps(key(request), Places.slug(request)).stream()
            .filter(one -> one.meter() == meter)
            .findFirst()
            .orElseThrow(() ->
                new Refusal.NotFound(
                    "There is no cap of " + meter, "Take one from the list of caps."));
    show(request, cap);
  }

  private void show(Context request, Cap cap) {
    Tags.show(
        request,
        ShownStatement.Limit.of(cap, billing.reached(key(request), Places.slug(request))),
        settings(cap));
  }

  /** Without what was come to, which grows by itself. */
  private static ShownStatement.Limit settings(Cap cap) {
    return ShownStatement.Limit.of(cap, List.of());
  }

  private static Consumer<Optional<Cap>> expectedCap(Context request) {
    return Tags.expected(request, now -> now.map(BillingDoor::settings));
  }

  private static Meter meter(Context request) {
    return Meter.named(request.pathParam("meter"));
  }

  private void putCap(Context request) {
    Query.of(request);
    Meter meter = meter(request);
    Members wanted = Members.of(request, "quantity", "hard");
    BigDecimal quantity = decimal(wanted, "quantity").orElseThrow(() -> wanted.missing("quantity"));
    boolean hard = wanted.flag("hard").orElse(false);
    Cap cap =
        billing.cap(
            key(request),
            Trace.id(request),
            Places.slug(request),
            subscriber -> new Cap(subscriber, meter, quantity, hard),
            expectedCap(request));
    show(request, cap);
  }

  private void deleteCap(Context request) {
    Query.of(request);
    billing.uncap(
        key(request),
        Trace.id(request),
        Places.slug(request),
        meter(request),
        expectedCap(request));
    request.status(204);
  }

  private static ApiKey key(Context request) {
    return Identity.key(request);
  }

  private static int count(Context request, String field, String cure) {
    String text = request.pathParam(field);
    if (!text.matches("[0-9]{1,6}")) {
      throw new Refusal.Invalid(
          field, "'" + Query.shown(text) + "' is no number of a " + field, cure);
    }
    return Integer.parseInt(text);
  }

  private static YearMonth month(Context request) {
    String text = request.pathParam("month");
    try {
      YearMonth month = YearMonth.parse(text);
      if (month.getYear() >= 1900 && month.getYear() <= 9999) {
        return month;
      }
    } catch (DateTimeParseException e) {
      // the refusal below says all there is to say
    }
    throw new Refusal.Invalid(
        "month", "'" + Query.shown(text) + "' is no month", "Write it as 2026-11.");
  }

  private static Currency currency(String field, String code) {
    try {
      Currency currency = Currency.getInstance(code);
      if (currency.getDefaultFractionDigits() >= 0) {
        return currency;
      }
    } catch (IllegalArgumentException e) {
      // the refusal below says all there is to say
    }
    throw new Refusal.Invalid(
        field, "'" + Query.shown(code) + "' is no currency", "Write its code, such as CAD.");
  }

  private static Optional<BigDecimal> decimal(Members wanted, String name) {
    return wanted
        .text(name)
        .map(text -> {
          if (!DECIMAL.matcher(text).matches()) {
            throw new Refusal.Invalid(
                name,
                "'" + Query.shown(text) + "' is no decimal number",
                "Write it as a text such as \"0.15\", of at most 15 digits on each side.");
          }
          return new BigDecimal(text);
        });
  }
}
