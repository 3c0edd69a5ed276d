package ca.rocketreception.retell;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What is said in a simulated call; the agent begins and the two take turns.
 *
 * @param summary what Retell's analysis would say of it
 * @param sentiment Retell's word for how the caller felt
 */
record Conversation(List<String> turns, String summary, String sentiment, boolean successful) {

  private static final List<String> NAMES =
      List.of(
          "Marta Kowalski",
          "Deion Hart",
          "Priya Sandhu",
          "Luc Tremblay",
          "Grace Okafor",
          "Tom Friesen");
  private static final List<String> DAYS = List.of("Tuesday", "Wednesday", "Thursday", "Friday");
  private static final List<String> QUESTIONS =
      List.of(
          "And is there parking nearby?|Yes, behind the building, and it is free for two hours.",
          "Do you take new clients?|We do, and the first visit takes about an hour.",
          "What would that cost, roughly?|I do not want to guess; the team will tell you the price before anything is done.",
          "Can I bring my daughter along?|Of course, she is welcome.",
          "How long would it take?|Usually between thirty and forty-five minutes.",
          "Could somebody send me the directions?|Certainly, I will pass that on with your number.",
          "Are you open on the long weekend?|I would have to check that with the team; I will add the question to your message.",
          "Do I have to bring anything?|Just a piece of identification, please.");

  /** A conversation for a scenario, a different one each time. */
  static Conversation of(
      Scenario scenario, String business, String greeting, RandomGenerator random) {
    String name = pick(NAMES, random);
    String day = pick(DAYS, random);
    String phone = "204 555 01%02d".formatted(random.nextInt(100));
    return switch (scenario) {
      case BOOKING, LONG_TALK ->
          new Conversation(
              booking(
                  name,
                  day,
                  phone,
                  greeting,
                  scenario == Scenario.LONG_TALK ? 28 : random.nextInt(1, 4),
                  random),
              name
                  + " asked for a visit on "
                  + day
                  + " and left a number; a visit at ten thirty was noted.",
              "Positive",
              true);
      case TRANSFER ->
          new Conversation(
              List.of(
                  greeting,
                  "I would like to speak to a person, please.",
                  "Of course. May I say who is calling?",
                  name + ". It is about my invoice.",
                  "Thank you. One moment, I am putting you through."),
              name + " asked for a person about an invoice and was transferred.",
              "Neutral",
              true);
      case WRONG_NUMBER ->
          new Conversation(
              List.of(
                  greeting,
                  "Oh, is this not the passport office?",
                  "No, you have reached " + business + ".",
                  "Sorry, wrong number. Goodbye!"),
              "The caller had dialled the wrong number.",
              "Neutral",
              false);
      case AFTER_HOURS ->
          new Conversation(
              List.of(
                  greeting,
                  "Hi, are you still open?",
                  "We are closed at the moment, but I can take a message for the team.",
                  "Yes, it is " + name + ", please call me back at " + phone + ".",
                  "Thank you, " + name + ". What is it about?",
                  "I need to move my appointment from " + day + ".",
                  "I have noted it, and somebody will call you in the morning. Good night!"),
              name + " called after hours, left a number, and wants to move an appointment.",
              "Neutral",
              true);
      case FRENCH ->
          new Conversation(
              List.of(
                  greeting,
                  "Bonjour! Parlez-vous français?",
                  "Bien sûr! Comment puis-je vous aider?",
                  "J'aimerais commander un gâteau pour samedi, pour douze personnes.",
                  "Avec plaisir. À quel nom, s'il vous plaît?",
                  "Au nom de Gagnon, G-A-G-N-O-N.",
                  "Merci, madame Gagnon. Un numéro pour vous joindre?",
                  phone.replace(" ", "-") + ".",
                  "C'est noté : un gâteau pour douze personnes, samedi. On vous rappelle pour confirmer. Bonne journée!"),
              "Mme Gagnon a commandé un gâteau pour samedi, douze personnes; on doit la rappeler.",
              "Positive",
              true);
      case GATEKEEPER ->
          new Conversation(
              List.of(
                  greeting,
                  "Hello, I am trying to reach " + business + ".",
                  "I am connecting you with " + business + ".",
                  "Great, thanks.",
                  "Thank you for calling " + business + ". How can I help?",
                  "Do you have anything free on " + day + "?",
                  "Yes, at ten thirty. Shall I note it for you?",
                  "Yes, for " + name + ".",
                  "Done. See you on " + day + "!"),
              name + " asked the front desk for " + business + " and noted a visit on " + day + ".",
              "Positive",
              true);
      case HANG_UP_BEFORE_CONNECT -> new Conversation(List.of(), "", "Unknown", false);
    };
  }

  private static List<String> booking(
      String name,
      String day,
      String phone,
      String greeting,
      int questions,
      RandomGenerator random) {
    List<String> turns =
        new ArrayList<>(
            List.of(
                greeting,
                "Hi, I would like to come in this week if possible.",
                "Gladly. May I have your full name?",
                name + "."));
    for (int question = 0; question < questions; question++) {
      String[] pair = pick(QUESTIONS, random).split("\\|");
      turns.add(
          (question == 0 ? "Thank you, " + name.split(" ")[0] + ". " : "")
              + "Is there anything you would like to know first?");
      turns.add(pair[0]);
      turns.add(pair[1]);
      turns.add("All right.");
    }
    turns.addAll(
        List.of(
            "I have " + day + " at ten thirty in the morning. Does that suit you?",
            "Yes, that works.",
            "And a number where we can reach you?",
            "It is " + phone + ".",
            "Thank you. I have noted " + day + " at ten thirty. Goodbye!"));
    return turns;
  }

  static <T> T pick(List<T> choices, RandomGenerator random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
