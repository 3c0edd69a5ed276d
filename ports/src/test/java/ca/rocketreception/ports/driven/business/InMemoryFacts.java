package ca.rocketreception.ports.driven.business;

import static java.util.stream.Collectors.toCollection;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.Fact;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A search of facts without a database. Its stems are rough: endings cut off. */
public final class InMemoryFacts implements Facts {

  private static final double IN_THE_TEXT = 0.6;
  private static final Set<String> SAYING_NOTHING =
      Set.of(
          ("a an and are at be by can do does for from have how i in is it me my of on or so some the"
                  + " there this to we what when where which who will with you your")
              .split(" "));
  private static final Set<String> NE_DISANT_RIEN =
      Set.of(
          ("a ai au aux avec avez c ce ces d dans de des du elle en est et etes faites il j je l la"
                  + " le les leur ma mais me mes mon n ne nos notre nous on ou par pas pour qu que"
                  + " qui s sa se ses son sur t te un une vos votre vous y")
              .split(" "));

  private final Subscribers subscribers;

  public InMemoryFacts(Subscribers subscribers) {
    this.subscribers = subscribers;
  }

  @Override
  public List<Found> search(SubscriberId subscriber, Locale language, String question, int most) {
    List<Fact> facts = subscribers.find(subscriber).map(Business::facts).orElse(List.of());
    Set<String> asked = stems(language, question);
    double whole = asked.stream().mapToDouble(stem -> rarity(language, facts, stem)).sum();
    return facts.stream()
        .map(fact -> {
          double score =
              asked.stream()
                  .mapToDouble(
                      stem -> weight(language, fact, stem) * rarity(language, facts, stem) / whole)
                  .sum();
          return new Found(fact, Math.min(score, 1));
        })
        .filter(found -> found.score() > 0)
        .sorted(
            Comparator.comparing((Found found) -> -Math.round(found.score() * 1e9))
                .thenComparing(found -> found.fact().topic()))
        .limit(most)
        .toList();
  }

  private static double weight(Locale language, Fact fact, String stem) {
    if (stems(language, fact.topic()).contains(stem)) {
      return 1;
    }
    return stems(language, fact.text()).contains(stem) ? IN_THE_TEXT : 0;
  }

  private static double rarity(Locale language, List<Fact> facts, String stem) {
    long having = facts.stream().filter(fact -> weight(language, fact, stem) > 0).count();
    return Math.log(1 + (double) facts.size() / Math.max(having, 1));
  }

  private static Set<String> stems(Locale language, String words) {
    boolean french = language.getLanguage().equals("fr");
    String folded =
        Normalizer.normalize(words, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}+", "")
            .toLowerCase(Locale.ROOT)
            .replace("œ", "oe");
    return Arrays.stream(folded.split("[\\p{Lm}[^\\p{L}\\p{N}]]+"))
        .filter(word -> !word.isEmpty())
        .filter(word -> !(french ? NE_DISANT_RIEN : SAYING_NOTHING).contains(word))
        .map(word ->
            word.replaceAll(
                french
                    ? "(?<=.{3})(ez|er|ent|ons|ees|ee|es|e|s|x)$"
                    : "(?<=.{3})(ings|ing|ies|ed|es|e|s|y)$",
                ""))
        .collect(toCollection(LinkedHashSet::new));
  }
}
