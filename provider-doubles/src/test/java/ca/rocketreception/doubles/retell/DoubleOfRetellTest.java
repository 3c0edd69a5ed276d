package ca.rocketreception.doubles.retell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.doubles.retell.RetellDouble.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** That the double of Retell keeps numbers, calls and chats as its description says. */
class DoubleOfRetellTest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String NUMBER = "+14155550123";

  private record Reply(int status, JsonNode body) {
    String message() {
      return body.path("message").asString("");
    }
  }

  private final RetellDouble retell = new RetellDouble();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    client.close();
    retell.close();
  }

  private Reply ask(String key, String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(retell.address() + path))
            .header("Authorization", "Bearer " + key)
            .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
            .build();
    try {
      HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      String text = new String(response.body(), UTF_8);
      return new Reply(response.statusCode(), JSON.readTree(text.isEmpty() ? "{}" : text));
    } catch (IOException failure) {
      throw new AssertionError(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  private Reply ask(String method, String path, String body) {
    return ask(RetellDouble.KEY, method, path, body);
  }

  private String agent(String key) {
    String llm =
        ask(key, "POST", "/create-retell-llm", "{'start_speaker':'agent'}")
            .body()
            .get("llm_id")
            .asString();
    return ask(
            key,
            "POST",
            "/create-agent",
            "{'voice_id':'11labs-Adrian','response_engine':{'type':'retell-llm','llm_id':'%s'}}"
                .formatted(llm))
        .body()
        .get("agent_id")
        .asString();
  }

  private Reply imported(String more) {
    return ask(
        "POST",
        "/import-phone-number",
        "{'phone_number':'%s','termination_uri':'some.pstn.twilio.com'%s}".formatted(NUMBER, more));
  }

  private static List<String> ids(Reply page, String id) {
    return page.body().get("items").valueStream().map(item -> item.get(id).asString()).toList();
  }

  @Test
  void anImportedNumberIsReadWithItsTrunkButWithoutThePassword() {
    String agent = agent(RetellDouble.KEY);

    Reply imported =
        imported(
            (",'sip_trunk_auth_username':'front','sip_trunk_auth_password':'secret'"
                    + ",'inbound_agents':[{'agent_id':'%s','agent_version':0,'weight':1}]")
                .formatted(agent));

    assertThat(imported.status()).isEqualTo(201);
    Reply read = ask("GET", "/get-phone-number/" + NUMBER, "");
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.body()).isEqualTo(imported.body());
    assertThat(read.body().get("phone_number_type").asString()).isEqualTo("custom");
    assertThat(read.body().get("sip_outbound_trunk_config"))
        .isEqualTo(
            JSON.valueToTree(
                Map.of(
                    "termination_uri", "some.pstn.twilio.com",
                    "auth_username", "front",
                    "transport", "TCP")));
    assertThat(read.body().at("/inbound_agents/0/agent_id").asString()).isEqualTo(agent);
    assertThat(read.body().toString()).doesNotContain("secret");
    assertThat(retell.requests()).contains("GET /get-phone-number");
    assertThat(retell.violations()).isEmpty();
  }

  @Test
  void aNumberIsOnceInAWorkspaceAndUnknownInTheOther() {
    assertThat(imported("").status()).isEqualTo(201);

    assertThat(imported("").status()).isEqualTo(400);
    assertThat(ask(RetellDouble.OTHER_KEY, "GET", "/get-phone-number/" + NUMBER, "").status())
        .isEqualTo(422);
    assertThat(ask("no_key", "GET", "/get-phone-number/" + NUMBER, "").status()).isEqualTo(401);
  }

  @Test
  void anUpdateKeepsWhatItDoesNotNameAndNullUnbinds() {
    String agent = agent(RetellDouble.KEY);
    imported(",'inbound_agents':[{'agent_id':'%s','weight':1}]".formatted(agent));

    Reply named =
        ask(
            "PATCH",
            "/update-phone-number/" + NUMBER,
            "{'nickname':'Desk','auth_username':'new','auth_password':'secret'}");
    assertThat(named.status()).isEqualTo(200);
    assertThat(named.body().at("/inbound_agents/0/agent_id").asString()).isEqualTo(agent);
    assertThat(named.body().at("/sip_outbound_trunk_config/auth_username").asString())
        .isEqualTo("new");
    assertThat(named.body().toString()).doesNotContain("secret");

    Reply unbound = ask("PATCH", "/update-phone-number/" + NUMBER, "{'inbound_agents':null}");
    assertThat(unbound.body().get("inbound_agents").isNull()).isTrue();
  }

  @Test
  void aNumberBoughtTwiceIsTwoNumbers() {
    String body = "{'area_code':212,'nickname':'Desk'}";
    Reply first = ask("POST", "/create-phone-number", body);
    retell.failNext(Fault.FAIL_AFTER_ACTING);
    Reply second = ask("POST", "/create-phone-number", body);

    assertThat(first.status()).isEqualTo(201);
    assertThat(first.body().get("phone_number").asString()).startsWith("+1212");
    assertThat(first.body().get("phone_number_type").asString()).isEqualTo("retell-twilio");
    assertThat(first.body().get("area_code").asInt()).isEqualTo(212);
    assertThat(second.status()).isEqualTo(500);
    assertThat(retell.numbers(RetellDouble.KEY)).hasSize(2);
    assertThat(retell.numbers(RetellDouble.OTHER_KEY)).isEmpty();
  }

  @Test
  void aDeletedNumberIsUnknown() {
    imported("");

    assertThat(ask("DELETE", "/delete-phone-number/" + NUMBER, "").status()).isEqualTo(204);
    assertThat(ask("DELETE", "/delete-phone-number/" + NUMBER, "").status()).isEqualTo(422);
    assertThat(ask("PATCH", "/update-phone-number/" + NUMBER, "{}").status()).isEqualTo(422);
    assertThat(retell.numbers(RetellDouble.KEY)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "'inbound_agent_id':'AGENT'; inbound_agent_id",
        "'fallback_number':'+14155550199'; fallback_number",
        "'inbound_sms_agents':[]; inbound_sms_agents",
        "'ignore_e164_validation':'true'; ignore_e164_validation",
        "'transport':'SCTP'; transport",
        "'nickname':null; nickname",
        "'allowed_inbound_country_list':['Canada']; allowed_inbound_country_list",
        "'inbound_agents':[{'agent_id':'AGENT','weight':0.5}]; add up to 1",
        "'inbound_agents':[{'agent_id':'AGENT','weight':0}]; weight",
        "'inbound_agents':[{'agent_id':'AGENT'}]; weight",
        "'inbound_agents':[{'agent_id':'agent_none','weight':1}]; agent_none",
        "'inbound_agents':[{'agent_id':'AGENT','weight':1,'agent_version':7}]; agent_version",
        "'inbound_agents':[{'agent_id':'AGENT','weight':1,'share':1}]; share",
        "'outbound_agents':['AGENT']; outbound_agents",
      })
  void anImportThatTheDescriptionDoesNotAllowIsRefusedByName(String field, String named) {
    String agent = agent(RetellDouble.KEY);

    Reply refused = imported("," + field.replace("AGENT", agent));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).contains(named);
    assertThat(retell.violations()).singleElement().asString().contains(named);
    assertThat(retell.numbers(RetellDouble.KEY)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "'latest'", "'latest_published'", "'prod'"})
  void aNumberIsBoundToAVersionOrToATag(String version) {
    String agent = agent(RetellDouble.KEY);

    Reply bound =
        imported(
            ",'inbound_agents':[{'agent_id':'%s','weight':1,'agent_version':%s}]"
                .formatted(agent, version));

    assertThat(bound.status()).isEqualTo(201);
  }

  @Test
  void anAgentOfAnotherWorkspaceCannotAnswerANumber() {
    String agent = agent(RetellDouble.OTHER_KEY);

    assertThat(imported(",'inbound_agents':[{'agent_id':'%s','weight':1}]".formatted(agent)))
        .returns(400, Reply::status)
        .returns("inbound_agents[0]: Cannot find voice agent " + agent, Reply::message);
  }

  @Test
  void aFallbackIsNeitherTheNumberItselfNorOneWithAFallback() {
    imported("");
    String other = ask("POST", "/create-phone-number", "{}").body().get("phone_number").asString();
    String path = "/update-phone-number/";

    assertThat(ask("PATCH", path + NUMBER, "{'fallback_number':'%s'}".formatted(NUMBER)).status())
        .isEqualTo(400);
    assertThat(ask("PATCH", path + NUMBER, "{'fallback_number':'+14155550999'}").status())
        .isEqualTo(200);
    assertThat(ask("PATCH", path + other, "{'fallback_number':'%s'}".formatted(NUMBER)).status())
        .isEqualTo(400);
    assertThat(ask("PATCH", path + NUMBER, "{'fallback_number':null}").status()).isEqualTo(200);
    assertThat(ask("PATCH", path + other, "{'fallback_number':'%s'}".formatted(NUMBER)).status())
        .isEqualTo(200);
  }

  @Test
  void numbersComeInPagesNewestFirst() {
    List<String> bought = new ArrayList<>();
    for (int time = 0; time < 5; time++) {
      bought.add(ask("POST", "/create-phone-number", "{}").body().get("phone_number").asString());
    }

    List<String> listed = new ArrayList<>();
    String more = "";
    Reply page;
    do {
      page = ask("GET", "/v2/list-phone-numbers?limit=2" + more, "");
      listed.addAll(ids(page, "phone_number"));
      more = "&pagination_key=" + page.body().path("pagination_key").asString("");
    } while (page.body().get("has_more").asBoolean());

    assertThat(listed).containsExactlyElementsOf(bought.reversed());
    assertThat(page.body().has("pagination_key")).isFalse();
    assertThat(ids(ask("GET", "/v2/list-phone-numbers?sort_order=ascending", ""), "phone_number"))
        .containsExactlyElementsOf(bought);
    assertThat(ask("GET", "/v2/list-phone-numbers?limit=1001", "").status()).isEqualTo(400);
    assertThat(ask("GET", "/v2/list-phone-numbers?pagination_key=made_up", "").status())
        .isEqualTo(400);
    assertThat(ask("GET", "/list-phone-numbers", "").status()).isEqualTo(404);
  }

  @Test
  void whatIsChangedInTheDashboardIsRead() {
    imported("");
    retell.editNumber(NUMBER, "nickname", "Somebody was here");

    assertThat(ask("GET", "/get-phone-number/" + NUMBER, "").body().get("nickname").asString())
        .isEqualTo("Somebody was here");
    retell.deleteNumber(NUMBER);
    assertThat(ask("GET", "/get-phone-number/" + NUMBER, "").status()).isEqualTo(422);
    assertThatThrownBy(() -> retell.editNumber(NUMBER, "nickname", "Desk"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theListOfCallsHoldsNoWordsAndTheCallDoes() {
    String id =
        retell.addCall(
            RetellDouble.KEY,
            Map.of(
                "agent_id", "agent_1",
                "transcript", "Agent: Hello",
                "recording_url", "https://example.com/recording.wav"));

    JsonNode item = ask("POST", "/v3/list-calls", "{}").body().get("items").get(0);
    assertThat(item.get("call_id").asString()).isEqualTo(id);
    assertThat(item.get("disconnection_reason").asString()).isEqualTo("user_hangup");
    assertThat(item.get("duration_ms").asLong()).isEqualTo(30_000);
    assertThat(item.has("transcript")).isFalse();
    assertThat(item.has("recording_url")).isFalse();
    JsonNode call = ask("GET", "/v2/get-call/" + id, "").body();
    assertThat(call.get("transcript").asString()).isEqualTo("Agent: Hello");
    assertThat(call.has("recording_url")).isTrue();
  }

  @Test
  void aCallIsUnknownToTheOtherWorkspaceAndOnceItIsNoLongerKept() {
    String id = retell.addCall(RetellDouble.KEY, Map.of("agent_id", "agent_1"));

    assertThat(ask(RetellDouble.OTHER_KEY, "GET", "/v2/get-call/" + id, "").status())
        .isEqualTo(422);
    assertThat(ids(ask(RetellDouble.OTHER_KEY, "POST", "/v3/list-calls", "{}"), "call_id"))
        .isEmpty();
    retell.purgeCallOrChat(id);
    assertThat(ask("GET", "/v2/get-call/" + id, "").status()).isEqualTo(422);
    assertThat(ask("GET", "/get-call/" + id, "").status()).isEqualTo(404);
  }

  @Test
  void whileACallGoesOnItsWordsCannotBeReadAndLaterItsAnalysisCan() {
    Map<String, Object> ongoing =
        Map.of(
            "call_id", "call_here",
            "agent_id", "agent_1",
            "call_status", "ongoing",
            "transcript", "Agent: Hello");
    String id = retell.addCall(RetellDouble.KEY, ongoing);
    JsonNode during = ask("GET", "/v2/get-call/" + id, "").body();
    assertThat(during.has("transcript")).isFalse();
    assertThat(during.has("end_timestamp")).isFalse();

    retell.editCallOrChat(id, "call_status", "ended");
    retell.editCallOrChat(id, "call_analysis", Map.of("call_successful", true));

    JsonNode after = ask("GET", "/v2/get-call/" + id, "").body();
    assertThat(after.get("transcript").asString()).isEqualTo("Agent: Hello");
    assertThat(after.at("/call_analysis/call_successful").asBoolean()).isTrue();
  }

  @Test
  void callsComeInPagesWhichSurviveNewCalls() {
    List<String> added =
        IntStream.range(0, 5)
            .mapToObj(time -> retell.addCall(RetellDouble.KEY, Map.of("agent_id", "agent_1")))
            .toList();

    Reply first = ask("POST", "/v3/list-calls", "{'limit':2,'include_total':true}");
    assertThat(ids(first, "call_id")).containsExactly(added.get(4), added.get(3));
    assertThat(first.body().get("total").asInt()).isEqualTo(5);
    assertThat(first.body().get("has_more").asBoolean()).isTrue();
    retell.addCall(RetellDouble.KEY, Map.of("agent_id", "agent_1"));
    String key = first.body().get("pagination_key").asString();

    Reply rest = ask("POST", "/v3/list-calls", "{'limit':9,'pagination_key':'%s'}".formatted(key));
    assertThat(ids(rest, "call_id")).containsExactly(added.get(2), added.get(1), added.get(0));
    assertThat(rest.body().get("has_more").asBoolean()).isFalse();
    assertThat(rest.body().has("total")).isFalse();
    assertThat(ids(ask("POST", "/v3/list-calls", "{'skip':4,'sort_order':'ascending'}"), "call_id"))
        .hasSize(2)
        .first()
        .isEqualTo(added.get(4));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'end_timestamp':{'type':'range','op':'bt','value':[2000,3000]}",
        "'end_timestamp':{'type':'number','op':'ge','value':2000}",
        "'agent':[{'agent_id':'agent_none'},{'agent_id':'agent_2'}]",
        "'agent':[{'agent_id':'agent_2','version':[3]}]",
        "'call_status':{'type':'enum','op':'in','value':['error','ended']}"
            + ",'direction':{'type':'enum','op':'in','value':['outbound']}",
        "'call_id':{'type':'string','op':'eq','value':'call_sought'}",
        "'call_id':{'type':'enum','op':'in','value':['call_sought']}",
        "'to_number':{'type':'string','op':'ew','value':'99'}",
        "'metadata':[{'key':'line','type':'string','op':'eq','value':'42'}]",
        "'metadata':[{'key':'line','type':'present','op':'pr'}]",
        "'call_successful':{'type':'boolean','op':'eq','value':true}",
        "'combined_cost':{'type':'number','op':'gt','value':12.4}",
        "'dynamic_variables':[{'key':'name','type':'string','op':'sw','value':'Ad'}]",
      })
  void aFilterLetsThroughWhatItSays(String filter) {
    retell.addCall(
        RetellDouble.KEY,
        Map.of("agent_id", "agent_1", "start_timestamp", 100, "end_timestamp", 1000));
    retell.addCall(
        RetellDouble.KEY,
        Map.ofEntries(
            Map.entry("call_id", "call_sought"),
            Map.entry("agent_id", "agent_2"),
            Map.entry("agent_version", 3),
            Map.entry("direction", "outbound"),
            Map.entry("to_number", "+14155550199"),
            Map.entry("start_timestamp", 1500),
            Map.entry("end_timestamp", 2000),
            Map.entry("metadata", Map.of("line", "42")),
            Map.entry("retell_llm_dynamic_variables", Map.of("name", "Ada")),
            Map.entry("call_analysis", Map.of("call_successful", true)),
            Map.entry("call_cost", Map.of("combined_cost", 12.5))));

    Reply found = ask("POST", "/v3/list-calls", "{'filter_criteria':{" + filter + "}}");

    assertThat(ids(found, "call_id")).containsExactly("call_sought");
    assertThat(retell.violations()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'limit':1001}; limit",
        "{'limit':'10'}; limit",
        "{'order':'ascending'}; order",
        "{'sort_order':'up'}; sort_order",
        "{'skip':1,'pagination_key':'x'}; together",
        "{'filter_criteria':[]}; filter_criteria",
        "{'filter_criteria':{'agent_id':['agent_1']}}; agent_id",
        "{'filter_criteria':{'call_status':['ended']}}; call_status",
        "{'filter_criteria':{'call_status':{'type':'enum','op':'in','value':['registered']}}};"
            + " registered",
        "{'filter_criteria':{'end_timestamp':{'lower_threshold':1}}}; end_timestamp",
        "{'filter_criteria':{'end_timestamp':{'type':'range','op':'bt','value':[1]}}}; value",
        "{'filter_criteria':{'end_timestamp':{'type':'range','op':'in','value':[1,2]}}}; op",
        "{'filter_criteria':{'metadata':[{'type':'string','op':'eq','value':'x'}]}}; key",
        "{'filter_criteria':{'metadata':{'line':['42']}}}; metadata",
        "{'filter_criteria':{'agent':[{'version':[1]}]}}; agent_id",
      })
  void anAskingForCallsThatTheDescriptionDoesNotAllowIsRefusedByName(String body, String named) {
    Reply refused = ask("POST", "/v3/list-calls", body);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).contains(named);
    assertThat(retell.violations()).singleElement().asString().contains(named);
  }

  @Test
  void chatsAreListedWhetherTheyWereHeldOrAdded() {
    String held =
        ask("POST", "/create-chat", "{'agent_id':'agent_9','metadata':{'line':'42'}}")
            .body()
            .get("chat_id")
            .asString();
    ask("PATCH", "/end-chat/" + held, "");
    String added =
        retell.addChat(
            RetellDouble.KEY,
            Map.of(
                "agent_id",
                "agent_9",
                "start_timestamp",
                1000,
                "end_timestamp",
                2000,
                "disconnection_reason",
                "inactivity"));

    JsonNode items = ask("POST", "/v3/list-chats", "{}").body().get("items");
    assertThat(items).hasSize(2);
    assertThat(items.get(0).get("chat_id").asString()).isEqualTo(held);
    assertThat(items.get(0).at("/metadata/line").asString()).isEqualTo("42");
    assertThat(items.get(0).has("end_timestamp")).isTrue();
    assertThat(items.get(1).has("disconnection_reason")).isFalse();
    assertThat(ask("GET", "/get-chat/" + added, "").status()).isEqualTo(200);
    Reply inactive =
        ask(
            "POST",
            "/v3/list-chats",
            "{'filter_criteria':{'disconnection_reason':"
                + "{'type':'enum','op':'in','value':['inactivity']}}}");
    assertThat(ids(inactive, "chat_id")).containsExactly(added);
    assertThat(
            ask(
                    "POST",
                    "/v3/list-chats",
                    "{'filter_criteria':{'direction':"
                        + "{'type':'enum','op':'in','value':['inbound']}}}")
                .status())
        .isEqualTo(400);
  }

  @Test
  void aChatIsUnknownToTheOtherWorkspace() {
    String chat =
        ask("POST", "/create-chat", "{'agent_id':'agent_9'}").body().get("chat_id").asString();

    assertThat(ask(RetellDouble.OTHER_KEY, "GET", "/get-chat/" + chat, "").status()).isEqualTo(422);
    assertThat(ask(RetellDouble.OTHER_KEY, "PATCH", "/end-chat/" + chat, "").status())
        .isEqualTo(422);
    assertThat(ids(ask(RetellDouble.OTHER_KEY, "POST", "/v3/list-chats", "{}"), "chat_id"))
        .isEmpty();
  }

  @Test
  void whatCannotBeIsNotAdded() {
    assertThatThrownBy(() -> retell.addCall(RetellDouble.KEY, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() ->
            retell.addCall(
                RetellDouble.KEY,
                Map.of("agent_id", "agent_1", "disconnection_reason", "call_failed")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() ->
            retell.addChat(RetellDouble.KEY, Map.of("agent_id", "agent_1", "chat_status", "done")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void manyAskAtOnceAndNothingIsLost() {
    try (ExecutorService many = Executors.newFixedThreadPool(8)) {
      IntStream.range(0, 80)
          .forEach(time -> many.submit(() -> ask("POST", "/create-phone-number", "{}")));
    }

    assertThat(retell.numbers(RetellDouble.KEY)).hasSize(80);
    assertThat(retell.requests()).hasSize(80);
  }
}
