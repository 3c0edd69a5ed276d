package ca.rocketreception.domain.interaction;

/** How the person on the other side felt, as the AI provider judged. */
public enum Sentiment {
  NEGATIVE,
  NEUTRAL,
  POSITIVE
}
