package ca.rocketreception.domain.interaction;

/** Who began an interaction: INBOUND somebody else, OUTBOUND we. */
public enum Direction {
  INBOUND,
  OUTBOUND
}
