package ca.rocketreception.retell;

/** How a simulated call goes. */
public enum Scenario {
  BOOKING,
  WRONG_NUMBER,
  AFTER_HOURS,
  HANG_UP_BEFORE_CONNECT,
  TRANSFER,
  LONG_TALK,
  FRENCH,
  GATEKEEPER
}
