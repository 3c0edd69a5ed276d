package ca.rocketreception.domain.conversation;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.Text;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.Direction;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.domain.interaction.TakenMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One chat over our own widget: who has said how much, and whose turn it is. Its words are the
 * messages of the interaction with the same id. Each verb gives a {@link Step}: what it is then,
 * and what was said by it.
 *
 * @param language that the visitor reads
 * @param takenOver whether a person of the business answers instead of the AI
 * @param lastSeq how many messages there are
 * @param visitorSeq the visitor's last message; 0 when there is none
 * @param answeredSeq up to where the visitor has been answered
 * @param turns how many turns the AI was given
 * @param turn the one in flight
 * @param opening how the visitor began, shortened
 * @param providerChat what the AI provider calls the talk, where it keeps one of its own
 * @param lastAt when something was last said
 */
public record Conversation(
    SubscriberId subscriber,
    InteractionId id,
    Locale language,
    ConversationState state,
    boolean takenOver,
    int lastSeq,
    int visitorSeq,
    int answeredSeq,
    long turns,
    Optional<ChatTurn> turn,
    Optional<String> opening,
    Optional<ProviderReference> providerChat,
    Instant startedAt,
    Instant lastAt) {

  /** The longest message, in characters. */
  public static final int LONGEST_MESSAGE = 4000;

  /**
   * So many messages one talk may have. Then it ends, with a sentence that says so: whoever wants
   * to go on leaves a message, or begins another.
   */
  public static final int MAX_MESSAGES = 300;

  /** So many messages for the business one talk's visitor may leave. */
  public static final int MAX_LEFT = 20;

  private static final int LONGEST_REPLY = 8000;
  private static final int MAX_TEXTS = 10;
  private static final int LONGEST_OPENING = 200;

  public Conversation {
    requireNonNull(subscriber, "subscriber");
    requireNonNull(id, "id");
    requireNonNull(language, "language");
    requireNonNull(state, "state");
    requireNonNull(turn, "turn");
    requireNonNull(opening, "opening");
    requireNonNull(providerChat, "providerChat");
    requireNonNull(startedAt, "startedAt");
    requireNonNull(lastAt, "lastAt");
  }

  /**
   * What a verb brought about.
   *
   * @param said the messages it added, in order
   * @param taken a message for the business that goes with it
   */
  public record Step(
      Conversation next, List<InteractionMessage> said, Optional<TakenMessage> taken) {

    public Step {
      requireNonNull(next, "next");
      said = List.copyOf(said);
      requireNonNull(taken, "taken");
    }

    private static Step to(Conversation next) {
      return new Step(next, List.of(), Optional.empty());
    }
  }

  public static Conversation begin(
      SubscriberId subscriber, InteractionId id, Locale language, Instant now) {
    return new Conversation(
        subscriber,
        id,
        language,
        ConversationState.OPEN,
        false,
        0,
        0,
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        now,
        now);
  }

  /** The interaction that this conversation is, as it begins. */
  public Interaction interaction(Optional<String> providerAgentId) {
    return Interaction.begin(
            subscriber,
            id,
            ChannelKind.CHAT,
            new ProviderReference(Provider.ROCKET, id.value().toString()),
            startedAt)
        .ours(
            Details.none()
                .tell(Detail.STATUS, InteractionStatus.ONGOING, Stage.STARTED)
                .tell(Detail.DIRECTION, Direction.INBOUND, Stage.STARTED)
                .tell(Detail.PROVIDER_AGENT_ID, providerAgentId, Stage.STARTED)
                .tell(Detail.STARTED_AT, startedAt, Stage.STARTED));
  }

  /** What the end of this conversation tells of its interaction. */
  public Details closing() {
    return Details.none()
        .tell(Detail.STATUS, InteractionStatus.ENDED, Stage.ENDED)
        .tell(Detail.ENDED_AT, lastAt, Stage.ENDED)
        .tell(Detail.DURATION_MS, Duration.between(startedAt, lastAt).toMillis(), Stage.ENDED)
        // told early, so that whatever an AI makes of the talk is worth more
        .tell(Detail.SUMMARY, plainSummary(), Stage.STARTED);
  }

  public boolean hasEnded() {
    return state == ConversationState.ENDED;
  }

  /** Whether it may go on: when the business chats no more, a person of it may finish one. */
  public boolean goesOnWith(Business business) {
    return business.chats() || business.subscriber().isActive() && takenOver;
  }

  /**
   * @throws Refusal.Conflict when it may not go on
   */
  public void requireGoingOnWith(Business business) {
    if (!goesOnWith(business)) {
      throw new Refusal.Conflict(
          business.subscriber().name() + " does not chat at the moment",
          "Call, or write when the chat is back.");
    }
  }

  public boolean holds(long turnNumber) {
    return turn.filter(mine -> mine.number() == turnNumber).isPresent();
  }

  /**
   * The visitor says something; the AI's turn begins, unless one is in flight or a person answers.
   *
   * @param lease how long the turn is its holder's alone
   */
  public Step say(String text, Instant now, Duration lease) {
    refuseWhenEnded();
    InteractionMessage message =
        message(1, Speaker.VISITOR, Text.said("text", text, LONGEST_MESSAGE), now);
    Conversation heard =
        with(state, takenOver, message.seq(), message.seq(), answeredSeq, later(now))
            .openedWith(message.text());
    boolean inFlight = turn.filter(mine -> mine.leaseUntil().isAfter(now)).isPresent();
    return endedWhenFull(
        new Step(
            takenOver || inFlight ? heard : heard.nextTurn(now, lease),
            List.of(message),
            Optional.empty()),
        now);
  }

  private static Step endedWhenFull(Step step, Instant now) {
    Conversation full = step.next();
    if (full.lastSeq < MAX_MESSAGES || full.hasEnded()) {
      return step;
    }
    InteractionMessage farewell = full.message(1, Speaker.AGENT, full.farewell(), now);
    List<InteractionMessage> said = new ArrayList<>(step.said());
    said.add(farewell);
    return new Step(
        full.with(
                ConversationState.ENDED,
                full.takenOver,
                farewell.seq(),
                full.visitorSeq,
                full.answeredSeq,
                full.later(now))
            .withTurn(Optional.empty()),
        said,
        step.taken());
  }

  private String farewell() {
    return language.getLanguage().equals("fr")
        ? "Nous avons déjà beaucoup échangé, et cette conversation s'arrête ici. Laissez-nous un"
            + " message avec votre nom et un moyen de vous joindre, et quelqu'un vous répondra; ou"
            + " commencez une nouvelle conversation."
        : "We have written a great deal, and this chat ends here. Please leave a message with your"
            + " name and how to reach you, and somebody will get back to you; or start another"
            + " chat.";
  }

  /**
   * The visitor says something to a business that chats no more: it is kept, the visitor is told
   * so, and the talk is over.
   */
  public Step turnAway(String text, String farewell, Instant now) {
    refuseWhenEnded();
    InteractionMessage message =
        message(1, Speaker.VISITOR, Text.said("text", text, LONGEST_MESSAGE), now);
    InteractionMessage told = message(2, Speaker.AGENT, farewell, now);
    return new Step(
        with(
                ConversationState.ENDED,
                takenOver,
                told.seq(),
                message.seq(),
                message.seq(),
                later(now))
            .withTurn(Optional.empty())
            .openedWith(message.text()),
        List.of(message, told),
        Optional.empty());
  }

  /**
   * The business chats no more: the visitor, who may be waiting, is told so, and the talk is over.
   */
  public Step dismiss(String farewell, Instant now) {
    refuseWhenEnded();
    InteractionMessage told = message(1, Speaker.AGENT, farewell, now);
    return new Step(
        with(ConversationState.ENDED, takenOver, told.seq(), visitorSeq, visitorSeq, later(now))
            .withTurn(Optional.empty()),
        List.of(told),
        Optional.empty());
  }

  /**
   * The AI answers what the visitor had said up to a message; what was said since is for a next
   * turn. Empty when the turn is no longer its holder's: then nothing may be added.
   */
  public Optional<Step> answer(
      long turnNumber,
      int seen,
      List<String> texts,
      Optional<TakenMessage> taken,
      boolean ends,
      Instant now,
      Duration lease) {
    if (!holds(turnNumber)) {
      return Optional.empty();
    }
    List<InteractionMessage> said = new ArrayList<>();
    texts.stream()
        .filter(text -> !text.isBlank())
        .limit(MAX_TEXTS)
        .forEach(text ->
            said.add(message(said.size() + 1, Speaker.AGENT, Text.cut(text, LONGEST_REPLY), now)));
    Conversation next =
        with(
                ends ? ConversationState.ENDED : ConversationState.OPEN,
                takenOver,
                lastSeq + said.size(),
                visitorSeq,
                Math.max(answeredSeq, seen),
                said.isEmpty() ? lastAt : later(now))
            .withTurn(Optional.empty());
    return Optional.of(endedWhenFull(new Step(next.goOn(now, lease), said, taken), now));
  }

  /** No AI could answer: a person is to. Empty when the turn is no longer its holder's. */
  public Optional<Step> answerLater(long turnNumber, int seen, Instant now, Duration lease) {
    if (!holds(turnNumber)) {
      return Optional.empty();
    }
    return Optional.of(
        Step.to(
            with(
                    ConversationState.WAITING_FOR_STAFF,
                    takenOver,
                    lastSeq,
                    visitorSeq,
                    Math.max(answeredSeq, seen),
                    lastAt)
                .withTurn(Optional.empty())
                .goOn(now, lease)));
  }

  /** The AI provider has begun a talk of its own. Empty when the turn is no longer its holder's. */
  public Optional<Step> begunAs(long turnNumber, ProviderReference chat) {
    return holds(turnNumber) ? Optional.of(Step.to(withChat(Optional.of(chat)))) : Optional.empty();
  }

  /** Another holder takes a turn whose lease has run out; else nothing changes. */
  public Step takeTurnOver(Instant now, Duration lease) {
    boolean lapsed = turn.filter(mine -> !mine.leaseUntil().isAfter(now)).isPresent();
    return Step.to(lapsed ? nextTurn(now, lease) : this);
  }

  /** A person of the business answers from now on; a turn in flight adds nothing any more. */
  public Step takeOver() {
    refuseWhenEnded();
    return Step.to(
        takenOver
            ? this
            : with(
                    ConversationState.WAITING_FOR_STAFF,
                    true,
                    lastSeq,
                    visitorSeq,
                    answeredSeq,
                    lastAt)
                .withTurn(Optional.empty()));
  }

  /** The AI answers again, and at once what was not answered meanwhile. */
  public Step handBack(Instant now, Duration lease) {
    refuseWhenEnded();
    return Step.to(
        takenOver
            ? with(ConversationState.OPEN, false, lastSeq, visitorSeq, answeredSeq, lastAt)
                .goOn(now, lease)
            : this);
  }

  /** A person of the business writes; the conversation must have been taken over. */
  public Step staffSays(String text, Instant now) {
    refuseWhenEnded();
    if (!takenOver) {
      throw new Refusal.Conflict(
          "The AI answers this conversation", "Take the conversation over first.");
    }
    InteractionMessage message =
        message(1, Speaker.STAFF, Text.said("text", text, LONGEST_MESSAGE), now);
    return endedWhenFull(
        new Step(
            with(
                ConversationState.OPEN, true, message.seq(), visitorSeq, message.seq(), later(now)),
            List.of(message),
            Optional.empty()),
        now);
  }

  /**
   * @param taken how many messages for the business were taken in one talk
   * @throws Refusal.Conflict when those are as many as there may be
   */
  public static void requireRoomToLeave(int taken) {
    if (taken >= MAX_LEFT) {
      throw new Refusal.Conflict(
          taken + " messages were left in this conversation already",
          "Call, or begin another conversation.");
    }
  }

  /** The visitor leaves a message for the business, whatever state the talk is in. */
  public Step leave(TakenMessage message) {
    return new Step(this, List.of(), Optional.of(message));
  }

  /** Ends it, unless something was said since a moment. */
  public Step endUnlessSaidSince(Instant moment) {
    return Step.to(
        hasEnded() || lastAt.isAfter(moment)
            ? this
            : with(ConversationState.ENDED, takenOver, lastSeq, visitorSeq, answeredSeq, lastAt)
                .withTurn(Optional.empty()));
  }

  private Conversation goOn(Instant now, Duration lease) {
    boolean unanswered = visitorSeq > answeredSeq && !takenOver && !hasEnded();
    return unanswered && turn.isEmpty() ? nextTurn(now, lease) : this;
  }

  private Conversation nextTurn(Instant now, Duration lease) {
    return new Conversation(
        subscriber,
        id,
        language,
        state,
        takenOver,
        lastSeq,
        visitorSeq,
        answeredSeq,
        turns + 1,
        Optional.of(new ChatTurn(turns + 1, now.plus(lease))),
        opening,
        providerChat,
        startedAt,
        lastAt);
  }

  private void refuseWhenEnded() {
    if (hasEnded()) {
      throw new Refusal.Conflict("This conversation has ended", "Start another conversation.");
    }
  }

  private InteractionMessage message(int ahead, Speaker speaker, String text, Instant now) {
    return InteractionMessage.said(lastSeq + ahead, speaker, text, Optional.of(now));
  }

  /** Clocks of nodes differ a little; what is said later never seems earlier. */
  private Instant later(Instant now) {
    return now.isAfter(lastAt) ? now : lastAt;
  }

  private String plainSummary() {
    boolean french = language.getLanguage().equals("fr");
    String count = lastSeq + (lastSeq == 1 ? " message" : " messages");
    return opening
        .map(
            words -> (french ? "Demande du visiteur : " : "Visitor asked: ") + words + "; " + count)
        .orElse(french ? "Le visiteur n'a rien écrit." : "The visitor wrote nothing.");
  }

  private Conversation openedWith(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return opening.isPresent()
        ? this
        : new Conversation(
            subscriber,
            id,
            language,
            state,
            takenOver,
            lastSeq,
            visitorSeq,
            answeredSeq,
            turns,
            turn,
            Optional.of(Text.cut(line, LONGEST_OPENING)),
            providerChat,
            startedAt,
            lastAt);
  }

  private Conversation withTurn(Optional<ChatTurn> next) {
    return new Conversation(
        subscriber,
        id,
        language,
        state,
        takenOver,
        lastSeq,
        visitorSeq,
        answeredSeq,
        turns,
        next,
        opening,
        providerChat,
        startedAt,
        lastAt);
  }

  private Conversation withChat(Optional<ProviderReference> next) {
    return new Conversation(
        subscriber,
        id,
        language,
        state,
        takenOver,
        lastSeq,
        visitorSeq,
        answeredSeq,
        turns,
        turn,
        opening,
        next,
        startedAt,
        lastAt);
  }

  private Conversation with(
      ConversationState nextState,
      boolean nextTakenOver,
      int nextLastSeq,
      int nextVisitorSeq,
      int nextAnsweredSeq,
      Instant nextLastAt) {
    return new Conversation(
        subscriber,
        id,
        language,
        nextState,
        nextTakenOver,
        nextLastSeq,
        nextVisitorSeq,
        nextAnsweredSeq,
        turns,
        turn,
        opening,
        providerChat,
        startedAt,
        nextLastAt);
  }

  /** Who answers the visitor, in words. */
  public List<String> inWords() {
    return List.of(takenOver ? "a person answers" : "the AI answers");
  }
}
