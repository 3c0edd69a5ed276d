package ca.rocketreception.domain.interaction;

/** Whose turn a message is. TOOL is a function that the AI called. */
public enum Speaker {
  CALLER,
  VISITOR,
  AGENT,
  STAFF,
  TOOL
}
