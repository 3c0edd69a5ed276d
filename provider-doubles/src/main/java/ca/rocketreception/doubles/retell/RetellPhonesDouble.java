package ca.rocketreception.doubles.retell;

import ca.rocketreception.doubles.retell.RetellDouble.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The phone numbers of one workspace of the double: bought or imported, and which agents answer and
 * call with them. The single agent fields that went on 2026-03-31 are refused.
 */
final class RetellPhonesDouble {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long NOW = 1_790_000_000_000L;

  private static final Map<String, String> ANY =
      Map.of(
          "inbound_agents", "list?",
          "outbound_agents", "list?",
          "inbound_webhook_url", "text?",
          "allowed_inbound_country_list", "texts?",
          "allowed_outbound_country_list", "texts?",
          "transport", "|TLS|TCP|UDP|?");

  private static final Map<String, String> BOUGHT =
      and(
          ANY,
          Map.of(
              "nickname", "text",
              "area_code", "whole 200 999",
              "number_provider", "|twilio|telnyx|",
              "country_code", "|US|CA|",
              "toll_free", "flag",
              "phone_number", "text",
              "fallback_number", "text?"));

  private static final Map<String, String> IMPORTED =
      and(
          ANY,
          Map.of(
              "nickname", "text",
              "phone_number", "text",
              "termination_uri", "text",
              "sip_trunk_auth_username", "text",
              "sip_trunk_auth_password", "text",
              "ignore_e164_validation", "flag"));

  private static final Map<String, String> UPDATED =
      and(
          ANY,
          Map.of(
              "nickname", "text?",
              "inbound_sms_agents", "list?",
              "outbound_sms_agents", "list?",
              "inbound_sms_webhook_url", "text?",
              "termination_uri", "text",
              "auth_username", "text",
              "auth_password", "text",
              "fallback_number", "text?"));

  private static final Map<String, String> AGENT =
      Map.of("agent_id", "text", "weight", "number 0 1");

  private static final List<String> OF_THE_TRUNK =
      List.of("termination_uri", "auth_username", "transport");

  private final Map<String, ObjectNode> numbers = new LinkedHashMap<>();
  private final RetellAgentsDouble agents;
  private final Consumer<String> violation;
  private int bought;
  private int changes;

  RetellPhonesDouble(RetellAgentsDouble agents, Consumer<String> violation) {
    this.agents = agents;
    this.violation = violation;
  }

  Optional<Answer> answer(String method, String path, Map<String, String> query, JsonNode body) {
    String number = path.substring(path.lastIndexOf('/') + 1);
    return Optional.ofNullable(
        switch (method + " " + path.replaceFirst("^(/[a-z-]+-phone-number)/[^/]+$", "$1/")) {
          case "POST /create-phone-number" -> buy(body);
          case "POST /import-phone-number" -> imported(body);
          case "GET /get-phone-number/" ->
              known(number, () -> new Answer(200, numbers.get(number).deepCopy()));
          case "PATCH /update-phone-number/" -> known(number, () -> update(number, body));
          case "DELETE /delete-phone-number/" ->
              known(
                  number,
                  () -> {
                    numbers.remove(number);
                    return new Answer(204, Map.of());
                  });
          case "GET /v2/list-phone-numbers" -> list(RetellPageDouble.asked(query));
          default -> null;
        });
  }

  private Answer known(String number, Supplier<Answer> act) {
    return numbers.containsKey(number)
        ? act.get()
        : RetellDouble.problem(422, "Cannot find requested asset under given api key.");
  }

  private Answer list(JsonNode asked) {
    return refused(RetellPageDouble.wrongInQuery(asked))
        .orElseGet(() -> {
          List<ObjectNode> all = numbers();
          if (RetellPageDouble.newestFirst(asked)) {
            Collections.reverse(all);
          }
          return RetellPageDouble.of(all, "phone_number", asked);
        });
  }

  private Answer buy(JsonNode body) {
    return refused(
            RetellWords.wrong(body, BOUGHT)
                .or(() -> malformed(body, "phone_number"))
                .or(() -> wrongParts(body, body.path("phone_number").asString(""))))
        .orElseGet(() -> {
          String number =
              body.has("phone_number") ? body.get("phone_number").asString() : free(body);
          if (numbers.containsKey(number)) {
            return RetellDouble.problem(400, "Phone number " + number + " already exists");
          }
          ObjectNode phone = JSON.createObjectNode();
          phone.put("phone_number", number);
          phone.put(
              "phone_number_type", "retell-" + body.path("number_provider").asString("twilio"));
          if (number.matches("\\+1\\d{10}")) {
            phone.put("area_code", Integer.parseInt(number.substring(2, 5)));
          }
          set(phone, body);
          numbers.put(number, phone);
          return new Answer(201, phone.deepCopy());
        });
  }

  /** Each purchase gets a number of its own, so that one made twice is seen. */
  private String free(JsonNode body) {
    String area =
        body.path("toll_free").asBoolean(false)
            ? "800"
            : body.path("area_code")
                .asString(body.path("country_code").asString("US").equals("CA") ? "613" : "415");
    String number;
    do {
      number = "+1" + area + "555" + "%04d".formatted(++bought);
    } while (numbers.containsKey(number));
    return number;
  }

  private Answer imported(JsonNode body) {
    String number = body.path("phone_number").asString("");
    return refused(
            RetellWords.wrong(body, IMPORTED, "phone_number", "termination_uri")
                .or(() ->
                    body.path("ignore_e164_validation").asBoolean(true) && !number.isEmpty()
                        ? Optional.empty()
                        : malformed(body, "phone_number"))
                .or(() -> wrongParts(body, number)))
        .orElseGet(() -> {
          if (numbers.containsKey(number)) {
            return RetellDouble.problem(400, "Phone number " + number + " already exists");
          }
          ObjectNode phone = JSON.createObjectNode();
          phone.put("phone_number", number);
          phone.put("phone_number_type", "custom");
          phone.putObject("sip_outbound_trunk_config").put("transport", "TCP");
          set(phone, body);
          numbers.put(number, phone);
          return new Answer(201, phone.deepCopy());
        });
  }

  private Answer update(String number, JsonNode body) {
    return refused(RetellWords.wrong(body, UPDATED).or(() -> wrongParts(body, number)))
        .orElseGet(() -> {
          set(numbers.get(number), body);
          return new Answer(200, numbers.get(number).deepCopy());
        });
  }

  private void set(ObjectNode phone, JsonNode body) {
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      String name = field.getKey().replace("sip_trunk_auth_", "auth_");
      if (OF_THE_TRUNK.contains(name)) {
        phone.withObject("sip_outbound_trunk_config").set(name, field.getValue());
      } else if (ANY.containsKey(name)
          || UPDATED.containsKey(name) && !name.equals("auth_password")) {
        phone.set(name, field.getValue());
      }
    }
    phone.put("last_modification_timestamp", NOW + ++changes);
  }

  private Optional<String> wrongParts(JsonNode body, String number) {
    return agentsWrong(body, "inbound_agents", false)
        .or(() -> agentsWrong(body, "outbound_agents", false))
        .or(() -> agentsWrong(body, "inbound_sms_agents", true))
        .or(() -> agentsWrong(body, "outbound_sms_agents", true))
        .or(() -> countriesWrong(body, "allowed_inbound_country_list"))
        .or(() -> countriesWrong(body, "allowed_outbound_country_list"))
        .or(() -> fallbackWrong(body, number));
  }

  private Optional<String> agentsWrong(JsonNode body, String field, boolean chat) {
    double sum = 0;
    int place = 0;
    for (JsonNode bound : body.path(field)) {
      Optional<String> wrong = agentWrong(bound, chat);
      if (wrong.isPresent()) {
        return Optional.of(field + "[" + place + "]: " + wrong.get());
      }
      sum += bound.get("weight").asDouble();
      place++;
    }
    return place == 0 || Math.abs(sum - 1) < 1e-9
        ? Optional.empty()
        : Optional.of(field + ": the weights must add up to 1, not " + sum);
  }

  private Optional<String> agentWrong(JsonNode bound, boolean chat) {
    if (!bound.isObject()) {
      return Optional.of("must be object, not " + bound);
    }
    ObjectNode rest = bound.deepCopy().asObject();
    JsonNode version = rest.remove("agent_version");
    return RetellWords.wrong(rest, AGENT, "agent_id", "weight")
        .or(() ->
            rest.get("weight").asDouble() > 0
                ? Optional.empty()
                : Optional.of("weight must be > 0"))
        .or(() -> {
          String id = rest.get("agent_id").asString();
          int versions = agents.versions(id, chat);
          if (versions == 0) {
            return Optional.of("Cannot find " + (chat ? "chat" : "voice") + " agent " + id);
          }
          // a tag that is not assigned is taken as the latest version
          boolean right =
              version == null
                  || version.isString() && version.asString().matches("[a-z0-9_-]{1,20}")
                  || version.isIntegralNumber()
                      && version.asInt() >= 0
                      && version.asInt() < versions;
          return right
              ? Optional.empty()
              : Optional.of("agent_version " + version + " of " + id + " is not known");
        });
  }

  private static Optional<String> countriesWrong(JsonNode body, String field) {
    return body.path(field)
        .valueStream()
        .filter(country -> !country.asString().matches("[A-Z]{2}"))
        .map(country -> field + ": " + country + " is no ISO 3166-1 alpha-2 country code")
        .findFirst();
  }

  private Optional<String> fallbackWrong(JsonNode body, String number) {
    String fallback = body.path("fallback_number").asString("");
    if (fallback.isEmpty()) {
      return Optional.empty();
    }
    if (fallback.equals(number)) {
      return Optional.of("fallback_number must not be the number itself");
    }
    ObjectNode there = numbers.get(fallback);
    return there != null && !there.path("fallback_number").asString("").isEmpty()
        ? Optional.of("fallback_number must not have a fallback_number itself")
        : malformed(body, "fallback_number");
  }

  private static Optional<String> malformed(JsonNode body, String field) {
    return !body.has(field) || body.get(field).asString().matches("\\+[1-9]\\d{6,14}")
        ? Optional.empty()
        : Optional.of(field + " must be in E.164 format");
  }

  private Optional<Answer> refused(Optional<String> wrong) {
    wrong.ifPresent(violation);
    return wrong.map(words -> RetellDouble.problem(400, words));
  }

  /** Changes a number as somebody would in the dashboard. */
  void edit(String number, String field, JsonNode value) {
    if (!numbers.containsKey(number)) {
      throw new IllegalArgumentException("There is no number " + number);
    }
    numbers.get(number).set(field, value);
  }

  void delete(String number) {
    numbers.remove(number);
  }

  List<ObjectNode> numbers() {
    return new ArrayList<>(numbers.values().stream().map(ObjectNode::deepCopy).toList());
  }

  private static Map<String, String> and(Map<String, String> one, Map<String, String> other) {
    Map<String, String> both = new LinkedHashMap<>(one);
    both.putAll(other);
    return Map.copyOf(both);
  }
}
