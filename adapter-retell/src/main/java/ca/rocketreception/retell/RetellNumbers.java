package ca.rocketreception.retell;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.CarrierAddress;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.agent.ProviderAgent;
import ca.rocketreception.domain.number.VoiceNumber;
import ca.rocketreception.ports.driven.number.VoiceNumbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The numbers of one workspace at Retell, whose names are the numbers themselves. */
public final class RetellNumbers implements VoiceNumbers {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final RetellApi api;

  public RetellNumbers(RetellApi api) {
    this.api = requireNonNull(api, "api");
  }

  /** One host for all regions; Retell advises TCP (its guide to custom telephony). */
  @Override
  public String origination() {
    return "sip:sip.retellai.com;transport=tcp";
  }

  @Override
  public Optional<VoiceNumber> find(PhoneNumber number) {
    return asked(
        "look for the number",
        () -> {
          try {
            return Optional.of(read(number, object(api.read("/get-phone-number/" + name(number)))));
          } catch (RetellFailure.NotHere none) {
            return Optional.empty();
          }
        });
  }

  private static VoiceNumber read(PhoneNumber number, JsonNode phone) {
    if (!CarrierAddress.number(phone.path("phone_number").asString(""))
        .equals(Optional.of(number))) {
      throw new RetellFailure.Unclear("Retell answered about another number than asked", null);
    }
    JsonNode trunk = phone.path("sip_outbound_trunk_config");
    return new VoiceNumber(
        number,
        phone.path("phone_number_type").asString("").startsWith("retell-"),
        text(trunk.path("termination_uri")),
        text(trunk.path("auth_username")),
        phone
            .path("inbound_agents")
            .valueStream()
            .map(agent ->
                new VoiceNumber.Bound(
                    agent.path("agent_id").asString(""), text(agent.path("agent_version"))))
            .toList(),
        text(phone.path("inbound_webhook_url")));
  }

  private static Optional<String> text(JsonNode value) {
    return value.isString() || value.isNumber()
        ? Optional.of(value.asString()).filter(text -> !text.isEmpty())
        : Optional.empty();
  }

  @Override
  public boolean knows(VoiceNumber.Bound agent) {
    return asked(
        "look for agent " + agent.agentId(),
        () -> {
          try {
            api.read(
                "/get-agent/"
                    + RetellApi.encoded(agent.agentId())
                    + agent
                        .version()
                        .map(version -> "?version=" + RetellApi.encoded(version))
                        .orElse(""));
            return true;
          } catch (RetellFailure.NotHere none) {
            return false;
          }
        });
  }

  @Override
  public void buy(PhoneNumber number, String label) {
    asked(
        "buy the number",
        () ->
            api.create(
                "/create-phone-number", Map.of("phone_number", number.e164(), "nickname", label)));
  }

  @Override
  public void importFrom(
      PhoneNumber number, String label, String terminationUri, String user, String password) {
    boolean known = find(number).isPresent();
    asked(
        known ? "set the number's trunk" : "import the number",
        () ->
            known
                ? api.change(
                    "/update-phone-number/" + name(number),
                    Map.of(
                        "termination_uri",
                        terminationUri,
                        "auth_username",
                        user,
                        "auth_password",
                        password))
                : api.create(
                    "/import-phone-number",
                    Map.of(
                        "phone_number",
                        number.e164(),
                        "termination_uri",
                        terminationUri,
                        "sip_trunk_auth_username",
                        user,
                        "sip_trunk_auth_password",
                        password,
                        "nickname",
                        label,
                        "ignore_e164_validation",
                        false)));
  }

  @Override
  public void bind(PhoneNumber number, ProviderAgent agent, String webhook) {
    Map<String, Object> bound = new LinkedHashMap<>();
    bound.put("agent_id", agent.id());
    agent.version().ifPresent(version -> bound.put("agent_version", version));
    bound.put("weight", 1);
    change(number, "bind an agent", List.of(bound), webhook);
  }

  @Override
  public void unbind(PhoneNumber number) {
    change(number, "unbind the agents", null, null);
  }

  private void change(
      PhoneNumber number, String what, List<Map<String, Object>> agents, String webhook) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("inbound_agents", agents);
    body.put("inbound_webhook_url", webhook);
    asked(what, () -> api.change("/update-phone-number/" + name(number), body));
  }

  @Override
  public void delete(PhoneNumber number) {
    asked(
        "delete the number",
        () -> {
          api.delete("/delete-phone-number/" + name(number));
          return number;
        });
  }

  private static String name(PhoneNumber number) {
    return RetellApi.encoded(number.e164());
  }

  /** What a parser says about junk may quote the junk: it is not passed on. */
  private static JsonNode object(String body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException junk) {
      throw new RetellFailure.Unclear("Retell's answer is no JSON", null);
    }
  }

  private static <T> T asked(String what, Supplier<T> work) {
    try {
      return work.get();
    } catch (RetellFailure failure) {
      throw new Refusal.ProviderFailed(
          "Could not " + what + " at Retell: " + failure.getMessage(),
          failure.cure(),
          failure.passes(),
          failure);
    }
  }
}
