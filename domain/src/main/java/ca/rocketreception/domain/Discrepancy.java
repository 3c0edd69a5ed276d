package ca.rocketreception.domain;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Two records that should say the same of a subscriber's use, and do not. In words that may be
 * printed: nobody's number, name or words are in it.
 *
 * @param place where: the source, and the day where one is meant
 * @param what the meter, or the detail of an interaction
 * @param is what the record says that was held against the other; empty where it says nothing
 * @param shouldBe what follows from the other record; empty where nothing does
 */
public record Discrepancy(
    SubscriberId subscriber,
    Kind kind,
    String place,
    String what,
    Optional<String> is,
    Optional<String> shouldBe) {

  /** What was held against what. */
  public enum Kind {
    /** What an interaction says that counts for use, against the provider's events of it. */
    INTERACTION,
    /** The lines of an interaction or a taken message, against what it amounts to now. */
    LEDGER,
    /** Lines that do not add up to nothing, against a source that is not the subscriber's. */
    ORPHAN,
    /** How many lines a meter of a source has, against how they are numbered. */
    GAP,
    /** What was added up of a day, against the lines of that day. */
    ROLLUP,
    /** The numbers of a line that is final, against what the prices and the ledger come to. */
    STATEMENT,
    /** A price, a tax, a statement or whatever else never changes, against how it was written. */
    SEAL,
    /** The chain of a subscriber's audit trail, against its own hashes and its known end. */
    TRAIL,
    /** What guards rows in the database: triggers, their functions, row level security. */
    GUARD,
    /** What the ledger says that a call cost, against the provider's own record of it. */
    PROVIDER
  }

  public Discrepancy {
    requireNonNull(subscriber, "subscriber");
    requireNonNull(kind, "kind");
    requireNonNull(place, "place");
    requireNonNull(what, "what");
    requireNonNull(is, "is");
    requireNonNull(shouldBe, "shouldBe");
  }
}
