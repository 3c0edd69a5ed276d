package ca.rocketreception.domain.billing;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Days;
import ca.rocketreception.domain.SubscriberId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MarginTest {

  private static final LocalDate FRIDAY = LocalDate.of(2026, 11, 20);
  private static final LocalDate SUNDAY = LocalDate.of(2026, 11, 22);

  private static Statement charging(String amount, String currency) {
    YearMonth month = YearMonth.of(2026, 11);
    Days days = new Days(month.atDay(1), month.plusMonths(1).atDay(1));
    return new Statement(
        new SubscriberId(new UUID(0, 1)),
        Statement.Kind.STATEMENT,
        "dental-2026-11",
        month,
        days,
        Currency.getInstance(currency),
        "Dental",
        ZoneId.of("America/Winnipeg"),
        StatementWording.ENGLISH,
        Optional.empty(),
        Optional.empty(),
        List.of(
            new StatementLine(
                1,
                StatementLine.Kind.BASE_FEE,
                days,
                "Plan",
                Optional.empty(),
                new BigDecimal(amount))));
  }

  private static ExchangeRate cad(LocalDate day, String perDollar) {
    return new ExchangeRate(Currency.getInstance("CAD"), day, new BigDecimal(perDollar));
  }

  private static Margin.Costs costs(LocalDate day, String cents, long without) {
    return new Margin.Costs(Map.of(day, new BigDecimal(cents)), without);
  }

  @Test
  void costIsInTheChargesCurrencyAtTheRateOfItsDayOrTheLastBeforeIt() {
    Margin margin =
        Margin.of(
            charging("79", "CAD"),
            costs(SUNDAY, "1000.5", 0),
            List.of(
                cad(FRIDAY, "1.4"), cad(SUNDAY.plusDays(1), "2"), cad(FRIDAY.minusDays(1), "3")));

    assertThat(margin.cost().orElseThrow().text()).isEqualTo("14.01");
    assertThat(margin.margin().orElseThrow().text()).isEqualTo("64.99");
  }

  @Test
  void withoutARateOfTheDayTheMarginIsUnknown() {
    Margin margin =
        Margin.of(
            charging("79", "CAD"),
            costs(SUNDAY, "1000", 0),
            List.of(cad(SUNDAY.minusDays(7), "1.4"), cad(SUNDAY.plusDays(1), "1.4")));

    assertThat(margin.cost()).isEmpty();
    assertThat(margin.margin()).isEmpty();
    assertThat(margin.withoutRate()).containsExactly(SUNDAY);
  }

  @Test
  void aCallWhoseCostIsNotKnownMakesTheMarginUnknownAndNotLarger() {
    Margin margin = Margin.of(charging("79", "USD"), costs(SUNDAY, "1000", 1), List.of());

    assertThat(margin.cost().orElseThrow().text()).isEqualTo("10.00");
    assertThat(margin.margin()).isEmpty();
    assertThat(margin.withoutCost()).isEqualTo(1);
  }
}
