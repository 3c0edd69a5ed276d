package ca.rocketreception.builtin;

import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.ports.driven.business.InMemoryFacts;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import ca.rocketreception.ports.driven.conversation.ChatResponder.Reply;
import ca.rocketreception.ports.driven.conversation.ChatResponder.Talk;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AnyMessagesTest {

  private static final int LONGEST_FACT = 4202;
  private static final int MOST_TEXTS = 8;

  record Said(Speaker speaker, String text) {}

  @Property(tries = 1000)
  void anyTalkGetsAReplyOfBoundedLengthAndTheSameAgain(
      @ForAll("talks") List<Said> talk, @ForAll("languages") Locale language) {
    Reply reply = reply(talk, language);

    assertThat(reply.texts()).isNotEmpty().hasSizeLessThanOrEqualTo(MOST_TEXTS);
    assertThat(reply.texts())
        .allSatisfy(text -> assertThat(text).isNotBlank().hasSizeLessThanOrEqualTo(LONGEST_FACT));
    assertThat(reply).isEqualTo(reply(talk, language));
  }

  @Property(tries = 300)
  void whoeverAnswersEveryQuestionLeavesAMessage(
      @ForAll("words") String before, @ForAll("languages") Locale language) {
    List<Said> talk = new ArrayList<>();
    said(talk, before, language);
    said(talk, "cancel", language);
    Reply reply = said(talk, "leave a message laisser un message", language);
    for (int answers = 0; answers < Step.values().length && reply.taken().isEmpty(); answers++) {
      reply = said(talk, answerTo(reply), language);
    }
    assertThat(reply.taken()).isPresent();
  }

  /** What was told before need not be told again, so that questions may be left out. */
  private static String answerTo(Reply reply) {
    return Map.of(
            Step.OFFER, "yes oui",
            Step.NAME, "Bob",
            Step.CALLBACK, "bob@example.com",
            Step.MATTER, "x",
            Step.URGENCY, "normal")
        .entrySet()
        .stream()
        .filter(answer ->
            Tongue.ALL.stream()
                .anyMatch(tongue ->
                    reply.texts().getLast().contains(tongue.sentences().ask(answer.getKey()))))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new AssertionError("No question: " + reply.texts()));
  }

  private static Reply said(List<Said> talk, String words, Locale language) {
    talk.add(new Said(Speaker.VISITOR, words));
    Reply reply = reply(talk, language);
    reply.texts().forEach(text -> talk.add(new Said(Speaker.AGENT, text)));
    return reply;
  }

  private static Reply reply(List<Said> talk, Locale language) {
    Business business = Businesses.aDentist();
    List<InteractionMessage> messages = new ArrayList<>();
    for (Said said : talk) {
      messages.add(
          InteractionMessage.said(
              messages.size() + 1, said.speaker(), said.text(), Optional.empty()));
    }
    return new BuiltinReceptionist(new InMemoryFacts(InMemorySubscribers.with(business)))
        .reply(
            new Talk(business, new InteractionId(uuid("talk")), language, messages, MONDAY_MORNING),
            Optional.empty());
  }

  @Provide
  Arbitrary<Locale> languages() {
    return Arbitraries.of(
        Locale.CANADA, Locale.CANADA_FRENCH, Locale.ENGLISH, Locale.GERMAN, Locale.ROOT);
  }

  @Provide
  Arbitrary<List<Said>> talks() {
    Arbitrary<Speaker> speakers =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(5, Arbitraries.of(Speaker.VISITOR)),
            net.jqwik.api.Tuple.of(4, Arbitraries.of(Speaker.AGENT)),
            net.jqwik.api.Tuple.of(1, Arbitraries.of(Speaker.class)));
    return Combinators.combine(speakers, words()).as(Said::new).list().ofMaxSize(12);
  }

  @Provide
  Arbitrary<String> words() {
    List<String> ours = new ArrayList<>();
    for (Tongue tongue : Tongue.ALL) {
      for (Step step : Step.values()) {
        ours.add(tongue.sentences().ask(step));
      }
    }
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(200),
        Arbitraries.strings()
            .withChars('\ud83d', '\udE42', '\0', '\u0301', '\u202e', ' ', '?')
            .ofMaxLength(20),
        Arbitraries.of(ours),
        Arbitraries.of(
            "are you open on february 30?",
            "leave a message",
            "Bob",
            "204-555-0100",
            "cancel",
            "high",
            "my name is",
            "laisser un message",
            "je m’appelle",
            "ouvert le 31 février?",
            "parking parking?\nparking?\nhours?\nphone number?\nwhere are you?\nperson?",
            "z".repeat(4000),
            "1".repeat(4000),
            "a@".repeat(2000),
            "a.b".repeat(1300) + "@x",
            "( 1 ".repeat(1000),
            "no ".repeat(1300),
            "yes ".repeat(1000) + "z",
            "? ".repeat(2000),
            "when ".repeat(800)));
  }
}
