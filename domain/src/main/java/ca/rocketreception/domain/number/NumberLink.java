package ca.rocketreception.domain.number;

import static java.util.Objects.requireNonNull;

/**
 * One link of the chain from a carrier's number to our answer, as it was found.
 *
 * @param found what is there, in words
 * @param cure what a person does about it; empty when it holds
 */
public record NumberLink(Kind kind, State state, String found, String cure) {

  /** What is looked at, in the order in which a call goes. */
  public enum Kind {
    /** The number is in our account at the carrier, and takes calls. */
    CARRIER_NUMBER,
    /** It is on its trunk. */
    ON_TRUNK,
    /** When the voice AI takes no call, the carrier asks us. */
    RECOVERY,
    /** A call may be put through to a telephone. */
    TRANSFERS,
    /** The trunk leads to the voice AI. */
    ORIGINATION,
    /** The voice AI may call out through it. */
    CREDENTIAL,
    /** The voice AI knows the number. */
    VOICE_NUMBER,
    /** The voice AI calls out through this trunk, as somebody whom it lets. */
    TERMINATION,
    /** An agent that exists is bound, for when we do not say who answers. */
    BOUND_AGENT,
    /** The voice AI asks us who answers. */
    WEBHOOK,
    /** The number is the subscriber's here. */
    OWNER,
    /** What we answer. */
    ANSWER
  }

  /** Whether it holds. */
  public enum State {
    HOLDS,
    BROKEN,
    /** It could not be looked at. */
    UNKNOWN
  }

  public NumberLink {
    requireNonNull(kind, "kind");
    requireNonNull(state, "state");
    requireNonNull(found, "found");
    requireNonNull(cure, "cure");
  }

  static NumberLink holds(Kind kind, String found) {
    return new NumberLink(kind, State.HOLDS, found, "");
  }

  static NumberLink broken(Kind kind, String found, String cure) {
    return new NumberLink(kind, State.BROKEN, found, cure);
  }

  static NumberLink unknown(Kind kind, String problem, String cure) {
    return new NumberLink(kind, State.UNKNOWN, problem, cure);
  }
}
