package ca.rocketreception.domain.business;

/** Who carries a channel's messages or sound; our own widget is OTHER. */
public enum TransportProvider {
  TWILIO,
  RETELL,
  OTHER
}
