package ca.rocketreception.ports.driving.reconciliation;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.Actor;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.reconciliation.CarrierCall;
import ca.rocketreception.domain.reconciliation.HeldRecord;
import ca.rocketreception.domain.reconciliation.ProviderDifference;
import ca.rocketreception.ports.driven.interaction.Interactions;
import ca.rocketreception.ports.driven.reconciliation.CarrierRecords;
import ca.rocketreception.ports.driven.reconciliation.InteractionRecords;
import ca.rocketreception.ports.driven.reconciliation.LostCall;
import ca.rocketreception.ports.driven.reconciliation.Reconciliations;
import ca.rocketreception.ports.driving.OneByOne;
import ca.rocketreception.ports.driving.routing.ReceivingCalls;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Holds our records against the providers' own: fetches what we never heard of or hold unfinished,
 * and keeps what still differs. May be repeated, and run on many nodes.
 */
public final class ReconcilingRecords {

  /** By then a provider has judged a call and knows its cost; reading it sooner would fix less. */
  private static final Duration SETTLED = Duration.ofMinutes(15);

  /** No carrier lets a call last longer. */
  private static final Duration LONGEST_CALL = Duration.ofHours(24);

  private static final int LOST_AT_ONCE = 1000;

  /** Calls may have got lost with the last node that ran, and this one may come much later. */
  private static final Duration LONGEST_AWAY = Duration.ofDays(90);

  private final ReceivingCalls receiving;
  private final Reconciliations reconciliations;
  private final Optional<InteractionRecords> records;
  private final Optional<CarrierRecords> carrier;
  private final InstantSource clock;

  /** Whether what got lost before this node began has been looked for. */
  private volatile boolean lookedBack;

  /**
   * @param records empty when the AI provider's key is not configured
   * @param carrier empty when the carrier's key is not configured
   */
  public ReconcilingRecords(
      ReceivingCalls receiving,
      Reconciliations reconciliations,
      Optional<InteractionRecords> records,
      Optional<CarrierRecords> carrier,
      InstantSource clock) {
    this.receiving = receiving;
    this.reconciliations = reconciliations;
    this.records = records;
    this.carrier = carrier;
    this.clock = clock;
  }

  /**
   * What a run did.
   *
   * @param listed calls and chats that the AI provider listed
   * @param fetched how many of them were read and merged
   * @param carried calls to our numbers that the carrier listed
   * @param open differences of this run that somebody should look at; what could not be read is
   *     among them
   */
  public record Run(long listed, long fetched, long carried, long open) {

    private static final Run NOTHING = new Run(0, 0, 0, 0);

    private Run plus(Run other) {
      return new Run(
          listed + other.listed,
          fetched + other.fetched,
          carried + other.carried,
          open + other.open);
    }
  }

  /**
   * Everything that began since then, and ended a while ago. One that cannot be read is a
   * difference and holds up no other; a page or a list that cannot be worked on holds up no other
   * either, and the run fails in the end. So it does when a provider answers no more: the rest is
   * the next run's.
   */
  public Run reconcile(Instant since) {
    Instant now = clock.instant();
    List<Run> runs = new ArrayList<>();
    OneByOne reconciling = new OneByOne("reconcile");
    OneByOne reading = new OneByOne("read a provider's record");
    records.ifPresent(asked ->
        reconciling.attempt(
            "the AI provider's list",
            () ->
                asked.list(
                    since,
                    now,
                    page ->
                        reconciling.attempt(
                            "a page of the AI provider's",
                            () -> runs.add(reconcile(asked, page, reading, now))))));
    carrier.ifPresent(asked ->
        reconciling.attempt(
            "the carrier's list",
            () ->
                asked.calls(
                    since,
                    now,
                    page ->
                        reconciling.attempt(
                            "a page of the carrier's", () -> runs.add(match(page, now))))));
    reconciling.attempt("the calls whose end nobody tells", () -> endLost(since, now));
    reconciling.end();
    if (reading.gaveUp()) {
      reading.end();
    }
    return runs.stream().reduce(Run.NOTHING, Run::plus);
  }

  /** What no provider tells the end of is over all the same. */
  private void endLost(Instant since, Instant now) {
    Instant away = now.minus(LONGEST_AWAY);
    Instant from = lookedBack || since.isBefore(away) ? since : away;
    List<LostCall> lost = reconciliations.unfinished(from, now.minus(LONGEST_CALL), LOST_AT_ONCE);
    new OneByOne("end a call whose end nobody tells")
        .each(
            lost,
            one -> one.reference().toString(),
            one -> receiving.record(one.event(now), one.reading()))
        .end();
    lookedBack = lost.size() < LOST_AT_ONCE;
  }

  /** The same of the last while: what comes late is found by the next run. */
  public Run reconcileLately() {
    return reconcile(clock.instant().minus(Duration.ofDays(2)));
  }

  private Run reconcile(
      InteractionRecords asked, List<HeldRecord.Listed> page, OneByOne reading, Instant now) {
    Map<ProviderReference, HeldRecord.Listed> settled = new LinkedHashMap<>();
    page.stream()
        .filter(one -> one.endedAt().filter(end -> end.plus(SETTLED).isBefore(now)).isPresent())
        .forEach(one -> settled.put(one.reference(), one));
    Map<ProviderReference, HeldRecord> before = reconciliations.held(settled.keySet());
    List<ProviderDifference> found = new ArrayList<>();
    List<HeldRecord.Listed> read = new ArrayList<>();
    List<ProviderReference> looked = new ArrayList<>();
    for (HeldRecord.Listed listed : settled.values()) {
      Optional<HeldRecord> held = Optional.ofNullable(before.get(listed.reference()));
      boolean lacking = held.isEmpty() || held.get().lacks(listed);
      if (lacking && reading.gaveUp()) {
        continue; // the next run's
      }
      looked.add(listed.reference());
      if (lacking) {
        boolean went =
            reading.attempt(
                listed.reference().toString(),
                () -> read(asked, listed, held, now, found).ifPresent(_ -> read.add(listed)));
        if (!went) {
          found.add(unread(listed, held, now));
        }
      }
    }
    Map<ProviderReference, HeldRecord> after = new HashMap<>(before);
    after.putAll(reconciliations.held(read.stream().map(HeldRecord.Listed::reference).toList()));
    looked.forEach(reference ->
        Optional.ofNullable(after.get(reference))
            .ifPresent(held -> found.addAll(held.differences(settled.get(reference), now))));
    reconciliations.keep(found, looked, now);
    return new Run(page.size(), read.size(), 0, open(found));
  }

  private static ProviderDifference unread(
      HeldRecord.Listed listed, Optional<HeldRecord> held, Instant now) {
    return new ProviderDifference(
        held.map(HeldRecord::subscriber).orElse(AuditEntry.NOBODY),
        listed.reference(),
        held.isEmpty() ? ProviderDifference.Kind.UNHEARD : ProviderDifference.Kind.UNFINISHED,
        held.map(_ -> "unfinished"),
        Optional.of("ended, and could not be read from the provider"),
        Optional.empty(),
        now);
  }

  private Optional<Interactions.Recorded> read(
      InteractionRecords asked,
      HeldRecord.Listed listed,
      Optional<HeldRecord> held,
      Instant now,
      List<ProviderDifference> found) {
    Optional<Interactions.Recorded> recorded =
        asked.read(listed, now).map(one -> receiving.record(one.event(), one.reading()));
    Optional<SubscriberId> subscriber =
        held.map(HeldRecord::subscriber)
            .or(() ->
                recorded.flatMap(Interactions.Recorded::interaction).map(Interaction::subscriber));
    if (held.isEmpty() || !held.get().finished()) {
      ProviderDifference difference =
          new ProviderDifference(
              subscriber.orElse(AuditEntry.NOBODY),
              listed.reference(),
              held.isEmpty() ? ProviderDifference.Kind.UNHEARD : ProviderDifference.Kind.UNFINISHED,
              held.map(_ -> "unfinished"),
              Optional.of("ended"),
              Optional.empty(),
              now);
      found.add(
          recorded.isEmpty() || subscriber.isEmpty()
              ? difference
              : difference.explained("It was read from the provider and is complete now."));
    }
    return recorded;
  }

  private Run match(List<CarrierCall> page, Instant now) {
    List<Reconciliations.Matched> matched = reconciliations.keep(page);
    List<ProviderDifference> found = new ArrayList<>();
    for (Reconciliations.Matched one : matched) {
      boolean settled = one.call().startedAt().plus(SETTLED).isBefore(now);
      one.held().ifPresent(held -> found.addAll(held.differences(one.call(), now)));
      if (one.held().isEmpty() && settled) {
        found.add(
            new ProviderDifference(
                one.owner().orElse(AuditEntry.NOBODY),
                one.call().reference(),
                ProviderDifference.Kind.UNMATCHED,
                Optional.empty(),
                Optional.of(
                    "a call at "
                        + one.call().startedAt()
                        + one.call()
                            .duration()
                            .map(time -> " of " + time.toSeconds() + " s")
                            .orElse("")),
                Optional.empty(),
                now));
      }
    }
    reconciliations.keep(found, matched.stream().map(one -> one.call().reference()).toList(), now);
    return new Run(0, 0, matched.size(), open(found));
  }

  private static long open(List<ProviderDifference> found) {
    return found.stream().filter(one -> one.state() == ProviderDifference.State.OPEN).count();
  }

  /** See {@link Reconciliations#differences}: the operator's, for they are of everybody. */
  public List<ProviderDifference> differences(
      ApiKey key, Optional<ProviderDifference.State> state, int limit, Optional<UUID> after) {
    key.requireOperator();
    return reconciliations.differences(state, limit, after);
  }

  /** Says why a difference is no problem; stands in the trail of whose it is. */
  public ProviderDifference explain(ApiKey key, String requestId, UUID id, String why) {
    key.requireOperator();
    key.requireManaging();
    return reconciliations.explain(
        id,
        why,
        one ->
            new AuditEntry(
                one.subscriber(),
                clock.instant(),
                Actor.with(key, requestId),
                "explained difference",
                one.kind() + " of " + one.reference()));
  }
}
