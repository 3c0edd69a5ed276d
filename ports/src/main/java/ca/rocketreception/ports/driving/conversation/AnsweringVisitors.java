package ca.rocketreception.ports.driving.conversation;

import static java.util.stream.Collectors.partitioningBy;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.business.AiProvider;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.SubscriberChannel;
import ca.rocketreception.domain.conversation.ChatWelcome;
import ca.rocketreception.domain.conversation.Conversation;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.domain.interaction.TakenMessage;
import ca.rocketreception.domain.interaction.TakenMessageId;
import ca.rocketreception.ports.driven.conversation.ChatResponder;
import ca.rocketreception.ports.driven.conversation.Conversations;
import ca.rocketreception.ports.driven.interaction.Activity;
import ca.rocketreception.ports.driven.routing.RoutingTables;
import ca.rocketreception.ports.driving.Forgetting;
import ca.rocketreception.ports.driving.OneByOne;
import ca.rocketreception.ports.driving.Wordless;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The AI's side of the chats: it answers in turns, one in flight a conversation, each on a virtual
 * thread with no lock and no connection held. A turn is a stored promise: when its holder dies,
 * whoever sweeps next takes it over, and what the old holder says after that is not added.
 */
public final class AnsweringVisitors implements AutoCloseable {

  private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);
  private static final System.Logger LOG = System.getLogger(AnsweringVisitors.class.getName());
  private static final int AT_A_TIME = 200;
  private static final Duration FALLBACK = Duration.ofSeconds(5);
  private static final Duration STORING = Duration.ofSeconds(5);
  private static final List<Duration> PAUSES =
      List.of(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(800));
  private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(2);

  private final RoutingTables routing;
  private final Conversations conversations;
  private final Activity activity;
  private final Map<AiProvider, ChatResponder> responders;
  private final Patience patience;
  private final InstantSource clock;
  private final Supplier<UUID> ids;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param reply how long the chosen AI may take for a reply before another answers
   * @param silence after which a conversation ends
   */
  public record Patience(Duration reply, Duration silence) {

    public static final Patience USUAL =
        new Patience(Duration.ofSeconds(20), Duration.ofMinutes(30));

    /** How long a turn is its holder's alone: enough for the chosen AI, another, and storing. */
    public Duration lease() {
      return reply.plus(FALLBACK).plus(STORING);
    }
  }

  /**
   * @param responders who answers, by the channel's AI; BUILTIN answers whenever the chosen one
   *     cannot. When nobody can, the talk waits for a person.
   */
  public AnsweringVisitors(
      RoutingTables routing,
      Conversations conversations,
      Activity activity,
      Map<AiProvider, ChatResponder> responders,
      Patience patience,
      InstantSource clock,
      Supplier<UUID> ids) {
    this.routing = routing;
    this.conversations = conversations;
    this.activity = activity;
    this.responders = Map.copyOf(responders);
    this.patience = patience;
    this.clock = clock;
    this.ids = ids;
  }

  /** How long a turn that begins now is its holder's alone. */
  Duration lease() {
    return patience.lease();
  }

  /** Begins to work on the turn that a change gave out, and returns at once. */
  void answer(Conversations.Changed changed) {
    if (changed.gaveTurn()) {
      start(() -> answerAll(changed.now()));
    }
  }

  /** Takes over the turns whose holders are gone, and says how many. */
  public int takeOverLapsed() {
    AtomicInteger taken = new AtomicInteger();
    new OneByOne("take a turn over")
        .each(
            conversations.lapsed(clock.instant(), AT_A_TIME),
            lapsed -> lapsed.id().toString(),
            lapsed -> {
              Conversations.Changed changed =
                  change(lapsed, now -> Optional.of(now.takeTurnOver(clock.instant(), lease())));
              answer(changed);
              if (changed.changed()) {
                taken.incrementAndGet();
              }
            })
        .end();
    return taken.get();
  }

  /**
   * Forgets the tokens that nobody can use any more, a day after they expired, and says how many.
   * Until then whoever comes with one is told that it expired.
   */
  public int forgetExpired() {
    Instant moment = clock.instant().minus(FORGOTTEN_AFTER);
    return Forgetting.inBatches(
        "expired tokens", clock, most -> conversations.forgetExpired(moment, most));
  }

  /** Ends the conversations in which nobody says anything any more, and says how many. */
  public int endSilent() {
    Instant moment = clock.instant().minus(patience.silence());
    AtomicInteger ended = new AtomicInteger();
    OneByOne ending = new OneByOne("end a silent talk");
    List<Conversation> silent;
    long before;
    do {
      before = ending.done();
      silent = conversations.silentSince(moment, AT_A_TIME);
      ending.each(
          silent,
          one -> one.id().toString(),
          one -> {
            if (end(one, moment)) {
              ended.incrementAndGet();
            }
          });
      // those that failed come again in each page: a page of them alone is the last one
    } while (silent.size() == AT_A_TIME && ending.done() > before && !ending.gaveUp());
    ending.end();
    return ended.get();
  }

  private boolean end(Conversation silent, Instant moment) {
    Conversations.Changed changed =
        change(silent, now -> Optional.of(now.endUnlessSaidSince(moment)));
    if (changed.changed()) {
      tell(changed.now());
      sayGoodbye(changed.now());
    }
    return changed.changed();
  }

  void tell(Conversation conversation) {
    activity.tell(new Activity.News(conversation.subscriber(), conversation.id()));
  }

  /** Stops answering; what is in flight is left to the other nodes. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(LONGEST_GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void start(Runnable work) {
    try {
      threads.execute(() -> {
        try {
          work.run();
        } catch (RuntimeException failure) {
          LOG.log(
              System.Logger.Level.WARNING,
              "A chat turn is left to the sweep",
              Wordless.of(failure));
        }
      });
    } catch (RejectedExecutionException stopping) {
      LOG.log(System.Logger.Level.DEBUG, "Stopping: the turn is left to the other nodes");
    }
  }

  private void answerAll(Conversation conversation) {
    Conversation current = conversation;
    boolean ours = true;
    while (ours) {
      Optional<Conversations.Changed> answered = answerOnce(current, current.turns());
      if (answered.filter(Conversations.Changed::changed).isEmpty()) {
        return;
      }
      current = answered.get().now();
      ours = answered.get().gaveTurn();
      tell(current);
      sayGoodbyeWhenEnded(current);
    }
  }

  /**
   * Empty when the turn is no longer ours. Whether the business still chats is asked for each turn:
   * when it does not, no AI is asked, and the talk is over.
   */
  private Optional<Conversations.Changed> answerOnce(Conversation conversation, long turn) {
    Optional<Conversations.Held> held =
        conversations
            .read(conversation.subscriber(), conversation.id())
            .filter(talk -> talk.conversation().holds(turn));
    return held.map(talk -> {
      Business business =
          routing
              .current()
              .business(conversation.subscriber())
              .orElseThrow(
                  () -> new Refusal.Unavailable("The business is not in the routing table", null));
      return business.chats()
          ? reply(talk, turn, business)
          : store(
              talk.conversation(),
              turn,
              talk.conversation().visitorSeq(),
              new ChatResponder.Reply(
                  List.of(ChatWelcome.farewell(business, talk.conversation().language())),
                  Optional.empty(),
                  true));
    });
  }

  private Conversations.Changed reply(Conversations.Held held, long turn, Business business) {
    ChatResponder.Talk talk = talk(held, business);
    int seen = held.conversation().visitorSeq();
    for (AiProvider ai : choices(business)) {
      ChatResponder responder = responders.get(ai);
      try {
        if (responder == null || !responder.canAnswer(business)) {
          continue;
        }
        ChatResponder.Reply reply =
            within(
                ai == AiProvider.BUILTIN && responders.size() > 1 ? fallback() : patience.reply(),
                () -> ask(responder, ai, held.conversation(), turn, talk));
        return store(held.conversation(), turn, seen, reply);
      } catch (TimeoutException slow) {
        LOG.log(System.Logger.Level.WARNING, "{0} exceeded its time for a reply", ai);
      } catch (NotOurs lost) {
        return Conversations.Changed.nothing(held.conversation(), List.of());
      } catch (Failed failure) {
        LOG.log(
            System.Logger.Level.WARNING, ai + " gave no reply", Wordless.of(failure.getCause()));
      }
    }
    return change(
        held.conversation(), now -> now.answerLater(turn, seen, clock.instant(), patience.lease()));
  }

  private Duration fallback() {
    return patience.reply().compareTo(FALLBACK) < 0 ? patience.reply() : FALLBACK;
  }

  private static Stream<AiProvider> chosen(Business business) {
    return business.channel(ChannelKind.CHAT).map(SubscriberChannel::aiProvider).stream();
  }

  private static List<AiProvider> choices(Business business) {
    return Stream.concat(chosen(business), Stream.of(AiProvider.BUILTIN)).distinct().toList();
  }

  private ChatResponder.Reply ask(
      ChatResponder responder,
      AiProvider ai,
      Conversation conversation,
      long turn,
      ChatResponder.Talk talk) {
    Optional<String> known = chatAt(ai, conversation);
    return responder.reply(
        talk, known.isPresent() ? known : begin(responder, ai, conversation, turn, talk));
  }

  /** What the provider calls the talk is durable before anything is said there. */
  private Optional<String> begin(
      ChatResponder responder,
      AiProvider ai,
      Conversation conversation,
      long turn,
      ChatResponder.Talk talk) {
    Optional<String> begun = responder.begin(talk);
    begun
        .flatMap(id -> provider(ai).map(provider -> new ProviderReference(provider, id)))
        .ifPresent(chat -> {
          if (!change(conversation, now -> now.begunAs(turn, chat)).now().holds(turn)) {
            throw new NotOurs();
          }
        });
    return begun;
  }

  private Conversations.Changed store(
      Conversation conversation, long turn, int seen, ChatResponder.Reply reply) {
    Instant now = clock.instant();
    Optional<TakenMessage> taken =
        reply
            .taken()
            .map(matter ->
                new TakenMessage(
                    conversation.subscriber(),
                    new TakenMessageId(ids.get()),
                    conversation.id(),
                    now,
                    matter));
    return patiently(() ->
        change(
            conversation,
            current ->
                current.answer(
                    turn, seen, reply.texts(), taken, reply.ended(), now, patience.lease())));
  }

  private Conversations.Changed change(
      Conversation conversation, Function<Conversation, Optional<Conversation.Step>> change) {
    return conversations.change(conversation.subscriber(), conversation.id(), change);
  }

  /**
   * What an AI has worked out is not thrown away because the store is away for a moment. A repeat
   * after an unknown outcome finds that the turn is no longer held, and adds nothing.
   */
  private static <T> T patiently(Supplier<T> work) {
    for (Duration pause : PAUSES) {
      try {
        return work.get();
      } catch (Refusal.Unavailable away) {
        try {
          Thread.sleep(pause);
        } catch (InterruptedException stopping) {
          Thread.currentThread().interrupt();
          throw new NotOurs();
        }
      }
    }
    return work.get();
  }

  void sayGoodbyeWhenEnded(Conversation now) {
    if (now.hasEnded()) {
      sayGoodbye(now);
    }
  }

  /** Tells the AI provider that the talk is over; when that fails it does no harm. */
  void sayGoodbye(Conversation ended) {
    start(() ->
        conversations
            .read(ended.subscriber(), ended.id())
            .ifPresent(held ->
                routing
                    .current()
                    .business(ended.subscriber())
                    .ifPresent(business -> {
                      for (AiProvider ai : choices(business)) {
                        ChatResponder responder = responders.get(ai);
                        Optional<String> chat = chatAt(ai, held.conversation());
                        if (responder != null && chat.isPresent()) {
                          sayGoodbye(responder, talk(held, business), chat);
                        }
                      }
                    })));
  }

  private void sayGoodbye(
      ChatResponder responder, ChatResponder.Talk talk, Optional<String> providerChat) {
    try {
      within(
          patience.reply(),
          () -> {
            responder.end(talk, providerChat);
            return true;
          });
    } catch (TimeoutException | Failed failure) {
      LOG.log(
          System.Logger.Level.INFO,
          "The AI provider was not told of a talk's end",
          Wordless.of(failure));
    }
  }

  private ChatResponder.Talk talk(Conversations.Held held, Business business) {
    Conversation conversation = held.conversation();
    return new ChatResponder.Talk(
        business,
        conversation.id(),
        conversation.language(),
        unansweredLast(held),
        clock.instant());
  }

  /** What was said while an answer was on its way has an earlier place than that answer. */
  private static List<InteractionMessage> unansweredLast(Conversations.Held held) {
    int answered = held.conversation().answeredSeq();
    Map<Boolean, List<InteractionMessage>> byWhetherUnanswered =
        held.messages().stream()
            .collect(
                partitioningBy(
                    message -> message.speaker() == Speaker.VISITOR && message.seq() > answered));
    return Stream.of(false, true).map(byWhetherUnanswered::get).flatMap(List::stream).toList();
  }

  private static Optional<String> chatAt(AiProvider ai, Conversation conversation) {
    return conversation
        .providerChat()
        .filter(chat -> provider(ai).filter(chat.provider()::equals).isPresent())
        .map(ProviderReference::id);
  }

  private static Optional<Provider> provider(AiProvider ai) {
    return switch (ai) {
      case RETELL -> Optional.of(Provider.RETELL);
      case BUILTIN, OTHER -> Optional.empty();
    };
  }

  /** Runs on a virtual thread that is interrupted when the time is up. */
  private <T> T within(Duration time, Callable<T> work) throws TimeoutException {
    Future<T> result;
    try {
      result = threads.submit(work);
    } catch (RejectedExecutionException stopping) {
      throw new NotOurs();
    }
    try {
      return result.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NotOurs lost) {
        throw lost;
      }
      throw new Failed(e.getCause());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new NotOurs();
    } finally {
      result.cancel(true);
    }
  }

  /** Another has the turn now, or we are stopping: nothing may be said. */
  private static final class NotOurs extends RuntimeException {}

  private static final class Failed extends RuntimeException {
    Failed(Throwable cause) {
      super(cause);
    }
  }
}
