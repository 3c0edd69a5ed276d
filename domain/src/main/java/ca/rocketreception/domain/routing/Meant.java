package ca.rocketreception.domain.routing;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.business.Business;
import java.util.List;

/** Whom a caller of a shared number means. */
public sealed interface Meant {

  /** This business, and no other can be meant. */
  record One(Business business) implements Meant {
    public One {
      requireNonNull(business, "business");
    }
  }

  /**
   * It is not clear: the caller is asked.
   *
   * @param names of those that can be meant; none when there are too many to say
   */
  record Unclear(List<String> names) implements Meant {
    public Unclear {
      names = List.copyOf(names);
    }
  }

  /** Nobody who is reached through this number. */
  record Nobody() implements Meant {}
}
