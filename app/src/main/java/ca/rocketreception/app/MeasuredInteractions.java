package ca.rocketreception.app;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.interaction.Clues;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.Verdict;
import ca.rocketreception.ports.driven.interaction.InteractionFilter;
import ca.rocketreception.ports.driven.interaction.InteractionPage;
import ca.rocketreception.ports.driven.interaction.Interactions;
import ca.rocketreception.ports.driven.interaction.ProviderEvent;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Counts what became of events, by what was decided about them. */
final class MeasuredInteractions implements Interactions {

  private final Interactions interactions;
  private final EventMeters meters;

  MeasuredInteractions(Interactions interactions, EventMeters meters) {
    this.interactions = interactions;
    this.meters = meters;
  }

  @Override
  public Recorded record(ProviderEvent event, Clues clues, Judge judge) {
    AtomicReference<Verdict> last = new AtomicReference<>();
    Recorded recorded =
        interactions.record(
            event,
            clues,
            (attribution, current) -> {
              Verdict verdict = judge.judge(attribution, current);
              last.set(verdict);
              return verdict;
            });
    meters.count(event.provider(), outcome(recorded, last.get()));
    return recorded;
  }

  private static EventMeters.Outcome outcome(Recorded recorded, Verdict verdict) {
    if (recorded.repeat() || verdict == null) {
      return EventMeters.Outcome.REPEAT;
    }
    return switch (verdict) {
      case Verdict.Applied _ -> EventMeters.Outcome.APPLIED;
      case Verdict.Ignored _ -> EventMeters.Outcome.IGNORED;
      case Verdict.Waiting _ -> EventMeters.Outcome.WAITING;
    };
  }

  @Override
  public Optional<Interaction> find(
      SubscriberId subscriber, InteractionId id, int afterSeq, int limit) {
    return interactions.find(subscriber, id, afterSeq, limit);
  }

  @Override
  public InteractionPage page(SubscriberId subscriber, InteractionFilter filter) {
    return interactions.page(subscriber, filter);
  }
}
