package ca.rocketreception.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class CarrierAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+12045550133",
        "12045550133",
        "2045550133",
        " +1 (204) 555-0133 ",
        "+1.204.555.0133",
        "0012045550133",
        "01112045550133",
        "+0012045550133",
        "'+12045550133",
        "\"2045550133\"",
        "+1 204 555 0133 ext. 12",
        "+12045550133x12",
        "204-555-0133 #4",
        "%2B12045550133",
        "sip:+12045550133@pstn.example.com",
        "sip:12045550133@pstn.example.com:5060;transport=tls",
        "sips:%2b12045550133@example.com",
        "sip:+12045550133;phone-context=+1@example.com;user=phone",
        "sip:2045550133;phone-context=+1@example.com;user=phone",
        "SIP:+12045550133:secret@example.com",
        "<sip:+12045550133@example.com>;reason=no-answer;counter=1",
        "\"Ann Lee\" <sip:+12045550133@example.com;user=phone>;tag=1",
        "Ann <tel:+1-204-555-0133>",
        "tel:+1-204-555-0133",
        "tel:204-555-0133;phone-context=+1",
        "+1\u00a0204\u2011555\u20110133",
        "\u202d+12045550133\u202c",
        "\uff0b\uff11\uff12\uff10\uff14\uff15\uff15\uff15\uff10\uff11\uff13\uff13"
      })
  void aNumberIsTheSameHoweverItIsWritten(String address) {
    assertThat(CarrierAddress.number(address)).hasValue(new PhoneNumber("+12045550133"));
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        " ",
        "anonymous",
        "Anonymous",
        "Restricted",
        "RESTRICTED",
        "unavailable",
        "private",
        "unknown",
        "asserted-id-blocked",
        "+1anonymous",
        "+",
        "*67",
        "+266696687",
        "266696687",
        "+1266696687",
        "+7378742833",
        "+7378742883",
        "+8566696",
        "+2562533",
        "+8656696",
        "+86282452253",
        "+464",
        "+7748283",
        "+0000000000",
        "+10000000000",
        "0000000000",
        "5550133",
        "sip:anonymous@anonymous.invalid",
        "\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=7",
        "sip:266696687@twilio.com",
        "sip:+266696687@twilio.com;user=phone",
        "sip:ava@example.com",
        "sip:@example.com",
        "tel:",
        "client:jenny",
        "%ZZ",
        "+123456789012345678"
      })
  void whoWithholdsANumberHasNone(String address) {
    assertThat(CarrierAddress.number(address)).isEmpty();
  }

  @Test
  void tenDigitsAreMeantWhereTheOtherEndIs() {
    assertThat(CarrierAddress.number("2045550133", Optional.of(new PhoneNumber("+14316005505"))))
        .hasValue(new PhoneNumber("+12045550133"));
    assertThat(CarrierAddress.number("4721234567", Optional.of(new PhoneNumber("+4722000000"))))
        .hasValue(new PhoneNumber("+4721234567"));
    assertThat(CarrierAddress.number("33142685300")).hasValue(new PhoneNumber("+33142685300"));
  }

  @Test
  void aNumberThatLooksLikeAWordIsANumberWithItsCountry() {
    assertThat(CarrierAddress.number("+17378742833")).hasValue(new PhoneNumber("+17378742833"));
  }

  @Property(tries = 500)
  void whateverStandsThereBreaksNothing(@ForAll String address) {
    assertThat(CarrierAddress.number(address)).isNotNull();
  }
}
