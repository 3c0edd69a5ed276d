package ca.rocketreception.domain;

/** Whose ids we keep: outside companies whose webhooks we receive, and ourselves. */
public enum Provider {
  RETELL,
  TWILIO,
  /** We ourselves: a chat over our own widget. */
  ROCKET
}
