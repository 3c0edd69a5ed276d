package ca.rocketreception.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ca.rocketreception.domain.Money;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.doubles.twilio.TwilioDouble;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TwilioApiTest {

  private static final PhoneNumber NUMBER = new PhoneNumber("+12045550133");
  private static final String CALLER = "+12045550199";
  private static final String PASSWORD = "Correct-Horse-42";
  private static final Instant NOON = Instant.parse("2026-11-05T18:00:00Z");
  private static final TrunkSettings SHARED =
      new TrunkSettings(
          "rocket-shared",
          "rr-4f1c.pstn.twilio.com",
          "https://reception.example/webhooks/twilio/voice-fallback",
          "POST",
          "enable-all",
          "from-transferee",
          false);
  private static final Origination RETELL =
      new Origination("retell", "sip:sip.retellai.com;transport=tcp", 10, 20, true);

  private final TwilioDouble twilio = new TwilioDouble();
  private final TwilioApi api = TwilioAccess.to(twilio);

  @AfterEach
  void nothingWasAskedThatTwilioDoesNotDescribe() {
    assertThat(twilio.violations()).isEmpty();
    twilio.close();
  }

  @Test
  void aNumberIsSearchedBoughtChangedAndGivenBack() {
    twilio.sell("+12045550133", "+12045550134", "+14315550100");
    twilio.sell("+12045550135", "Brandon", "MB", true, false);
    twilio.sell("+12045550136", "Brandon", "MB", false, true);

    assertThat(api.numbersForSale("CA", OptionalInt.of(204), 20))
        .containsExactly(
            new NumberForSale(NUMBER, "Winnipeg", "MB", "CA", "none", true, true),
            new NumberForSale(
                new PhoneNumber("+12045550134"), "Winnipeg", "MB", "CA", "none", true, true),
            new NumberForSale(
                new PhoneNumber("+12045550135"), "Brandon", "MB", "CA", "none", true, false));
    assertThat(api.numbersForSale("CA", OptionalInt.empty(), 1)).hasSize(1);
    assertThat(api.ownedNumber(NUMBER)).isEmpty();

    Trunk trunk = api.createTrunk(SHARED);
    OwnedNumber bought =
        api.buyNumber(
            NUMBER,
            NumberSettings.NONE
                .named("prairie-dental")
                .onTrunk(trunk.sid())
                .withTextsAt("https://reception.example/webhooks/twilio/messages"));

    assertThat(api.ownedNumber(NUMBER)).contains(bought);
    assertThat(bought.friendlyName()).isEqualTo("prairie-dental");
    assertThat(bought.trunkSid()).contains(trunk.sid());
    assertThat(bought.smsUrl()).isEqualTo("https://reception.example/webhooks/twilio/messages");
    assertThat(bought.voice() && bought.sms()).isTrue();

    OwnedNumber changed = api.changeNumber(bought.sid(), NumberSettings.NONE.withTextsAt(""));
    assertThat(changed.smsUrl()).isEmpty();
    assertThat(changed.friendlyName()).isEqualTo("prairie-dental");

    api.releaseNumber(bought.sid());
    assertThat(api.ownedNumber(NUMBER)).isEmpty();
    assertThat(twilio.purchases()).containsExactly("+12045550133");
  }

  @Test
  void aNumberThatOnlyLooksLikeOursIsNotOurs() {
    twilio.own("+1204555013399");

    assertThat(api.ownedNumber(NUMBER)).isEmpty();
  }

  @Test
  void aNumberThatSomebodyElseBoughtIsTakenAndCostsNothing() {
    assertThatExceptionOfType(TwilioFailure.Taken.class)
        .isThrownBy(() -> api.buyNumber(NUMBER, NumberSettings.NONE))
        .satisfies(taken -> {
          assertThat(taken.code()).hasValue(21422);
          assertThat(taken.mayHaveHappened()).isFalse();
          assertThat(taken.repeat()).isEqualTo(TwilioFailure.Repeat.NEVER);
          assertThat(taken.cure()).contains("another number");
        });
    assertThat(twilio.purchases()).isEmpty();
  }

  @Test
  void aTrunkIsMadeFoundByItsNameAndSetAsWished() {
    Trunk trunk = api.createTrunk(SHARED);
    api.createTrunk(
        new TrunkSettings("another", "", "", "POST", "disable-all", "from-transferee", true));

    assertThat(trunk.settings()).isEqualTo(SHARED);
    assertThat(api.trunksNamed("rocket-shared")).containsExactly(trunk);
    assertThat(api.trunk(trunk.sid())).contains(trunk);

    TrunkSettings safer =
        SHARED
            .withDisasterRecovery("https://other.example/fallback", "GET")
            .withTransfer("sip-only", "from-transferor")
            .withSecure(true);
    assertThat(api.changeTrunk(trunk.sid(), safer).settings()).isEqualTo(safer);
    assertThat(
            api.changeTrunk(trunk.sid(), safer.withDisasterRecovery("", "POST"))
                .settings()
                .disasterRecoveryUrl())
        .isEmpty();

    api.deleteTrunk(trunk.sid());
    assertThat(api.trunk(trunk.sid())).isEmpty();
    assertThat(api.trunksNamed("rocket-shared")).isEmpty();
  }

  @Test
  void aTrunksDomainNameIsTakenAlsoAfterTheTrunkWasDeleted() {
    api.deleteTrunk(api.createTrunk(SHARED).sid());

    assertThatExceptionOfType(TwilioFailure.Taken.class)
        .isThrownBy(() -> api.createTrunk(SHARED))
        .satisfies(taken -> assertThat(taken.code()).hasValue(21248));
    assertThat(twilio.sids("TK")).isEmpty();
  }

  @Test
  void whatSomebodyChangedInTheConsoleIsReadAsItIs() {
    Trunk trunk = api.createTrunk(SHARED);
    twilio.edit(trunk.sid(), "disaster_recovery_url", null);
    twilio.edit(trunk.sid(), "transfer_mode", "disable-all");

    TrunkSettings found = api.trunk(trunk.sid()).orElseThrow().settings();

    assertThat(found)
        .isNotEqualTo(SHARED)
        .isEqualTo(
            SHARED.withDisasterRecovery("", "POST").withTransfer("disable-all", "from-transferee"));
  }

  @Test
  void aTrunkBringsItsCallsWhereItsOriginationsSay() {
    String trunk = api.createTrunk(SHARED).sid();

    Origination.Known made = api.createOrigination(trunk, RETELL);
    assertThat(made.origination()).isEqualTo(RETELL);
    assertThat(api.originations(trunk)).containsExactly(made);

    Origination off = new Origination("retell", "sip:sip.retellai.com", 0, 1, false);
    assertThat(api.changeOrigination(trunk, made.sid(), off).origination()).isEqualTo(off);

    api.deleteOrigination(trunk, made.sid());
    assertThat(api.originations(trunk)).isEmpty();
  }

  @Test
  void credentialsAreKeptInAListThatATrunkIsBoundTo() {
    String trunk = api.createTrunk(SHARED).sid();
    TwilioApi.CredentialList list = api.createCredentialList("rocket-shared");
    TwilioApi.Credential credential = api.createCredential(list.sid(), "retell", PASSWORD);

    assertThat(api.credentialListsNamed("rocket-shared")).containsExactly(list);
    assertThat(api.credentials(list.sid())).containsExactly(credential);
    assertThat(credential.username()).isEqualTo("retell");

    api.changePassword(list.sid(), credential.sid(), "Another-Horse-43");
    assertThat(twilio.read(credential.sid())).containsEntry("password", "Another-Horse-43");

    api.bindCredentialList(trunk, list.sid());
    assertThat(api.credentialListsOf(trunk)).containsExactly(list);
    assertThatExceptionOfType(TwilioFailure.Taken.class)
        .isThrownBy(() -> api.bindCredentialList(trunk, list.sid()));
    assertThatExceptionOfType(TwilioFailure.Taken.class)
        .isThrownBy(() -> api.deleteCredentialList(list.sid()));

    api.unbindCredentialList(trunk, list.sid());
    api.deleteCredential(list.sid(), credential.sid());
    assertThat(api.credentials(list.sid())).isEmpty();
    api.deleteCredentialList(list.sid());
    assertThat(api.credentialListsNamed("rocket-shared")).isEmpty();
  }

  @Test
  void aNumberIsPutOnATrunkAndTakenOffItAndStaysOurs() {
    String number = twilio.own(NUMBER.e164());
    String trunk = api.createTrunk(SHARED).sid();

    api.putOnTrunk(trunk, number);
    assertThat(api.numbersOn(trunk)).containsExactly(new TwilioApi.NumberOnTrunk(number, NUMBER));
    assertThat(api.ownedNumber(NUMBER).orElseThrow().trunkSid()).contains(trunk);
    assertThatExceptionOfType(TwilioFailure.Taken.class)
        .isThrownBy(() -> api.putOnTrunk(trunk, number));

    api.takeOffTrunk(trunk, number);
    assertThat(api.numbersOn(trunk)).isEmpty();
    assertThat(api.ownedNumber(NUMBER)).isPresent();

    api.changeNumber(number, NumberSettings.NONE.onTrunk(trunk));
    api.deleteTrunk(trunk);
    assertThat(api.ownedNumber(NUMBER).orElseThrow().trunkSid()).isEmpty();
  }

  @Test
  void whatIsGoneAlreadyCountsAsDeleted() {
    String number = twilio.own(NUMBER.e164());
    api.releaseNumber(number);
    api.releaseNumber(number);

    assertThat(twilio.requests())
        .containsExactly(
            "DELETE /2010-04-01/Accounts/{AC}/IncomingPhoneNumbers/{PN}.json",
            "DELETE /2010-04-01/Accounts/{AC}/IncomingPhoneNumbers/{PN}.json");
  }

  @Test
  void listsAreReadToTheirLastPage() {
    String trunk = api.createTrunk(SHARED).sid();
    List<PhoneNumber> numbers =
        IntStream.range(0, 250)
            .mapToObj(i -> new PhoneNumber("+1204555%04d".formatted(i)))
            .toList();
    numbers.forEach(number -> twilio.edit(twilio.own(number.e164()), "trunk_sid", trunk));

    assertThat(api.numbersOn(trunk))
        .extracting(TwilioApi.NumberOnTrunk::number)
        .containsExactlyElementsOf(numbers);
    assertThat(api.ownedNumber(numbers.getLast())).isPresent();
    assertThat(api.ownedNumbers()).hasSize(250);
  }

  @Test
  void aTrunksCallTellsTheNumbersInItsSipAddressesAndItsPriceWhenItIsKnown() {
    String trunk = api.createTrunk(SHARED).sid();
    String sid = twilio.call(CALLER, NUMBER.e164(), trunk, NOON, Duration.ofSeconds(75));

    CarrierCall call = calls(NOON, NOON).getFirst();
    assertThat(call.cost()).isEmpty();

    twilio.edit(sid, "price", "-0.0085");
    assertThat(calls(NOON.minusSeconds(60), NOON.plusSeconds(60)))
        .containsExactly(
            new CarrierCall(
                sid,
                PhoneNumber.parse(CALLER),
                PhoneNumber.parse(NUMBER.e164()),
                "trunking-originating",
                "completed",
                Optional.of(trunk),
                Optional.of(NOON),
                Optional.of(NOON.plusSeconds(75)),
                Optional.of(Duration.ofSeconds(75)),
                Optional.of(Money.usCents(new BigDecimal("0.85")))));
    assertThat(call.isTrunking()).isTrue();
  }

  @Test
  void aCallMayLackEverythingThatIsNotKnownYetAndHideItsCaller() {
    String sid = twilio.call("anonymous", "%2B12045550133", "", NOON, Duration.ofSeconds(1));
    for (String field : List.of("end_time", "duration", "price", "price_unit", "trunk_sid")) {
      twilio.edit(sid, field, null);
    }
    twilio.edit(sid, "status", "in-progress");
    twilio.edit(sid, "end_time", "this evening, perhaps");
    twilio.edit(sid, "to", "<sip:%2B12045550133:5060@edge.example;region=us1>");

    CarrierCall call = calls(NOON, NOON).getFirst();

    assertThat(call.from()).isEmpty();
    assertThat(call.to()).contains(NUMBER);
    assertThat(call.endedAt()).isEmpty();
    assertThat(call.duration()).isEmpty();
    assertThat(call.cost()).isEmpty();
    assertThat(call.trunkSid()).isEmpty();
  }

  @Test
  void aRowWithoutAnIdHidesNoOther() {
    String first = twilio.call(CALLER, NUMBER.e164(), "", NOON, Duration.ofSeconds(1));
    String strange = twilio.call(CALLER, NUMBER.e164(), "", NOON, Duration.ofSeconds(1));
    String last = twilio.call(CALLER, NUMBER.e164(), "", NOON, Duration.ofSeconds(1));
    twilio.edit(strange, "sid", "none");

    assertThat(calls(NOON, NOON))
        .extracting(CarrierCall::sid)
        .containsExactlyInAnyOrder(first, last);
  }

  @Test
  void sipAddressesAreReadHoweverTheyAreWritten() {
    Map<String, String> written =
        Map.of(
            "sip:+12045550133@host;region=us1", "+12045550133",
            "sips:+12045550133@host", "+12045550133",
            "<sip:+12045550133@host>", "+12045550133",
            "sip:%2B12045550133@host", "+12045550133",
            "sip:+12045550133;phone-context=x@host", "+12045550133",
            "+12045550133", "+12045550133");
    written.forEach((to, number) -> {
      String sid = twilio.call(CALLER, "x", "", NOON, Duration.ZERO);
      twilio.edit(sid, "to", to);
      assertThat(calls(NOON, NOON).getFirst().to()).as(to).contains(new PhoneNumber(number));
      twilio.remove(sid);
    });
    for (String to : List.of("sip:reception@host", "client:anna", "sip:%zz@host", "", "sip:@")) {
      String sid = twilio.call(CALLER, "x", "", NOON, Duration.ZERO);
      twilio.edit(sid, "to", to);
      assertThat(calls(NOON, NOON).getFirst().to()).as(to).isEmpty();
      twilio.remove(sid);
    }
  }

  @Test
  void thousandsOfCallsComePageByPageEachOnceAndOnlyThoseOfTheSpan() {
    for (int i = 0; i < 2_500; i++) {
      twilio.call(CALLER, NUMBER.e164(), "", NOON.plusSeconds(i), Duration.ofSeconds(30));
    }
    List<Integer> pages = new ArrayList<>();
    HashSet<String> seen = new HashSet<>();
    api.calls(
        NOON.plusSeconds(100),
        NOON.plusSeconds(2_399),
        500,
        page -> {
          pages.add(page.size());
          page.forEach(call -> assertThat(seen.add(call.sid())).isTrue());
        });

    assertThat(pages).containsExactly(500, 500, 500, 500, 300);
    assertThat(twilio.requests()).hasSize(5);
  }

  @Test
  void pagesThatLeadInACircleAreLeft() {
    twilio.call(CALLER, NUMBER.e164(), "", NOON, Duration.ofSeconds(30));
    twilio.failNext(TwilioDouble.Fault.CIRCLE, TwilioDouble.Fault.CIRCLE);

    assertThatExceptionOfType(TwilioFailure.Unclear.class)
        .isThrownBy(() -> calls(NOON, NOON))
        .withMessageContaining("circle");
    assertThat(twilio.requests()).hasSize(2);
  }

  @Test
  void anIdThatIsNoneOfTwiliosIsNeverSent() {
    for (String sid : List.of("", "TK12", "PN" + "0".repeat(32), "TK" + "0".repeat(31) + "/")) {
      assertThatIllegalArgumentException().isThrownBy(() -> api.trunk(sid));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> api.numbersForSale("../..", OptionalInt.empty(), 1));
    assertThat(twilio.requests()).isEmpty();
  }

  private List<CarrierCall> calls(Instant from, Instant until) {
    List<CarrierCall> found = new ArrayList<>();
    api.calls(from, until, 50, found::addAll);
    return found;
  }
}
