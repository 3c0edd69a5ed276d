package ca.rocketreception.ports.driven.reconciliation;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.domain.reconciliation.CarrierCall;
import ca.rocketreception.domain.reconciliation.HeldRecord;
import ca.rocketreception.domain.reconciliation.ProviderDifference;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import ca.rocketreception.ports.driven.interaction.InMemoryInteractions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Holding records against providers' without a database. */
public final class InMemoryReconciliations implements Reconciliations {

  private static final Duration NEAR = Duration.ofMinutes(2);

  private final InMemorySubscribers subscribers;
  private final InMemoryInteractions interactions;
  private final Map<UUID, ProviderDifference> differences = new LinkedHashMap<>();

  public InMemoryReconciliations(
      InMemorySubscribers subscribers, InMemoryInteractions interactions) {
    this.subscribers = subscribers;
    this.interactions = interactions;
  }

  @Override
  public synchronized Map<ProviderReference, HeldRecord> held(
      Collection<ProviderReference> references) {
    Map<ProviderReference, HeldRecord> held = new HashMap<>();
    interactions.all().stream()
        .filter(one -> references.contains(one.reference()))
        .forEach(one -> held.put(one.reference(), held(one)));
    return held;
  }

  private static HeldRecord held(Interaction one) {
    Details details = one.details();
    Optional<Instant> end =
        details.get(Detail.TRANSFER_ENDED_AT).or(() -> details.get(Detail.ENDED_AT));
    return new HeldRecord(
        one.subscriber(),
        one.reference().provider() == Provider.ROCKET,
        one.status() != InteractionStatus.ONGOING,
        details.get(Detail.DURATION_MS),
        end.flatMap(at -> details.get(Detail.STARTED_AT).map(from -> Duration.between(from, at))),
        details.get(Detail.PROVIDER_COST).map(cost -> cost.amount().movePointRight(2)),
        one.transcript().isPresent()
            || details.get(Detail.DURATION_MS).filter(ms -> ms == 0).isPresent(),
        details.stages().get(Detail.STATUS.place()) >= Stage.REREAD.code());
  }

  @Override
  public List<LostCall> unfinished(Instant from, Instant before, int limit) {
    return interactions.all().stream()
        .filter(one -> one.channel() == ChannelKind.VOICE)
        .filter(one -> one.status() == InteractionStatus.ONGOING)
        .filter(one -> !one.happenedAt().isBefore(from) && one.happenedAt().isBefore(before))
        .sorted(Comparator.comparing(Interaction::happenedAt))
        .limit(limit)
        .map(one -> new LostCall(one.reference(), one.happenedAt()))
        .toList();
  }

  @Override
  public synchronized List<Matched> keep(List<CarrierCall> calls) {
    Map<String, CarrierCall> once = new LinkedHashMap<>();
    calls.forEach(call -> once.put(call.reference().id(), call));
    return once.values().stream()
        .flatMap(call ->
            subscribers.owner(call.to()).stream()
                .map(owner -> new Matched(call, fitting(call, once.values()), Optional.of(owner))))
        .toList();
  }

  private Optional<HeldRecord> fitting(CarrierCall call, Collection<CarrierCall> told) {
    int worst = isAlone(call, told) ? 3 : 2;
    return interactions.all().stream()
        .filter(one -> one.channel() == ChannelKind.VOICE)
        .filter(one -> rank(one, call) <= worst)
        .min(
            Comparator.comparingInt((Interaction one) -> rank(one, call))
                .thenComparing(one -> apart(one, call)))
        .map(InMemoryReconciliations::held);
  }

  /** Whether no other caller withholds his number then, in our records or in the carrier's. */
  private boolean isAlone(CarrierCall call, Collection<CarrierCall> told) {
    return told.stream()
                .filter(other -> other.from().isEmpty() && other.to().equals(call.to()))
                .filter(other ->
                    Duration.between(other.startedAt(), call.startedAt()).abs().compareTo(NEAR)
                        <= 0)
                .count()
            <= 1
        && interactions.all().stream()
                .filter(one -> one.channel() == ChannelKind.VOICE && rank(one, call) == 3)
                .count()
            == 1;
  }

  private static int rank(Interaction one, CarrierCall call) {
    if (one.reference().equals(call.reference())) {
      return 0;
    }
    Optional<String> named = one.details().get(Detail.TRANSPORT_ID);
    boolean near =
        apart(one, call).compareTo(NEAR) <= 0
            && one.details().get(Detail.TO).equals(Optional.of(call.to()));
    if (near && named.equals(Optional.of(call.reference().id()))) {
      return 1;
    }
    if (!near || named.isPresent() || !one.details().get(Detail.FROM).equals(call.from())) {
      return 4;
    }
    return call.from().isPresent() ? 2 : 3;
  }

  private static Duration apart(Interaction one, CarrierCall call) {
    return Duration.between(one.happenedAt(), call.startedAt()).abs();
  }

  @Override
  public synchronized void keep(
      List<ProviderDifference> found, Collection<ProviderReference> looked, Instant now) {
    List<UUID> ids = found.stream().map(ProviderDifference::id).toList();
    differences.replaceAll((id, known) ->
        known.state() == ProviderDifference.State.OPEN
                && looked.contains(known.reference())
                && !ids.contains(id)
            ? new ProviderDifference(
                known.subscriber(),
                known.reference(),
                known.kind(),
                known.theirs(),
                known.theirs(),
                Optional.of("They agree now."),
                now)
            : known);
    found.forEach(one ->
        differences.merge(
            one.id(),
            one,
            (known, next) ->
                next.explanation().isEmpty()
                        && known.explanation().isPresent()
                        && known.ours().equals(next.ours())
                        && known.theirs().equals(next.theirs())
                    ? next.explained(known.explanation().get())
                    : next));
  }

  @Override
  public synchronized List<ProviderDifference> differences(
      Optional<ProviderDifference.State> state, int limit, Optional<UUID> after) {
    Comparator<ProviderDifference> newest =
        Comparator.comparing(ProviderDifference::seenAt)
            .thenComparing(one -> one.id().toString())
            .reversed();
    return differences.values().stream()
        .filter(one -> state.filter(wanted -> wanted != one.state()).isEmpty())
        .filter(one ->
            after.map(differences::get).filter(last -> newest.compare(one, last) <= 0).isEmpty())
        .sorted(newest)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized ProviderDifference explain(
      UUID id, String why, Function<ProviderDifference, AuditEntry> entry) {
    ProviderDifference known =
        Optional.ofNullable(differences.get(id))
            .orElseThrow(() ->
                new Refusal.NotFound("There is no difference " + id, "Take an id of the list."));
    ProviderDifference explained = known.explained(why);
    if (!explained.equals(known)) {
      subscribers.note(entry.apply(explained));
      differences.put(id, explained);
    }
    return explained;
  }
}
