package ca.rocketreception.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.rocketreception.domain.Line;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.routing.DialingRules;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberingPlansTest {

  private final DialingRules rules = new DialingRules(Set.of("CA", "US"), new NumberingPlans());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+12045550133", // of fiction, as the examples have
        "+12045550166",
        "+19025550136",
        "+12048082733",
        "+14316005505",
        "+12125550123",
        "+18005550199"
      })
  void callsArePutThroughToOrdinaryNumbersOfOurCountries(String number) {
    assertThat(rules.allows(new PhoneNumber(number))).isTrue();
    rules.requireAllowed("transferNumber", new PhoneNumber(number));
  }

  @ParameterizedTest
  @CsvSource({
    "+19005550123, premium",
    "+881612345678, satellite",
    "+870773123456, satellite",
    "+18765550123, Jamaica",
    "+447911123456, Great Britain",
    "+449098790123, premium in Great Britain",
    "+33891123456, premium in France",
    "+33142685300, France",
    "+979123456789, premium anywhere",
    "+883510012345678, networks of no country",
    "+15005550006, a personal number",
    "+1204555013, a digit short",
    "+120455501333, a digit too many",
    "+12041550133, nobody's",
    "+9999999999, no country's"
  })
  void callsAreNotPutThroughToWhatMayCostAnythingOrCannotRing(String number, String why) {
    assertThat(rules.allows(new PhoneNumber(number))).as(why).isFalse();
    assertThatExceptionOfType(Refusal.Invalid.class)
        .as(why)
        .isThrownBy(() -> rules.requireAllowed("transferNumber", new PhoneNumber(number)))
        .satisfies(refusal -> assertThat(refusal.field()).isEqualTo("transferNumber"));
  }

  @Test
  void theOperatorSaysWhichCountries() {
    DialingRules french = new DialingRules(Set.of("FR"), new NumberingPlans());

    assertThat(french.allows(new PhoneNumber("+33142685300"))).isTrue();
    assertThat(french.allows(new PhoneNumber("+33891123456"))).isFalse();
    assertThat(french.allows(new PhoneNumber("+12045550133"))).isFalse();
  }

  @Test
  void aCallerMayShowANumberThatNobodyHasButNoneThatCannotBe() {
    rules.requirePossible("number", new PhoneNumber("+12041550133"));
    assertThatExceptionOfType(Refusal.Invalid.class)
        .isThrownBy(() -> rules.requirePossible("number", new PhoneNumber("+1204555013")));
    assertThat(new NumberingPlans().apply(new PhoneNumber("+12041550133")).kind())
        .isEqualTo(Line.Kind.UNASSIGNED);
  }
}
