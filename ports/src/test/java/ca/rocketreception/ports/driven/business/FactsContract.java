package ca.rocketreception.ports.driven.business;

import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.domain.Samples.aFront;
import static ca.rocketreception.domain.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.Fact;
import ca.rocketreception.domain.business.Subscriber;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What every search of facts keeps to. */
public interface FactsContract {

  /** An empty store, the same one during a test. */
  Subscribers subscribers();

  /** Over the same store. */
  Facts facts();

  private Business dentist(Fact... facts) {
    return stored(aDentist().subscriber(), facts);
  }

  private Business stored(Subscriber subscriber, Fact... facts) {
    return SubscribersContract.stored(
        subscribers(),
        new Business(
            subscriber,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Arrays.asList(facts),
            List.of()));
  }

  private List<String> english(String question) {
    return topics(Locale.CANADA, question);
  }

  private List<String> french(String question) {
    return topics(Locale.CANADA_FRENCH, question);
  }

  private List<String> topics(Locale language, String question) {
    return facts().search(aDentist().id(), language, question, 10).stream()
        .map(found -> found.fact().topic())
        .toList();
  }

  @Test
  default void aQuestionFindsTheFactThatIsAboutIt() {
    Fact patients = new Fact("Do you take new patients?", "Yes, a first visit takes an hour.");
    Business dentist = dentist(patients, new Fact("address", "412 Portage Avenue."));

    assertThat(facts().search(dentist.id(), Locale.CANADA, "Are you taking a new patient?", 3))
        .first()
        .satisfies(found -> {
          assertThat(found.fact()).isEqualTo(patients);
          assertThat(found.score()).isCloseTo(1, within(1e-9));
        });
    assertThat(english("Can I bring my horse?")).isEmpty();
  }

  @Test
  default void wordsAreComparedByTheirEnglishStems() {
    dentist(
        new Fact("parking", "Free behind the building."),
        new Fact("emergencies", "Call before ten."));

    assertThat(english("Where can I park?")).containsExactly("parking");
    assertThat(english("parked cars")).containsExactly("parking");
    assertThat(english("What about the buildings?")).containsExactly("parking");
    assertThat(english("calling you")).containsExactly("emergencies");
  }

  @Test
  default void wordsAreComparedByTheirFrenchStems() {
    dentist(
        new Fact("Faites-vous des gâteaux sur commande?", "Oui, deux jours à l'avance."),
        new Fact("livraison", "Nous livrons aux restaurants seulement."));

    assertThat(french("un gâteau")).containsExactly("Faites-vous des gâteaux sur commande?");
    assertThat(french("je veux commander"))
        .containsExactly("Faites-vous des gâteaux sur commande?");
    assertThat(french("Livrez-vous au restaurant?")).containsExactly("livraison");
  }

  @Test
  default void accentsCapitalsAndLigaturesMakeNoDifference() {
    dentist(
        new Fact("Crème brûlée", "Le jeudi."), new Fact("Œufs", "À la coque, ÉTÉ comme hiver."));

    assertThat(french("CREME BRULEE")).containsExactly("Crème brûlée");
    assertThat(french("cre\u0300me bru\u0302le\u0301e")).containsExactly("Crème brûlée");
    assertThat(french("des oeufs")).containsExactly("Œufs");
    assertThat(french("À LA COQUE")).containsExactly("Œufs");
    assertThat(english("creme")).containsExactly("Crème brûlée");
  }

  @Test
  default void anyApostropheSeparatesWords() {
    dentist(new Fact("L’adresse", "À deux pas de l’église."));

    assertThat(french("Quelle est l'adresse?")).containsExactly("L’adresse");
    assertThat(french("l’adresse")).containsExactly("L’adresse");
    assertThat(french("lʼéglise")).containsExactly("L’adresse");
    assertThat(french("l'eglise")).containsExactly("L’adresse");
  }

  @Test
  default void punctuationAndEmojiSeparateWords() {
    dentist(new Fact("gluten-free", "Bread/pizza on Thursdays."));

    assertThat(english("gluten🙂free?!")).containsExactly("gluten-free");
    assertThat(english("«pizza»…")).containsExactly("gluten-free");
    assertThat(english("bread")).containsExactly("gluten-free");
  }

  @Test
  default void quotesPercentSignsAndOperatorsAreJustCharacters() {
    dentist(new Fact("discount", "10 % for students"));

    for (String question :
        List.of(
            "discount'; drop table fact; --",
            "\"discount\" & ! | ( <-> :* %",
            "%discount%",
            "discount \\ _ $1 :question ?",
            "discount\0\u0007\t\r\n",
            "discount \ud83d")) {
      assertThat(english(question)).as(question).containsExactly("discount");
    }
  }

  @Test
  default void aQuestionWithoutWordsFindsNothing() {
    dentist(new Fact("parking", "Free behind the building."));

    for (String question : List.of("", " ", "?!", "🙂", "%", "'", "on", "\0", "\ud83d")) {
      assertThat(english(question)).as(question).isEmpty();
      assertThat(french(question)).as(question).isEmpty();
    }
  }

  @Test
  default void aVeryLongQuestionIsAnswered() {
    dentist(new Fact("parking", "Free behind the building."));

    assertThat(english("parking " + "x".repeat(3_992))).containsExactly("parking");
    assertThat(english("parking? ".repeat(500))).containsExactly("parking");
    assertThat(english("parking " + "\ufdfa ".repeat(500_000))).containsExactly("parking");
    StringBuilder words = new StringBuilder("parking");
    for (int i = 0; words.length() < 4_000; i++) {
      words.append(" word").append(i);
    }
    assertThat(english(words.toString())).containsExactly("parking");
  }

  @Test
  default void aWordInTheTopicCountsForMoreThanOneInTheText() {
    dentist(
        new Fact("a visit", "Ask about insurance."),
        new Fact("insurance", "Most plans."),
        new Fact("address", "412 Portage Avenue."));

    assertThat(english("insurance")).containsExactly("insurance", "a visit");
  }

  @Test
  default void aWordThatFewFactsHaveCountsForMoreThanOneThatManyHave() {
    dentist(
        new Fact("children", "A visit of a child takes long."),
        new Fact("cleaning", "A visit takes long."),
        new Fact("whitening", "One visit."),
        new Fact("sedation", "Ask us before."),
        new Fact("visit", "Be there early."));

    assertThat(english("a visit with sedation").getFirst()).isEqualTo("sedation");
  }

  @Test
  default void whatNoFactSpeaksOfLowersTheScore() {
    Business dentist = dentist(new Fact("Do you treat children?", "Yes."));

    List<Facts.Found> found =
        facts().search(dentist.id(), Locale.CANADA, "Do you treat horses?", 3);

    assertThat(found).singleElement().satisfies(one -> assertThat(one.score()).isLessThan(0.6));
  }

  @Test
  default void atMostAsManyAsAreWanted() {
    dentist(new Fact("visit one", "x"), new Fact("visit two", "x"), new Fact("visit three", "x"));

    assertThat(facts().search(aDentist().id(), Locale.CANADA, "visit", 2))
        .extracting(found -> found.fact().topic())
        .containsExactly("visit one", "visit three");
    assertThat(english("visit")).containsExactly("visit one", "visit three", "visit two");
  }

  @Test
  default void onlyTheBusinesssOwnFactsAreFound() {
    dentist(new Fact("parking", "Free behind the building."));
    Business front = stored(aFront().subscriber(), new Fact("wifi", "Ask us."));

    assertThat(facts().search(front.id(), Locale.CANADA, "parking wifi", 10))
        .extracting(found -> found.fact().topic())
        .containsExactly("wifi");
    assertThat(facts().search(new SubscriberId(uuid("nobody")), Locale.CANADA, "parking", 10))
        .isEmpty();
  }

  @Test
  default void aChangedFactIsFoundByItsNewWordsAndADeletedOneNoMore() {
    dentist(new Fact("parking", "Free behind the building."), new Fact("wifi", "Ask us."));
    dentist(new Fact("parking", "Two dollars in front."));

    assertThat(english("dollar")).containsExactly("parking");
    assertThat(english("building")).isEmpty();
    assertThat(english("wifi")).isEmpty();
    assertThat(english("parking")).containsExactly("parking");
  }
}
