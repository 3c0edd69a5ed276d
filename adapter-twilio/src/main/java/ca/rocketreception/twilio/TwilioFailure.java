package ca.rocketreception.twilio;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Why a request to Twilio brought nothing. Says whether Twilio may have acted on it all the same,
 * what may be done with the same request, and what a person can do. Never has a key, a telephone
 * number or anything else in it that was sent or received, but Twilio's id of the request, for its
 * support.
 */
public abstract sealed class TwilioFailure extends RuntimeException {

  /** What may be done with the same request. */
  public enum Repeat {
    /** Nothing was done: the same request may be made again after a while. */
    LATER,
    /** It may have been done: look first, and only then ask again. */
    AFTER_LOOKING,
    /** The same request will fail again. */
    NEVER
  }

  /**
   * What is known of the answer.
   *
   * @param status the HTTP status
   * @param code Twilio's own code of the error, when it gave one
   * @param requestId Twilio's name for the request, when it gave one
   */
  record Trace(int status, OptionalInt code, Optional<String> requestId) {

    private String shown() {
      return " ("
          + status
          + (code.isPresent() ? ", code " + code.getAsInt() : "")
          + requestId.map(id -> ", request " + id).orElse("")
          + ")";
    }
  }

  private final String cure;
  private final Repeat repeat;
  private final transient Optional<Trace> trace;

  private TwilioFailure(
      String message, String cure, Repeat repeat, Optional<Trace> trace, Throwable cause) {
    super(message + trace.map(Trace::shown).orElse(""), cause);
    this.cure = cure;
    this.repeat = repeat;
    this.trace = trace;
  }

  /** What a person can do about it. */
  public String cure() {
    return cure;
  }

  /** What may be done with the same request. */
  public Repeat repeat() {
    return repeat;
  }

  /** Whether Twilio may have done what was asked: then a repeat may do it twice. */
  public boolean mayHaveHappened() {
    return repeat == Repeat.AFTER_LOOKING;
  }

  /** Twilio's own code of the error, see twilio.com/docs/api/errors; empty when it gave none. */
  public OptionalInt code() {
    return trace.map(Trace::code).orElse(OptionalInt.empty());
  }

  /** Twilio's name for the request, for its support; empty when it gave none. */
  public Optional<String> requestId() {
    return trace.flatMap(Trace::requestId);
  }

  /** The request never reached Twilio. */
  public static final class Unreachable extends TwilioFailure {
    Unreachable(Throwable cause) {
      super(
          "Twilio cannot be reached",
          "Check the network, TWILIO_API_URL and TWILIO_TRUNKING_URL.",
          Repeat.LATER,
          Optional.empty(),
          cause);
    }
  }

  /** Twilio failed so often of late that it is left alone for a while: nothing was sent. */
  public static final class Resting extends TwilioFailure {
    Resting() {
      super(
          "Twilio failed too often of late and is left alone for a while",
          "Wait; look at status.twilio.com when it lasts.",
          Repeat.LATER,
          Optional.empty(),
          null);
    }
  }

  /** Twilio does not take our key, or the key may not do this (401, 402, 403). */
  public static final class NotAllowed extends TwilioFailure {
    NotAllowed(Trace trace) {
      super(
          "Twilio does not let us in",
          "Check TWILIO_ACCOUNT_SID, TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET, that the key"
              + " belongs to this account and may do this, and that the account is active.",
          Repeat.NEVER,
          Optional.of(trace),
          null);
    }
  }

  /** Twilio knows no such thing (404). */
  public static final class NotHere extends TwilioFailure {
    NotHere(Trace trace) {
      super(
          "Twilio has no such thing",
          "Check that it exists in the account that TWILIO_ACCOUNT_SID names.",
          Repeat.NEVER,
          Optional.of(trace),
          null);
    }
  }

  /** What was asked for is sold, taken by another customer, or there already. */
  public static final class Taken extends TwilioFailure {
    Taken(Trace trace) {
      super(
          "Twilio cannot give this, it is taken",
          "Choose another number or name; or, if it should be ours, look at Twilio who has it.",
          Repeat.NEVER,
          Optional.of(trace),
          null);
    }
  }

  /** Twilio does not take the request as it is (400 and the like). */
  public static final class Refused extends TwilioFailure {
    Refused(Trace trace) {
      super(
          "Twilio refuses the request",
          trace.code().isPresent()
              ? "Read twilio.com/docs/api/errors/" + trace.code().getAsInt() + " on the cause."
              : "Compare it with Twilio's API description; it may have changed.",
          Repeat.NEVER,
          Optional.of(trace),
          null);
    }
  }

  /** Too many requests at once (429). Twilio did nothing and says, perhaps, when to come back. */
  public static final class Busy extends TwilioFailure {
    private final transient Optional<Duration> retryAfter;

    Busy(Trace trace, Optional<Duration> retryAfter) {
      super(
          "Twilio has too many requests of us",
          "Wait, or ask Twilio for a higher limit.",
          Repeat.LATER,
          Optional.of(trace),
          null);
      this.retryAfter = retryAfter;
    }

    /** How long Twilio wants us to wait; empty when it does not say. */
    public Optional<Duration> retryAfter() {
      return retryAfter;
    }
  }

  /** No answer in time, half of one, one that makes no sense, or a failure of Twilio's own. */
  public static final class Unclear extends TwilioFailure {

    Unclear(String what, Throwable cause) {
      this(what, Optional.empty(), cause);
    }

    Unclear(String what, Optional<Trace> trace, Throwable cause) {
      super(
          what,
          "Look at Twilio whether it was done, before asking again.",
          Repeat.AFTER_LOOKING,
          trace,
          cause);
    }
  }
}
