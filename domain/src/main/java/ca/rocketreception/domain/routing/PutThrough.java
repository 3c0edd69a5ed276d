package ca.rocketreception.domain.routing;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.agent.AgentRole;
import java.util.List;
import java.util.Optional;

/** What became of a caller of a shared number who asked for a business. */
public sealed interface PutThrough {

  /** The call is with the business, and this is who answers it. */
  record With(RoutingDecision.Answer answer) implements PutThrough {
    public With {
      requireNonNull(answer, "answer");
    }

    /** Whether the call goes on to the business's own phone, or could, had it one. */
    public boolean forwards() {
      return answer.role() == AgentRole.FORWARDER;
    }

    /** The phone that the call goes on to; empty when we answer it ourselves. */
    public Optional<PhoneNumber> phone() {
      return forwards() ? answer.business().subscriber().transferNumber() : Optional.empty();
    }
  }

  /**
   * Several can be meant: the caller is asked.
   *
   * @param names of those that can be meant; none when there are too many to say
   */
  record Unclear(List<String> names) implements PutThrough {
    public Unclear {
      names = List.copyOf(names);
    }
  }

  /** Nobody is meant, or the call is another's. */
  record Nobody() implements PutThrough {}
}
