package ca.rocketreception.ports.driving;

import ca.rocketreception.domain.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Does something with many things, each by itself: one that fails holds up none behind it. What
 * failed is logged, counted and named; when all is done, {@link #end} fails with the first of it.
 * When so many fail one after the other that it is not they who are wrong, the rest is left to the
 * next time.
 */
public final class OneByOne {

  private static final System.Logger LOG = System.getLogger(OneByOne.class.getName());
  private static final int MOST_IN_A_ROW = 10;

  /** Each costs the time in which a store or provider is given up. */
  private static final int MOST_UNREACHABLE_IN_A_ROW = 3;

  private static final int MOST_NAMED = 10;

  private final String what;
  private final List<String> names = new ArrayList<>();
  private long done;
  private long failed;
  private int inARow;
  private int unreachableInARow;
  private RuntimeException first;

  /**
   * @param what is done, for the log: "take a turn over"
   */
  public OneByOne(String what) {
    this.what = what;
  }

  /**
   * Does it with one thing, and says whether that went well. Does nothing any more once too many
   * failed in a row.
   *
   * @param name of the thing, for the log: never a person's
   */
  public boolean attempt(String name, Runnable work) {
    if (gaveUp()) {
      return false;
    }
    try {
      work.run();
      done++;
      inARow = 0;
      unreachableInARow = 0;
      return true;
    } catch (RuntimeException failure) {
      failed++;
      inARow++;
      unreachableInARow = failure instanceof Refusal.Unavailable ? unreachableInARow + 1 : 0;
      first = first == null ? failure : first;
      if (names.size() < MOST_NAMED) {
        names.add(name);
      }
      LOG.log(System.Logger.Level.WARNING, "Could not " + what + ": " + name, Wordless.of(failure));
      return false;
    }
  }

  /** Does it with each of them. */
  public <T> OneByOne each(Iterable<T> things, Function<T, String> name, Consumer<T> work) {
    for (T thing : things) {
      attempt(name.apply(thing), () -> work.accept(thing));
    }
    return this;
  }

  /** Whether so many failed in a row that the rest is left. */
  public boolean gaveUp() {
    return inARow >= MOST_IN_A_ROW || unreachableInARow >= MOST_UNREACHABLE_IN_A_ROW;
  }

  /** How many went well. */
  public long done() {
    return done;
  }

  public long failed() {
    return failed;
  }

  /**
   * Says in the log how many failed, and which.
   *
   * @throws RuntimeException the first that failed, when one did
   */
  public void end() {
    if (first != null) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Could not {0} {1} times of {2}{3}: {4}",
          what,
          failed,
          failed + done,
          gaveUp() ? ", and left the rest" : "",
          String.join(", ", names));
      throw first;
    }
  }
}
