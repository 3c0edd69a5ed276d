package ca.rocketreception.ports.driving;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.IntUnaryOperator;

/**
 * Forgets what is old some at a time and not for too long, so that no statement takes longer the
 * more there is, and nobody else waits. What is left then goes the next time.
 */
public final class Forgetting {

  static final int AT_A_TIME = 1000;

  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final System.Logger LOG = System.getLogger(Forgetting.class.getName());

  private Forgetting() {}

  /**
   * Says how much was forgotten.
   *
   * @param what it is, for the log
   * @param forget forgets so many at most and says how many
   */
  public static int inBatches(String what, InstantSource clock, IntUnaryOperator forget) {
    Instant end = clock.instant().plus(LONGEST);
    int all = 0;
    int some;
    do {
      some = forget.applyAsInt(AT_A_TIME);
      all += some;
    } while (some == AT_A_TIME && clock.instant().isBefore(end));
    if (some == AT_A_TIME) {
      LOG.log(
          System.Logger.Level.INFO,
          "Forgot {0} {1}; there may be more, for the next time",
          all,
          what);
    }
    return all;
  }
}
