package ca.rocketreception.domain.interaction;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Discrepancy;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.SubscriberId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One call, chat, text thread or e-mail thread of a subscriber: all that was ever told about it,
 * merged.
 *
 * @param reference what the AI provider calls it
 * @param agent our agent that answered; empty when the provider's agent is none of the subscriber's
 * @param firstSeenAt when we first heard of it
 * @param transcript its words; empty when none were told yet
 */
public record Interaction(
    SubscriberId subscriber,
    InteractionId id,
    ChannelKind channel,
    ProviderReference reference,
    Instant firstSeenAt,
    Details details,
    Optional<Transcript> transcript) {

  /** What use is worked out from. */
  private static final List<Detail<?>> COUNTED =
      List.of(
          Detail.STATUS,
          Detail.STARTED_AT,
          Detail.ANSWERED_AT,
          Detail.ENDED_AT,
          Detail.DURATION_MS,
          Detail.TRANSFER_ENDED_AT,
          Detail.PROVIDER_COST,
          Detail.PRODUCT_COSTS);

  public Interaction {
    requireNonNull(subscriber, "subscriber");
    requireNonNull(id, "id");
    requireNonNull(channel, "channel");
    requireNonNull(reference, "reference");
    requireNonNull(firstSeenAt, "firstSeenAt");
    requireNonNull(details, "details");
    requireNonNull(transcript, "transcript");
  }

  /** An interaction of which nothing is told yet. */
  public static Interaction begin(
      SubscriberId subscriber,
      InteractionId id,
      ChannelKind channel,
      ProviderReference reference,
      Instant now) {
    return new Interaction(
        subscriber, id, channel, reference, now, Details.none(), Optional.empty());
  }

  /**
   * What counts for use and is otherwise here than the provider's events tell; empty when they
   * agree, and where something was learnt later than from them.
   *
   * @param told what all events of it tell, merged
   */
  public List<Discrepancy> discrepancies(Details told) {
    return details.contradicting(told, COUNTED).stream()
        .map(detail ->
            new Discrepancy(
                subscriber,
                Discrepancy.Kind.INTERACTION,
                "INTERACTION " + id,
                detail.toString(),
                details.get(detail).map(Object::toString),
                told.get(detail).map(Object::toString)))
        .toList();
  }

  /**
   * Merges what an event tells. In any order, with any repeats, the same comes out. Of a chat over
   * our own widget the words, the times and the status are ours, and a provider adds only what it
   * makes of them.
   */
  public Interaction apply(Report report) {
    if (reference.provider() == Provider.ROCKET) {
      return tell(
          report
              .details()
              .only(
                  Detail.SUMMARY,
                  Detail.SENTIMENT,
                  Detail.SUCCESSFUL,
                  Detail.PROVIDER_COST,
                  Detail.PRODUCT_COSTS));
    }
    Optional<Transcript> merged =
        transcript
            .map(mine -> report.transcript().map(mine::merge).orElse(mine))
            .or(report::transcript);
    return new Interaction(
        subscriber, id, channel, reference, firstSeenAt, details.merge(report.details()), merged);
  }

  /** Merges what we know ourselves, and takes the words from what we wrote. */
  public Interaction ours(Details known) {
    return new Interaction(
        subscriber,
        id,
        channel,
        reference,
        firstSeenAt,
        details.merge(known),
        Optional.of(Transcript.of(Stage.STARTED, List.of())));
  }

  /** The same with only some of its messages: those after a seq, so many at most. */
  public Interaction reading(int afterSeq, int limit) {
    return new Interaction(
        subscriber,
        id,
        channel,
        reference,
        firstSeenAt,
        details,
        transcript.map(words -> words.after(afterSeq, limit)));
  }

  /** Merges details alone. */
  public Interaction tell(Details known) {
    return new Interaction(
        subscriber, id, channel, reference, firstSeenAt, details.merge(known), transcript);
  }

  /** The same interaction, of another subscriber. */
  public Interaction moveTo(SubscriberId other) {
    return new Interaction(other, id, channel, reference, firstSeenAt, details, transcript);
  }

  /**
   * What stays behind when it moves after the ledger had lines of it: that it was here, and nothing
   * of what was said.
   */
  public Interaction stub() {
    return new Interaction(
        subscriber,
        id,
        channel,
        reference,
        firstSeenAt,
        details.only(Detail.STARTED_AT).tell(Detail.STATUS, InteractionStatus.MOVED, Stage.REREAD),
        Optional.empty());
  }

  public InteractionStatus status() {
    return details.get(Detail.STATUS).orElse(InteractionStatus.ONGOING);
  }

  /** When it took place, as well as we know: its start, else its end, else when we heard of it. */
  public Instant happenedAt() {
    return details
        .get(Detail.STARTED_AT)
        .or(() -> details.get(Detail.ENDED_AT))
        .orElse(firstSeenAt);
  }
}
