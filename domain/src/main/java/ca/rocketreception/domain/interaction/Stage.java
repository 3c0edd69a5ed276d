package ca.rocketreception.domain.interaction;

/**
 * How far an interaction was when something was told about it. What is told later is worth more.
 * Stored by its code.
 */
public enum Stage {
  STARTED(1),
  UPDATED(2),
  ENDED(3),
  ANALYSED(4),
  REREAD(5);

  private static final Stage[] BY_CODE = {null, STARTED, UPDATED, ENDED, ANALYSED, REREAD};

  private final int code;

  Stage(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  public static Stage of(int code) {
    return BY_CODE[code];
  }
}
