package ca.rocketreception.domain.reconciliation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.Text;
import ca.rocketreception.domain.interaction.ProviderReference;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What a provider's own records say otherwise than ours.
 *
 * @param subscriber whose it is; {@link ca.rocketreception.domain.access.AuditEntry#NOBODY} where
 *     it is nobody's we know
 * @param reference the provider's name for the call or chat
 * @param ours empty where we have nothing
 * @param theirs empty where they have nothing
 * @param explanation why it is no problem; empty while it is open
 * @param seenAt when it was seen last
 */
public record ProviderDifference(
    SubscriberId subscriber,
    ProviderReference reference,
    Kind kind,
    Optional<String> ours,
    Optional<String> theirs,
    Optional<String> explanation,
    Instant seenAt) {

  /** What differs. */
  public enum Kind {
    /** We never heard of it. */
    UNHEARD,
    /** It has ended there, and not here, or what was said is missing here. */
    UNFINISHED,
    /** How long it lasted. */
    DURATION,
    /** What it cost. */
    COST,
    /** The carrier has a call to a number of ours that no call here fits. */
    UNMATCHED
  }

  /** Whether somebody should look at it. */
  public enum State {
    OPEN,
    EXPLAINED
  }

  public ProviderDifference {
    requireNonNull(subscriber, "subscriber");
    requireNonNull(reference, "reference");
    requireNonNull(kind, "kind");
    requireNonNull(ours, "ours");
    requireNonNull(theirs, "theirs");
    requireNonNull(explanation, "explanation");
    requireNonNull(seenAt, "seenAt");
  }

  /** The same difference of the same thing has the same id in every run. */
  public UUID id() {
    return UUID.nameUUIDFromBytes(
        (reference.provider() + " " + reference.id() + " " + kind).getBytes(UTF_8));
  }

  public State state() {
    return explanation.isPresent() ? State.EXPLAINED : State.OPEN;
  }

  public ProviderDifference explained(String why) {
    return new ProviderDifference(
        subscriber,
        reference,
        kind,
        ours,
        theirs,
        Optional.of(Text.words("explanation", why, 500)),
        seenAt);
  }
}
