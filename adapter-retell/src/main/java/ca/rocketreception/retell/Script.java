package ca.rocketreception.retell;

import ca.rocketreception.retell.SimulatedCalls.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How a simulated call goes.
 *
 * @param summary what the analysis says afterwards
 */
record Script(
    List<Step> steps, String reason, String summary, String sentiment, boolean successful) {

  private static final String DEFAULT_TRANSFER = "+12045550133";

  private static final List<String> NAMES =
      List.of(
          "Marta Kowalski",
          "Deion Hart",
          "Priya Nair",
          "Lucas Bouchard",
          "Amira Haddad",
          "Joseph Okafor",
          "Wei Zhang",
          "Sandra McKay",
          "Tomas Reyes",
          "Grace Sinclair");
  private static final List<String> FRENCH_NAMES =
      List.of("Chantal Gagnon", "Olivier Tremblay", "Mireille Roy");
  private static final List<String> WISHES =
      List.of(
          "I would like to come in some time this week if possible.",
          "I need to book an appointment, the sooner the better.",
          "could you fit me in before the weekend?",
          "a friend told me about you, and I would like to make an appointment.",
          "I have to move my appointment to another day, if there is room.");
  private static final List<String> TIMES =
      List.of(
          "Thursday at ten thirty",
          "Friday at two",
          "tomorrow at a quarter past nine",
          "Monday at eleven",
          "Wednesday at half past three");
  private static final List<List<String>> SMALL_TALK =
      List.of(
          List.of("Do you have parking?", "Yes, there is free parking behind the building."),
          List.of("And is there a bus?", "The bus stops right in front of our door."),
          List.of("Can I pay by card?", "Card, cash and e-transfer are all fine."),
          List.of("Is it all right if I bring my daughter?", "Of course, she is most welcome."),
          List.of("How long does it usually take?", "Plan for about forty-five minutes."),
          List.of("What if I am late?", "Call us, and we will do what we can to keep your place."),
          List.of("Do I need to bring anything?", "A piece of identification is all we need."),
          List.of("Are you open on Saturdays?", "I would have to check that for you."),
          List.of("It has been so cold lately.", "It has! Winnipeg knows how to do winter."));

  static Script of(
      Scenario scenario,
      String business,
      String greeting,
      String transferNumber,
      String asked,
      RandomGenerator random) {
    Conversation talk = new Conversation(random);
    talk.agent(
        greeting.isBlank()
            ? "Thank you for calling " + business + ", this is Ava. How can I help you?"
            : greeting);
    return switch (scenario) {
      case BOOKING -> booking(talk);
      case WRONG_NUMBER -> wrongNumber(talk, business);
      case AFTER_HOURS -> afterHours(talk);
      case HANG_UP_BEFORE_CONNECT -> new Script(List.of(), "user_hangup", "", "Unknown", false);
      case TRANSFER -> transfer(talk, transferNumber.isBlank() ? DEFAULT_TRANSFER : transferNumber);
      case LONG_TALK -> longTalk(talk);
      case FRENCH -> french(talk);
      case GATEKEEPER -> gatekeeper(talk, asked);
    };
  }

  private static Script booking(Conversation talk) {
    String name = talk.pick(NAMES);
    talk.user("Hi, " + talk.pick(WISHES));
    talk.agent("I would be glad to help with that. May I have your full name?");
    talk.user(name + ".");
    talk.agent("Thank you, " + name + ". One moment while I check the calendar.");
    return booked(talk, name);
  }

  private static Script booked(Conversation talk, String name) {
    String time = talk.pick(TIMES);
    talk.use(
        "check_availability",
        Outgoing.of("service", "visit"),
        Outgoing.of("slots", List.of(time)).text());
    talk.agent("I have " + time + ". Shall I put you down for it?");
    talk.user(talk.pick(List.of("Yes please, that works.", "Perfect, thank you.")));
    talk.use(
        "book_appointment",
        Outgoing.of("name", name).and("slot", time),
        Outgoing.of("booked", true).text());
    talk.agent("You are booked for " + time + ". We look forward to seeing you. Goodbye!");
    talk.user("Thanks, bye.");
    return talk.ends("agent_hangup", name + " booked a visit for " + time + ".", "Positive", true);
  }

  private static Script wrongNumber(Conversation talk, String business) {
    talk.user(talk.pick(List.of("Hello? Is this Gino's Pizza?", "Hi, is that the tire shop?")));
    talk.agent("I am afraid not, you have reached " + business + ".");
    talk.user("Oh, sorry, I must have dialled the wrong number.");
    talk.agent("No trouble at all. Have a good day!");
    talk.user("You too, bye.");
    return talk.ends("user_hangup", "The caller had dialled a wrong number.", "Neutral", false);
  }

  private static Script afterHours(Conversation talk) {
    String name = talk.pick(NAMES);
    talk.user("Hi, are you open right now?");
    talk.ask("check_hours", Outgoing.empty());
    talk.user("Could somebody call me back then?");
    talk.agent("Certainly. What is your name, and what is it about?");
    talk.user("My name is " + name + ". It is about an estimate, nothing urgent.");
    talk.agent("Thank you, " + name + ". I will pass that on and somebody will call you back.");
    talk.user("Great, good night.");
    return talk.ends(
        "user_hangup", name + " asked for a call back about an estimate.", "Neutral", true);
  }

  private static Script transfer(Conversation talk, String number) {
    talk.user(
        talk.pick(List.of("I need to speak to a person, please.", "Can I talk to the owner?")));
    talk.agent("Of course. May I say who is calling, and what it is about?");
    talk.user(talk.pick(NAMES) + ", about last week's invoice.");
    talk.agent("One moment, I am putting you through.");
    talk.user("Thank you.");
    talk.steps.add(new Step.Transfer(number));
    return talk.ends(
        "call_transfer", "The caller had a question about an invoice.", "Neutral", true);
  }

  private static Script longTalk(Conversation talk) {
    String name = talk.pick(NAMES);
    talk.user("Hello there, this is " + name + ". I have a few questions.");
    talk.agent("Of course, go ahead.");
    int exchanges = 15 + talk.random.nextInt(10);
    for (int i = 0; i < exchanges; i++) {
      List<String> exchange = talk.pick(SMALL_TALK);
      talk.user(exchange.getFirst());
      talk.agent(exchange.getLast());
    }
    talk.user("Good. Then let me book something.");
    return booked(talk, name);
  }

  private static Script french(Conversation talk) {
    String name = talk.pick(FRENCH_NAMES);
    talk.user("Bonjour, est-ce que je peux parler en français?");
    talk.agent("Bien sûr! Comment puis-je vous aider?");
    talk.user("J'aimerais prendre rendez-vous cette semaine, s'il vous plaît.");
    talk.agent("Avec plaisir. À quel nom?");
    talk.user("Au nom de " + name + ".");
    talk.use(
        "book_appointment",
        Outgoing.of("name", name).and("slot", "jeudi 10 h 30"),
        Outgoing.of("booked", true).text());
    talk.agent("C'est noté pour jeudi à dix heures et demie. À bientôt!");
    talk.user("Merci beaucoup, bonne journée.");
    return talk.ends(
        "user_hangup",
        name + " a pris rendez-vous pour jeudi à dix heures et demie.",
        "Positive",
        true);
  }

  private static Script gatekeeper(Conversation talk, String asked) {
    talk.user("Hi, could I speak with " + asked.replace('-', ' ') + "?");
    talk.ask("route_call", Outgoing.of("business", asked));
    talk.user("Hi, " + talk.pick(WISHES));
    talk.agent("Happy to help. May I have your full name?");
    String name = talk.pick(NAMES);
    talk.user(name + ".");
    return booked(talk, name);
  }

  private static final class Conversation {
    private final List<Step> steps = new ArrayList<>();
    private final RandomGenerator random;

    private Conversation(RandomGenerator random) {
      this.random = random;
    }

    private void agent(String text) {
      steps.add(new Step.Say("agent", text));
    }

    private void user(String text) {
      steps.add(new Step.Say("user", text));
    }

    private void use(String tool, Outgoing arguments, String result) {
      steps.add(new Step.Use(tool, arguments, result));
    }

    private void ask(String function, Outgoing arguments) {
      steps.add(new Step.Ask(function, arguments));
    }

    private <T> T pick(List<T> variants) {
      return variants.get(random.nextInt(variants.size()));
    }

    private Script ends(String reason, String summary, String sentiment, boolean successful) {
      return new Script(List.copyOf(steps), reason, summary, sentiment, successful);
    }
  }
}
