package ca.rocketreception.domain;

/** Outside companies whose webhooks we receive and whose ids we keep. */
public enum Provider {
  RETELL,
  TWILIO
}
