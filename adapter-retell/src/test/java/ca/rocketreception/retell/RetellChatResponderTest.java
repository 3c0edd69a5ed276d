package ca.rocketreception.retell;

import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.domain.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.business.AiProvider;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.ChannelId;
import ca.rocketreception.domain.business.SubscriberChannel;
import ca.rocketreception.domain.business.TransportProvider;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.doubles.retell.RetellDouble;
import ca.rocketreception.doubles.retell.RetellDouble.Fault;
import ca.rocketreception.ports.driven.conversation.ChatResponder;
import ca.rocketreception.ports.driven.conversation.ChatResponder.Talk;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Retell's chat agent over real HTTP, against a double that keeps state and fails in every way. */
class RetellChatResponderTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(600);

  /** Only the request that is to hang is not waited for: a busy machine is no failure. */
  private static final RetellApi.Patience PATIENT =
      new RetellApi.Patience(LONG, LONG, LONG, SHORT, LONG);

  private static final RetellApi.Patience HASTY_FOR_REPLIES =
      new RetellApi.Patience(LONG, LONG, SHORT, SHORT, LONG);
  private static final RetellApi.Patience HASTY =
      new RetellApi.Patience(LONG, SHORT, SHORT, SHORT, LONG);

  private final RetellDouble retell = new RetellDouble();
  private final ChatResponder responder = responder(retell.address(), RetellDouble.KEY, PATIENT);

  @AfterEach
  void close() {
    retell.close();
  }

  @Test
  void theAgentIsToldWhomItAnswersFor() {
    responder.begin(talk("Hello"));

    RetellDouble.Chat chat = retell.chats().getFirst();
    assertThat(chat.agentId()).isEqualTo("agent_chat");
    assertThat(chat.metadata())
        .containsEntry("rocket_subscriber", "prairie-dental")
        .containsEntry("rocket_conversation", uuid("talk").toString());
    assertThat(chat.variables())
        .containsEntry("business_name", aDentist().subscriber().name())
        .containsEntry("language", "fr-CA");
  }

  @Test
  void theAgentsWordsAreTheReplyWithoutItsTools() {
    retell.script(said -> List.of("One.", "Two."));

    assertThat(reply(begun(), talk("Hello")).texts()).containsExactly("One.", "Two.");
  }

  @Test
  void onlyWhatIsNewIsSaid() {
    Optional<String> chat = begun();
    reply(chat, talk("Hello"));

    reply(
        chat,
        new Talk(
            business(),
            new InteractionId(uuid("talk")),
            Locale.CANADA,
            List.of(
                said(1, Speaker.VISITOR, "Hello"),
                said(2, Speaker.AGENT, "You said: Hello"),
                said(3, Speaker.VISITOR, "Are you open?"),
                said(4, Speaker.VISITOR, "Today?")),
            MONDAY_MORNING));

    assertThat(retell.chats().getFirst().heard()).containsExactly("Hello", "Are you open?\nToday?");
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"FAIL_AFTER_ACTING", "HANG_AFTER_ACTING", "HALF", "JUNK"})
  void anAnswerThatWasLostIsLookedUpAndTheWordsAreNotSaidTwice(Fault fault) {
    Optional<String> chat = begun();

    assertThat(replyDespite(fault, chat, talk("Hello")).texts()).containsExactly("You said: Hello");
    assertThat(retell.chats().getFirst().heard()).containsExactly("Hello");
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"FAIL", "HANG", "REFUSE", "BUSY_FOR_LONG"})
  void wordsThatDidNotArriveAreNotAnsweredAndNotSaidAgain(Fault fault) {
    Optional<String> chat = begun();

    assertThatThrownBy(() -> replyDespite(fault, chat, talk("Hello")))
        .isInstanceOf(Refusal.Unavailable.class);
    assertThat(retell.chats().getFirst().heard()).isEmpty();
  }

  @Test
  void anOldAnswerToTheSameWordsIsNotTakenForANewOne() {
    Optional<String> chat = begun();
    reply(chat, talk("Hello"));

    assertThatThrownBy(() ->
            replyDespite(
                Fault.HANG,
                chat,
                new Talk(
                    business(),
                    new InteractionId(uuid("talk")),
                    Locale.CANADA,
                    List.of(
                        said(1, Speaker.VISITOR, "Hello"),
                        said(2, Speaker.AGENT, "You said: Hello"),
                        said(3, Speaker.VISITOR, "Hello")),
                    MONDAY_MORNING)))
        .isInstanceOf(Refusal.Unavailable.class);
  }

  @Test
  void anOldAnswerToTheSameWordsInSeveralMessagesIsNotTakenForANewOne() {
    Optional<String> chat = begun();
    reply(chat, talkAt(MONDAY_MORNING, "Hello", "Anybody?"));

    assertThatThrownBy(() ->
            replyDespite(
                Fault.HANG,
                chat,
                talkOf(
                    MONDAY_MORNING,
                    said(1, Speaker.VISITOR, "Hello"),
                    said(2, Speaker.VISITOR, "Anybody?"),
                    said(3, Speaker.AGENT, "You said: Hello\nAnybody?"),
                    said(4, Speaker.VISITOR, "Hello"),
                    said(5, Speaker.VISITOR, "Anybody?"))))
        .isInstanceOf(Refusal.Unavailable.class);
  }

  @Test
  void whatAnEarlierTurnSaidBeforeItsNodeDiedIsNotSaidAgain() {
    Optional<String> chat = begun();
    reply(chat, talkAt(MONDAY_MORNING, "Hello"));

    assertThat(reply(chat, talkAt(MONDAY_MORNING.plusSeconds(35), "Hello")).texts())
        .containsExactly("You said: Hello");
    assertThat(reply(chat, talkAt(MONDAY_MORNING.plusSeconds(35), "Hello", "Anybody?")).texts())
        .containsExactly("You said: Hello", "You said: Anybody?");
    assertThat(retell.chats().getFirst().heard()).containsExactly("Hello", "Anybody?");
  }

  @Test
  void wordsThatWaitedAndNeverArrivedAreSaid() {
    Optional<String> chat = begun();

    assertThat(reply(chat, talkAt(MONDAY_MORNING.plusSeconds(35), "Hello")).texts())
        .containsExactly("You said: Hello");
  }

  @Test
  void whetherWordsThatWaitedAreThereIsNotGuessed() {
    Optional<String> chat = begun();
    retell.failNext(Fault.FAIL, Fault.FAIL);

    assertThatThrownBy(() -> reply(chat, talkAt(MONDAY_MORNING.plusSeconds(35), "Hello")))
        .isInstanceOf(Refusal.Unavailable.class);
    assertThat(retell.chats().getFirst().heard()).isEmpty();
  }

  @Test
  void newWordsAreSaidWithoutLookingFirst() {
    reply(begun(), talk("Hello"));

    assertThat(retell.requests())
        .containsExactly("POST /create-chat", "POST /create-chat-completion");
  }

  @Test
  void aRequestTurnedAwayAsTooMuchIsSentAgain() {
    retell.failNext(Fault.BUSY);
    Optional<String> chat = begun();
    retell.failNext(Fault.BUSY);

    assertThat(reply(chat, talk("Hello")).texts()).hasSize(1);
    assertThat(retell.chats()).hasSize(1);
    assertThat(retell.chats().getFirst().heard()).containsExactly("Hello");
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"FAIL_AFTER_ACTING", "HANG_AFTER_ACTING", "HALF", "JUNK", "FAIL", "HANG"})
  void aChatIsNeverBegunTwice(Fault fault) {
    retell.failNext(fault);

    assertThatThrownBy(() -> waitingFor(fault, HASTY).begin(talk("Hello")))
        .isInstanceOf(Refusal.Unavailable.class);
    assertThat(retell.requests()).containsExactly("POST /create-chat");
  }

  @Test
  void anEndedChatIsNotAnsweredByRetell() {
    Optional<String> chat = begun();
    responder.end(talk("Bye"), chat);

    assertThat(retell.chats().getFirst().ended()).isTrue();
    assertThatThrownBy(() -> reply(chat, talk("Hello"))).isInstanceOf(Refusal.Unavailable.class);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void endingNeverFailsAndIsTriedAgainAfterALostAnswer(Fault fault) {
    Optional<String> chat = begun();
    retell.failNext(fault);

    waitingFor(fault, HASTY).end(talk("Bye"), chat);

    boolean triedAgain = fault != Fault.REFUSE && fault != Fault.BUSY_FOR_LONG;
    assertThat(retell.chats().getFirst().ended()).isEqualTo(triedAgain);
  }

  @Test
  void withoutKeyAgentOrRetellAsItsAiNobodyIsAnswered() {
    assertThat(responder.canAnswer(business())).isTrue();
    assertThat(new RetellChatResponder(Optional.empty()).canAnswer(business())).isFalse();
    assertThat(responder.canAnswer(business(AiProvider.RETELL, Optional.empty()))).isFalse();
    assertThat(responder.canAnswer(business(AiProvider.BUILTIN, Optional.of("agent_chat"))))
        .isFalse();
  }

  @Test
  void aWrongKeyAndAServerThatIsNotThereAreToldInWords() {
    assertThatThrownBy(() -> responder(retell.address(), "wrong", PATIENT).begin(talk("Hello")))
        .isInstanceOf(Refusal.Unavailable.class)
        .hasMessageContaining("RETELL_API_KEY")
        .hasMessageNotContaining("wrong");
    URI nobody = retell.address();
    retell.close();
    assertThatThrownBy(() -> responder(nobody, RetellDouble.KEY, PATIENT).begin(talk("Hello")))
        .isInstanceOf(Refusal.Unavailable.class)
        .hasMessageContaining("cannot be reached");
  }

  @Test
  void whoeverNoLongerWaitsIsLetGo() throws InterruptedException {
    Optional<String> chat = begun();
    CountDownLatch asked = new CountDownLatch(1);
    retell.script(said -> {
      asked.countDown();
      return List.of("Too late.");
    });
    retell.failNext(Fault.HANG_AFTER_ACTING);
    ChatResponder patient =
        new RetellChatResponder(
            Optional.of(
                new RetellApi(retell.address(), RetellDouble.KEY, RetellApi.Patience.USUAL)));
    AtomicReference<RuntimeException> outcome = new AtomicReference<>();
    Thread waiting =
        Thread.startVirtualThread(() -> {
          try {
            patient.reply(talk("Hello"), chat);
          } catch (Refusal.Unavailable gone) {
            outcome.set(gone);
          }
        });
    asked.await();

    waiting.interrupt();

    assertThat(waiting.join(Duration.ofSeconds(5))).isTrue();
    assertThat(outcome.get()).isInstanceOf(Refusal.Unavailable.class);
  }

  private static ChatResponder responder(URI address, String key, RetellApi.Patience patience) {
    return new RetellChatResponder(Optional.of(new RetellApi(address, key, patience)));
  }

  private ChatResponder waitingFor(Fault fault, RetellApi.Patience hasty) {
    boolean hangs = fault == Fault.HANG || fault == Fault.HANG_AFTER_ACTING || fault == Fault.HALF;
    return responder(retell.address(), RetellDouble.KEY, hangs ? hasty : PATIENT);
  }

  private ChatResponder.Reply replyDespite(Fault fault, Optional<String> chat, Talk talk) {
    retell.failNext(fault);
    return waitingFor(fault, HASTY_FOR_REPLIES).reply(talk, chat);
  }

  private Optional<String> begun() {
    return responder.begin(talk("Hello"));
  }

  private ChatResponder.Reply reply(Optional<String> chat, Talk talk) {
    return responder.reply(talk, chat);
  }

  private static Talk talk(String words) {
    return talkAt(MONDAY_MORNING, words);
  }

  /** Of words that were said in the morning. */
  private static Talk talkAt(Instant now, String... words) {
    return talkOf(
        now,
        IntStream.rangeClosed(1, words.length)
            .mapToObj(seq -> said(seq, Speaker.VISITOR, words[seq - 1]))
            .toArray(InteractionMessage[]::new));
  }

  private static Talk talkOf(Instant now, InteractionMessage... messages) {
    return new Talk(
        business(), new InteractionId(uuid("talk")), Locale.CANADA_FRENCH, List.of(messages), now);
  }

  private static InteractionMessage said(int seq, Speaker speaker, String text) {
    return InteractionMessage.said(seq, speaker, text, Optional.of(MONDAY_MORNING));
  }

  private static Business business() {
    return business(AiProvider.RETELL, Optional.of("agent_chat"));
  }

  private static Business business(AiProvider ai, Optional<String> agent) {
    Business dentist = aDentist();
    List<SubscriberChannel> channels =
        new ArrayList<>(
            dentist.channels().stream().filter(one -> one.kind() != ChannelKind.CHAT).toList());
    channels.add(
        new SubscriberChannel(
            new ChannelId(uuid("chat")),
            ChannelKind.CHAT,
            true,
            TransportProvider.OTHER,
            ai,
            Optional.empty(),
            agent,
            Optional.empty(),
            Optional.empty()));
    return new Business(
        dentist.subscriber(),
        channels,
        dentist.agents(),
        dentist.hours(),
        dentist.holidays(),
        dentist.blockedCallers(),
        dentist.facts(),
        dentist.numbers());
  }
}
