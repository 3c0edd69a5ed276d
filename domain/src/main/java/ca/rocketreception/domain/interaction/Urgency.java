package ca.rocketreception.domain.interaction;

/** How soon a caller or visitor hopes to hear from the business. */
public enum Urgency {
  LOW,
  NORMAL,
  HIGH
}
