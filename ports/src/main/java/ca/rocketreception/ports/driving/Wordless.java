package ca.rocketreception.ports.driving;

/**
 * A failure without its words, which may be a caller's or a visitor's: of which kind it and its
 * causes are, and where they came from, can stand in a log.
 */
public final class Wordless extends RuntimeException {

  private static final int DEEPEST = 8;

  private final String kind;

  private Wordless(Throwable failure, int depth) {
    super(null, cause(failure, depth), false, true);
    this.kind = failure.getClass().getName();
    setStackTrace(failure.getStackTrace());
  }

  /** The same failure without its words. */
  public static Wordless of(Throwable failure) {
    return new Wordless(failure, 0);
  }

  private static Throwable cause(Throwable failure, int depth) {
    return failure.getCause() == null || depth == DEEPEST
        ? null
        : new Wordless(failure.getCause(), depth + 1);
  }

  @Override
  public String toString() {
    return kind;
  }
}
