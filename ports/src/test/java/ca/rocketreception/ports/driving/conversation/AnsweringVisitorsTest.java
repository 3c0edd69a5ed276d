package ca.rocketreception.ports.driving.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.business.AiProvider;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.conversation.Conversation;
import ca.rocketreception.domain.conversation.ConversationState;
import ca.rocketreception.domain.conversation.Widget;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.Matter;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Urgency;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import ca.rocketreception.ports.driven.conversation.ChatResponder;
import ca.rocketreception.ports.driven.conversation.ChatResponder.Reply;
import ca.rocketreception.ports.driven.conversation.Conversations;
import ca.rocketreception.ports.driven.conversation.Conversations.Pass;
import ca.rocketreception.ports.driven.conversation.ConversationsContract;
import ca.rocketreception.ports.driven.conversation.InMemoryConversations;
import ca.rocketreception.ports.driven.conversation.InMemoryWidgets;
import ca.rocketreception.ports.driven.conversation.ScriptedResponder;
import ca.rocketreception.ports.driven.conversation.WidgetsContract;
import ca.rocketreception.ports.driven.interaction.InMemoryActivity;
import ca.rocketreception.ports.driven.interaction.InMemoryInteractions;
import ca.rocketreception.ports.driven.routing.InMemoryRoutingTables;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AnsweringVisitorsTest {

  private final Business dentist =
      ConversationsContract.chatting(Samples.aDentist(), AiProvider.RETELL);
  private final InMemorySubscribers subscribers = InMemorySubscribers.with(dentist);
  private final InMemoryWidgets widgets = new InMemoryWidgets(subscribers);
  private final InMemoryRoutingTables routing = new InMemoryRoutingTables(subscribers);
  private final InMemoryInteractions interactions = new InMemoryInteractions(subscribers);
  private final InMemoryConversations conversations = new InMemoryConversations(interactions);
  private final InMemoryActivity activity = new InMemoryActivity();
  private final ScriptedResponder retell = new ScriptedResponder();
  private final ScriptedResponder builtin =
      new ScriptedResponder().answering(talk -> Reply.saying("Built in."));
  private final Semaphore changes = new Semaphore(0);
  private volatile Instant now = Samples.MONDAY_MORNING;

  private AnsweringVisitors answering =
      answering(Map.of(AiProvider.RETELL, retell, AiProvider.BUILTIN, builtin), 20_000);
  private ChattingWithVisitors chatting = chatting();

  private AnsweringVisitors answering(Map<AiProvider, ChatResponder> responders, long replyMs) {
    return new AnsweringVisitors(
        routing,
        conversations,
        activity,
        responders,
        new AnsweringVisitors.Patience(Duration.ofMillis(replyMs), Duration.ofMinutes(30)),
        () -> now,
        UUID::randomUUID);
  }

  private void takesMessages(boolean takes) {
    WidgetsContract.saved(
        widgets,
        dentist.id(),
        new Widget(Optional.empty(), Optional.empty(), List.of(), List.of(), takes));
  }

  private ChattingWithVisitors chatting() {
    return new ChattingWithVisitors(
        routing,
        widgets,
        conversations,
        activity,
        answering,
        () -> now,
        UUID::randomUUID,
        () -> UUID.randomUUID().toString());
  }

  private void use(Map<AiProvider, ChatResponder> responders, long replyMs) {
    answering.close();
    answering = answering(responders, replyMs);
    chatting = chatting();
  }

  @AfterEach
  void close() {
    answering.close();
  }

  private Pass begin() {
    activity.listen(news -> changes.release());
    ChattingWithVisitors.Begun begun =
        chatting.begin(
            dentist.subscriber().slug(),
            new ChattingWithVisitors.Arrival(List.of(), Map.of(), Optional.empty(), ""));
    return chatting.recognise(begun.token());
  }

  private Conversations.Held held(Pass pass) {
    return conversations.read(pass.subscriber(), pass.id()).orElseThrow();
  }

  private List<String> words(Pass pass) {
    return held(pass).messages().stream().map(InteractionMessage::text).toList();
  }

  /** Looks again at each news. */
  private void await(BooleanSupplier wanted) {
    while (!wanted.getAsBoolean()) {
      try {
        assertThat(changes.tryAcquire(20, TimeUnit.SECONDS)).as("news in time").isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private void toldTheProvider() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (retell.ended().isEmpty() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  @Test
  void theAiOfTheChannelAnswersAndIsToldAllThatWasSaid() {
    Pass pass = begin();

    chatting.say(pass, "a", "Hello");
    await(() -> words(pass).size() == 2);
    chatting.say(pass, "b", "And?");
    await(() -> words(pass).size() == 4);

    assertThat(words(pass)).containsExactly("Hello", "You said: Hello", "And?", "You said: And?");
    assertThat(retell.asked().getLast().messages()).hasSize(3);
    assertThat(builtin.asked()).isEmpty();
  }

  private void becomes(UnaryOperator<Business> other) {
    routing.forgetAllBut(
        subscribers.change(
            dentist.subscriber().slug(),
            current -> other.apply(current.orElseThrow()),
            business -> Samples.anEntry(business.id())));
  }

  private static Business suspended(Business business) {
    return business.with(business.subscriber().suspend());
  }

  private static Business withoutChats(Business business) {
    return business.with(business.channel(ChannelKind.CHAT).orElseThrow().enabled(false));
  }

  @Test
  void aTalkThatIsListenedToEndsWithAFarewellWhenItsBusinessChatsNoMoreAndOnceOnly() {
    Pass pass = begin();
    chatting.say(pass, "a", "Hello");
    await(() -> words(pass).size() == 2);
    chatting.endUnlessItGoesOn(pass);
    assertThat(held(pass).conversation().hasEnded()).isFalse();
    becomes(AnsweringVisitorsTest::suspended);

    chatting.endUnlessItGoesOn(pass);
    chatting.endUnlessItGoesOn(pass);

    assertThat(words(pass)).hasSize(3).last().asString().contains("does not answer here");
    assertThat(held(pass).conversation().hasEnded()).isTrue();
  }

  @Test
  void aPersonGoesOnWithATalkThoughTheChatIsSwitchedOff() {
    Pass pass = begin();
    chatting.say(pass, "a", "Hello");
    await(() -> words(pass).size() == 2);
    conversations.change(pass.subscriber(), pass.id(), current -> Optional.of(current.takeOver()));
    becomes(AnsweringVisitorsTest::withoutChats);

    chatting.endUnlessItGoesOn(pass);

    assertThat(words(pass)).hasSize(2);
    assertThat(held(pass).conversation().hasEnded()).isFalse();
  }

  @Test
  void aVisitorOfABusinessThatIsSuspendedIsToldSoAndTheTalkIsOver() {
    Pass pass = begin();
    chatting.say(pass, "a", "Hello");
    await(() -> words(pass).size() == 2);
    becomes(AnsweringVisitorsTest::suspended);

    chatting.say(pass, "b", "And?");

    assertThat(words(pass))
        .containsExactly(
            "Hello",
            "You said: Hello",
            "And?",
            "The prairie-dental company does not answer here at the moment. Please contact the"
                + " business directly.");
    assertThat(held(pass).conversation().hasEnded()).isTrue();
    assertThat(chatting.say(pass, "b", "And?").seq()).isEqualTo(3);
    assertThatThrownBy(() -> chatting.say(pass, "c", "Still there?"))
        .isInstanceOf(Refusal.Conflict.class);
    assertThat(retell.asked()).hasSize(1);
    assertThat(builtin.asked()).isEmpty();
  }

  @Test
  void aMessageIsNotTakenForABusinessThatChatsNoMoreAndNotCharged() {
    Pass pass = begin();
    Matter matter = new Matter("Ann", "+12045550199", "A crown", Urgency.NORMAL);
    becomes(AnsweringVisitorsTest::withoutChats);

    assertThatThrownBy(() -> chatting.leave(pass, matter))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("does not chat");
    assertThat(conversations.page(pass.subscriber(), 10, Optional.empty())).isEmpty();

    becomes(business -> dentist);
    chatting.leave(pass, matter);
    assertThat(conversations.page(pass.subscriber(), 10, Optional.empty())).hasSize(1);
  }

  @Test
  void aMessageIsNotTakenWhereTheBusinessWantsNone() {
    Pass pass = begin();
    Matter matter = new Matter("Ann", "+12045550199", "A crown", Urgency.NORMAL);
    takesMessages(false);

    assertThatThrownBy(() -> chatting.leave(pass, matter))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("takes no messages");
    assertThat(conversations.page(pass.subscriber(), 10, Optional.empty())).isEmpty();

    takesMessages(true);
    chatting.leave(pass, matter);
    assertThat(conversations.page(pass.subscriber(), 10, Optional.empty())).hasSize(1);
  }

  @Test
  void noVisitorNamesAMessageAsTheStaffsAreNamed() {
    Pass pass = begin();

    assertThatThrownBy(() -> chatting.say(pass, "staff:1", "Hello"))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("clientMessageId");
  }

  @Test
  void oneTalkLeavesSoManyMessagesAndAnotherLeavesMore() {
    Pass pass = begin();
    for (int left = 0; left < Conversation.MAX_LEFT; left++) {
      chatting.leave(pass, new Matter("Ann", "+12045550199", "Crown " + left, Urgency.NORMAL));
    }

    Matter oneMore = new Matter("Ann", "+12045550199", "One more", Urgency.NORMAL);
    assertThatThrownBy(() -> chatting.leave(pass, oneMore))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("20 messages were left");

    chatting.leave(begin(), oneMore);
    assertThat(conversations.page(pass.subscriber(), 200, Optional.empty()))
        .hasSize(Conversation.MAX_LEFT + 1);
  }

  @Test
  void aTurnThatIsTakenOverOnceNobodyChatsAnyMoreAsksNoAi() {
    Pass pass = begin();
    conversations.change(
        pass.subscriber(),
        pass.id(),
        talk -> Optional.of(talk.say("Hello", now.minusSeconds(60), Duration.ofSeconds(30))));
    becomes(AnsweringVisitorsTest::withoutChats);

    assertThat(answering.takeOverLapsed()).isEqualTo(1);
    await(() -> held(pass).conversation().hasEnded());

    assertThat(words(pass)).hasSize(2).last().asString().contains("does not answer here");
    assertThat(retell.asked()).isEmpty();
    assertThat(builtin.asked()).isEmpty();
  }

  @Test
  void aPersonFinishesATalkWhenChatsAreSwitchedOffAndNotOnceTheBusinessIsSuspended() {
    Pass pass = begin();
    conversations.change(pass.subscriber(), pass.id(), talk -> Optional.of(talk.takeOver()));
    becomes(AnsweringVisitorsTest::withoutChats);
    chatting.say(pass, "a", "Hello");
    assertThat(words(pass)).containsExactly("Hello");

    becomes(AnsweringVisitorsTest::suspended);
    chatting.say(pass, "b", "And?");

    assertThat(words(pass)).hasSize(3).last().asString().contains("does not answer here");
    assertThat(held(pass).conversation().hasEnded()).isTrue();
  }

  @Test
  void whatTheProviderCallsTheTalkIsStoredBeforeAnythingIsSaidThereAndUsedAgain() {
    Pass pass = begin();
    retell
        .beginning(talk -> Optional.of("chat_1"))
        .answering(talk -> {
          assertThat(held(pass).conversation().providerChat())
              .contains(new ProviderReference(Provider.RETELL, "chat_1"));
          return ScriptedResponder.echo(talk);
        });

    chatting.say(pass, "a", "Hello");
    await(() -> words(pass).size() == 2);
    chatting.say(pass, "b", "And?");
    await(() -> words(pass).size() == 4);

    assertThat(words(pass)).containsExactly("Hello", "You said: Hello", "And?", "You said: And?");
    assertThat(retell.begun()).hasSize(1);
    assertThat(retell.chats()).containsExactly(Optional.of("chat_1"), Optional.of("chat_1"));
  }

  @Test
  void theBuiltInAiAnswersWhenTheChosenOneCannotFailsOrBreaks() {
    Pass pass = begin();
    retell.able(false);
    chatting.say(pass, "a", "One");
    await(() -> words(pass).size() == 2);
    retell
        .able(true)
        .answering(talk -> {
          throw new Refusal.Unavailable("Retell is away", null);
        });
    chatting.say(pass, "b", "Two");
    await(() -> words(pass).size() == 4);
    retell.answering(talk -> {
      throw new IllegalStateException("a mistake");
    });
    chatting.say(pass, "c", "Three");
    await(() -> words(pass).size() == 6);

    assertThat(words(pass))
        .containsExactly("One", "Built in.", "Two", "Built in.", "Three", "Built in.");
  }

  @Test
  void theBuiltInAiAnswersWhenTheChosenOneTakesTooLongWhichIsInterrupted() throws Exception {
    use(Map.of(AiProvider.RETELL, retell, AiProvider.BUILTIN, builtin), 50);
    CountDownLatch interrupted = new CountDownLatch(1);
    retell.answering(talk -> {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        interrupted.countDown();
      }
      return Reply.saying("Too late.");
    });
    Pass pass = begin();

    chatting.say(pass, "a", "Hello");
    await(() -> words(pass).size() == 2);

    assertThat(words(pass)).containsExactly("Hello", "Built in.");
    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void withoutAnyAiTheTalkWaitsForAPersonAndTheNextMessageTriesAgain() {
    use(Map.of(), 1000);
    Pass pass = begin();

    chatting.say(pass, "a", "Hello");
    await(() -> held(pass).conversation().state() == ConversationState.WAITING_FOR_STAFF);
    assertThat(words(pass)).containsExactly("Hello");
    assertThat(held(pass).conversation().turn()).isEmpty();

    use(Map.of(AiProvider.BUILTIN, builtin), 1000);
    chatting.say(pass, "b", "Anybody?");
    await(() -> held(pass).conversation().state() == ConversationState.OPEN);
    assertThat(words(pass)).containsExactly("Hello", "Anybody?", "Built in.");
  }

  @Test
  void whatIsSaidDuringATurnIsAnsweredByTheNextOne() {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    retell.answering(talk -> {
      asked.countDown();
      awaitQuietly(free);
      return ScriptedResponder.echo(talk);
    });
    Pass pass = begin();
    chatting.say(pass, "a", "One");
    awaitQuietly(asked);
    chatting.say(pass, "b", "Two");
    chatting.say(pass, "c", "Three");
    assertThat(retell.asked()).hasSize(1);
    free.countDown();

    await(() -> words(pass).size() == 5);

    assertThat(words(pass))
        .containsExactly("One", "Two", "Three", "You said: One", "You said: Two / Three");
    assertThat(retell.asked()).hasSize(2);
    assertThat(retell.asked().getLast().messages())
        .extracting(InteractionMessage::text)
        .containsExactly("One", "You said: One", "Two", "Three");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aDeadNodesTurnIsTakenOverAndTheLateReplyOfASlowOneIsNotAdded() {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    retell.answering(talk -> {
      asked.countDown();
      awaitQuietly(free);
      return Reply.saying("From the slow node.");
    });
    Pass pass = begin();
    chatting.say(pass, "a", "Hello");
    awaitQuietly(asked);
    ScriptedResponder there =
        new ScriptedResponder().answering(talk -> Reply.saying("From the other node."));
    try (AnsweringVisitors other = answering(Map.of(AiProvider.RETELL, there), 20_000)) {
      assertThat(other.takeOverLapsed()).isZero();

      now = now.plus(AnsweringVisitors.Patience.USUAL.lease());
      assertThat(other.takeOverLapsed()).isEqualTo(1);
      await(() -> words(pass).size() == 2);
      free.countDown();
    }
    answering.close();

    assertThat(words(pass)).containsExactly("Hello", "From the other node.");
  }

  @Test
  void aMessageThatTheAiTookIsKept() {
    retell.answering(talk ->
        new Reply(
            List.of("I will tell them."),
            Optional.of(new Matter("Zoë", "204 555 0199", "A tooth", Urgency.HIGH)),
            false));
    Pass pass = begin();

    chatting.say(pass, "a", "Tell them about my tooth");
    await(() -> words(pass).size() == 2);

    assertThat(conversations.page(dentist.id(), 10, Optional.empty()))
        .singleElement()
        .satisfies(taken -> assertThat(taken.interaction()).isEqualTo(pass.id()));
  }

  @Test
  void aTalkThatTheAiEndsIsEndedAndItsProviderTold() {
    retell
        .beginning(talk -> Optional.of("chat_1"))
        .answering(talk -> new Reply(List.of("Goodbye."), Optional.empty(), true));
    Pass pass = begin();

    chatting.say(pass, "a", "Bye");
    toldTheProvider();

    assertThat(words(pass)).containsExactly("Bye", "Goodbye.");
    assertThat(interactions.find(dentist.id(), pass.id()).orElseThrow().status())
        .isEqualTo(InteractionStatus.ENDED);
    assertThat(retell.ended()).containsExactly(pass.id());
  }

  @Test
  void aVisitorWhoWritesWithoutEndIsToldSoAndTheTalkEnds() {
    retell.beginning(talk -> Optional.of("chat_1"));
    Pass pass = begin();
    chatting.say(pass, "first", "Hello");
    await(() -> words(pass).size() == 2);
    conversations.change(pass.subscriber(), pass.id(), now -> Optional.of(now.takeOver()));

    for (int i = 2; i < Conversation.MAX_MESSAGES; i++) {
      chatting.say(pass, "name " + i, "x".repeat(4000));
    }
    toldTheProvider();

    assertThat(words(pass).getLast()).contains("Please leave a message");
    assertThatExceptionOfType(Refusal.Conflict.class)
        .isThrownBy(() -> chatting.say(pass, "more", "More"));
    assertThat(interactions.find(dentist.id(), pass.id()).orElseThrow().status())
        .isEqualTo(InteractionStatus.ENDED);
    assertThat(retell.ended()).containsExactly(pass.id());
  }

  @Test
  void aSilentTalkEndsWithAPlainSummaryAndItsProviderIsToldOnce() {
    retell.beginning(talk -> Optional.of("chat_1"));
    Pass pass = begin();
    chatting.say(pass, "a", "Do you take new patients?");
    await(() -> words(pass).size() == 2);
    now = now.plus(Duration.ofMinutes(29));
    assertThat(answering.endSilent()).isZero();
    now = now.plus(Duration.ofMinutes(1));

    assertThat(answering.endSilent()).isEqualTo(1);
    assertThat(answering.endSilent()).isZero();
    toldTheProvider();

    assertThat(retell.ended()).containsExactly(pass.id());
    assertThat(
            interactions.find(dentist.id(), pass.id()).orElseThrow().details().get(Detail.SUMMARY))
        .contains("Visitor asked: Do you take new patients?; 2 messages");
  }

  @Test
  void aReplyThatCannotBeStoredIsWorkedOutAgainOnceItsLeaseRanOut() {
    CountDownLatch failed = new CountDownLatch(1);
    retell.answering(talk -> {
      conversations.away(true);
      failed.countDown();
      return Reply.saying("Lost.");
    });
    Pass pass = begin();
    chatting.say(pass, "a", "Hello");
    awaitQuietly(failed);
    answering.close();
    conversations.away(false);
    assertThat(words(pass)).containsExactly("Hello");
    retell.answering(ScriptedResponder::echo);
    use(Map.of(AiProvider.RETELL, retell), 1000);

    now = now.plus(Duration.ofMinutes(1));
    answering.takeOverLapsed();

    await(() -> words(pass).size() == 2);
    assertThat(words(pass)).containsExactly("Hello", "You said: Hello");
  }

  @Test
  void aReplyWaitsForAStoreThatIsAwayForAMoment() {
    retell.answering(talk -> {
      conversations.awayForCalls(2);
      return ScriptedResponder.echo(talk);
    });
    Pass pass = begin();

    chatting.say(pass, "a", "Hello");
    toldTheStore();
    await(() -> words(pass).size() == 2);

    assertThat(retell.asked()).hasSize(1);
  }

  /** Only the answer's own tries count against the store's absence. */
  private void toldTheStore() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (activity.told().size() < 3 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}
