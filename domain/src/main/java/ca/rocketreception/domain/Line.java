package ca.rocketreception.domain;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What the numbering plan of its country says of a telephone number.
 *
 * @param country its two letters; empty for what belongs to none, such as satellites
 */
public record Line(Kind kind, Optional<String> country) {

  /** What rings there. */
  public enum Kind {
    /** No telephone can have such a number: it is too short or too long for its country. */
    IMPOSSIBLE,
    /** Nobody can have it, though it looks like one. */
    UNASSIGNED,
    /** A telephone at home, in an office, in a pocket or on the Internet. */
    ORDINARY,
    /** Whoever is called pays. */
    TOLL_FREE,
    /** It rings, and may cost anything: premium and shared rates, satellites, personal numbers. */
    COSTLY
  }

  public Line {
    requireNonNull(kind, "kind");
    requireNonNull(country, "country");
  }
}
