package ca.rocketreception.domain.agent;

import static ca.rocketreception.domain.agent.AgentFunction.CHECK_HOURS;
import static ca.rocketreception.domain.agent.AgentFunction.ROUTE_CALL;
import static ca.rocketreception.domain.agent.AgentFunction.TAKE_MESSAGE;

import java.util.List;

/** What an agent is for. A subscriber has at most one agent of a role. */
public enum AgentRole {
  /** Answers while the business is open. */
  RECEPTIONIST(CHECK_HOURS, TAKE_MESSAGE),
  /** Answers while it is closed. */
  AFTER_HOURS(CHECK_HOURS, TAKE_MESSAGE),
  /** Answers a shared number and finds out which business the caller wants. */
  GATEKEEPER(ROUTE_CALL, CHECK_HOURS, TAKE_MESSAGE),
  /** Greets and at once transfers to the business's own phone, when we are switched off. */
  FORWARDER;

  private final List<AgentFunction> functions;

  AgentRole(AgentFunction... functions) {
    this.functions = List.of(functions);
  }

  /** What an agent in this role can ask us. */
  public List<AgentFunction> functions() {
    return functions;
  }
}
