package ca.rocketreception.builtin;

import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.interaction.Matter;
import java.util.Locale;

/** What is said in French, as Canada writes it. */
final class FrenchSentences implements Sentences {

  @Override
  public Locale language() {
    return Locale.CANADA_FRENCH;
  }

  @Override
  public String ask(Step step) {
    return switch (step) {
      case OFFER -> "Voulez-vous que je prenne un message pour l’équipe?";
      case NAME -> "Quel est votre nom?";
      case CALLBACK ->
          "Comment l’équipe peut-elle vous joindre : à quel numéro de téléphone ou à quelle adresse"
              + " courriel?";
      case MATTER -> "Quel est l’objet de votre message?";
      case URGENCY -> "Quelle est l’urgence : faible, normale ou élevée?";
    };
  }

  @Override
  public String notUnderstood(Step step) {
    return switch (step) {
      case OFFER -> "";
      case NAME -> "Il me faut seulement votre nom, ou « annuler » pour ne pas laisser de message.";
      case CALLBACK ->
          "Cela ne semble pas être un numéro de téléphone ou une adresse courriel complète; un"
              + " numéro a besoin de son indicatif régional. Ou dites « annuler » pour ne pas laisser"
              + " de message.";
      case MATTER -> "Je n’ai pu y lire aucun mot.";
      case URGENCY -> "Je n’ai pas compris à quel point c’est urgent.";
    };
  }

  @Override
  public String noted() {
    return "C’est noté.";
  }

  @Override
  public String greeting(Business business) {
    return "Bonjour! Ici la réception automatisée de "
        + business.subscriber().name()
        + ". Comment puis-je vous aider?";
  }

  @Override
  public String welcome() {
    return "Je vous en prie. Puis-je vous aider avec autre chose?";
  }

  @Override
  public String goodbye(Business business) {
    return "Merci d’avoir contacté " + business.subscriber().name() + ". Au revoir!";
  }

  @Override
  public String howCanIHelp() {
    return "Vous pouvez demander les heures d’ouverture ou les services, ou laisser un message."
        + " Comment puis-je vous aider?";
  }

  @Override
  public String doNotKnow() {
    return "Désolé, je n’ai pas la réponse à cela.";
  }

  @Override
  public String closest() {
    return "Sans en être certain, voici ce qui pourrait vous aider :";
  }

  @Override
  public String subject(String topic) {
    return topic + " : ";
  }

  @Override
  public String noMessageThen() {
    return "Très bien. Puis-je vous aider avec autre chose?";
  }

  @Override
  public String cancelled() {
    return "Très bien, je n’ai pas pris de message. Puis-je vous aider avec autre chose?";
  }

  @Override
  public String taken(Business business, Matter matter) {
    return "Merci, "
        + matter.name()
        + ". J’ai pris ce message pour "
        + business.subscriber().name()
        + " :\n« "
        + Draft.quoted(matter.matter())
        + " »\nPour vous joindre : "
        + matter.callback()
        + "\nUrgence : "
        + switch (matter.urgency()) {
          case LOW -> "faible";
          case NORMAL -> "normale";
          case HIGH -> "élevée";
        };
  }

  @Override
  public String machine(Business business) {
    return "Je suis la réception automatisée de "
        + business.subscriber().name()
        + " : je dis ce que l’équipe m’a dit, et je peux prendre un message.";
  }

  @Override
  public String cannotPutThrough() {
    return "Je suis une réception automatisée et ne peux pas vous mettre en communication d’ici.";
  }

  @Override
  public String phone(Business business, String number) {
    return "Vous pouvez appeler " + business.subscriber().name() + " au " + number + ".";
  }

  @Override
  public String phoneUnknown() {
    return "Je n’ai pas de numéro de téléphone à vous donner.";
  }

  @Override
  public String today() {
    return "Aujourd’hui";
  }

  @Override
  public String tomorrow() {
    return "Demain";
  }

  @Override
  public String dayPattern() {
    return "EEEE d MMMM";
  }

  @Override
  public String days(String first, String last, boolean neighbours) {
    return first + (neighbours ? " et " : " à ") + last;
  }

  @Override
  public String hours(String day, String hours) {
    String written = day.replace(" 1 ", " 1er ");
    return written.substring(0, 1).toUpperCase(language())
        + written.substring(1)
        + " : "
        + hours
        + ".";
  }

  @Override
  public String nothingAboutThatDay() {
    return "Je n’ai rien de noté pour ce jour-là.";
  }
}
