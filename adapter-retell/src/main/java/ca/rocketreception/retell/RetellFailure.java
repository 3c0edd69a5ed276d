package ca.rocketreception.retell;

import java.time.Duration;
import java.util.Optional;

/**
 * Why a request to Retell brought nothing. Says whether Retell may have acted on it all the same,
 * and what a person can do. Never has a key or anybody's words in it.
 */
public abstract sealed class RetellFailure extends RuntimeException {

  private final String cure;
  private final String told;

  private RetellFailure(String message, String cure, Throwable cause) {
    this(message, cure, "", cause);
  }

  private RetellFailure(String message, String cure, String told, Throwable cause) {
    super(message, cause);
    this.cure = cure;
    this.told = told;
  }

  /** What Retell said to it; may quote the request, so only for whoever made that, in no log. */
  public String told() {
    return told;
  }

  /** What a person can do about it. */
  public String cure() {
    return cure;
  }

  /** Whether Retell is at fault, or the way to it: whoever asked did nothing wrong. */
  boolean isRetellsOwn() {
    return this instanceof Unreachable || this instanceof Unclear;
  }

  /** Whether the same request may work later without anybody mending anything. */
  public boolean passes() {
    return isRetellsOwn() || this instanceof Busy || this instanceof Resting;
  }

  /** Whether Retell may have done what was asked: then a repeat may do it twice. */
  public abstract boolean mayHaveHappened();

  /** The request never reached Retell. */
  public static final class Unreachable extends RetellFailure {
    Unreachable(Throwable cause) {
      super("Retell cannot be reached", "Check the network and RETELL_API_URL.", cause);
    }

    @Override
    public boolean mayHaveHappened() {
      return false;
    }
  }

  /** Retell does not take our key, or the account cannot pay (401, 402, 403). */
  public static final class NotAllowed extends RetellFailure {
    NotAllowed(int status) {
      super(
          "Retell does not let us in (" + status + ")",
          "Check RETELL_API_KEY and the workspace's balance.",
          null);
    }

    @Override
    public boolean mayHaveHappened() {
      return false;
    }
  }

  /** Retell knows no such thing, or it takes nothing more: 404 and 422 mean the same there. */
  public static final class NotHere extends RetellFailure {
    NotHere(int status, String told) {
      super(
          "Retell has no such thing (" + status + ")",
          "Check that it exists in the workspace that RETELL_API_KEY opens.",
          told,
          null);
    }

    @Override
    public boolean mayHaveHappened() {
      return false;
    }
  }

  /** Retell does not understand the request (400 and the like): a mistake of ours. */
  public static final class Refused extends RetellFailure {
    Refused(int status, String told) {
      super(
          "Retell refuses the request (" + status + ")",
          "Compare it with Retell's API description; it may have changed.",
          told,
          null);
    }

    @Override
    public boolean mayHaveHappened() {
      return false;
    }
  }

  /** Too many requests (429). Retell did nothing and says, perhaps, when to come back. */
  public static final class Busy extends RetellFailure {
    private final transient Optional<Duration> retryAfter;

    Busy(Optional<Duration> retryAfter) {
      super("Retell has too many requests of us", "Wait, or ask Retell for a higher limit.", null);
      this.retryAfter = retryAfter;
    }

    Optional<Duration> retryAfter() {
      return retryAfter;
    }

    @Override
    public boolean mayHaveHappened() {
      return false;
    }
  }

  /** Retell failed several times in a row and is not asked for a while. */
  public static final class Resting extends RetellFailure {
    Resting(Duration remaining) {
      super(
          "Retell failed several times in a row and is left in peace",
          "Repeat it in " + Math.max(1, remaining.toSeconds()) + " seconds.",
          null);
    }

    @Override
    public boolean mayHaveHappened() {
      return false;
    }
  }

  /** No answer in time, half of one, one that makes no sense, or a failure of Retell's own. */
  public static final class Unclear extends RetellFailure {
    Unclear(String what, Throwable cause) {
      super(what, "Look at Retell whether it was done, before asking again.", cause);
    }

    @Override
    public boolean mayHaveHappened() {
      return true;
    }
  }
}
