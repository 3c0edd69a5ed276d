package ca.rocketreception.builtin;

import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.Fact;
import ca.rocketreception.ports.driven.business.Facts;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Tells of a business's facts those that a question is about, as they stand. */
final class KnownFacts {

  /** A text that has one of two words asked for; a topic that has one of three. */
  private static final double ENOUGH = 0.29;

  private static final double SURE = 0.6;
  private static final double AS_GOOD_AS_THE_BEST = 0.75;
  private static final double BY_ANOTHER_WORD = 0.75;
  private static final int MOST = 2;

  private final Facts facts;
  private final Business business;
  private final Tongue tongue;

  /** What the facts say, for all pieces of a turn worked out once; null until one asks. */
  private String told;

  KnownFacts(Facts facts, Business business, Tongue tongue) {
    this.facts = facts;
    this.business = business;
    this.tongue = tongue;
  }

  /**
   * @param texts empty when nothing is known
   * @param sure whether they are what was asked, as far as one can tell
   */
  record Telling(List<String> texts, boolean sure) {
    static final Telling NOTHING = new Telling(List.of(), false);
  }

  /** False for what is all courtesy: "I have a question". */
  boolean hasASubject(Heard question) {
    return !subjectOf(question).isBlank();
  }

  Telling about(Heard question) {
    List<Fact> same =
        business.facts().stream()
            .filter(fact -> Heard.folded(fact.topic()).equals(question.words()))
            .limit(1)
            .toList();
    if (!same.isEmpty()) {
      return new Telling(same.stream().map(Fact::text).toList(), true);
    }
    if (tongue.ear().hears(Sense.WHERE, question)) {
      List<Fact> where =
          business.facts().stream()
              .filter(fact -> tongue.ear().hears(Sense.TOPIC_OF_WHERE, Heard.of(fact.topic())))
              .limit(1)
              .toList();
      if (!where.isEmpty()) {
        return new Telling(where.stream().map(Fact::text).toList(), true);
      }
    }
    return found(question);
  }

  private Telling found(Heard question) {
    Telling direct = search(subjectOf(question), 1);
    if (!direct.texts().isEmpty()) {
      return direct;
    }
    return search(kindredWords(question), BY_ANOTHER_WORD);
  }

  private Telling search(String words, double trust) {
    if (words.isBlank()) {
      return Telling.NOTHING;
    }
    List<Facts.Found> found =
        facts.search(business.id(), tongue.sentences().language(), words, MOST).stream()
            .filter(one -> one.score() * trust >= ENOUGH)
            .toList();
    if (found.isEmpty()) {
      return Telling.NOTHING;
    }
    double best = found.getFirst().score();
    List<String> texts =
        found.stream()
            .filter(one -> one.score() >= best * AS_GOOD_AS_THE_BEST)
            .map(one -> told(one.fact()))
            .toList();
    return new Telling(texts, best * trust >= SURE);
  }

  /** With its topic: a "Yes" alone might answer another question than the visitor's. */
  private String told(Fact fact) {
    String topic = fact.topic();
    String begun = topic.substring(0, 1).toUpperCase(Locale.ROOT) + topic.substring(1);
    boolean sentence = "?!.:…".indexOf(topic.charAt(topic.length() - 1)) >= 0;
    return (sentence ? begun + "\n" : tongue.sentences().subject(begun)) + fact.text();
  }

  private String subjectOf(Heard question) {
    return Arrays.stream(question.words().split(" "))
        .filter(word -> !tongue.ear().fillers().contains(word))
        .collect(Collectors.joining(" "));
  }

  /** The business's own words, at most two, for what the visitor called otherwise. */
  private String kindredWords(Heard question) {
    List<Ear.Kindred> asked =
        tongue.ear().kindred().stream().filter(kindred -> question.says(kindred.asked())).toList();
    if (asked.isEmpty()) {
      return "";
    }
    Predicate<String> used = word -> told().contains(" " + word + " ");
    return asked.stream()
        .flatMap(kindred -> kindred.told().stream().filter(used).limit(1))
        .limit(2)
        .collect(Collectors.joining(" "));
  }

  private String told() {
    if (told == null) {
      told =
          business.facts().stream()
              .map(fact -> Heard.folded(fact.topic() + " " + fact.text()))
              .collect(Collectors.joining(" ", " ", " "));
    }
    return told;
  }
}
