package ca.rocketreception.domain;

/** The ways in which people reach a subscriber. */
public enum ChannelKind {
  VOICE,
  CHAT,
  SMS,
  EMAIL
}
