package ca.rocketreception.builtin;

import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.Speaker;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How far a talk has come, worked out from its messages alone: so any node can go on with it, and
 * another AI may have answered in between.
 *
 * @param asked our question that the visitor's last words answer
 * @param draft the message being taken, as it was before those words
 * @param said the visitor's last words, not yet answered
 */
record Course(Optional<Step> asked, Draft draft, Heard said) {

  /** More than a message takes, however often something is asked again. */
  private static final int MEMORY = 200;

  private static final Heard NOTHING = Heard.of("");

  static Course of(List<InteractionMessage> messages, Ear ear) {
    Course course = new Course(Optional.empty(), Draft.EMPTY, NOTHING);
    StringBuilder words = new StringBuilder();
    Optional<Step> asking = Optional.empty();
    for (InteractionMessage message :
        messages.subList(Math.max(0, messages.size() - MEMORY), messages.size())) {
      switch (message.speaker()) {
        case VISITOR, CALLER -> words.append(message.text()).append('\n');
        case AGENT, STAFF -> {
          if (!words.isEmpty()) {
            course = course.answered(asking, Heard.of(words.toString()), ear);
            words.setLength(0);
          }
          asking = message.speaker() == Speaker.AGENT ? question(message.text()) : Optional.empty();
        }
        case TOOL -> {}
      }
    }
    return new Course(
        asking, asking.isPresent() ? course.draft : Draft.EMPTY, Heard.of(words.toString()));
  }

  private Course answered(Optional<Step> question, Heard answer, Ear ear) {
    Draft next =
        question
            .map(step -> draft.hear(step, answer, ear))
            .orElseGet(() -> Draft.begun(answer, ear));
    return new Course(question, next, answer);
  }

  private static Optional<Step> question(String text) {
    return Arrays.stream(Step.values())
        .filter(step ->
            Tongue.ALL.stream()
                .anyMatch(tongue -> text.stripTrailing().endsWith(tongue.sentences().ask(step))))
        .findFirst();
  }
}
