package ca.rocketreception.domain;

/** What an agent is for. A subscriber has at most one agent of a role. */
public enum AgentRole {
  /** Answers while the business is open. */
  RECEPTIONIST,
  /** Answers while it is closed. */
  AFTER_HOURS,
  /** Answers a shared number and finds out which business the caller wants. */
  GATEKEEPER,
  /** Greets and at once transfers to the business's own phone, when we are switched off. */
  FORWARDER
}
