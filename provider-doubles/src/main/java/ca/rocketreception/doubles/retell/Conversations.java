package ca.rocketreception.doubles.retell;

import ca.rocketreception.doubles.retell.Conversation.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What callers and receptionists say to each other. The first line of a script is how it ends
 * (Retell's reason, mood, success, summary); then A is the agent, C the caller, T a tool with its
 * arguments and result, F a function of the server and its arguments, X the transfer. The greeting
 * comes before it all. Names are invented and the numbers are of the range kept for fiction.
 */
public final class Conversations {

  private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

  private static final List<String> NAMES =
      List.of(
          "Marta Kowalski",
          "Deion Hart",
          "Priya Sandhu",
          "Luc Bouchard",
          "Grace Okafor",
          "Tom Friesen",
          "Amira Haddad",
          "Wei Zhang",
          "Sandra McKay",
          "Tomas Reyes");
  private static final List<String> FRENCH_NAMES =
      List.of("Chantal Gagnon", "Olivier Tremblay", "Mireille Roy", "Benoît Lavoie");
  private static final List<String> DAYS = List.of("Tuesday", "Wednesday", "Thursday", "Friday");
  private static final List<String> FRENCH_DAYS = List.of("mardi", "mercredi", "jeudi", "vendredi");
  private static final List<String> TIMES =
      List.of("nine fifteen", "ten thirty", "two o'clock", "half past three");
  private static final List<String> FRENCH_TIMES =
      List.of("neuf heures et quart", "dix heures et demie", "quatorze heures");

  private static final Map<Scenario, List<String>> SCRIPTS =
      Map.of(
          Scenario.BOOKING,
          List.of(
              """
              agent_hangup|Positive|true|{name} booked a visit for {day} at {time}.
              C: Hi, I would like to come in this week if possible.
              A: Gladly. May I have your full name?
              C: {name}.
              A: Thank you, {first}. One moment while I check the calendar.
              T: check_availability|{"day":"{day}"}|{"slots":["{day} {time}"]}
              A: I have {day} at {time}. Does that suit you?
              C: Yes please, that works.
              A: And a number where we can reach you?
              C: It is {phone}.
              T: book_appointment|{"name":"{name}","slot":"{day} {time}"}|{"booked":true}
              A: You are booked for {day} at {time}. Goodbye, {first}!
              """,
              """
              user_hangup|Positive|true|{name} moved an appointment to {day} at {time}.
              C: Hello, it is {name}. I have to move my appointment, something came up at work.
              A: No problem at all. Which day would suit you better?
              C: {day}, if there is any room.
              T: check_availability|{"day":"{day}"}|{"slots":["{day} {time}"]}
              A: There is room on {day} at {time}. Shall I move you there?
              C: Perfect, thank you so much.
              T: move_appointment|{"name":"{name}","slot":"{day} {time}"}|{"moved":true}
              A: Done. We will see you on {day} at {time}.
              C: Great, bye now.
              """,
              """
              agent_hangup|Neutral|true|{name}, a new client, booked {day} at {time} and asked about parking.
              C: Good morning. A friend told me about you. Do you take new clients?
              A: We do, and you are very welcome. The first visit takes about an hour.
              C: Is there parking nearby?
              A: Yes, behind the building, and it is free for two hours.
              C: Then I would like to come in. My name is {name}.
              A: Thank you, {first}. Would {day} at {time} be all right?
              C: Let me see. Yes, I can make that.
              A: And what is the best number to reach you?
              C: {phone}.
              T: book_appointment|{"name":"{name}","slot":"{day} {time}"}|{"booked":true}
              A: Wonderful. You are down for {day} at {time}.
              C: Thanks for your help.
              A: My pleasure. Goodbye!
              """),
          Scenario.WRONG_NUMBER,
          List.of(
              """
              user_hangup|Neutral|false|The caller had dialled a wrong number.
              C: Oh, is this not the passport office?
              A: I am afraid not, you have reached {business}.
              C: Sorry, I must have dialled the wrong number.
              A: No trouble at all. Have a good day!
              C: You too, bye.
              """,
              """
              user_hangup|Neutral|false|The caller wanted a pizza place and had the wrong number.
              C: Hi, one large pepperoni for pickup, please.
              A: I am sorry, this is {business}. We do not make pizza, I fear.
              C: What? Is this not five five five, zero one six two?
              A: It seems that you are one digit off.
              C: Ha, sorry about that. Goodbye.
              """),
          Scenario.AFTER_HOURS,
          List.of(
              """
              user_hangup|Neutral|true|{name} called after hours and asked to be called back about an estimate.
              C: Hi, are you still open?
              F: check_hours
              C: Could somebody call me back then?
              A: Certainly. What is your name, and what is it about?
              C: {name}. It is about an estimate, nothing urgent.
              A: Thank you, {first}. And your number?
              C: {phone}.
              F: take_message|{"name":"{name}","callback":"{phone}","matter":"An estimate","urgency":"NORMAL"}
              A: I have noted it, and somebody will call you back.
              C: Great, good night.
              """,
              """
              agent_hangup|Negative|true|{name} needs to move an appointment on {day}; left a number after hours.
              C: I know it is late, but I cannot make it on {day}.
              A: I understand. The team is not in right now, but I can take a message.
              C: When does somebody come in?
              F: check_hours
              C: All right. Tell them {name} called, at {phone}.
              F: take_message|{"name":"{name}","callback":"{phone}","matter":"Move the visit of {day}","urgency":"LOW"}
              A: Thank you, {first}. They will call you to find another time. Good night!
              """),
          Scenario.TRANSFER,
          List.of(
              """
              call_transfer|Neutral|true|{name} had a question about an invoice and was put through.
              C: I would like to speak to a person, please.
              A: Of course. May I say who is calling?
              C: {name}. It is about my invoice.
              A: Is it about a recent visit?
              C: Yes, last {day}. I think I was charged twice.
              A: Thank you. One moment, I am putting you through.
              X:
              """,
              """
              call_transfer|Negative|true|{name} was worried about something urgent and was put through.
              C: Hello, this is urgent. Can I talk to somebody right now?
              A: Certainly. Tell me in a word what it is about, so that they are prepared.
              C: I was in on {day}, and it has got a lot worse since.
              A: I am sorry to hear that. And your name, please?
              C: {name}.
              A: Thank you, {first}. Please stay on the line while I connect you.
              C: Thank you, I will.
              X:
              """),
          Scenario.LONG_TALK,
          List.of(
              """
              agent_hangup|Positive|true|{name} had many questions, and then booked {day} at {time}.
              C: Hello there, this is {name}. I have a whole list of questions.
              A: That is fine, {first}. Go ahead.
              {questions}
              C: I think that was everything on my list. Let me book something then.
              A: With pleasure. I have {day} at {time}.
              C: That is perfect.
              T: book_appointment|{"name":"{name}","slot":"{day} {time}"}|{"booked":true}
              A: Then we will see you on {day} at {time}. It was nice talking to you!
              """,
              """
              user_hangup|Neutral|true|{name} asked about visiting with family, and will call again.
              C: Hi, {name} is my name. We are new in town, and I would like to know a few things.
              A: Welcome to the neighbourhood! What would you like to know?
              {questions}
              C: You have been very patient. I will talk it over at home and call again.
              A: Please do, {first}. We are happy to help at any time.
              C: Thank you. Bye!
              """),
          Scenario.FRENCH,
          List.of(
              """
              user_hangup|Positive|true|{name} a pris rendez-vous pour {day} à {time}.
              C: Bonjour, est-ce que je peux vous parler en français?
              A: Bien sûr! Comment puis-je vous aider?
              C: J'aimerais prendre rendez-vous cette semaine, s'il vous plaît.
              A: Avec plaisir. À quel nom?
              C: Au nom de {name}.
              T: check_availability|{"day":"{day}"}|{"slots":["{day} {time}"]}
              A: Merci. J'ai une place {day} à {time}. Est-ce que ça vous convient?
              C: Oui, c'est parfait.
              T: book_appointment|{"name":"{name}","slot":"{day} {time}"}|{"booked":true}
              A: C'est noté pour {day} à {time}. Au plaisir de vous voir!
              C: Merci beaucoup, bonne journée.
              """,
              """
              agent_hangup|Positive|true|{name} a commandé un gâteau pour samedi, douze personnes; on doit rappeler pour confirmer.
              C: Allô, bonjour! Parlez-vous français?
              A: Oui, tout à fait. Que puis-je faire pour vous?
              C: Je voudrais commander un gâteau pour samedi, pour une douzaine de personnes.
              A: Quelle belle idée! À quel nom, s'il vous plaît?
              C: {name}.
              A: Et un numéro pour vous joindre?
              C: C'est le {phone}.
              F: take_message|{"name":"{name}","callback":"{phone}","matter":"Un gâteau pour douze, samedi","urgency":"NORMAL"}
              A: C'est bien noté. On vous rappelle pour confirmer la commande.
              C: Merci, vous êtes bien aimable.
              A: De rien. Bonne fin de journée!
              """,
              """
              user_hangup|Neutral|true|{name} voulait savoir où se stationner et à quelle heure arriver {day}.
              C: Bonjour, ici {name}. J'ai rendez-vous {day} et je me demandais où me stationner.
              A: Bonjour! Le stationnement est derrière l'immeuble, et il est gratuit deux heures.
              C: Est-ce que je dois arriver d'avance?
              A: Une dizaine de minutes suffisent, surtout si c'est votre première visite.
              C: Est-ce qu'il faut apporter quelque chose?
              A: Seulement une pièce d'identité.
              C: Parfait. À {day}, alors!
              """),
          Scenario.MESSAGE,
          List.of(
              """
              user_hangup|Positive|true|{name} asked whether it is open and left a message.
              C: Hello, are you open right now?
              F: check_hours
              C: Then please take a message for me.
              A: Of course. Who is it from, and what is it about?
              C: {name}, at {phone}. The heating makes a strange noise, it is urgent.
              F: take_message|{"name":"{name}","callback":"{phone}","matter":"The heating makes a strange noise","urgency":"HIGH"}
              A: Is there anything else?
              C: No, thank you. Goodbye!
              """),
          Scenario.GATEKEEPER,
          List.of(
              """
              user_hangup|Positive|true|{name} asked the front desk for {asked} and booked {day} at {time}.
              C: Hello, I am trying to reach {asked}.
              F: route_call
              C: Great, thanks.
              A: What can we do for you today?
              C: Do you have anything free on {day}?
              A: Yes, at {time}. Shall I put you down for it?
              C: Yes, for {name}.
              T: book_appointment|{"name":"{name}","slot":"{day} {time}"}|{"booked":true}
              A: Done. See you on {day}!
              """,
              """
              user_hangup|Neutral|true|{name} asked the front desk for {asked} and left a message.
              C: Hi there. Could you put me through to {asked}, please?
              A: One moment, please.
              F: route_call
              C: Hi, I only want to leave a message.
              A: Of course. Who is it from?
              C: {name}, at {phone}. Please call me back before {day}.
              F: take_message|{"name":"{name}","callback":"{phone}","matter":"Call back before {day}","urgency":"HIGH"}
              A: I will pass it on, {first}. Goodbye!
              """));

  private static final List<String> QUESTIONS =
      List.of(
          "Do you have parking?|Yes, behind the building, and it is free for two hours.",
          "And is there a bus?|The bus stops right in front of our door.",
          "Can I pay by card?|Card, cash and e-transfer are all fine.",
          "May I bring my daughter along?|Of course, she is most welcome.",
          "How long does a visit take?|Plan for about forty-five minutes.",
          "What if I am running late?|Call us, and we will do what we can to keep your place.",
          "Do I need to bring anything?|A piece of identification is all we need.",
          "Are you open on the long weekend?|I would have to check that with the team.",
          "What would it cost, roughly?|I would rather not guess; you hear the price before anything is done.",
          "Is the entrance good for a wheelchair?|Yes, there is a ramp on the left and a wide door.",
          "Could somebody send me directions?|Certainly, I will pass that on with your number.",
          "How long have you been around?|The business has been here for many years.",
          "Do you send a reminder?|Yes, a text message on the day before.",
          "Can I cancel if I have to?|You can, a day ahead is kind to the others who wait.",
          "Is there a washroom for guests?|There is, right beside the front desk.",
          "May my dog wait inside?|A quiet dog on a leash may wait by the door.",
          "Do you have something to read for children?|We do, and a box of toys besides.",
          "Whom would I be seeing?|Somebody of the team who is in on that day.",
          "Can I ask for a woman?|Of course, I will write that down.",
          "Do you speak other languages?|I speak English and French, and the team a few more.",
          "Is there a discount for seniors?|I am not sure, so I will have somebody tell you.",
          "Do you do gift cards?|That is a good question for the team, I will pass it on.",
          "It has been so cold lately.|It has! Winnipeg knows how to do winter.",
          "Could two of us come at once?|Yes, if you tell us ahead, we plan for two.",
          "Do you keep what I tell you to yourselves?|Yes, only the team sees your message.",
          "Am I talking to a machine, by the way?|Yes, I am the virtual receptionist, and people are behind me.",
          "Well, you sound very nice.|Thank you, that is kind of you.",
          "Is the coffee any good?|People tell me that it is the best on the street.",
          "What about a receipt?|You get one by e-mail right after your visit.",
          "Can my husband pick things up for me?|He can, if you give us his name.");

  /** What fills a script that is about a certain business. */
  record About(String business, String greeting, String asked) {}

  private Conversations() {}

  /** A conversation for a scenario, a different one each time. */
  static Conversation of(Scenario scenario, About about, RandomGenerator random) {
    if (scenario == Scenario.HANG_UP_BEFORE_CONNECT) {
      return new Conversation(List.of(), "error_no_audio_received", "Unknown", false, "");
    }
    boolean french = scenario == Scenario.FRENCH;
    String name = pick(french ? FRENCH_NAMES : NAMES, random);
    Map<String, String> words = new HashMap<>();
    words.put("name", name);
    words.put("first", name.substring(0, name.indexOf(' ')));
    words.put("day", pick(french ? FRENCH_DAYS : DAYS, random));
    words.put("time", pick(french ? FRENCH_TIMES : TIMES, random));
    words.put("phone", "204 555 01%02d".formatted(random.nextInt(100)));
    words.put("business", about.business());
    words.put("asked", about.asked());
    String script = pick(SCRIPTS.get(scenario), random);
    return read(filled(script.replace("{questions}", questions(random)), words), about.greeting());
  }

  private static String filled(String script, Map<String, String> words) {
    // Braces of JSON begin with a quotation mark and are left alone.
    return PLACE
        .matcher(script)
        .replaceAll((MatchResult place) -> Matcher.quoteReplacement(words.get(place.group(1))));
  }

  private static Conversation read(String script, String greeting) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Say("agent", greeting));
    List<String> lines = script.lines().toList();
    lines.stream().skip(1).map(Conversations::step).forEach(steps::add);
    String[] end = lines.getFirst().split("\\|", 4);
    return new Conversation(steps, end[0], end[1], Boolean.parseBoolean(end[2]), end[3]);
  }

  private static Step step(String line) {
    String text = line.substring(2).strip();
    return switch (line.charAt(0)) {
      case 'A' -> new Step.Say("agent", text);
      case 'C' -> new Step.Say("user", text);
      case 'F' -> {
        String[] parts = text.split("\\|", 2);
        yield new Step.Ask(parts[0], parts.length == 1 ? Optional.empty() : Optional.of(parts[1]));
      }
      case 'X' -> new Step.Transfer();
      case 'T' -> {
        String[] parts = text.split("\\|", 3);
        yield new Step.Use(parts[0], parts[1], parts[2]);
      }
      default -> throw new IllegalStateException("A script has the line '" + line + "'");
    };
  }

  /** All the questions, in any order. */
  private static String questions(RandomGenerator random) {
    List<String> questions = new ArrayList<>(QUESTIONS);
    StringBuilder lines = new StringBuilder();
    while (!questions.isEmpty()) {
      String[] pair = questions.remove(random.nextInt(questions.size())).split("\\|");
      lines.append("C: ").append(pair[0]).append("\nA: ").append(pair[1]).append('\n');
    }
    return lines.toString().stripTrailing();
  }

  /** For measuring: twenty short turns that are always the same. */
  public static Conversation ofTwentyTurns(String name) {
    List<String> turns =
        List.of(
            "Hello, this is Ava. How can I help?",
            "I would like to come in.",
            "May I have your name?",
            "It is " + name + ".",
            "Were you with us before?",
            "No, never.",
            "Morning or afternoon?",
            "Mornings are better for me.",
            "I have Thursday at ten.",
            "Thursday is not so good.",
            "Then maybe Friday at nine?",
            "Friday sounds good to me.",
            "What is it about?",
            "Only a first visit, please.",
            "And a number to reach you?",
            "204 555 0148.",
            "Thank you, I have noted it.",
            "Is there any parking?",
            "Yes, right behind the building.",
            "Great, thanks, and goodbye.");
    List<Step> steps = new ArrayList<>();
    for (String turn : turns) {
      steps.add(new Step.Say(steps.size() % 2 == 0 ? "agent" : "user", turn));
    }
    return new Conversation(
        steps,
        "user_hangup",
        "Positive",
        true,
        name + " asked for a first visit and took Friday at nine.");
  }

  static <T> T pick(List<T> choices, RandomGenerator random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
