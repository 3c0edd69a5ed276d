package ca.rocketreception.domain.conversation;

import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.Matter;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.domain.interaction.TakenMessage;
import ca.rocketreception.domain.interaction.TakenMessageId;
import ca.rocketreception.domain.interaction.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConversationTest {

  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Instant NOW = MONDAY_MORNING;

  private final Conversation fresh =
      Conversation.begin(
          new SubscriberId(uuid("dentist")),
          new InteractionId(uuid("talk")),
          Locale.CANADA_FRENCH,
          NOW);

  private static Conversation say(Conversation conversation, String text) {
    return conversation.say(text, NOW, LEASE).next();
  }

  private static Optional<Conversation> answer(Conversation conversation, long turn, int seen) {
    return conversation
        .answer(turn, seen, List.of("Yes.", " "), Optional.empty(), false, NOW, LEASE)
        .map(Conversation.Step::next);
  }

  @Test
  void theFirstMessageBeginsATurnAndTheNextOnesWaitForIt() {
    Conversation heard = say(say(fresh, "One"), "Two");

    assertThat(heard.turn()).contains(new ChatTurn(1, NOW.plus(LEASE)));
    assertThat(heard.lastSeq()).isEqualTo(2);
    assertThat(answer(heard, 1, 1).orElseThrow().turn()).contains(new ChatTurn(2, NOW.plus(LEASE)));
    assertThat(answer(heard, 1, 2).orElseThrow().turn()).isEmpty();
  }

  @Test
  void aTalkThatIsFullEndsWithASentenceInItsLanguageAndStillTakesAMessage() {
    Conversation nearly = fresh.takeOver().next();
    while (nearly.lastSeq() < Conversation.MAX_MESSAGES - 1) {
      nearly = say(nearly, "One more");
      assertThat(nearly.hasEnded()).isFalse();
    }

    Conversation.Step full = nearly.say("The last one", NOW, LEASE);

    assertThat(full.said())
        .extracting(InteractionMessage::speaker)
        .containsExactly(Speaker.VISITOR, Speaker.AGENT);
    assertThat(full.said().getLast().text()).contains("Laissez-nous un message");
    assertThat(full.next().hasEnded()).isTrue();
    assertThat(full.next().turn()).isEmpty();
    assertThat(full.next().lastSeq()).isEqualTo(Conversation.MAX_MESSAGES + 1);
    assertThatThrownBy(() -> say(full.next(), "And")).isInstanceOf(Refusal.Conflict.class);
    TakenMessage message =
        new TakenMessage(
            fresh.subscriber(),
            new TakenMessageId(uuid("message")),
            fresh.id(),
            NOW,
            new Matter("Ann", "+12045550199", "Call me", Urgency.NORMAL));
    assertThat(full.next().leave(message).taken()).contains(message);
    assertThat(nearly.staffSays("Ours is the last", NOW).next().hasEnded()).isTrue();
  }

  @Test
  void theAnswerThatFillsATalkIsSaidBeforeItEnds() {
    Conversation nearly = fresh.takeOver().next();
    while (nearly.lastSeq() < Conversation.MAX_MESSAGES - 1) {
      nearly = say(nearly, "One more");
    }
    Conversation.Step answered =
        nearly
            .handBack(NOW, LEASE)
            .next()
            .answer(
                1, nearly.visitorSeq() - 1, List.of("Yes."), Optional.empty(), false, NOW, LEASE)
            .orElseThrow();

    assertThat(answered.said()).hasSize(2);
    assertThat(answered.said().getFirst().text()).isEqualTo("Yes.");
    assertThat(answered.next().hasEnded()).isTrue();
    assertThat(answered.next().turn()).isEmpty();
  }

  @Test
  void anAiMaySayNoMoreAtOnceThanSomebodyReads() {
    Conversation.Step answered =
        say(fresh, "One")
            .answer(
                1,
                1,
                Collections.nCopies(1000, "x".repeat(30_000)),
                Optional.empty(),
                false,
                NOW,
                LEASE)
            .orElseThrow();

    assertThat(answered.said()).hasSize(10).allMatch(one -> one.text().length() == 8000);
  }

  @Test
  void aReplyWithoutWordsAddsNone() {
    Conversation answered = answer(say(fresh, "One"), 1, 1).orElseThrow();

    assertThat(answered.lastSeq()).isEqualTo(2);
  }

  @Test
  void onlyTheTurnThatStandsMayAnswer() {
    Conversation heard = say(fresh, "One");
    Conversation takenOver = heard.takeTurnOver(NOW.plus(LEASE), LEASE).next();

    assertThat(heard.takeTurnOver(NOW, LEASE).next()).isEqualTo(heard);
    assertThat(answer(takenOver, 1, 1)).isEmpty();
    assertThat(answer(takenOver, 2, 1)).isPresent();
    assertThat(answer(heard.takeOver().next(), 1, 1)).isEmpty();
  }

  @Test
  void aMessageAfterTheLeaseRanOutTakesTheTurnOver() {
    Conversation heard = say(fresh, "One");

    assertThat(heard.say("Two", NOW.plus(LEASE), LEASE).next().turn().orElseThrow().number())
        .isEqualTo(2);
  }

  @Test
  void whileAPersonAnswersTheAiIsSilent() {
    Conversation taken = say(fresh, "One").takeOver().next();
    assertThat(taken.state()).isEqualTo(ConversationState.WAITING_FOR_STAFF);
    assertThat(taken.turn()).isEmpty();
    assertThat(say(taken, "Two").turn()).isEmpty();

    Conversation answered = say(taken, "Two").staffSays("Hello", NOW).next();
    assertThat(answered.state()).isEqualTo(ConversationState.OPEN);
    assertThat(answered.handBack(NOW, LEASE).next().turn()).isEmpty();
    assertThat(say(answered, "Three").handBack(NOW, LEASE).next().turn()).isPresent();
    assertThatThrownBy(() -> fresh.staffSays("Hello", NOW)).isInstanceOf(Refusal.Conflict.class);
  }

  @Test
  void nobodyWritesInAnEndedTalk() {
    Conversation ended = say(fresh, "One").endUnlessSaidSince(NOW).next();

    assertThat(ended.state()).isEqualTo(ConversationState.ENDED);
    assertThat(answer(ended, 1, 1)).isEmpty();
    assertThatThrownBy(() -> say(ended, "Two")).isInstanceOf(Refusal.Conflict.class);
    assertThatThrownBy(ended::takeOver).isInstanceOf(Refusal.Conflict.class);
    assertThatThrownBy(() -> ended.handBack(NOW, LEASE)).isInstanceOf(Refusal.Conflict.class);
  }

  @Test
  void theEndTellsHowLongItLastedAndWhatItWasAbout() {
    Conversation heard =
        fresh.say("Avez-vous\n du stationnement?", NOW.plusSeconds(90), LEASE).next();
    Details told = heard.endUnlessSaidSince(NOW.plusSeconds(90)).next().closing();

    assertThat(told.get(Detail.DURATION_MS)).contains(90_000L);
    assertThat(told.get(Detail.ENDED_AT)).contains(NOW.plusSeconds(90));
    assertThat(told.get(Detail.SUMMARY))
        .contains("Demande du visiteur : Avez-vous du stationnement?; 1 message");
    assertThat(fresh.closing().get(Detail.SUMMARY)).contains("Le visiteur n'a rien écrit.");
  }

  @Test
  void aWidgetTakesSaneSettingsOnlyAndTellsNoSecret() {
    assertThatThrownBy(() -> widget("teal", "https://a.example"))
        .isInstanceOf(Refusal.Invalid.class);
    assertThatThrownBy(() -> Widget.newSecret("a".repeat(64))).isInstanceOf(Refusal.Invalid.class);
    Widget widget = widget("#0F766E", "https://A.example:8443");
    assertThat(widget.colour()).contains("#0f766e");
    assertThat(widget.allows("https://a.example:8443")).isTrue();
    assertThat(widget.allows("https://a.example")).isFalse();
    assertThat(widget.toString()).doesNotContain("a secret of a page");
    assertThat(widget.answersTo(Map.of("name", "Zoë", "other", "x"))).containsOnlyKeys("name");
    assertThat(Widget.USUAL.allows("null")).isTrue();
  }

  private static Widget widget(String colour, String origin) {
    return new Widget(
        Optional.of(colour),
        Optional.of("a secret of a page's own"),
        List.of(origin),
        List.of(new Widget.Question("name", "Your name", true)),
        true);
  }
}
