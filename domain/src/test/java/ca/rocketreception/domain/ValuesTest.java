package ca.rocketreception.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.Fact;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValuesTest {

  @Test
  void aNumberIsE164OrIsRefusedWithTheCure() {
    assertThat(new PhoneNumber("+12048082733")).hasToString("+12048082733");
    for (String wrong :
        List.of(
            "",
            "2048082733",
            "+0123456789",
            "+1 204 808 2733",
            "+1204",
            "+1204808273312345",
            "anonymous")) {
      assertThat(PhoneNumber.parse(wrong)).isEmpty();
      assertThatExceptionOfType(Refusal.Invalid.class)
          .isThrownBy(() -> new PhoneNumber(wrong))
          .matches(refusal -> refusal.cure().contains("+1"));
    }
    assertThat(PhoneNumber.parse(null)).isEmpty();
  }

  @Test
  void aSlugIsLowerCaseLettersDigitsAndInnerHyphens() {
    assertThat(new Slug("prairie-smile-dental")).hasToString("prairie-smile-dental");
    for (String wrong : List.of("", "-a", "a-", "A", "a b", "é", "a".repeat(64), "a\nb")) {
      assertThatExceptionOfType(Refusal.Invalid.class).isThrownBy(() -> new Slug(wrong));
    }
  }

  @Test
  void equalAmountsAreEqualMoneyAndNothingIsRounded() {
    assertThat(money("1.50")).isEqualTo(money("1.5"));
    assertThat(money("0.00")).isEqualTo(money("0"));
    assertThat(money("1.5").text()).isEqualTo("1.50");
    assertThat(money("100").text()).isEqualTo("100.00");
    assertThat(Money.usCents(new BigDecimal("9.1026")).text()).isEqualTo("0.091026");
  }

  @Test
  void aRefusalShowsAWrongValueShortAndOnOneLine() {
    String hostile = "line\nline\u0000" + "x".repeat(10_000);

    assertThatExceptionOfType(Refusal.Invalid.class)
        .isThrownBy(() -> new Slug(hostile))
        .matches(refusal ->
            refusal.getMessage().length() < 120 && refusal.getMessage().lines().count() == 1);
  }

  @Test
  void fillingInTwiceChangesNothingAndKeepsWhatAPersonChanged() {
    Business person = Business.of(Samples.aDentist().subscriber());
    Business changed =
        new Business(
            person.subscriber(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(new Fact("parking", "No parking any more.")),
            List.of());

    Business filled = changed.filledFrom(Samples.aDentist());

    assertThat(filled.facts()).containsExactly(new Fact("parking", "No parking any more."));
    assertThat(filled.agents()).hasSize(3);
    assertThat(filled.filledFrom(Samples.aDentist())).isEqualTo(filled);
    assertThat(filled.additionsTo(filled)).isEmpty();
  }

  private static Money money(String amount) {
    return new Money(new BigDecimal(amount), Currency.getInstance("CAD"));
  }
}
