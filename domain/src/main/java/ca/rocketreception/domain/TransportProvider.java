package ca.rocketreception.domain;

/** Who carries a channel's messages or sound; our own widget is OTHER. */
public enum TransportProvider {
  TWILIO,
  RETELL,
  OTHER
}
