package ca.rocketreception.domain.interaction;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.SubscriberId;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * To whom an event belongs: the clues in it, looked up.
 *
 * @param decided the subscriber that has the interaction already
 * @param numberOwner the subscriber that has the number; of a shared one, its front
 * @param sharedNumber whether the number is a shared one
 * @param asked the business asked for on a shared number
 * @param agentOwner the subscriber whose agent the event names
 * @param metadata the subscriber that our metadata names, if there is one
 */
public record Attribution(
    Optional<SubscriberId> decided,
    Optional<SubscriberId> numberOwner,
    boolean sharedNumber,
    Optional<SubscriberId> asked,
    Optional<SubscriberId> agentOwner,
    Optional<SubscriberId> metadata) {

  public Attribution {
    requireNonNull(decided, "decided");
    requireNonNull(numberOwner, "numberOwner");
    requireNonNull(asked, "asked");
    requireNonNull(agentOwner, "agentOwner");
    requireNonNull(metadata, "metadata");
  }

  /**
   * The subscriber, or empty when nothing tells. What was decided stays, but for one case: a call
   * on a shared number moves, once, from the front to the business that the caller wants.
   */
  public Optional<SubscriberId> subscriber() {
    return sharedNumber
        ? throughFront()
        : decided.or(() -> metadata).or(() -> numberOwner).or(() -> agentOwner);
  }

  private Optional<SubscriberId> throughFront() {
    return Stream.of(decided, asked, agentOwner, metadata)
        .flatMap(Optional::stream)
        .filter(candidate -> !numberOwner.equals(Optional.of(candidate)))
        .findFirst()
        .or(() -> numberOwner);
  }
}
