package ca.rocketreception.retell;

import ca.rocketreception.domain.Agent;
import ca.rocketreception.domain.RoutingDecision;
import java.util.LinkedHashMap;
import java.util.Map;

/** The answer to "who takes this call?", in Retell's words. */
final class InboundAnswer {

  /** What Retell echoes in every later event of the call: whose it is. */
  static final String SUBSCRIBER_ID = "rocket_subscriber_id";

  /** The agent bound to the number takes it. */
  static final Outgoing BOUND_AGENT = Outgoing.of("call_inbound", Outgoing.empty());

  /** Alone: next to anything that Retell finds wrong, it would not be obeyed. */
  static final Outgoing REJECT = Outgoing.of("call_inbound", Outgoing.of("reject", true));

  private InboundAnswer() {}

  static Outgoing of(RoutingDecision decision) {
    return switch (decision) {
      case RoutingDecision.Answer answer -> Outgoing.of("call_inbound", taken(answer));
      case RoutingDecision.Reject _ -> REJECT;
      case RoutingDecision.UnknownNumber _ -> BOUND_AGENT;
    };
  }

  private static Outgoing taken(RoutingDecision.Answer answer) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put(SUBSCRIBER_ID, answer.business().id().toString());
    metadata.put("rocket_subscriber", answer.business().subscriber().slug().value());
    answer.agent().map(Agent::id).ifPresent(id -> metadata.put("rocket_agent_id", id.toString()));
    metadata.put("rocket_role", answer.role().name());

    Map<String, Object> taken = new LinkedHashMap<>();
    answer.providerAgentId().ifPresent(id -> taken.put("override_agent_id", id));
    taken.put("dynamic_variables", new Outgoing(new LinkedHashMap<>(answer.variables())));
    taken.put("metadata", new Outgoing(metadata));
    return new Outgoing(taken);
  }
}
