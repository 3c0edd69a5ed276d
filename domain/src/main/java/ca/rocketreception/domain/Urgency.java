package ca.rocketreception.domain;

/** How soon a caller or visitor hopes to hear from the business. */
public enum Urgency {
  LOW,
  NORMAL,
  HIGH
}
