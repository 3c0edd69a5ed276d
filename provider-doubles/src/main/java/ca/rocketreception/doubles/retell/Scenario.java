package ca.rocketreception.doubles.retell;

/** How a simulated call goes. */
public enum Scenario {
  BOOKING,
  /**
   * Asks for the hours and leaves a message; the functions are really called, one of them twice.
   */
  MESSAGE,
  WRONG_NUMBER,
  AFTER_HOURS,
  HANG_UP_BEFORE_CONNECT,
  TRANSFER,
  LONG_TALK,
  FRENCH,
  GATEKEEPER
}
