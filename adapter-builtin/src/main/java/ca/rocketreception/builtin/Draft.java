package ca.rocketreception.builtin;

import ca.rocketreception.domain.interaction.Matter;
import ca.rocketreception.domain.interaction.Urgency;
import java.util.Optional;

/**
 * A message for the business as far as the visitor has given it.
 *
 * @param puzzled how often the answer about the urgency was none
 */
record Draft(
    Optional<String> name,
    Optional<String> callback,
    Optional<String> matter,
    Optional<Urgency> urgency,
    int puzzled) {

  static final Draft EMPTY =
      new Draft(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0);

  private static final int LONGEST_MATTER = 4000;
  private static final int LONGEST_CALLBACK = 200;
  private static final int LONGEST_QUOTE = 500;

  /** What is asked for next; empty when nothing is missing. */
  Optional<Step> missing() {
    if (name.isEmpty()) {
      return Optional.of(Step.NAME);
    }
    if (callback.isEmpty()) {
      return Optional.of(Step.CALLBACK);
    }
    if (matter.isEmpty()) {
      return Optional.of(Step.MATTER);
    }
    return urgency.isEmpty() ? Optional.of(Step.URGENCY) : Optional.empty();
  }

  Optional<Matter> complete() {
    return missing().isPresent()
        ? Optional.empty()
        : Optional.of(
            new Matter(
                name.orElseThrow(),
                callback.orElseThrow(),
                matter.orElseThrow(),
                urgency.orElseThrow()));
  }

  /** True when this knows something that the earlier one did not, or knows it otherwise. */
  boolean tellsMoreThan(Draft earlier) {
    return !puzzled(earlier.puzzled).equals(earlier);
  }

  /** With the name and the way to be reached where somebody tells them without being asked. */
  static Draft begun(Heard said, Ear ear) {
    return EMPTY.hearCorrection(said, ear);
  }

  /** With whatever of the answer is one; the same when none of it is. */
  Draft hear(Step asked, Heard answer, Ear ear) {
    return switch (asked) {
      case OFFER -> hearCorrection(answer, ear);
      case NAME -> hearName(answer, ear);
      case CALLBACK -> hearCorrection(answer, ear);
      case MATTER -> hearMatter(answer, ear);
      case URGENCY -> hearUrgency(answer, ear);
    };
  }

  private Draft hearName(Heard answer, Ear ear) {
    Optional<String> way = WayToReach.in(answer.raw());
    Draft reached = way.isPresent() ? callback(way) : this;
    String rest = way.map(found -> answer.raw().replace(found, "\n")).orElse(answer.raw());
    return ear.name(rest).map(reached::named).orElse(reached);
  }

  private Draft hearCorrection(Heard answer, Ear ear) {
    Optional<String> way = WayToReach.in(answer.raw());
    Draft reached = way.isPresent() ? callback(way) : this;
    return ear.nameAnywhere(answer.raw()).map(reached::named).orElse(reached);
  }

  private Draft hearMatter(Heard answer, Ear ear) {
    if (ear.hears(Sense.CORRECTION, answer) || WayToReach.isAll(answer.raw())) {
      Draft corrected = hearCorrection(answer, ear);
      if (corrected.tellsMoreThan(this)) {
        return corrected;
      }
    }
    return answer.length() == 0
        ? this
        : new Draft(
            name, callback, Optional.of(cut(answer.raw(), LONGEST_MATTER)), urgency, puzzled);
  }

  private Draft hearUrgency(Heard answer, Ear ear) {
    Optional<Urgency> told = ear.urgency(answer);
    if (told.isPresent()) {
      return new Draft(name, callback, matter, told, puzzled);
    }
    Draft corrected = hearCorrection(answer, ear);
    if (corrected.tellsMoreThan(this)) {
      return corrected;
    }
    return puzzled == 0
        ? puzzled(1)
        : new Draft(name, callback, matter, Optional.of(Urgency.NORMAL), puzzled);
  }

  private Draft named(String told) {
    return new Draft(Optional.of(told), callback, matter, urgency, puzzled);
  }

  private Draft callback(Optional<String> told) {
    return new Draft(name, told.map(way -> cut(way, LONGEST_CALLBACK)), matter, urgency, puzzled);
  }

  private Draft puzzled(int times) {
    return new Draft(name, callback, matter, urgency, times);
  }

  /** The beginning of a long text, as a confirmation repeats it. */
  static String quoted(String text) {
    String shown = cut(text, LONGEST_QUOTE);
    return shown.length() == text.length() ? text : shown + "…";
  }

  /** At most so many characters, and no half of one. */
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end).strip();
  }
}
