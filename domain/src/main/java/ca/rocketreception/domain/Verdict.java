package ca.rocketreception.domain;

import static java.util.Objects.requireNonNull;

/** What became of a provider's event. */
public sealed interface Verdict {

  /**
   * In the provider's event's row, for people: why, or what was left out; empty when all went in.
   */
  String reason();

  /** It is part of an interaction now. */
  record Applied(Interaction next, String reason) implements Verdict {
    public Applied {
      requireNonNull(next, "next");
      requireNonNull(reason, "reason");
    }
  }

  /** It is kept as evidence and changes nothing. */
  record Ignored(String reason) implements Verdict {
    public Ignored {
      requireNonNull(reason, "reason");
    }
  }

  /** It belongs to nobody we know of yet, and is tried again. */
  record Waiting(String reason) implements Verdict {
    public Waiting {
      requireNonNull(reason, "reason");
    }
  }
}
