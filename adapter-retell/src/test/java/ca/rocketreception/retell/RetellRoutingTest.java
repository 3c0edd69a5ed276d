package ca.rocketreception.retell;

import static ca.rocketreception.domain.Samples.CALLER;
import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.SHARED_NUMBER;
import static ca.rocketreception.domain.Samples.uuid;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.BlockedCaller;
import ca.rocketreception.domain.Business;
import ca.rocketreception.domain.Clues;
import ca.rocketreception.domain.Interaction;
import ca.rocketreception.domain.InteractionId;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.Verdict;
import ca.rocketreception.ports.driven.InMemoryActivity;
import ca.rocketreception.ports.driven.InteractionFilter;
import ca.rocketreception.ports.driven.InteractionPage;
import ca.rocketreception.ports.driven.Interactions;
import ca.rocketreception.ports.driven.ProviderEvent;
import ca.rocketreception.ports.driving.ReceivingCalls;
import ca.rocketreception.ports.driving.WebhookRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetellRoutingTest {

  private final House house = House.withEverybody();

  @Test
  void aRingingCallIsAnsweredByTheBusinesssAgentWithWhatItNeedsToKnow() {
    assertThat(house.inbound(ringing(DENTAL_NUMBER.e164())))
        .isEqualTo(
            """
            {"call_inbound":{"override_agent_id":"agent_prairie-dental_receptionist",\
            "dynamic_variables":{"business_name":"The prairie-dental company",\
            "greeting":"Thank you for calling prairie-dental.","is_open":"true",\
            "hours_today":"9:00 AM to 5:00 PM","next_opening":"","transfer_number":"+12045550133",\
            "timezone":"America/Winnipeg","language":"en-CA"},\
            "metadata":{"rocket_subscriber_id":"%s","rocket_subscriber":"prairie-dental",\
            "rocket_agent_id":"%s","rocket_role":"RECEPTIONIST"}}}\
            """
                .formatted(uuid("prairie-dental"), uuid("prairie-dentalRECEPTIONIST")));
    assertThat(house.interactions.verdicts()).isEmpty();
  }

  @Test
  void aNumberThatIsNobodysIsRejectedAndNothingElseIsSaid() {
    assertThat(house.inbound(ringing("+12045550111")))
        .isEqualTo("{\"call_inbound\":{\"reject\":true}}");
  }

  @Test
  void aBlockedCallerIsRejectedAndOneWithoutNumberIsTaken() {
    Business dentist = Samples.aDentist();
    House strict =
        new House(
            new Business(
                dentist.subscriber(),
                dentist.channels(),
                dentist.agents(),
                dentist.hours(),
                dentist.holidays(),
                List.of(new BlockedCaller(CALLER, "rude")),
                dentist.facts(),
                dentist.numbers()));

    assertThat(strict.inbound(ringing(DENTAL_NUMBER.e164())))
        .isEqualTo("{\"call_inbound\":{\"reject\":true}}");
    assertThat(strict.inbound(ringing(DENTAL_NUMBER.e164()).replace(CALLER.e164(), "anonymous")))
        .contains("override_agent_id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"event\":\"call_inbound\",\"call_inbound\":{\"to_number\":\"sip:ava@example.invalid\"}}",
        "{\"event\":\"call_inbound\",\"call_inbound\":{}}",
        "{\"event\":\"call_inbound\",\"call_inbound\":[]}",
        "{}"
      })
  void aCallThatWeDoNotUnderstandIsLeftToTheAgentBoundToTheNumber(String body) {
    assertThat(house.inbound(body)).isEqualTo("{\"call_inbound\":{}}");
  }

  @Test
  void anUnknownNumberIsNotRejectedWhileTheDatabaseIsAway() {
    house.routing.storeGoesAway();

    assertThat(house.inbound(ringing(DENTAL_NUMBER.e164()))).contains("override_agent_id");
    assertThatThrownBy(() -> house.inbound(ringing("+12045550111")))
        .isInstanceOf(Refusal.Unavailable.class);
  }

  @Test
  void aRingingTextThreadIsAnsweredPolitely() {
    assertThat(House.text(house.post("/inbound", House.sample("inbound_sms_request"))))
        .isEqualTo("{\"chat_inbound\":{}}");
  }

  @Test
  void checkHoursTellsTheHoursOfTheBusinessThatIsCalled() {
    String asked =
        function("check_hours", DENTAL_NUMBER.e164(), "{\"business\":\"corner-bakery\"}");

    String answer = house.function("check_hours", asked);

    assertThat(answer)
        .isEqualTo(
            """
            {"open":true,"hoursToday":"9:00 AM to 5:00 PM","nextOpening":null,\
            "say":"We are open now. Today's hours: 9:00 AM to 5:00 PM."}\
            """);
    assertThat(house.function("check_hours", asked)).isEqualTo(answer);
    assertThat(house.interactions.verdicts()).hasSize(1);
    assertThat(house.only().subscriber()).isEqualTo(Samples.aDentist().id());
  }

  @Test
  void checkHoursIsAnsweredWhileNothingCanBeStoredAndRouteCallIsNot() {
    RetellWebhook webhook = withoutStore();

    assertThat(House.text(webhook.receive(signed("/functions/check_hours", DENTAL_NUMBER))))
        .contains("9:00 AM to 5:00 PM");
    assertThatThrownBy(() -> webhook.receive(signed("/functions/route_call", SHARED_NUMBER)))
        .isInstanceOf(Refusal.Unavailable.class);
  }

  private RetellWebhook withoutStore() {
    Interactions away =
        new Interactions() {
          @Override
          public Recorded record(ProviderEvent event, Clues clues, Judge judge) {
            throw new Refusal.Unavailable("The database cannot be reached", null);
          }

          @Override
          public Optional<Interaction> find(SubscriberId subscriber, InteractionId id) {
            throw new Refusal.Unavailable("The database cannot be reached", null);
          }

          @Override
          public InteractionPage page(SubscriberId subscriber, InteractionFilter filter) {
            throw new Refusal.Unavailable("The database cannot be reached", null);
          }
        };
    InstantSource clock = InstantSource.fixed(House.NOW);
    return new RetellWebhook(
        List.of(House.KEY),
        new ReceivingCalls(
            house.routing, away, new InMemoryActivity(), clock, () -> uuid("interaction")),
        clock);
  }

  private static WebhookRequest signed(String door, PhoneNumber to) {
    byte[] body = function("any", to.e164(), "{\"business\":\"corner-bakery\"}").getBytes(UTF_8);
    return House.request(door, body, Signature.of(House.KEY, body, House.NOW.toEpochMilli()));
  }

  @Test
  void checkHoursWithoutACallDoesNotClaimToBeClosed() {
    assertThat(house.function("check_hours", "{\"name\":\"check_hours\",\"args\":{}}"))
        .isEqualTo(
            """
            {"open":true,"hoursToday":"","nextOpening":null,\
            "say":"I do not have the opening hours at hand."}\
            """);
    assertThat(house.interactions.verdicts()).singleElement().isInstanceOf(Verdict.Ignored.class);
  }

  @Test
  void routeCallPutsTheCallerThroughAndMovesTheCall() {
    house.event(
        "{\"event\":\"call_started\",\"call\":{\"call_id\":\"call_1\",\"direction\":\"inbound\","
            + "\"to_number\":\""
            + SHARED_NUMBER
            + "\"}}");
    assertThat(house.only().subscriber()).isEqualTo(Samples.aFront().id());
    String asked =
        function("route_call", SHARED_NUMBER.e164(), "{\"business\":\" corner bakery\"}");

    String answer = house.function("route_call", asked);

    assertThat(answer)
        .isEqualTo(
            """
            {"routed":true,"subscriber":"corner-bakery","agentId":"agent_corner-bakery_receptionist",\
            "say":"I am putting you through to The corner-bakery company."}\
            """);
    assertThat(house.only().subscriber().value()).isEqualTo(uuid("corner-bakery"));
    assertThat(house.function("route_call", asked)).isEqualTo(answer);
    assertThat(
            house.function(
                "route_call",
                function("route_call", SHARED_NUMBER.e164(), "{\"business\":\"city-garage\"}")))
        .contains("\"routed\":false");
    assertThat(house.only().subscriber().value()).isEqualTo(uuid("corner-bakery"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"business\":\"  \"}", "{\"business\":7}", "[]", "null"})
  void routeCallWithoutABusinessAsksForOne(String args) {
    assertThat(house.function("route_call", function("route_call", SHARED_NUMBER.e164(), args)))
        .isEqualTo(
            """
            {"routed":false,"subscriber":null,"agentId":null,\
            "say":"Which business would you like to reach?"}\
            """);
    assertThat(house.only().subscriber()).isEqualTo(Samples.aFront().id());
  }

  @Test
  void aBusinessThatIsNotBehindTheNumberIsNotReachedThroughIt() {
    assertThat(
            house.function(
                "route_call",
                function("route_call", SHARED_NUMBER.e164(), "{\"business\":\"prairie-dental\"}")))
        .contains("\"routed\":false", "I cannot find that business");
  }

  @Test
  void routeCallWithoutACallRoutesNothing() {
    assertThat(house.function("route_call", "{\"args\":{\"business\":\"corner-bakery\"}}"))
        .contains("\"routed\":false");
    assertThat(house.interactions.all()).isEmpty();
  }

  @Test
  void anUnknownFunctionIsNotFoundAndNotStored() {
    assertThatThrownBy(() -> house.post("/functions/take_over", "{}".getBytes(UTF_8)))
        .isInstanceOf(Refusal.NotFound.class);
    assertThat(house.interactions.verdicts()).isEmpty();
  }

  @Test
  void anEventOfANumberThatIsNobodysWaitsAndIsAnsweredAlike() {
    String body =
        "{\"event\":\"call_ended\",\"call\":{\"call_id\":\"c\",\"to_number\":\"+12045550111\"}}";

    assertThat(house.event(body).status()).isEqualTo(204);
    assertThat(house.event(body).status()).isEqualTo(204);
    assertThat(house.interactions.verdicts()).singleElement().isInstanceOf(Verdict.Waiting.class);
  }

  @Test
  void theMetadataOfTheInboundAnswerLeadsEventsToTheSubscriber() {
    house.event(
        "{\"event\":\"call_ended\",\"call\":{\"call_id\":\"c\",\"metadata\":"
            + "{\"rocket_subscriber_id\":\""
            + uuid("prairie-dental")
            + "\"}}}");

    assertThat(house.only().subscriber()).isEqualTo(Samples.aDentist().id());
    assertThat(house.only().firstSeenAt()).isEqualTo(MONDAY_MORNING);
  }

  private static String ringing(String to) {
    return "{\"event\":\"call_inbound\",\"call_inbound\":{\"from_number\":\""
        + CALLER
        + "\",\"to_number\":\""
        + to
        + "\"}}";
  }

  private static String function(String name, String to, String args) {
    return "{\"name\":\""
        + name
        + "\",\"call\":{\"call_id\":\"call_1\",\"call_status\":\"ongoing\",\"direction\":\"inbound\","
        + "\"from_number\":\""
        + CALLER
        + "\",\"to_number\":\""
        + to
        + "\"},\"args\":"
        + args
        + "}";
  }
}
