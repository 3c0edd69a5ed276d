package ca.rocketreception.http.billing;

import ca.rocketreception.domain.Money;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.billing.ExchangeRate;
import ca.rocketreception.domain.billing.Issuer;
import ca.rocketreception.domain.billing.Margin;
import ca.rocketreception.domain.billing.PlanVersion;
import ca.rocketreception.domain.billing.Rate;
import ca.rocketreception.domain.billing.Rounding;
import ca.rocketreception.domain.billing.Statement;
import ca.rocketreception.domain.billing.StatementId;
import ca.rocketreception.domain.billing.StatementLine;
import ca.rocketreception.domain.billing.Subscription;
import ca.rocketreception.domain.billing.Tax;
import ca.rocketreception.domain.usage.Cap;
import ca.rocketreception.domain.usage.Meter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the contract shows of statements, and of the prices that they follow from. */
record ShownStatement(
    String number,
    Statement.Kind kind,
    State state,
    Optional<UUID> id,
    Optional<UUID> credits,
    String name,
    String month,
    String from,
    String to,
    String timezone,
    Optional<Charging> issuer,
    Optional<Instant> finalisedAt,
    List<Line> lines,
    Sum subtotal,
    Sum taxes,
    Sum total) {

  enum State {
    DRAFT,
    FINAL
  }

  static ShownStatement of(Statement statement) {
    return new ShownStatement(
        statement.number(),
        statement.kind(),
        statement.isFinal() ? State.FINAL : State.DRAFT,
        statement.issue().map(issue -> issue.id().value()),
        statement.issue().flatMap(Statement.Issue::credits).map(StatementId::value),
        statement.name(),
        statement.month().toString(),
        statement.days().from().toString(),
        statement.days().to().toString(),
        statement.zone().getId(),
        statement.issuer().map(Charging::of),
        statement.issue().map(Statement.Issue::at),
        statement.lines().stream().map(line -> Line.of(line, statement.currency())).toList(),
        Sum.of(statement.subtotal()),
        Sum.of(statement.taxes()),
        Sum.of(statement.total()));
  }

  /** Money as the contract writes it. */
  record Sum(String amount, String currency) {

    static Sum of(Money money) {
      return new Sum(money.text(), money.currency().getCurrencyCode());
    }
  }

  record Line(
      int seq,
      StatementLine.Kind kind,
      String words,
      String from,
      String to,
      Optional<Meter> meter,
      Optional<String> unit,
      Optional<String> quantity,
      Optional<Long> count,
      Optional<String> counted,
      Optional<String> included,
      Optional<String> prices,
      Sum amount) {

    static Line of(StatementLine line, Currency currency) {
      Optional<StatementLine.Used> used = line.used();
      return new Line(
          line.seq(),
          line.kind(),
          line.words(),
          line.days().from().toString(),
          line.days().to().toString(),
          used.map(StatementLine.Used::meter),
          used.map(of -> of.meter().unit()),
          used.map(of -> of.quantity().toPlainString()),
          used.map(StatementLine.Used::count),
          used.map(of -> of.counted().toPlainString()),
          used.map(of -> of.included().toPlainString()),
          used.map(StatementLine.Used::prices),
          Sum.of(new Money(line.amount(), currency)));
    }
  }

  /** Of a month's charge, before taxes; null is unknown. */
  record Left(
      String month,
      Sum charge,
      Optional<Sum> cost,
      Optional<Sum> margin,
      List<String> withoutRate,
      long withoutCost) {

    static Left of(Margin margin) {
      return new Left(
          margin.month().toString(),
          Sum.of(margin.charge()),
          margin.cost().map(Sum::of),
          margin.margin().map(Sum::of),
          margin.withoutRate().stream().map(LocalDate::toString).toList(),
          margin.withoutCost());
    }
  }

  record Limit(Meter meter, String unit, String quantity, boolean hard, List<Met> reached) {

    static Limit of(Cap cap, List<Cap.Reached> reached) {
      return new Limit(
          cap.meter(),
          cap.meter().unit(),
          cap.quantity().toPlainString(),
          cap.hard(),
          reached.stream().filter(one -> one.meter() == cap.meter()).map(Met::of).toList());
    }
  }

  record Met(String month, int percent, String quantity, String used, Instant at) {

    static Met of(Cap.Reached reached) {
      return new Met(
          reached.month().toString(),
          reached.percent(),
          reached.quantity().toPlainString(),
          reached.used().toPlainString(),
          reached.at());
    }
  }

  record Price(
      Meter meter,
      String per,
      boolean whole,
      Optional<Integer> minimumSeconds,
      Optional<Integer> incrementSeconds,
      String included,
      List<Step> tiers) {

    static Price of(Rate rate) {
      return new Price(
          rate.meter(),
          rate.per().toPlainString(),
          rate.whole(),
          rate.rounding().map(Rounding::minimumSeconds),
          rate.rounding().map(Rounding::incrementSeconds),
          rate.included().toPlainString(),
          rate.tiers().stream()
              .map(tier ->
                  new Step(
                      tier.upTo().map(BigDecimal::toPlainString), tier.price().toPlainString()))
              .toList());
    }
  }

  record Step(Optional<String> upTo, String price) {}

  record Version(
      String plan, String name, String currency, String from, Sum baseFee, List<Price> rates) {

    static Version of(PlanVersion version) {
      return new Version(
          version.plan().value(),
          version.name(),
          version.currency().getCurrencyCode(),
          version.from().toString(),
          Sum.of(new Money(version.baseFee(), version.currency())),
          version.rates().stream().map(Price::of).toList());
    }
  }

  record Paid(
      String from,
      Optional<String> plan,
      Optional<String> baseFee,
      List<Price> rates,
      String discountPercent,
      List<String> taxes) {

    static Paid of(Subscription subscription) {
      return new Paid(
          subscription.from().toString(),
          subscription.plan().map(Slug::value),
          subscription.baseFee().map(BigDecimal::toPlainString),
          subscription.rates().stream().map(Price::of).toList(),
          subscription.discountPercent().toPlainString(),
          subscription.taxes().stream().map(Slug::value).toList());
    }
  }

  record Named(String code, String name, String from, String percent) {

    static Named of(Tax tax) {
      return new Named(
          tax.code().value(), tax.name(), tax.from().toString(), tax.percent().toPlainString());
    }
  }

  record Charging(
      String from,
      String name,
      String address,
      Optional<String> registration,
      Optional<String> footer) {

    static Charging of(Issuer issuer) {
      return new Charging(
          issuer.from().toString(),
          issuer.name(),
          issuer.address(),
          issuer.registration(),
          issuer.footer());
    }
  }

  record Exchanged(String currency, String day, String perDollar) {

    static Exchanged of(ExchangeRate rate) {
      return new Exchanged(
          rate.currency().getCurrencyCode(),
          rate.day().toString(),
          rate.perDollar().toPlainString());
    }
  }
}
