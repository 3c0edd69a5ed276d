package ca.rocketreception.ports.driven.conversation;

import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.domain.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.business.AiProvider;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.ChannelId;
import ca.rocketreception.domain.business.SubscriberChannel;
import ca.rocketreception.domain.business.TransportProvider;
import ca.rocketreception.domain.conversation.Conversation;
import ca.rocketreception.domain.conversation.ConversationState;
import ca.rocketreception.domain.conversation.Visitor;
import ca.rocketreception.domain.conversation.Voucher;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.Matter;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Report;
import ca.rocketreception.domain.interaction.Sentiment;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.domain.interaction.TakenMessage;
import ca.rocketreception.domain.interaction.TakenMessageId;
import ca.rocketreception.domain.interaction.Transcript;
import ca.rocketreception.domain.interaction.Urgency;
import ca.rocketreception.ports.driven.Together;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import ca.rocketreception.ports.driven.interaction.InteractionFilter;
import ca.rocketreception.ports.driven.interaction.Interactions;
import ca.rocketreception.ports.driven.interaction.Recordings;
import ca.rocketreception.ports.driven.interaction.TakenMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every store of conversations keeps to. */
public interface ConversationsContract {

  Duration LEASE = Duration.ofSeconds(30);
  InteractionId TALK = new InteractionId(uuid("talk"));

  /** An empty store of businesses, the same one during a test. */
  Subscribers subscribers();

  /** An empty store of interactions, over those businesses. */
  Interactions interactions();

  /** An empty store of conversations, over those interactions. */
  Conversations conversations();

  /** The messages that were taken in those conversations. */
  TakenMessages takenMessages();

  static SubscriberChannel aChatChannel(String slug, AiProvider ai) {
    return new SubscriberChannel(
        new ChannelId(uuid(slug + " chat")),
        ChannelKind.CHAT,
        true,
        TransportProvider.OTHER,
        ai,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static Business chatting(Business business, AiProvider ai) {
    return new Business(
        business.subscriber(),
        Stream.concat(
                business.channels().stream(),
                Stream.of(aChatChannel(business.subscriber().slug().value(), ai)))
            .toList(),
        business.agents(),
        business.hours(),
        business.holidays(),
        business.blockedCallers(),
        business.facts(),
        business.numbers());
  }

  static Business aChattingDentist() {
    return chatting(aDentist(), AiProvider.BUILTIN);
  }

  Voucher A_VOUCHER = new Voucher("user 7", "ab".repeat(32));

  static Conversations.Beginning aBeginning(SubscriberId subscriber, InteractionId id) {
    return new Conversations.Beginning(
        Conversation.begin(subscriber, id, Locale.CANADA, MONDAY_MORNING),
        Optional.of("agent_prairie-dental_receptionist"),
        sha(id),
        MONDAY_MORNING.plusSeconds(3600),
        Map.of("name", "Zoë", "about", "a \"tooth\""),
        Optional.of(new Visitor("user 7", Optional.of("Zoë"), Optional.empty())),
        Optional.of(A_VOUCHER));
  }

  private static String sha(InteractionId id) {
    return id.value().toString().replace("-", "").repeat(2);
  }

  private SubscriberId begun() {
    SubscriberId dentist = SubscribersContract.stored(subscribers(), aChattingDentist()).id();
    conversations().begin(aBeginning(dentist, TALK));
    return dentist;
  }

  private Conversations.Changed say(SubscriberId subscriber, String name, String text) {
    return conversations()
        .changeOnce(
            subscriber,
            TALK,
            name,
            now -> Optional.of(now.say(text, MONDAY_MORNING.plusSeconds(now.lastSeq()), LEASE)));
  }

  private Conversations.Changed reply(SubscriberId subscriber, long turn, String... texts) {
    return conversations()
        .change(
            subscriber,
            TALK,
            now ->
                now.answer(
                    turn,
                    now.visitorSeq(),
                    List.of(texts),
                    Optional.empty(),
                    false,
                    MONDAY_MORNING.plusSeconds(now.lastSeq()),
                    LEASE));
  }

  @Test
  default void aNewConversationIsAnInteractionThatGoesOn() {
    SubscriberId dentist = begun();

    Interaction found = interactions().find(dentist, TALK).orElseThrow();

    assertThat(found.channel()).isEqualTo(ChannelKind.CHAT);
    assertThat(found.status()).isEqualTo(InteractionStatus.ONGOING);
    assertThat(found.reference())
        .isEqualTo(new ProviderReference(Provider.ROCKET, TALK.toString()));
    assertThat(found.details().get(Detail.STARTED_AT)).contains(MONDAY_MORNING);
    assertThat(found.transcript().orElseThrow().messages()).isEmpty();
  }

  @Test
  default void aTokenLetsIntoItsConversationAlone() {
    SubscriberId dentist = begun();

    assertThat(conversations().find(sha(TALK)))
        .contains(
            new Conversations.Pass(
                dentist, TALK, MONDAY_MORNING.plusSeconds(3600), Optional.of(A_VOUCHER)));
    assertThat(conversations().find("0".repeat(64))).isEmpty();
  }

  @Test
  default void whatIsSaidComesBackWholeInOrderAndOnce() {
    SubscriberId dentist = begun();
    String odd = "<b>é</b>\n\t'; drop table x; -- \\ 🙂 مرحبا";

    Conversations.Changed first = say(dentist, "a", odd);
    Conversations.Changed repeated = say(dentist, "a", "something else");
    reply(dentist, 1, "One.", "Two.");

    assertThat(first.changed()).isTrue();
    assertThat(first.said())
        .singleElement()
        .satisfies(said -> {
          assertThat(said.seq()).isEqualTo(1);
          assertThat(said.text()).isEqualTo(odd);
        });
    assertThat(repeated.changed()).isFalse();
    assertThat(repeated.said()).isEqualTo(first.said());
    assertThat(words(dentist)).containsExactly(odd, "One.", "Two.");
    assertThat(conversations().read(dentist, TALK).orElseThrow().messages())
        .extracting(InteractionMessage::seq)
        .containsExactly(1, 2, 3);
  }

  private List<String> words(SubscriberId subscriber) {
    return interactions()
        .find(subscriber, TALK)
        .flatMap(Interaction::transcript)
        .map(Transcript::messages)
        .orElseThrow()
        .stream()
        .map(InteractionMessage::text)
        .toList();
  }

  @Test
  default void aConversationComesBackAsItWasLeft() {
    SubscriberId dentist = begun();
    Conversations.Changed said = say(dentist, "a", "Hello");
    assertThat(conversations().read(dentist, TALK).orElseThrow().conversation())
        .isEqualTo(said.now());

    ProviderReference chat = new ProviderReference(Provider.RETELL, "chat_1");
    Conversations.Changed begun =
        conversations().change(dentist, TALK, now -> now.begunAs(1, chat));
    assertThat(conversations().read(dentist, TALK).orElseThrow().conversation())
        .isEqualTo(begun.now());
    assertThat(begun.now().providerChat()).contains(chat);
  }

  @Test
  default void aTurnThatWasTakenOverAddsNothing() {
    SubscriberId dentist = begun();
    say(dentist, "a", "Hello");
    Instant later = MONDAY_MORNING.plus(LEASE).plusSeconds(10);
    assertThat(conversations().lapsed(MONDAY_MORNING, 10)).isEmpty();
    assertThat(conversations().lapsed(later, 10))
        .extracting(Conversation::id)
        .containsExactly(TALK);

    conversations().change(dentist, TALK, now -> Optional.of(now.takeTurnOver(later, LEASE)));
    Conversations.Changed slow = reply(dentist, 1, "Too late.");
    Conversations.Changed quick = reply(dentist, 2, "In time.");

    assertThat(slow.changed()).isFalse();
    assertThat(quick.changed()).isTrue();
    assertThat(conversations().lapsed(later.plus(LEASE), 10)).isEmpty();
    assertThat(words(dentist)).containsExactly("Hello", "In time.");
  }

  @Test
  default void manyAtOnceLeaveNoGapAndOneTurnInFlight() {
    SubscriberId dentist = begun();

    Together.run(24, place -> say(dentist, "name " + place % 12, "message " + place % 12));

    Conversations.Held held = conversations().read(dentist, TALK).orElseThrow();
    assertThat(held.messages())
        .extracting(InteractionMessage::seq)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 12).boxed().toList());
    assertThat(held.messages()).extracting(InteractionMessage::text).doesNotHaveDuplicates();
    assertThat(held.conversation().turns()).isEqualTo(1);
  }

  @Test
  default void whoeverListensHearsWhatCameAfterItsPlace() {
    SubscriberId dentist = begun();
    say(dentist, "a", "One");
    reply(dentist, 1, "Two");
    say(dentist, "b", "Three");

    List<Conversations.Heard> heard =
        conversations()
            .since(
                List.of(
                    new Conversations.Place(dentist, TALK, 1),
                    new Conversations.Place(dentist, new InteractionId(uuid("none")), 0),
                    new Conversations.Place(new SubscriberId(uuid("other")), TALK, 0),
                    new Conversations.Place(dentist, TALK, 3)));

    assertThat(heard).hasSize(2);
    assertThat(heard.getFirst().state()).isEqualTo(ConversationState.OPEN);
    assertThat(heard.getFirst().answering()).isTrue();
    assertThat(heard.getFirst().lines())
        .extracting(line -> line.message().text(), Conversations.Line::clientMessageId)
        .containsExactly(tuple("Two", Optional.empty()), tuple("Three", Optional.of("b")));
    assertThat(heard.getLast().lines()).isEmpty();
    assertThat(heard.getLast().lastSeq()).isEqualTo(3);
  }

  @Test
  default void aTurnIsGivenTheLastMessagesAlone() {
    SubscriberId dentist = begun();
    int count = Conversations.LAST + 7;
    for (int i = 1; i <= count; i++) {
      say(dentist, "name " + i, "message " + i);
    }

    Conversations.Held held = conversations().read(dentist, TALK).orElseThrow();

    assertThat(held.conversation().lastSeq()).isEqualTo(count);
    assertThat(held.messages())
        .hasSize(Conversations.LAST)
        .extracting(InteractionMessage::seq)
        .isSorted()
        .startsWith(8)
        .endsWith(count);
  }

  @Test
  default void aLongHistoryIsHeardPageByPage() {
    SubscriberId dentist = begun();
    int count = Conversations.PAGE + 20;
    for (int i = 1; i <= count; i++) {
      say(dentist, "name " + i, "message " + i);
    }

    List<Integer> seqs = new ArrayList<>();
    int place = 0;
    while (place < count) {
      Conversations.Heard heard =
          conversations().since(List.of(new Conversations.Place(dentist, TALK, place))).getFirst();
      assertThat(heard.lines()).hasSizeLessThanOrEqualTo(Conversations.PAGE);
      assertThat(heard.lastSeq()).isEqualTo(count);
      heard.lines().forEach(line -> seqs.add(line.message().seq()));
      place = seqs.getLast();
    }
    assertThat(seqs).hasSize(count).isSorted().doesNotHaveDuplicates();
  }

  @Test
  default void anotherTenantReachesNothing() {
    SubscriberId dentist = begun();
    SubscriberId other = SubscribersContract.stored(subscribers(), Samples.aFront()).id();

    assertThatThrownBy(() -> say(other, "a", "Hello")).isInstanceOf(Refusal.NotFound.class);
    assertThat(conversations().read(other, TALK)).isEmpty();
    assertThat(conversations().read(dentist, TALK)).isPresent();
  }

  @Test
  default void aRefusedChangeLeavesEverythingAsItWas() {
    SubscriberId dentist = begun();

    assertThatThrownBy(() -> say(dentist, "a", " ")).isInstanceOf(Refusal.Invalid.class);
    assertThatThrownBy(() -> say(dentist, "a", "x".repeat(4001)))
        .isInstanceOf(Refusal.TooLong.class);

    assertThat(conversations().read(dentist, TALK).orElseThrow().messages()).isEmpty();
  }

  @Test
  default void aSilentConversationEndsAndItsInteractionIsToldOnce() {
    SubscriberId dentist = begun();
    say(dentist, "a", "Do you have\n  parking?");
    reply(dentist, 1, "Behind the house.");
    Instant last = MONDAY_MORNING.plusSeconds(1);
    assertThat(conversations().silentSince(MONDAY_MORNING, 10)).isEmpty();
    assertThat(conversations().silentSince(last, 10)).hasSize(1);

    conversations()
        .change(dentist, TALK, now -> Optional.of(now.endUnlessSaidSince(MONDAY_MORNING)));
    assertThat(conversations().silentSince(last, 10)).hasSize(1);
    Conversations.Changed ended =
        conversations().change(dentist, TALK, now -> Optional.of(now.endUnlessSaidSince(last)));

    assertThat(ended.now().hasEnded()).isTrue();
    assertThat(conversations().silentSince(last, 10)).isEmpty();
    Interaction interaction = interactions().find(dentist, TALK).orElseThrow();
    assertThat(interaction.status()).isEqualTo(InteractionStatus.ENDED);
    assertThat(interaction.details().get(Detail.ENDED_AT)).contains(last);
    assertThat(interaction.details().get(Detail.DURATION_MS)).contains(1000L);
    assertThat(interaction.details().get(Detail.SUMMARY))
        .contains("Visitor asked: Do you have parking?; 2 messages");
    assertThatThrownBy(() -> say(dentist, "b", "Hello?")).isInstanceOf(Refusal.Conflict.class);
    assertThat(say(dentist, "a", "Do you have\n  parking?").said().getFirst().seq()).isEqualTo(1);
  }

  @Test
  default void theProvidersEventsAddToOurChatButNeverWordsTimesOrStatus() {
    SubscriberId dentist = begun();
    say(dentist, "a", "Hello");
    conversations()
        .change(
            dentist, TALK, now -> now.begunAs(1, new ProviderReference(Provider.RETELL, "chat_1")));

    recordAnalysis("sha 1");

    Interaction told = interactions().find(dentist, TALK).orElseThrow();
    assertThat(told.details().get(Detail.SUMMARY)).contains("By the provider");
    assertThat(told.details().get(Detail.SENTIMENT)).contains(Sentiment.POSITIVE);
    assertThat(told.status()).isEqualTo(InteractionStatus.ONGOING);
    assertThat(told.details().get(Detail.ENDED_AT)).isEmpty();
    assertThat(words(dentist)).containsExactly("Hello");

    conversations()
        .change(
            dentist,
            TALK,
            now -> Optional.of(now.endUnlessSaidSince(MONDAY_MORNING.plusSeconds(60))));
    Interaction ended = interactions().find(dentist, TALK).orElseThrow();
    assertThat(ended.status()).isEqualTo(InteractionStatus.ENDED);
    assertThat(ended.details().get(Detail.SUMMARY)).contains("By the provider");
  }

  @Test
  default void anEventThatCameBeforeTheProvidersIdWasKnownComesAlong() {
    SubscriberId dentist = begun();
    say(dentist, "a", "Hello");
    recordAnalysis("sha 1");
    assertThat(interactions().page(dentist, InteractionFilter.everything()).interactions())
        .hasSize(2);

    conversations()
        .change(
            dentist, TALK, now -> now.begunAs(1, new ProviderReference(Provider.RETELL, "chat_1")));

    assertThat(interactions().page(dentist, InteractionFilter.everything()).interactions())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.id()).isEqualTo(TALK);
          assertThat(one.details().get(Detail.SUMMARY)).contains("By the provider");
        });
  }

  private void recordAnalysis(String name) {
    Report report =
        new Report(
            Details.none()
                .tell(Detail.STATUS, InteractionStatus.ENDED, Stage.ANALYSED)
                .tell(Detail.ENDED_AT, MONDAY_MORNING.plusSeconds(900), Stage.ANALYSED)
                .tell(Detail.SUMMARY, "By the provider", Stage.ANALYSED)
                .tell(Detail.SENTIMENT, Sentiment.POSITIVE, Stage.ANALYSED),
            Optional.of(Samples.aTranscript(Stage.ANALYSED, "The provider's", "own words")));
    Recordings.record(
        interactions(),
        Recordings.anEvent("chat_1", name),
        Recordings.about(Samples.DENTAL_NUMBER),
        report);
  }

  @Test
  default void aLeftMessageIsKeptOnceAConversation() {
    SubscriberId dentist = begun();

    leave(dentist, "first", "Call me", 0);
    leave(dentist, "repeat", "Call me", 1);
    leave(dentist, "second", "Mail me", 2);

    List<TakenMessage> all = takenMessages().page(dentist, 10, Optional.empty());
    assertThat(all)
        .extracting(message -> message.content().matter())
        .containsExactly("Mail me", "Call me");
    assertThat(all.getLast().id()).isEqualTo(new TakenMessageId(uuid("first")));
    assertThat(takenMessages().page(dentist, 1, Optional.empty())).hasSize(1);
    assertThat(conversations().taken(dentist, TALK)).isEqualTo(2);
    assertThat(conversations().taken(new SubscriberId(uuid("other")), TALK)).isZero();
    assertThat(
            takenMessages()
                .page(
                    dentist,
                    10,
                    Optional.of(
                        new TakenMessages.Cursor(all.getFirst().takenAt(), all.getFirst().id()))))
        .containsExactly(all.getLast());
    assertThat(takenMessages().page(new SubscriberId(uuid("other")), 10, Optional.empty()))
        .isEmpty();
  }

  @Test
  default void aMessageThatWasNotWholeIsShownAsItWasToldLast() {
    SubscriberId dentist = begun();
    Matter nameless = new Matter(Matter.NO_NAME, "204 555 019", "Bread", Urgency.LOW, false);
    Matter whole = new Matter("Zoë", "204 555 0199", "Bread", Urgency.HIGH);

    leave(dentist, "first", nameless, 0);
    assertThat(takenMessages().page(dentist, 10, Optional.empty()))
        .extracting(TakenMessage::content)
        .containsExactly(nameless);
    leave(dentist, "second", whole, 1);

    TakenMessage kept = takenMessages().page(dentist, 10, Optional.empty()).getFirst();
    assertThat(kept)
        .isEqualTo(
            new TakenMessage(
                dentist, new TakenMessageId(uuid("first")), TALK, MONDAY_MORNING, whole));
    assertThat(conversations().taken(dentist, TALK)).isEqualTo(1);
  }

  private void leave(SubscriberId dentist, String name, String matter, int seconds) {
    leave(dentist, name, new Matter("Zoë", "204 555 0199", matter, Urgency.HIGH), seconds);
  }

  private void leave(SubscriberId dentist, String name, Matter content, int seconds) {
    TakenMessage message =
        new TakenMessage(
            dentist,
            new TakenMessageId(uuid(name)),
            TALK,
            MONDAY_MORNING.plusSeconds(seconds),
            content);
    conversations().change(dentist, TALK, now -> Optional.of(now.leave(message)));
  }

  @Test
  default void takingOverLeavesAnEntryAndTakingOverAgainLeavesNone() {
    SubscriberId dentist = begun();
    AuditEntry entry =
        new AuditEntry(dentist, MONDAY_MORNING, "a test", "took over chat", TALK.toString());

    conversations().change(dentist, TALK, now -> Optional.of(now.takeOver()), entry);
    conversations().change(dentist, TALK, now -> Optional.of(now.takeOver()), entry);

    assertThat(tookOver(dentist)).isEqualTo(1);
  }

  /** How many entries tell of taking over. */
  long tookOver(SubscriberId subscriber);

  @Test
  default void tokensThatExpiredLongAgoAreForgottenAndTheOthersStay() {
    SubscriberId dentist = SubscribersContract.stored(subscribers(), aChattingDentist()).id();
    Conversations.Beginning beginning = aBeginning(dentist, TALK);
    conversations().begin(beginning);
    Instant expired = beginning.expiresAt();

    assertThat(conversations().forgetExpired(expired, 10)).isZero();
    assertThat(conversations().find(beginning.tokenSha256())).isPresent();
    assertThat(conversations().forgetExpired(expired.plusSeconds(1), 10)).isEqualTo(1);
    assertThat(conversations().find(beginning.tokenSha256())).isEmpty();
  }
}
