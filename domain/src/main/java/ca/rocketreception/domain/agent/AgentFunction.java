package ca.rocketreception.domain.agent;

/** What an agent can ask us in the middle of a call. */
public enum AgentFunction {
  /** Whether the business is open, and when it opens. */
  CHECK_HOURS,
  /** Leaves a message for the business. */
  TAKE_MESSAGE,
  /** Tells which business the caller of a shared number wants. */
  ROUTE_CALL
}
