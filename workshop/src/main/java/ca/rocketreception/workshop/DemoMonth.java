package ca.rocketreception.workshop;

import ca.rocketreception.app.Seeds;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.billing.Account;
import ca.rocketreception.domain.billing.ExchangeRate;
import ca.rocketreception.domain.billing.Issuer;
import ca.rocketreception.domain.billing.PlanVersion;
import ca.rocketreception.domain.billing.Rate;
import ca.rocketreception.domain.billing.Rounding;
import ca.rocketreception.domain.billing.Subscription;
import ca.rocketreception.domain.billing.Tax;
import ca.rocketreception.domain.billing.Tier;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.doubles.retell.Scenario;
import ca.rocketreception.doubles.retell.SimulatedCalls;
import ca.rocketreception.ports.driven.billing.Plans;
import ca.rocketreception.ports.driven.billing.Statements;
import ca.rocketreception.postgres.Database;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A make-believe month that is over: prices, calls on its days, and final statements of them. */
final class DemoMonth {

  private static final ZoneId WINNIPEG = ZoneId.of("America/Winnipeg");
  private static final Currency CAD = Currency.getInstance("CAD");
  private static final Slug FRONT_DESK = new Slug("front-desk");
  private static final Slug AS_YOU_GO = new Slug("as-you-go");
  private static final Slug LARGEST = new Slug("prairie-smile-dental");
  private static final List<Slug> TAXES = List.of(new Slug("gst"), new Slug("rst"));
  private static final int CALLS_OF_A_BUSINESS = 14;

  private final Database database;
  private final Statements statements;
  private final YearMonth month;
  private final Instant now;

  DemoMonth(Database database, Instant now) {
    this.database = database;
    this.statements = database.statements();
    this.now = now;
    this.month = YearMonth.from(now.atZone(WINNIPEG)).minusMonths(1);
  }

  /** Once; later it only makes final what is over by then. */
  void play(SimulatedCalls calls, List<String> businesses, Random random, Instant now) {
    if (!isPriced()) {
      price(database.plans());
      for (String business : businesses) {
        for (int call = 0; call < CALLS_OF_A_BUSINESS; call++) {
          LocalDate day = month.atDay(1 + random.nextInt(month.lengthOfMonth()));
          Instant moment =
              day.atTime(9 + random.nextInt(9), random.nextInt(60)).atZone(WINNIPEG).toInstant();
          calls.at(() -> moment).play(call(business));
        }
      }
      database.subscribers().all().forEach(this::subscribe);
    }
    database.subscribers().all().forEach(business -> finalise(business, now));
  }

  private static SimulatedCalls.Plan call(String business) {
    return new SimulatedCalls.Plan(
        Seeds.DEMO_NUMBER,
        Optional.empty(),
        Optional.of(Scenario.GATEKEEPER),
        1,
        0,
        false,
        business);
  }

  private boolean isPriced() {
    return database.plans().versions().stream()
        .anyMatch(version -> version.plan().equals(FRONT_DESK));
  }

  private void price(Plans plans) {
    LocalDate from = month.minusMonths(1).atDay(1);
    plans.add(
        new PlanVersion(
            AS_YOU_GO,
            "As You Go",
            CAD,
            from,
            BigDecimal.ZERO,
            List.of(voice("0", Tier.open(new BigDecimal("0.79"))), transfer())),
        priced("as-you-go"));
    plans.add(
        new Issuer(
            from,
            "Rocket Science Designs",
            "1 Make-believe Street\nWinnipeg, Manitoba",
            Optional.of("GST 00000 0000 RT0001"),
            Optional.of("Payable within 30 days. Thank you.")),
        priced("issuer"));
    plans.add(new Tax(TAXES.get(0), "GST", from, new BigDecimal("5")), priced("gst"));
    plans.add(new Tax(TAXES.get(1), "RST (Manitoba)", from, new BigDecimal("7")), priced("rst"));
    for (LocalDate day = month.atDay(1);
        !day.isAfter(month.atEndOfMonth().plusMonths(1));
        day = day.plusDays(7)) {
      plans.add(new ExchangeRate(CAD, day, new BigDecimal("1.3712")), priced("exchange rate"));
    }
    plans.add(
        new PlanVersion(
            FRONT_DESK,
            "Front Desk",
            CAD,
            from,
            new BigDecimal("79"),
            List.of(
                voice(
                    "300",
                    new Tier(Optional.of(new BigDecimal("10")), new BigDecimal("0.45")),
                    Tier.open(new BigDecimal("0.39"))),
                transfer(),
                Rate.flat(Meter.TAKEN_MESSAGES, "1", "0.25"),
                Rate.flat(Meter.CHAT_CONVERSATIONS, "1", "0.50"))),
        priced("front-desk"));
  }

  private AuditEntry priced(String what) {
    return entry(AuditEntry.NOBODY, "priced", what);
  }

  private AuditEntry entry(SubscriberId whose, String did, String what) {
    return new AuditEntry(whose, now, "demo", did, what);
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

  private static Rate transfer() {
    return new Rate(
        Meter.TRANSFER_SECONDS,
        new BigDecimal("60"),
        false,
        Optional.of(new Rounding(60, 60)),
        BigDecimal.ZERO,
        List.of(Tier.open(new BigDecimal("0.05"))));
  }

  /** One of them from the middle of the month, so that it is paid by the day. */
  private void subscribe(Business business) {
    boolean largest = business.subscriber().slug().equals(LARGEST);
    boolean asYouGo = business.subscriber().slug().value().startsWith("exchange");
    statements.subscribe(
        new Subscription(
            business.id(),
            business.subscriber().slug().value().startsWith("harbour")
                ? month.atDay(11)
                : month.atDay(1),
            Optional.of(asYouGo ? AS_YOU_GO : FRONT_DESK),
            Optional.empty(),
            List.of(),
            new BigDecimal(largest ? "10" : "0"),
            TAXES),
        entry(business.id(), "subscribed", business.subscriber().slug().value()));
  }

  private void finalise(Business business, Instant now) {
    Account account = statements.account(business.id());
    if (account.subscriptions().isEmpty()) {
      return;
    }
    YearMonth first = YearMonth.from(account.subscriptions().getFirst().from());
    for (YearMonth next = first; !next.isAfter(month); next = next.plusMonths(1)) {
      if (account.issued(next).isEmpty() && !account.terms(next).isEmpty()) {
        statements.finalise(
            business.id(),
            next,
            now,
            last -> entry(business.id(), "finalised statement", last.number()));
      }
    }
  }

  YearMonth month() {
    return month;
  }
}
