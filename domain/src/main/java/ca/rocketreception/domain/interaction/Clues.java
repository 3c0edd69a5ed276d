package ca.rocketreception.domain.interaction;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.SubscriberId;
import java.util.Optional;

/**
 * What an event says about whose it is.
 *
 * @param number the number of ours that was called, or that called
 * @param metadata the subscriber that we ourselves named when the interaction began
 * @param providerAgentId the provider's id of the agent in it
 * @param asked the business that the caller of a shared number asked for and was routed to
 */
public record Clues(
    Optional<PhoneNumber> number,
    Optional<SubscriberId> metadata,
    Optional<String> providerAgentId,
    Optional<SubscriberId> asked) {

  public Clues {
    requireNonNull(number, "number");
    requireNonNull(metadata, "metadata");
    requireNonNull(providerAgentId, "providerAgentId");
    requireNonNull(asked, "asked");
  }

  public static Clues none() {
    return new Clues(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** In words, for the event that must wait. */
  public String whyNobody() {
    return number
        .map(unknown -> "no subscriber has the number " + unknown)
        .or(() -> providerAgentId.map(unknown -> "no subscriber has the agent " + unknown))
        .orElse("the event names neither a number nor an agent");
  }

  public Clues askedFor(SubscriberId business) {
    return new Clues(number, metadata, providerAgentId, Optional.of(business));
  }
}
