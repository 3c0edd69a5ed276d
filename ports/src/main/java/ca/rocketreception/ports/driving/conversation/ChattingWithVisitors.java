package ca.rocketreception.ports.driving.conversation;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Sha256;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.conversation.ChatWelcome;
import ca.rocketreception.domain.conversation.Conversation;
import ca.rocketreception.domain.conversation.Visitor;
import ca.rocketreception.domain.conversation.Widget;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.Matter;
import ca.rocketreception.domain.interaction.TakenMessage;
import ca.rocketreception.domain.interaction.TakenMessageId;
import ca.rocketreception.ports.driven.conversation.Conversations;
import ca.rocketreception.ports.driven.conversation.Conversations.Pass;
import ca.rocketreception.ports.driven.conversation.Widgets;
import ca.rocketreception.ports.driven.interaction.Activity;
import ca.rocketreception.ports.driven.routing.RoutingTables;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a visitor of a business's page does: opens the chat, writes, reads, leaves a message. The
 * token that is given out when a talk begins is all that opens it; only its hash is kept.
 */
public final class ChattingWithVisitors {

  /** How long a visitor may come back to a talk. */
  public static final Duration TOKEN_LIFE = Duration.ofDays(7);

  private static final int LONGEST_NAME_OF_A_MESSAGE = 100;

  private final RoutingTables routing;
  private final Widgets widgets;
  private final Conversations conversations;
  private final Activity activity;
  private final AnsweringVisitors answering;
  private final InstantSource clock;
  private final Supplier<UUID> ids;
  private final Supplier<String> tokens;
  private final PassMemory passes = new PassMemory();

  /**
   * @param tokens gives a new random secret of 256 bits each time
   */
  public ChattingWithVisitors(
      RoutingTables routing,
      Widgets widgets,
      Conversations conversations,
      Activity activity,
      AnsweringVisitors answering,
      InstantSource clock,
      Supplier<UUID> ids,
      Supplier<String> tokens) {
    this.routing = routing;
    this.widgets = widgets;
    this.conversations = conversations;
    this.activity = activity;
    this.answering = answering;
    this.clock = clock;
    this.ids = ids;
    this.tokens = tokens;
  }

  /**
   * What a visitor brings to a new talk.
   *
   * @param languages that the visitor reads, the best one first
   * @param answers to the questions asked before the first message
   * @param visitor whom the business's page says it is
   * @param signature with which the page vouches for that
   */
  public record Arrival(
      List<Locale> languages,
      Map<String, String> answers,
      Optional<Visitor> visitor,
      String signature) {

    public Arrival {
      languages = List.copyOf(languages);
      answers = Map.copyOf(answers);
      requireNonNull(visitor, "visitor");
      requireNonNull(signature, "signature");
    }
  }

  /**
   * @param token opens the talk; cannot be shown again
   */
  public record Begun(InteractionId id, String token, Instant expiresAt) {}

  /** What a visitor sees before saying anything; answered from memory. */
  public ChatWelcome welcome(Slug slug, List<Locale> languages) {
    Business business = business(slug);
    return ChatWelcome.of(business, widgets.of(business.id()), languages, clock.instant());
  }

  /** The business with this slug. */
  public SubscriberId subscriber(Slug slug) {
    return business(slug).id();
  }

  /** The widget of the business with this slug. */
  public Widget widget(Slug slug) {
    return widgets.of(business(slug).id());
  }

  /** The widget through which a visitor came. */
  public Widget widget(Pass pass) {
    return widgets.of(pass.subscriber());
  }

  /** Begins a talk. Not idempotent: a repeat begins another, which nobody will ever use. */
  public Begun begin(Slug slug, Arrival arrival) {
    Business business = business(slug);
    Widget widget = widgets.of(business.id());
    Optional<Visitor> visitor =
        arrival.visitor().map(claimed -> widget.recognise(claimed, arrival.signature()));
    Map<String, String> answers = widget.answersTo(arrival.answers());
    Instant now = clock.instant();
    Locale language =
        arrival.languages().stream().findFirst().orElse(business.subscriber().language());
    Conversation conversation =
        Conversation.begin(business.id(), new InteractionId(ids.get()), language, now);
    String token = tokens.get();
    Instant expiresAt = now.plus(TOKEN_LIFE);
    conversations.begin(
        new Conversations.Beginning(
            conversation,
            business.agent(AgentRole.RECEPTIONIST).flatMap(Agent::providerAgentId),
            Sha256.hex(token),
            expiresAt,
            answers,
            visitor,
            visitor.map(widget::voucher)));
    answering.tell(conversation);
    return new Begun(conversation.id(), token, expiresAt);
  }

  /**
   * Whom a token lets in. Asked with every message: a known visitor's signature is held against the
   * identity secret as it is now.
   *
   * @throws Refusal.Unauthenticated when nobody gave out this token, or too long ago, or the
   *     business's page vouches for its visitor no more
   */
  public Pass recognise(String token) {
    Pass pass = known(token);
    pass.voucher().ifPresent(voucher -> widget(pass).requireVouched(voucher));
    return pass;
  }

  /** Whether a token let somebody in lately, so that the store need not be asked for it. */
  public boolean remembers(String token) {
    return passes.holds(Sha256.hex(token));
  }

  private Pass known(String token) {
    return passes
        .find(Sha256.hex(token), conversations::find)
        .filter(pass -> pass.expiresAt().isAfter(clock.instant()))
        .orElseThrow(() ->
            new Refusal.Unauthenticated(
                "This token opens no conversation, or no longer", "Start another conversation."));
  }

  /**
   * The visitor says something: stored with the AI's turn when this returns, and answered soon
   * after. The same name again is the same message. Whether the business still chats is asked each
   * time; when it does not, the visitor is told so and the talk is over.
   *
   * @return the message as it was stored first
   */
  public InteractionMessage say(Pass pass, String clientMessageId, String text) {
    Conversations.Changed changed =
        conversations.changeOnce(
            pass.subscriber(),
            pass.id(),
            checked(clientMessageId),
            current -> Optional.of(said(current, text)));
    if (changed.changed()) {
      answering.answer(changed);
      answering.tell(changed.now());
      answering.sayGoodbyeWhenEnded(changed.now());
    }
    return changed.said().getFirst();
  }

  private Conversation.Step said(Conversation current, String text) {
    return routing
        .current()
        .business(current.subscriber())
        .filter(business -> !current.goesOnWith(business))
        .map(business ->
            current.turnAway(
                text, ChatWelcome.farewell(business, current.language()), clock.instant()))
        .orElseGet(() -> current.say(text, clock.instant(), answering.lease()));
  }

  /**
   * Ends a talk, with a farewell, of a business that chats no more, unless a person of it goes on
   * with it. Asked in memory as long as the business chats.
   */
  public void endUnlessItGoesOn(Pass pass) {
    routing
        .current()
        .business(pass.subscriber())
        .filter(business -> !business.chats())
        .ifPresent(business -> end(pass, business));
  }

  private void end(Pass pass, Business business) {
    Conversations.Changed changed =
        conversations.change(
            pass.subscriber(),
            pass.id(),
            current ->
                current.hasEnded() || current.goesOnWith(business)
                    ? Optional.empty()
                    : Optional.of(
                        current.dismiss(
                            ChatWelcome.farewell(business, current.language()), clock.instant())));
    if (changed.changed()) {
      answering.tell(changed.now());
      answering.sayGoodbye(changed.now());
    }
  }

  /**
   * Leaves a message for the business; the same content again is the same message.
   *
   * @throws Refusal.Conflict when the business chats no more: nobody would read it; when its chat
   *     takes no messages; or when {@link Conversation#MAX_LEFT} were left in this talk
   */
  public void leave(Pass pass, Matter matter) {
    widget(pass).requireTakingMessages();
    Conversation.requireRoomToLeave(conversations.taken(pass.subscriber(), pass.id()));
    TakenMessage message =
        new TakenMessage(
            pass.subscriber(), new TakenMessageId(ids.get()), pass.id(), clock.instant(), matter);
    conversations.change(
        pass.subscriber(),
        pass.id(),
        current -> {
          routing
              .current()
              .business(current.subscriber())
              .ifPresent(business -> current.requireGoingOnWith(business));
          return Optional.of(current.leave(message));
        });
  }

  /** What was said after each place, and how the talks stand. */
  public List<Conversations.Heard> since(List<Conversations.Place> places) {
    return conversations.since(places);
  }

  /** Calls the listener, which must not wait, whenever any talk of any business has news. */
  public Activity.Subscription follow(Consumer<Activity.News> listener) {
    return activity.listen(listener);
  }

  private Business business(Slug slug) {
    if (routing.current().size() == 0) {
      throw new Refusal.Unavailable("The businesses are not read yet", null);
    }
    return routing
        .current()
        .business(slug)
        .filter(Business::chats)
        .orElseThrow(() ->
            new Refusal.NotFound(
                "There is no subscriber '" + slug + "' that chats",
                "Check data-subscriber, and that the chat channel is switched on."));
  }

  static String checked(String clientMessageId) {
    if (clientMessageId == null
        || clientMessageId.isBlank()
        || clientMessageId.length() > LONGEST_NAME_OF_A_MESSAGE
        || clientMessageId.startsWith(TakingOver.STAFFS)
        || clientMessageId.chars().anyMatch(Character::isISOControl)) {
      throw new Refusal.Invalid(
          "clientMessageId",
          "clientMessageId is no name of a message",
          "Give 1 to " + LONGEST_NAME_OF_A_MESSAGE + " characters, such as a UUID.");
    }
    return clientMessageId;
  }
}
