package ca.rocketreception.builtin;

import ca.rocketreception.domain.interaction.Urgency;
import java.time.DayOfWeek;
import java.time.Month;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is recognised in one language.
 *
 * @param senses on {@link Heard#words}: no capitals, accents, apostrophes or hyphens in them
 * @param introduction on what was typed: "My name is" at the start of an answer
 * @param introductionLater on what was typed: "my name is" anywhere
 * @param dates a day and a month in either order, the groups "day" and "month"
 * @param fillers words of a question that say nothing about its subject
 */
record Ear(
    Map<Sense, Pattern> senses,
    Pattern introduction,
    Pattern introductionLater,
    List<Pattern> dates,
    Map<String, DayOfWeek> weekdays,
    Map<String, Month> months,
    Set<String> fillers,
    List<Kindred> kindred) {

  private static final int LONGEST_NAME = 80;
  private static final int MOST_WORDS_OF_A_NAME = 8;
  private static final List<Sense> NO_NAMES =
      List.of(Sense.GREETING, Sense.THANKS, Sense.GOODBYE, Sense.YES, Sense.NO);
  private static final List<Sense> SUBJECTS =
      List.of(Sense.HOURS, Sense.PHONE, Sense.PERSON, Sense.MACHINE, Sense.LEAVE_MESSAGE);
  private static final Pattern EDGES = Pattern.compile("^[\\s,;:.!–—-]+|[\\s,;:!–—-]+$");
  private static final Pattern ENDS_OF_A_NAME =
      Pattern.compile("[,;!?\\n]|\\. |\\b(?:and|et|but|mais)\\b");
  private static final Pattern FULL_STOP = Pattern.compile("(?<=\\p{L}{2})\\.+$");

  /**
   * Words for the same subject.
   *
   * @param asked how people ask for it
   * @param told how a business may call it
   */
  record Kindred(Pattern asked, List<String> told) {

    /** Both are words with a space between them; in the first an underscore stands for a space. */
    static Kindred of(String asked, String told) {
      return new Kindred(
          anyOf(asked.replace(' ', '|').replace('_', ' ')), List.of(told.split(" ")));
    }
  }

  static Pattern anyOf(String... alternatives) {
    return Pattern.compile("\\b(?:" + String.join("|", alternatives) + ")\\b");
  }

  boolean hears(Sense sense, Heard heard) {
    return heard.says(senses.get(sense));
  }

  boolean hearsOnly(Sense sense, Heard heard) {
    return heard.isOnly(senses.get(sense));
  }

  /** "Not urgent" is heard before "urgent". */
  Optional<Urgency> urgency(Heard answer) {
    if (hears(Sense.LOW, answer)) {
      return Optional.of(Urgency.LOW);
    }
    if (hears(Sense.HIGH, answer)) {
      return Optional.of(Urgency.HIGH);
    }
    return hears(Sense.NORMAL, answer) ? Optional.of(Urgency.NORMAL) : Optional.empty();
  }

  /** The name in an answer to "what is your name?". */
  Optional<String> name(String typed) {
    return typed
        .lines()
        .filter(line -> line.codePoints().anyMatch(Character::isLetter))
        .findFirst()
        .map(line -> introduction.matcher(line.strip()).replaceFirst(""))
        .map(Ear::trimmed)
        .filter(this::couldBeAName);
  }

  /** The name where somebody says it without being asked. */
  Optional<String> nameAnywhere(String typed) {
    Matcher said = introductionLater.matcher(typed);
    return said.find()
        ? name(ENDS_OF_A_NAME.split(typed.substring(said.end()), 2)[0])
        : Optional.empty();
  }

  private boolean couldBeAName(String name) {
    Heard heard = Heard.of(name);
    return name.length() <= LONGEST_NAME
        && heard.length() > 0
        && heard.length() <= MOST_WORDS_OF_A_NAME
        && name.codePoints().anyMatch(Character::isLetter)
        && !heard.asks()
        && NO_NAMES.stream().noneMatch(sense -> hearsOnly(sense, heard))
        && SUBJECTS.stream().noneMatch(sense -> hears(sense, heard));
  }

  private static String trimmed(String name) {
    return FULL_STOP.matcher(EDGES.matcher(name).replaceAll("")).replaceAll("").strip();
  }
}
