package ca.rocketreception.domain.billing;

import ca.rocketreception.domain.Days;
import java.util.List;

/**
 * A subscriber's lines of use, as statements count them. Each line has a place in the order of
 * writing, which only grows for a subscriber.
 */
public interface Ledger {

  /**
   * What was used in some days, of the meters that may be charged for; none that adds up to
   * nothing.
   *
   * @param through only lines up to this place
   */
  List<Tally> tallies(Days days, long through);

  /** Whether lines of some days come after a place. */
  boolean grewAfter(Days days, long place);

  /** The place of the last line that is counted now. */
  long end();
}
