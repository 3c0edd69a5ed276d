package ca.rocketreception.domain;

/**
 * Why something asked for was not done. Each says which value was wrong and how to mend it, in
 * words that may be shown to whoever asked.
 */
public abstract sealed class Refusal extends RuntimeException {

  private final String cure;

  private Refusal(String message, String cure) {
    super(message);
    this.cure = cure;
  }

  /** What the asker can do about it. */
  public String cure() {
    return cure;
  }

  /** A value is not what it must be. */
  public static final class Invalid extends Refusal {
    private final String field;

    public Invalid(String field, String message, String cure) {
      super(message, cure);
      this.field = field;
    }

    /** The name of the value, as the asker wrote it. */
    public String field() {
      return field;
    }
  }

  /** A text is longer than it may be. */
  public static final class TooLong extends Refusal {
    public TooLong(String message, String cure) {
      super(message, cure);
    }
  }

  /** No valid key or signature came with the request. */
  public static final class Unauthenticated extends Refusal {
    public Unauthenticated(String message, String cure) {
      super(message, cure);
    }
  }

  /** The asker is known and may not do this. */
  public static final class Forbidden extends Refusal {
    public Forbidden(String message, String cure) {
      super(message, cure);
    }
  }

  /** There is no such thing, or none that the asker may know of. */
  public static final class NotFound extends Refusal {
    public NotFound(String message, String cure) {
      super(message, cure);
    }
  }

  /** It contradicts what is already there. */
  public static final class Conflict extends Refusal {
    public Conflict(String message, String cure) {
      super(message, cure);
    }
  }

  /** It is no longer what the asker believes it to be, so that a change would undo another's. */
  public static final class Stale extends Refusal {
    public Stale(String message, String cure) {
      super(message, cure);
    }
  }

  /** The name of an earlier request was given to another one. */
  public static final class Reused extends Refusal {
    public Reused(String message, String cure) {
      super(message, cure);
    }
  }

  /** It cannot be done now; the same request may be repeated later. */
  public static final class Unavailable extends Refusal {
    public Unavailable(String message, Throwable cause) {
      super(message, "Repeat the same request in a few seconds.");
      initCause(cause);
    }
  }

  /** A provider did not do what it was asked to. */
  public static final class ProviderFailed extends Refusal {
    private final boolean passes;

    /**
     * @param passes whether the same request may work later without anybody mending anything
     */
    public ProviderFailed(String message, String cure, boolean passes, Throwable cause) {
      super(message, cure);
      this.passes = passes;
      initCause(cause);
    }

    public boolean passes() {
      return passes;
    }
  }

  /** A wrong value in a message: short, on one line, so that it can be read and cannot flood. */
  public static String shown(Object value) {
    String text = String.valueOf(value).replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", " ");
    return text.codePointCount(0, text.length()) <= 60
        ? text
        : text.substring(0, text.offsetByCodePoints(0, 60)) + "…";
  }
}
