package ca.rocketreception.domain.interaction;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** What became of a provider's event. */
public sealed interface Verdict {

  /**
   * In the provider's event's row, for people: why, or what was left out; empty when all went in.
   */
  String reason();

  /**
   * It is part of an interaction now.
   *
   * @param taken a message for the business that came with it; the same content is kept once
   */
  record Applied(Interaction next, String reason, Optional<TakenMessage> taken) implements Verdict {
    public Applied {
      requireNonNull(next, "next");
      requireNonNull(reason, "reason");
      requireNonNull(taken, "taken");
    }

    public Applied(Interaction next, String reason) {
      this(next, reason, Optional.empty());
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
