package ca.rocketreception.domain.billing;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is left of a month's charge after what the providers charge. What is not known makes it
 * unknown, never smaller or larger.
 *
 * @param charge before taxes, as the month's statement says
 * @param cost of what is known, in the charge's currency; empty when a day's exchange rate is
 *     missing
 * @param margin empty when the cost is, or is not of all that was used
 * @param withoutRate days with a cost whose exchange rate is missing
 * @param withoutCost of how many calls and chats the cost is not known yet
 */
public record Margin(
    YearMonth month,
    Money charge,
    Optional<Money> cost,
    Optional<Money> margin,
    List<LocalDate> withoutRate,
    long withoutCost) {

  private static final Currency DOLLAR = Currency.getInstance("USD");

  /** For so many days a rate holds on when there is no newer one: over weekends and holidays. */
  private static final int DAYS_OF_A_RATE = 7;

  /**
   * What providers charged in some days.
   *
   * @param cents hundredths of a US dollar, by day where the business is
   * @param without of how many calls and chats nothing is known
   */
  public record Costs(Map<LocalDate, BigDecimal> cents, long without) {

    public Costs {
      cents = new TreeMap<>(cents);
    }
  }

  public Margin {
    requireNonNull(month, "month");
    requireNonNull(charge, "charge");
    requireNonNull(cost, "cost");
    requireNonNull(margin, "margin");
    withoutRate = List.copyOf(withoutRate);
  }

  /**
   * @param rates all there are
   */
  public static Margin of(Statement statement, Costs costs, List<ExchangeRate> rates) {
    Currency currency = statement.currency();
    List<LocalDate> missing =
        costs.cents().keySet().stream()
            .filter(day -> rate(currency, day, rates).isEmpty())
            .toList();
    Optional<Money> cost =
        missing.isEmpty()
            ? Optional.of(
                new Money(
                    costs.cents().entrySet().stream()
                        .map(day ->
                            day.getValue()
                                .movePointLeft(2)
                                .multiply(rate(currency, day.getKey(), rates).orElseThrow()))
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .setScale(currency.getDefaultFractionDigits(), RoundingMode.HALF_UP),
                    currency))
            : Optional.empty();
    Money charge = statement.subtotal();
    return new Margin(
        statement.month(),
        charge,
        cost,
        cost.filter(known -> costs.without() == 0)
            .map(known -> new Money(charge.amount().subtract(known.amount()), currency)),
        missing,
        costs.without());
  }

  private static Optional<BigDecimal> rate(
      Currency currency, LocalDate day, List<ExchangeRate> rates) {
    if (currency.equals(DOLLAR)) {
      return Optional.of(BigDecimal.ONE);
    }
    return rates.stream()
        .filter(rate -> rate.currency().equals(currency))
        .filter(
            rate -> !rate.day().isAfter(day) && rate.day().isAfter(day.minusDays(DAYS_OF_A_RATE)))
        .max(Comparator.comparing(ExchangeRate::day))
        .map(ExchangeRate::perDollar);
  }
}
