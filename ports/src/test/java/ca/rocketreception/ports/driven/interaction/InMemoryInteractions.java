package ca.rocketreception.ports.driven.interaction;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.OwnedNumber;
import ca.rocketreception.domain.interaction.Attribution;
import ca.rocketreception.domain.interaction.Clues;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Evidence;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.Matter;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Report;
import ca.rocketreception.domain.interaction.Said;
import ca.rocketreception.domain.interaction.TakenMessage;
import ca.rocketreception.domain.interaction.Transcript;
import ca.rocketreception.domain.interaction.Verdict;
import ca.rocketreception.domain.usage.Usage;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import ca.rocketreception.ports.driven.usage.InMemoryUsageLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Interactions and the events they were made from, without a database. */
public final class InMemoryInteractions implements Interactions, ProviderEvents {

  private static final Comparator<Interaction> NEWEST_FIRST =
      Comparator.comparing(Interaction::happenedAt)
          .thenComparing(interaction -> interaction.id().value().toString())
          .reversed();

  private static final Comparator<KeptEvent.Cursor> OLDEST_FIRST =
      Comparator.comparing(KeptEvent.Cursor::receivedAt)
          .thenComparing(cursor -> cursor.name().toString());

  private record EventKey(Provider provider, String providerId, String event, String sha256) {}

  private record Kept(ProviderEvent event, Verdict verdict, Instant triedAt) {}

  private final InMemorySubscribers subscribers;
  private final Map<EventKey, Kept> events = new LinkedHashMap<>();
  private final Map<ProviderReference, Interaction> interactions = new LinkedHashMap<>();

  private final Map<ProviderReference, ProviderReference> otherNames = new LinkedHashMap<>();

  private final List<Interaction> stubs = new ArrayList<>();

  private final List<TakenMessage> taken = new ArrayList<>();

  private final InMemoryUsageLedger ledger;

  public InMemoryInteractions(InMemorySubscribers subscribers) {
    this.subscribers = subscribers;
    this.ledger = new InMemoryUsageLedger(subscribers);
  }

  /** Of these interactions, and of the conversations that stand on them. */
  public InMemoryUsageLedger ledger() {
    return ledger;
  }

  @Override
  public synchronized Recorded record(ProviderEvent event, Clues clues, Judge judge) {
    EventKey key =
        new EventKey(event.provider(), event.providerId(), event.event(), event.bodySha256());
    Kept before = events.get(key);
    Optional<Interaction> current = current(event);
    if (before != null && !(before.verdict() instanceof Verdict.Waiting)) {
      return new Recorded(true, current.map(InMemoryInteractions::unread));
    }
    Verdict verdict =
        judge.judge(attribution(clues, current), current.map(InMemoryInteractions::unread));
    Instant triedAt = before == null ? event.receivedAt() : before.triedAt();
    events.put(key, new Kept(event, verdict, triedAt));
    if (verdict
        instanceof Verdict.Applied(Interaction next, String _, Optional<TakenMessage> message)) {
      Interaction whole = read(next, current);
      interactions.put(whole.reference(), whole);
      count(event, current, whole);
      message.ifPresent(given ->
          keep(given, whole.channel(), whole.reference().provider(), Optional.of(evidence(event))));
      return new Recorded(false, Optional.of(unread(whole)));
    }
    return new Recorded(false, Optional.empty());
  }

  private void count(ProviderEvent event, Optional<Interaction> before, Interaction whole) {
    Usage usage = usage(whole);
    Optional<Evidence> evidence = Optional.of(evidence(event));
    before
        .map(Interaction::subscriber)
        .filter(front -> !front.equals(whole.subscriber()))
        .ifPresent(front -> {
          ledger.append(usage.nothingFor(front), evidence);
          takeAlong(front, whole, evidence);
          if (!ledger.of(front, whole.id()).isEmpty()) {
            stubs.add(before.get().stub());
          }
        });
    ledger.append(usage, evidence);
  }

  private void takeAlong(SubscriberId front, Interaction moved, Optional<Evidence> evidence) {
    taken.replaceAll(message -> {
      if (!message.interaction().equals(moved.id())) {
        return message;
      }
      TakenMessage theirs =
          new TakenMessage(
              moved.subscriber(),
              message.id(),
              message.interaction(),
              message.takenAt(),
              message.content());
      Usage usage = Usage.of(theirs, moved.channel(), moved.reference().provider());
      ledger.append(usage.nothingFor(front), evidence);
      ledger.append(usage, evidence);
      return theirs;
    });
  }

  private static Evidence evidence(ProviderEvent event) {
    return new Evidence(event.provider(), event.providerId(), event.event(), event.bodySha256());
  }

  /**
   * Keeps a message for a business; the same content in the same interaction once. One that was not
   * whole becomes what it is told again as.
   */
  public synchronized void keep(
      TakenMessage message, ChannelKind channel, Provider provider, Optional<Evidence> evidence) {
    List<TakenMessage> earlier =
        taken.stream().filter(one -> one.interaction().equals(message.interaction())).toList();
    if (earlier.stream().anyMatch(one -> one.content().equals(message.content()))) {
      return;
    }
    for (TakenMessage one : earlier) {
      Optional<Matter> together = one.content().toldAgain(message.content());
      if (together.isPresent()) {
        taken.set(
            taken.indexOf(one),
            new TakenMessage(
                one.subscriber(), one.id(), one.interaction(), one.takenAt(), together.get()));
        return;
      }
    }
    taken.add(message);
    ledger.append(Usage.of(message, channel, provider), evidence);
  }

  /** For tests, and for the fake of conversations: every message that was taken. */
  public synchronized List<TakenMessage> taken() {
    return List.copyOf(taken);
  }

  private static Usage usage(Interaction whole) {
    return Usage.of(
        whole, whole.transcript().map(Transcript::messages).map(Said::of).orElse(Said.NOTHING));
  }

  private Optional<Interaction> current(ProviderEvent event) {
    if (event.providerId().isEmpty()) {
      return Optional.empty();
    }
    ProviderReference named = new ProviderReference(event.provider(), event.providerId());
    return Optional.ofNullable(interactions.get(otherNames.getOrDefault(named, named)));
  }

  /** For the fake of conversations: an interaction that no event told. */
  public synchronized void put(Interaction interaction) {
    interactions.put(interaction.reference(), interaction);
  }

  /** The same, with what was said by now; its length and digest stay as they are. */
  public synchronized void put(Interaction interaction, List<InteractionMessage> messages) {
    put(
        withTranscript(
            interaction,
            interaction
                .transcript()
                .map(words ->
                    new Transcript(words.stage(), words.length(), words.digest(), messages))));
  }

  /** For the fake of conversations: another name of an interaction; its own interaction goes. */
  public synchronized void refer(ProviderReference other, ProviderReference own) {
    otherNames.put(other, own);
    Optional.ofNullable(interactions.remove(other))
        .ifPresent(stray -> {
          ledger.append(usage(stray).nothingFor(stray.subscriber()), Optional.empty());
          interactions.computeIfPresent(
              own, (reference, mine) -> mine.apply(new Report(stray.details(), Optional.empty())));
          ledger.append(usage(interactions.get(own)), Optional.empty());
        });
  }

  private Attribution attribution(Clues clues, Optional<Interaction> current) {
    Optional<Business> owner =
        clues.number().flatMap(subscribers::owner).flatMap(subscribers::find);
    boolean shared =
        owner.stream()
            .flatMap(business -> business.numbers().stream())
            .filter(owned -> clues.number().equals(Optional.of(owned.number())))
            .anyMatch(OwnedNumber::shared);
    return new Attribution(
        current.map(Interaction::subscriber),
        owner.map(Business::id),
        shared,
        clues.asked(),
        clues.providerAgentId().flatMap(this::ownerOfAgent),
        clues.metadata().flatMap(subscribers::find).map(Business::id));
  }

  private Optional<SubscriberId> ownerOfAgent(String providerAgentId) {
    return subscribers.all().stream()
        .filter(business -> business.agentCalled(providerAgentId).isPresent())
        .map(Business::id)
        .findFirst();
  }

  @Override
  public synchronized Optional<Interaction> find(
      SubscriberId subscriber, InteractionId id, int afterSeq, int limit) {
    return of(subscriber)
        .filter(interaction -> interaction.id().equals(id))
        .findFirst()
        .map(found -> found.reading(afterSeq, limit));
  }

  @Override
  public synchronized InteractionPage page(SubscriberId subscriber, InteractionFilter filter) {
    List<Interaction> found =
        of(subscriber)
            .filter(one -> filter.from().filter(one.happenedAt()::isBefore).isEmpty())
            .filter(one -> filter.to().filter(to -> !one.happenedAt().isBefore(to)).isEmpty())
            .filter(one -> filter.channel().filter(kind -> one.channel() != kind).isEmpty())
            .filter(one -> filter.status().filter(status -> one.status() != status).isEmpty())
            .filter(one ->
                filter.caller().isEmpty() || one.details().get(Detail.FROM).equals(filter.caller()))
            .filter(one -> filter.after().filter(cursor -> !comesAfter(one, cursor)).isEmpty())
            .sorted(NEWEST_FIRST)
            .map(InMemoryInteractions::unread)
            .limit(filter.limit() + 1L)
            .toList();
    List<Interaction> shown = found.stream().limit(filter.limit()).toList();
    return new InteractionPage(
        shown,
        found.size() > shown.size()
            ? Optional.of(
                new InteractionFilter.Cursor(shown.getLast().happenedAt(), shown.getLast().id()))
            : Optional.empty());
  }

  private static boolean comesAfter(Interaction one, InteractionFilter.Cursor cursor) {
    int order = one.happenedAt().compareTo(cursor.happenedAt());
    return order < 0
        || order == 0 && one.id().value().toString().compareTo(cursor.id().value().toString()) < 0;
  }

  private Stream<Interaction> of(SubscriberId subscriber) {
    return Stream.concat(interactions.values().stream(), stubs.stream())
        .filter(one -> one.subscriber().equals(subscriber));
  }

  @Override
  public synchronized List<ProviderEvent> takeWaiting(int limit, Instant now) {
    List<EventKey> taken =
        events.entrySet().stream()
            .filter(entry -> entry.getValue().verdict() instanceof Verdict.Waiting)
            .sorted(Comparator.comparing(entry -> entry.getValue().triedAt()))
            .limit(limit)
            .map(Map.Entry::getKey)
            .toList();
    List<ProviderEvent> waiting = new ArrayList<>();
    int octets = 0;
    for (EventKey key : taken) {
      Kept kept = events.get(key);
      if (octets >= MAX_OCTETS) {
        break;
      }
      octets += kept.event().body().length();
      waiting.add(kept.event());
      events.put(key, new Kept(kept.event(), kept.verdict(), now));
    }
    return waiting;
  }

  @Override
  public synchronized Optional<ProviderEvent> takeWaiting(
      KeptEvent.Name name, Instant now, AuditEntry entry) {
    Optional<Kept> waiting =
        Optional.ofNullable(events.get(key(name)))
            .filter(kept -> kept.verdict() instanceof Verdict.Waiting);
    waiting.ifPresent(kept -> {
      subscribers.note(entry);
      events.put(key(name), new Kept(kept.event(), kept.verdict(), now));
    });
    return waiting.map(Kept::event);
  }

  @Override
  public synchronized List<KeptEvent> of(
      SubscriberId subscriber, int limit, Optional<KeptEvent.Cursor> after) {
    return newestFirst(
        events.values().stream()
            .filter(kept ->
                kept.verdict() instanceof Verdict.Applied applied
                    && applied.next().subscriber().equals(subscriber)),
        limit,
        after);
  }

  @Override
  public synchronized List<KeptEvent> notApplied(
      Optional<KeptEvent.Outcome> outcome, int limit, Optional<KeptEvent.Cursor> after) {
    return newestFirst(
        events.values().stream()
            .filter(kept -> !(kept.verdict() instanceof Verdict.Applied))
            .filter(kept -> outcome.filter(wanted -> kept(kept).outcome() != wanted).isEmpty()),
        limit,
        after);
  }

  private static List<KeptEvent> newestFirst(
      Stream<Kept> events, int limit, Optional<KeptEvent.Cursor> after) {
    return events
        .map(InMemoryInteractions::kept)
        .filter(
            kept -> after.filter(last -> OLDEST_FIRST.compare(kept.cursor(), last) >= 0).isEmpty())
        .sorted(Comparator.comparing(KeptEvent::cursor, OLDEST_FIRST.reversed()))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized Optional<KeptEvent> find(KeptEvent.Name name) {
    return Optional.ofNullable(events.get(key(name))).map(InMemoryInteractions::kept);
  }

  @Override
  public synchronized Optional<ProviderEvent> evidence(KeptEvent.Name name) {
    return Optional.ofNullable(events.get(key(name))).map(Kept::event);
  }

  private static EventKey key(KeptEvent.Name name) {
    return new EventKey(name.provider(), name.providerId(), name.event(), name.bodySha256());
  }

  private static KeptEvent kept(Kept kept) {
    ProviderEvent event = kept.event();
    KeptEvent.Name name =
        new KeptEvent.Name(event.provider(), event.providerId(), event.event(), event.bodySha256());
    return switch (kept.verdict()) {
      case Verdict.Applied(Interaction _, String reason, Optional<TakenMessage> _) ->
          new KeptEvent(name, event.receivedAt(), KeptEvent.Outcome.APPLIED, reason);
      case Verdict.Ignored(String reason) ->
          new KeptEvent(name, event.receivedAt(), KeptEvent.Outcome.IGNORED, reason);
      case Verdict.Waiting(String reason) ->
          new KeptEvent(name, event.receivedAt(), KeptEvent.Outcome.WAITING, reason);
    };
  }

  @Override
  public synchronized long waiting() {
    return events.values().stream()
        .filter(kept -> kept.verdict() instanceof Verdict.Waiting)
        .count();
  }

  @Override
  public synchronized int forgetBefore(Instant moment, int most) {
    List<Kept> gone =
        events.values().stream()
            .filter(kept -> kept.event().receivedAt().isBefore(moment))
            .limit(most)
            .toList();
    events.values().removeAll(gone);
    return gone.size();
  }

  /** For tests: what became of each event, in the order of arrival. */
  public synchronized List<Verdict> verdicts() {
    return events.values().stream().map(Kept::verdict).toList();
  }

  /** For tests: every interaction with its messages. */
  public synchronized List<Interaction> all() {
    return List.copyOf(interactions.values());
  }

  /** The words of a transcript that was carried over unread. */
  private static Interaction read(Interaction next, Optional<Interaction> stored) {
    Optional<Transcript> words =
        next.transcript()
            .map(mine ->
                stored
                    .flatMap(Interaction::transcript)
                    .filter(mine::saysTheSameAs)
                    .map(theirs ->
                        new Transcript(
                            mine.stage(), mine.length(), mine.digest(), theirs.messages()))
                    .orElse(mine));
    return withTranscript(next, words);
  }

  private static Interaction unread(Interaction interaction) {
    return withTranscript(
        interaction,
        interaction
            .transcript()
            .map(mine -> new Transcript(mine.stage(), mine.length(), mine.digest(), List.of())));
  }

  private static Interaction withTranscript(Interaction one, Optional<Transcript> transcript) {
    return new Interaction(
        one.subscriber(),
        one.id(),
        one.channel(),
        one.reference(),
        one.firstSeenAt(),
        one.details(),
        transcript);
  }
}
