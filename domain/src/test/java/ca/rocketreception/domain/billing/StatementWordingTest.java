package ca.rocketreception.domain.billing;

import static ca.rocketreception.domain.billing.StatementWording.ENGLISH;
import static ca.rocketreception.domain.billing.StatementWording.FRENCH;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Money;
import ca.rocketreception.domain.usage.Meter;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementWordingTest {

  private static final Currency CAD = Currency.getInstance("CAD");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CHAT_CONVERSATIONS | 1 | 1 conversation | 1 conversation",
        "CHAT_CONVERSATIONS | 2 | 2 conversations | 2 conversations",
        "CALLS | 0 | 0 calls | 0 appel",
        "CALLS | 1 | 1 call | 1 appel",
        "CALLS | -1 | -1 call | -1 appel",
        "TAKEN_MESSAGES | 2 | 2 messages | 2 messages",
        "NUMBER_MONTHS | 0.5 | 0.5 numbers | 0,5 numéro",
        "VOICE_SECONDS | 663.681 | 11 min 4 s | 11 min 4 s",
        "VOICE_SECONDS | 59.4 | 59 s | 59 s",
        "VOICE_SECONDS | 600 | 10 min | 10 min",
        "VOICE_SECONDS | -61 | -1 min 1 s | -1 min 1 s",
        "TRANSFER_SECONDS | 60000 | 1,000 min | 1 000 min"
      })
  void quantitiesAreSaidAsPeopleSayThem(
      Meter meter, BigDecimal quantity, String english, String french) {
    assertThat(ENGLISH.quantity(meter, quantity)).isEqualTo(english);
    assertThat(plainSpaces(FRENCH.quantity(meter, quantity))).isEqualTo(french);
  }

  private static String plainSpaces(String text) {
    return text.replaceAll("[\\u00a0\\u202f]", " ");
  }

  private static Rate rate(
      Meter meter, String per, boolean whole, Rounding rounding, List<Tier> tiers) {
    return new Rate(
        meter, new BigDecimal(per), whole, Optional.ofNullable(rounding), BigDecimal.ZERO, tiers);
  }

  private static Tier upTo(String end, String price) {
    return new Tier(Optional.of(new BigDecimal(end)), new BigDecimal(price));
  }

  private static Tier then(String price) {
    return Tier.open(new BigDecimal(price));
  }

  private static void assertPrices(Rate rate, String english, String french) {
    assertThat(ENGLISH.prices(rate, CAD)).isEqualTo(english);
    assertThat(plainSpaces(FRENCH.prices(rate, CAD))).isEqualTo(french);
  }

  @Test
  void pricesAreSaidByTheMinuteWithTheirUnits() {
    assertPrices(
        rate(
            Meter.VOICE_SECONDS,
            "60",
            false,
            new Rounding(30, 6),
            List.of(upTo("500", "0.45"), then("0.39"))),
        "$0.45 per minute up to 500 minutes, then $0.39; each call counts at least 30 s, then in"
            + " steps of 6 s",
        "0,45 $ par minute jusqu’à 500 minutes, puis 0,39 $; chaque appel compte au moins 30 s,"
            + " puis par tranches de 6 s");
    assertPrices(
        rate(Meter.VOICE_SECONDS, "60", true, new Rounding(60, 60), List.of(then("0.5"))),
        "$0.50 for each started minute; each call counts in steps of 1 min",
        "0,50 $ par minute entamée; chaque appel compte par tranches de 1 min");
    assertPrices(
        Rate.flat(Meter.VOICE_SECONDS, "1", "0.0025"),
        "$0.0025 per second; each call counts to the started second",
        "0,0025 $ par seconde; chaque seconde entamée compte");
  }

  @Test
  void pricesOfOneAreOfOne() {
    assertPrices(
        Rate.flat(Meter.CHAT_CONVERSATIONS, "1", "0.5"),
        "$0.50 per conversation",
        "0,50 $ par conversation");
    assertPrices(
        rate(Meter.CHAT_MESSAGES, "100", true, null, List.of(then("5"))),
        "$5.00 for each started 100 messages",
        "5,00 $ par tranche entamée de 100 messages");
    assertPrices(
        rate(Meter.CALLS, "1", false, null, List.of(upTo("1", "2"), then("1.5"))),
        "$2.00 per call up to 1 call, then $1.50",
        "2,00 $ par appel jusqu’à 1 appel, puis 1,50 $");
  }

  @Test
  void amountsAreWrittenAsTheLanguageDoes() {
    Money money = new Money(new BigDecimal("-1234.5"), CAD);

    assertThat(ENGLISH.amount(money)).isEqualTo("-1,234.50");
    assertThat(plainSpaces(FRENCH.amount(money))).isEqualTo("-1 234,50");
  }

  @Test
  void aFinalStatementKeepsItsWording() {
    for (StatementWording wording : StatementWording.values()) {
      assertThat(StatementWording.kept(wording.kept())).isEqualTo(wording);
    }
    assertThat(StatementWording.of(Locale.CANADA_FRENCH)).isEqualTo(FRENCH);
    assertThat(StatementWording.of(Locale.CANADA)).isEqualTo(ENGLISH);
  }
}
