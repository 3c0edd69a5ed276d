package ca.rocketreception.builtin;

import static java.util.Comparator.naturalOrder;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.interaction.Matter;
import ca.rocketreception.ports.driven.business.Facts;
import ca.rocketreception.ports.driven.conversation.ChatResponder.Reply;
import ca.rocketreception.ports.driven.conversation.ChatResponder.Talk;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One turn: what the visitor said last, and the reply to it. */
final class Turn {

  private static final int MOST_TEXTS = 6;
  private static final int MOST_PIECES = 5;
  private static final int LONGEST_AFTERTHOUGHT = 5;
  private static final Pattern NORTH_AMERICAN =
      Pattern.compile("^\\+1([0-9]{3})([0-9]{3})([0-9]{4})$");

  private final Talk talk;
  private final Ear ear;
  private final Sentences sentences;
  private final Course course;
  private final Heard said;
  private final Draft begun;
  private final Hours hours;
  private final KnownFacts facts;

  Turn(Talk talk, Facts facts) {
    Tongue tongue = Tongue.of(talk.language());
    this.talk = talk;
    this.ear = tongue.ear();
    this.sentences = tongue.sentences();
    this.course = Course.of(talk.messages(), ear);
    this.said = course.said();
    this.begun =
        course.asked().filter(Step.OFFER::equals).isPresent()
            ? course.draft().hear(Step.OFFER, said, ear)
            : Draft.begun(said, ear);
    this.hours = new Hours(talk.business().schedule(), talk.now(), tongue);
    this.facts = new KnownFacts(facts, talk.business(), tongue);
  }

  Reply reply() {
    Optional<Step> asked = course.asked();
    if (asked.isPresent() && asked.orElseThrow() != Step.OFFER) {
      return cancels() ? Reply.saying(sentences.cancelled()) : goOn(asked.orElseThrow());
    }
    if (asked.isPresent() && ear.hearsOnly(Sense.NO, said)) {
      return Reply.saying(sentences.noMessageThen());
    }
    if (asked.isPresent()
        && (ear.hearsOnly(Sense.YES, said) || begun.tellsMoreThan(course.draft()))) {
      return Reply.saying(begin());
    }
    return small().orElseGet(this::answered);
  }

  /** In whatever language: nobody is to be held in a message by a page in another one. */
  private boolean cancels() {
    return Tongue.ALL.stream().anyMatch(tongue -> tongue.ear().hearsOnly(Sense.CANCEL, said));
  }

  /** The message being taken, one answer further. */
  private Reply goOn(Step asked) {
    Draft before = course.draft();
    Draft next = before.hear(asked, said, ear);
    Optional<Matter> complete = next.complete();
    if (complete.isPresent()) {
      return new Reply(
          List.of(sentences.taken(talk.business(), complete.orElseThrow())), complete, false);
    }
    Step missing = next.missing().orElseThrow();
    String question = sentences.ask(missing);
    if (next.tellsMoreThan(before)) {
      return Reply.saying(missing == asked ? sentences.noted() + " " + question : question);
    }
    List<String> meanwhile = asked == Step.NAME || asked == Step.CALLBACK ? aside() : List.of();
    if (meanwhile.isEmpty()) {
      return Reply.saying(sentences.notUnderstood(missing) + " " + question);
    }
    List<String> texts = new ArrayList<>(meanwhile);
    texts.add(question);
    return new Reply(texts, Optional.empty(), false);
  }

  /** The answer to something asked in the middle of a message; empty when there is none. */
  private List<String> aside() {
    SequencedSet<String> texts = new LinkedHashSet<>();
    for (Heard piece : pieces()) {
      if (piece.asks() || ear.hears(Sense.HOURS, piece) || ear.hears(Sense.PHONE, piece)) {
        Answer answer = answer(piece);
        texts.addAll(
            answer.texts().isEmpty() && answer.then().isEmpty()
                ? List.of(sentences.doNotKnow())
                : answer.texts());
      }
    }
    return texts.stream().limit(MOST_TEXTS).toList();
  }

  /** Courtesies, where nothing else was said. */
  private Optional<Reply> small() {
    if (ear.hearsOnly(Sense.GREETING, said)) {
      return Optional.of(Reply.saying(sentences.greeting(talk.business())));
    }
    if (ear.hearsOnly(Sense.GOODBYE, said)) {
      return Optional.of(
          new Reply(List.of(sentences.goodbye(talk.business())), Optional.empty(), true));
    }
    if (ear.hearsOnly(Sense.THANKS, said)) {
      return Optional.of(Reply.saying(sentences.welcome()));
    }
    if (cancels() || ear.hearsOnly(Sense.NO, said)) {
      return Optional.of(Reply.saying(sentences.noMessageThen()));
    }
    if (ear.hearsOnly(Sense.YES, said) || !facts.hasASubject(said)) {
      return Optional.of(Reply.saying(sentences.howCanIHelp()));
    }
    return Optional.empty();
  }

  /** The first question of a message that the visitor has not answered already. */
  private String begin() {
    return sentences.ask(begun.missing().orElse(Step.NAME));
  }

  private Reply answered() {
    SequencedSet<String> texts = new LinkedHashSet<>();
    Optional<Step> question = Optional.empty();
    boolean unanswered = false;
    for (Heard piece : pieces()) {
      Answer answer = answer(piece);
      texts.addAll(answer.texts());
      question = Stream.of(question, answer.then()).flatMap(Optional::stream).max(naturalOrder());
      unanswered |= piece.asks() && answer.isNone();
    }
    List<String> reply = new ArrayList<>(texts.stream().limit(MOST_TEXTS).toList());
    boolean toBeReached = begun.callback().isPresent();
    if (question.isEmpty() && (unanswered || reply.isEmpty())) {
      if (unanswered || !toBeReached) {
        reply.add(sentences.doNotKnow());
      }
      question = Optional.of(toBeReached ? Step.NAME : Step.OFFER);
    }
    question.map(step -> step == Step.NAME ? begin() : sentences.ask(step)).ifPresent(reply::add);
    return new Reply(reply, Optional.empty(), false);
  }

  /**
   * @param then what to ask after all is said: NAME to take a message, OFFER to offer it
   */
  private record Answer(List<String> texts, Optional<Step> then) {

    static final Answer NONE = of(List.of());

    static Answer of(List<String> texts) {
      return new Answer(texts, Optional.empty());
    }

    static Answer offering(List<String> texts) {
      return new Answer(texts, Optional.of(Step.OFFER));
    }

    boolean isNone() {
      return equals(NONE);
    }
  }

  private Answer answer(Heard piece) {
    if (ear.hears(Sense.LEAVE_MESSAGE, piece)) {
      return new Answer(List.of(), Optional.of(Step.NAME));
    }
    if (ear.hears(Sense.PERSON, piece)) {
      return Answer.offering(
          Stream.concat(Stream.of(sentences.cannotPutThrough()), phone().stream()).toList());
    }
    if (ear.hears(Sense.MACHINE, piece)) {
      return Answer.of(List.of(sentences.machine(talk.business())));
    }
    if (asksForHours(piece)) {
      return aboutHours(piece);
    }
    if (ear.hears(Sense.PHONE, piece)) {
      return phone()
          .map(number -> Answer.of(List.of(number)))
          .orElseGet(() -> orElse(piece, sentences.phoneUnknown()));
    }
    return known(piece);
  }

  private boolean asksForHours(Heard piece) {
    return ear.hears(Sense.HOURS, piece)
        || hours.namesADay(piece)
            && (piece.length() <= 2
                || piece.length() <= LONGEST_AFTERTHOUGHT && ear.hears(Sense.CARRYING_ON, piece));
  }

  /** A business that told no hours may have told a fact about them. */
  private Answer aboutHours(Heard piece) {
    List<String> told = hours.answer(piece);
    if (hours.known() && !told.contains(sentences.nothingAboutThatDay())) {
      return Answer.of(told);
    }
    Answer known = known(piece);
    return known.isNone() ? Answer.offering(told) : known;
  }

  private Answer orElse(Heard piece, String words) {
    Answer known = known(piece);
    return known.isNone() ? Answer.offering(List.of(words)) : known;
  }

  private Answer known(Heard piece) {
    KnownFacts.Telling telling = facts.about(piece);
    if (telling.texts().isEmpty()) {
      return Answer.NONE;
    }
    return telling.sure()
        ? Answer.of(telling.texts())
        : Answer.offering(
            Stream.concat(Stream.of(sentences.closest()), telling.texts().stream()).toList());
  }

  private Optional<String> phone() {
    return talk.business()
        .calledNumber()
        .map(number -> sentences.phone(talk.business(), shown(number)));
  }

  /** As it is written in North America; another country's in full. */
  private static String shown(PhoneNumber number) {
    return NORTH_AMERICAN.matcher(number.e164()).replaceFirst("$1-$2-$3");
  }

  /** The greeting before a question needs no answer of its own. */
  private List<Heard> pieces() {
    return said.pieces().stream()
        .filter(piece -> !ear.hearsOnly(Sense.GREETING, piece))
        .filter(piece -> !ear.hearsOnly(Sense.THANKS, piece))
        .limit(MOST_PIECES)
        .toList();
  }
}
