package ca.rocketreception.builtin;

import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.MONDAY_NIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.interaction.Matter;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.domain.interaction.Urgency;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrenchDialoguesTest {

  private static final String OFFER = "Voulez-vous que je prenne un message pour l’équipe?";
  private static final String NAME = "Quel est votre nom?";
  private static final String CALLBACK =
      "Comment l’équipe peut-elle vous joindre : à quel numéro de téléphone ou à quelle adresse"
          + " courriel?";
  private static final String MATTER = "Quel est l’objet de votre message?";
  private static final String URGENCY = "Quelle est l’urgence : faible, normale ou élevée?";

  private static Dialogue visitor() {
    return new Dialogue(Businesses.aBakery(), Locale.CANADA_FRENCH, MONDAY_MORNING);
  }

  @Test
  void courtesiesAreReturned() {
    visitor()
        .says("Bonjour!")
        .hears("Bonjour!", "Boulangerie Saint-Boniface")
        .says("Merci beaucoup")
        .hears("Je vous en prie");
    visitor().says("Merci pour l’info, bonne journée!").hears("Au revoir!");
    visitor().says("J’aimerais que quelqu’un me rappelle").hearsOnly(NAME);
    visitor().says("Pouvez-vous m’appeler demain?").hearsOnly(NAME);
    visitor().says("Pouvez-vous me transférer?").hears("en communication", OFFER);
    assertThat(visitor().says("Merci, au revoir").hears("Au revoir!").last().ended()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Êtes-vous ouverts?",
        "etes vous ouvert",
        "Vous êtes ouverts maintenant?",
        "À quelle heure fermez-vous?",
        "Quand est-ce que vous fermez?",
        "C’est ouvert?"
      })
  void whetherItIsOpenNowIsTold(String question) {
    visitor().says(question).hearsOnly("Nous sommes ouverts. Aujourd'hui : de 7 h à 18 h 30.");
    new Dialogue(Businesses.aBakery(), Locale.CANADA_FRENCH, MONDAY_NIGHT)
        .says(question)
        .hearsOnly("Nous sommes fermés. Nous ouvrons demain à 7 h.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Êtes-vous ouverts aujourd’hui?       | Aujourd’hui, lundi 23 novembre : de 7 h à 18 h 30.
          Êtes-vous ouverts demain?            | Demain, mardi 24 novembre : de 7 h à 18 h 30.
          ouvert après-demain?                 | Mercredi 25 novembre : de 7 h à 18 h 30.
          Quand fermez-vous le samedi?         | Samedi 28 novembre : fermé.
          Êtes-vous ouverts à Noël?            | Vendredi 25 décembre (Noël) : fermé.
          Êtes-vous ouverts le 25 décembre?    | Vendredi 25 décembre (Noël) : fermé.
          etes vous ouverts le 1er fevrier     | Lundi 1er février : de 7 h à 18 h 30.
          Êtes-vous ouverts la fin de semaine? | Dimanche 29 novembre : fermé.
          ouverts les jours fériés?            | Vendredi 25 décembre (Noël) : fermé.
          Êtes-vous ouverts à Pâques?          | Je n’ai rien de noté pour ce jour-là.
          Quelles sont vos heures d'ouverture? | Lundi à vendredi : de 7 h à 18 h 30.
          vos horaires svp                     | Samedi et dimanche : fermé.
          Et samedi?                           | Samedi 28 novembre : fermé.
          """)
  void theHoursOfADayAreTold(String question, String told) {
    visitor().says(question).hears(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Où êtes-vous?                            | 198, boulevard Provencher, Winnipeg.
          Quelle est l’adresse?                    | 198, boulevard Provencher, Winnipeg.
          ou est ce que je peux stationner         | Gratuit dans la rue Langevin
          Où puis-je me garer?                     | Stationnement : Gratuit dans la rue Langevin
          Faites-vous des gateaux sur commande?    | Oui, deux jours à l'avance.
          je voudrais commander un gâteau          | Faites-vous des gâteaux sur commande?
          Est-ce que vous livrez?                  | Nous livrons aux restaurants seulement.
          Comment payer?                           | Comptant, débit et cartes de crédit.
          Quel est votre numéro de téléphone?      | +33142685300
          """)
  void factsAreToldAsTheyStand(String question, String told) {
    visitor().says(question).hears(told);
  }

  @Test
  void whereItsPeopleAreReachedIsToldNobody() {
    new Dialogue(
            Businesses.withoutANumber(Businesses.aBakery()), Locale.CANADA_FRENCH, MONDAY_MORNING)
        .says("Quel est votre numéro de téléphone?")
        .hearsOnly("Je n’ai pas de numéro de téléphone à vous donner.", OFFER);
  }

  @Test
  void whatIsNotKnownIsSaidPlainlyAndAMessageOffered() {
    visitor()
        .says("Vendez-vous des licornes?")
        .hearsOnly("Désolé, je n’ai pas la réponse à cela.", OFFER)
        .says("non merci")
        .hears("Très bien.");
  }

  @Test
  void aMessageIsTakenStepByStep() {
    Matter taken =
        visitor()
            .says("Je voudrais parler à quelqu’un")
            .hears("réception automatisée", OFFER)
            .says("Oui, s’il vous plaît")
            .hearsOnly(NAME)
            .says("Je m’appelle Élise Gagnon")
            .hearsOnly(CALLBACK)
            .says("mon courriel : élise@exemple.ca")
            .hearsOnly(MATTER)
            .says("Un gâteau de noces")
            .hearsOnly(URGENCY)
            .says("pas très urgent")
            .hears("Élise Gagnon", "élise@exemple.ca", "« Un gâteau de noces »", "faible")
            .taken();

    assertThat(taken)
        .isEqualTo(
            new Matter("Élise Gagnon", "élise@exemple.ca", "Un gâteau de noces", Urgency.LOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Annuler",
        "laissez tomber",
        "Non merci",
        "j’ai changé d’avis",
        "Oubliez ça",
        "cancel"
      })
  void aMessageCanBeCancelled(String word) {
    visitor()
        .says("laisser un message")
        .says("Élise")
        .says(word)
        .hears("je n’ai pas pris de message")
        .says("élevée")
        .nothingIsTaken();
  }

  @Test
  void whatWasSaidBeforeCanBeCorrectedAndQuestionsAskedInBetween() {
    Matter taken =
        visitor()
            .says("Pouvez-vous me rappeler?")
            .hearsOnly(NAME)
            .says("Êtes-vous ouverts demain?")
            .hears("Demain, mardi 24 novembre", NAME)
            .says("moi c’est Luc")
            .says("pardon, mon nom est Lucie")
            .hearsOnly("C’est noté. " + CALLBACK)
            .says("204 555-0100 poste 4")
            .says("Ma commande")
            .says("élevée")
            .taken();

    assertThat(taken)
        .isEqualTo(new Matter("Lucie", "204 555-0100 poste 4", "Ma commande", Urgency.HIGH));
  }

  @Test
  void aVisitorWhoChangesTheLanguageGoesOnWithTheSameMessage() {
    Dialogue english = new Dialogue(Businesses.aBakery(), Locale.CANADA, MONDAY_MORNING);
    english
        .said(Speaker.AGENT, NAME)
        .says("Lucie")
        .hearsOnly("How can the team reach you: by what phone number or e-mail address?");
  }
}
