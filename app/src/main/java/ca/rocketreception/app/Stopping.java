package ca.rocketreception.app;

/** Whether the process was told to stop: then what fails is no news to anybody. */
final class Stopping {

  private static volatile boolean told;

  private Stopping() {}

  static void begin() {
    told = true;
  }

  static boolean begun() {
    return told;
  }
}
