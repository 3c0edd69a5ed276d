package ca.rocketreception.ports.driven.conversation;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.conversation.ChatTurn;
import ca.rocketreception.domain.conversation.Conversation;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.domain.interaction.TakenMessage;
import ca.rocketreception.domain.usage.Usage;
import ca.rocketreception.ports.driven.interaction.InMemoryInteractions;
import ca.rocketreception.ports.driven.interaction.TakenMessages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Conversations without a database; their interactions are those of the other fake. */
public final class InMemoryConversations implements Conversations, TakenMessages {

  private static final ThreadLocal<Boolean> IN_A_TRANSACTION = ThreadLocal.withInitial(() -> false);

  private static final class Kept {
    private Conversation conversation;
    private final Beginning beginning;
    private final List<InteractionMessage> messages = new ArrayList<>();
    private final Map<String, Integer> names = new HashMap<>();

    Kept(Beginning beginning) {
      this.beginning = beginning;
      this.conversation = beginning.conversation();
    }

    boolean takenOver() {
      return conversation.takenOver();
    }

    boolean is(SubscriberId subscriber) {
      return conversation.subscriber().equals(subscriber);
    }
  }

  private final InMemoryInteractions interactions;
  private final Map<InteractionId, Kept> conversations = new LinkedHashMap<>();
  private final Map<String, Pass> passes = new HashMap<>();
  private final List<AuditEntry> entries = new ArrayList<>();
  private volatile boolean away;
  private final AtomicInteger callsAway = new AtomicInteger();

  public InMemoryConversations(InMemoryInteractions interactions) {
    this.interactions = interactions;
  }

  /** For fakes of providers: fails when the caller holds a transaction open. */
  public static void assertNothingIsHeld() {
    if (IN_A_TRANSACTION.get()) {
      throw new AssertionError("A provider is called while a transaction is open");
    }
  }

  /** For tests: the store cannot be reached, or can again. */
  public void away(boolean now) {
    away = now;
  }

  /** For tests: what was kept when a conversation began. */
  public synchronized Beginning beginning(InteractionId id) {
    return conversations.get(id).beginning;
  }

  /** For tests: the store cannot be reached for so many calls. */
  public void awayForCalls(int calls) {
    callsAway.set(calls);
  }

  private void reach() {
    if (away || callsAway.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new Refusal.Unavailable("The database cannot be reached", null);
    }
  }

  @Override
  public synchronized void begin(Beginning beginning) {
    reach();
    Conversation first = beginning.conversation();
    conversations.put(first.id(), new Kept(beginning));
    passes.put(
        beginning.tokenSha256(),
        new Pass(first.subscriber(), first.id(), beginning.expiresAt(), beginning.voucher()));
    interactions.put(first.interaction(beginning.providerAgentId()));
  }

  @Override
  public synchronized Optional<Pass> find(String tokenSha256) {
    reach();
    return Optional.ofNullable(passes.get(tokenSha256));
  }

  @Override
  public Changed change(
      SubscriberId subscriber,
      InteractionId id,
      Function<Conversation, Optional<Conversation.Step>> change) {
    return changed(subscriber, id, Optional.empty(), change);
  }

  @Override
  public synchronized Changed change(
      SubscriberId subscriber,
      InteractionId id,
      Function<Conversation, Optional<Conversation.Step>> change,
      AuditEntry entry) {
    reach();
    boolean before = Optional.ofNullable(conversations.get(id)).stream().anyMatch(Kept::takenOver);
    Changed changed = change(subscriber, id, change);
    if (changed.now().takenOver() != before) {
      entries.add(entry);
    }
    return changed;
  }

  @Override
  public synchronized int forgetExpired(Instant moment, int most) {
    List<String> gone =
        passes.entrySet().stream()
            .filter(pass -> pass.getValue().expiresAt().isBefore(moment))
            .map(Map.Entry::getKey)
            .limit(most)
            .toList();
    gone.forEach(passes::remove);
    return gone.size();
  }

  /** For tests: the audit entries that were made. */
  public synchronized List<AuditEntry> entries() {
    return List.copyOf(entries);
  }

  @Override
  public Changed changeOnce(
      SubscriberId subscriber,
      InteractionId id,
      String clientMessageId,
      Function<Conversation, Optional<Conversation.Step>> change) {
    return changed(subscriber, id, Optional.of(clientMessageId), change);
  }

  private synchronized Changed changed(
      SubscriberId subscriber,
      InteractionId id,
      Optional<String> name,
      Function<Conversation, Optional<Conversation.Step>> change) {
    reach();
    Kept kept = conversations.get(id);
    if (kept == null || !kept.is(subscriber)) {
      throw new Refusal.NotFound("There is no conversation " + id, "Take another id.");
    }
    Optional<Integer> known = name.map(kept.names::get);
    if (known.isPresent()) {
      return Changed.nothing(kept.conversation, List.of(kept.messages.get(known.get() - 1)));
    }
    Optional<Conversation.Step> step = computed(kept.conversation, change);
    return step.map(next -> write(kept, next, name))
        .orElseGet(() -> Changed.nothing(kept.conversation, List.of()));
  }

  private static Optional<Conversation.Step> computed(
      Conversation current, Function<Conversation, Optional<Conversation.Step>> change) {
    IN_A_TRANSACTION.set(true);
    try {
      return change.apply(current);
    } finally {
      IN_A_TRANSACTION.remove();
    }
  }

  private Changed write(Kept kept, Conversation.Step step, Optional<String> name) {
    Conversation before = kept.conversation;
    Conversation next = step.next();
    step.taken()
        .ifPresent(message ->
            interactions.keep(message, ChannelKind.CHAT, Provider.ROCKET, Optional.empty()));
    if (next.equals(before) && step.said().isEmpty()) {
      return Changed.nothing(next, List.of());
    }
    kept.conversation = next;
    kept.messages.addAll(step.said());
    name.ifPresent(known -> kept.names.put(known, step.said().getFirst().seq()));
    Interaction interaction = interactions.find(next.subscriber(), next.id()).orElseThrow();
    Interaction told =
        next.hasEnded() && !before.hasEnded() ? interaction.tell(next.closing()) : interaction;
    interactions.put(told, kept.messages);
    if (next.hasEnded() && !before.hasEnded()) {
      interactions.ledger().append(Usage.of(next), Optional.empty());
    }
    next.providerChat()
        .filter(chat -> !before.providerChat().equals(Optional.of(chat)))
        .ifPresent(chat -> interactions.refer(chat, told.reference()));
    return Changed.by(step, before);
  }

  @Override
  public synchronized Optional<Held> read(SubscriberId subscriber, InteractionId id) {
    reach();
    return Optional.ofNullable(conversations.get(id))
        .filter(kept -> kept.is(subscriber))
        .map(kept ->
            new Held(
                kept.conversation,
                kept.messages.stream().skip(Math.max(0, kept.messages.size() - LAST)).toList()));
  }

  @Override
  public synchronized List<Heard> since(List<Place> places) {
    reach();
    return places.stream()
        .filter(place ->
            conversations.containsKey(place.id())
                && conversations.get(place.id()).is(place.subscriber()))
        .map(place -> heard(conversations.get(place.id()), place))
        .toList();
  }

  private static Heard heard(Kept kept, Place place) {
    Map<Integer, String> names = new HashMap<>();
    kept.names.forEach((name, seq) -> names.put(seq, name));
    Conversation now = kept.conversation;
    return new Heard(
        place,
        now.state(),
        now.turn().isPresent(),
        now.lastSeq(),
        kept.messages.stream()
            .filter(message -> message.seq() > place.seq())
            .limit(PAGE)
            .map(message ->
                new Line(
                    message,
                    Optional.ofNullable(names.get(message.seq()))
                        .filter(name -> message.speaker() == Speaker.VISITOR)))
            .toList());
  }

  @Override
  public synchronized List<Conversation> lapsed(Instant now, int limit) {
    reach();
    return conversations.values().stream()
        .map(kept -> kept.conversation)
        .filter(
            one -> one.turn().map(ChatTurn::leaseUntil).filter(at -> !at.isAfter(now)).isPresent())
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Conversation> silentSince(Instant moment, int limit) {
    reach();
    return conversations.values().stream()
        .map(kept -> kept.conversation)
        .filter(one -> !one.hasEnded() && !one.lastAt().isAfter(moment))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized int taken(SubscriberId subscriber, InteractionId id) {
    reach();
    return (int)
        interactions.taken().stream()
            .filter(message -> message.subscriber().equals(subscriber))
            .filter(message -> message.interaction().equals(id))
            .count();
  }

  @Override
  public synchronized List<TakenMessage> page(
      SubscriberId subscriber, int limit, Optional<TakenMessages.Cursor> after) {
    reach();
    Comparator<TakenMessage> order =
        Comparator.comparing(TakenMessage::takenAt)
            .thenComparing(message -> message.id().value().toString());
    return interactions.taken().stream()
        .filter(message -> message.subscriber().equals(subscriber))
        .filter(message ->
            after
                .filter(last ->
                    message.takenAt().isAfter(last.takenAt())
                        || message.takenAt().equals(last.takenAt())
                            && message.id().toString().compareTo(last.id().toString()) >= 0)
                .isEmpty())
        .sorted(order.reversed())
        .limit(limit)
        .toList();
  }

  /** For tests: what the provider calls a talk, where it was told. */
  public synchronized Optional<ProviderReference> chat(InteractionId id) {
    return conversations.get(id).conversation.providerChat();
  }
}
