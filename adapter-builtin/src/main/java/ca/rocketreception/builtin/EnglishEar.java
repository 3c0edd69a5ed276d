package ca.rocketreception.builtin;

import java.time.DayOfWeek;
import java.time.Month;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What is recognised in English. */
final class EnglishEar {

  private static final Pattern GREETING =
      Pattern.compile(
          "(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day))"
              + "(?: there| all| everyone| team| again)?(?: how are you(?: today| doing)?)?");
  private static final Pattern THANKS =
      Pattern.compile(
          "(?:ok |okay |great |perfect |good |no )?(?:thanks|thank you|thx|ty|cheers|much appreciated)"
              + "(?: (?:so|very) much| a lot| again| for(?: \\w+){1,4}| that s all"
              + "| that is all| that helps)?|(?:great|perfect|awesome)|that s all|that is all");
  private static final Pattern GOODBYE =
      Pattern.compile(
          "(?:(?:ok|okay|thanks|thank you|thx|great|perfect) )*(?:so much )?"
              + "(?:bye|bye bye|goodbye|good bye|good night|see you(?: later| soon| then| tomorrow)?"
              + "|have a (?:nice|good|great) (?:day|evening|one|weekend))(?: then| now)?");
  private static final Pattern YES =
      Pattern.compile(
          "(?:yes|yeah|yep|yup|sure|ok|okay|please|of course|absolutely|certainly|go ahead|y"
              + "|sounds good|that would be (?:great|good|nice)|please do|yes i do|i would)"
              + "(?: (?:please|sure|do|thanks|thank you|ok|that would be (?:great|good|nice)))*");
  private static final Pattern NO =
      Pattern.compile(
          "(?:no|nope|nah|i(?: d)? (?:rather|prefer) not(?: to)?(?: say)?|not now|no need|no thanks|no thank you|not really|that s ok|i m good|n"
              + "|not necessary|i m fine)(?: (?:thanks|thank you|it s fine|i m good|that s ok))*");
  private static final Pattern CANCEL =
      Pattern.compile(
          "(?:(?:no|sorry|oh|ok|actually|please|wait|well) )*"
              + "(?:cancel|stop|quit|abort|never ?mind|forget (?:it|about it|that)|no thanks"
              + "|no thank you|leave it|drop it|don t bother|(?:i ve|i have|i) changed my mind)"
              + "(?: (?:it|that|this|the message|my message|please|thanks|thank you|i changed my mind"
              + "|i ve changed my mind|sorry))*");
  private static final Pattern LEAVE_MESSAGE =
      Ear.anyOf(
          "(?:leave|take|send|pass|give|record)(?: \\w+){0,4} message",
          "message (?:for|to) (?:the|your|you|dr|someone|somebody)",
          "(?:call|phone|ring|text|email|e mail|contact) (?:me|us)",
          "get back to me",
          "call ?back",
          "^message$");
  private static final Pattern PERSON =
      Ear.anyOf(
          "(?:talk|speak|chat|connected?|transfer|put me through)(?: \\w+){0,5} (?:human|person"
              + "|someone|somebody|people|staff|agent|representative|rep|manager|owner|receptionist"
              + "|operator|team|doctor|dr|dentist)",
          "(?:real|actual|live) (?:person|human|agent)",
          "(?:transfer|connect) (?:me|us)",
          "put (?:me|us) through",
          "(?:any|some)(?:one|body)(?: \\w+){0,3} (?:talk|speak|chat) (?:to|with)",
          "^(?:human|agent|representative|operator|person)(?: please)?$");
  private static final Pattern MACHINE =
      Ear.anyOf(
          "are you (?:an? )?(?:real|human|robot|bot|ai|machine|computer|person|chatbot)",
          "is this (?:an? )?(?:real|human|robot|bot|ai|machine|computer|person|chatbot)",
          "am i (?:talking|speaking|chatting) (?:to|with)",
          "who are you$",
          "what are you$");
  private static final String DAY =
      "(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|weekends?)";
  private static final Pattern HOURS =
      Ear.anyOf(
          "(?:are|is|r|will) (?:you|u|ya|it|they|the \\w+|everything)(?: guys| all)?"
              + "(?: be| still| already| even| ever)?(?: open| closed| closing| opening)",
          "(?:do|does|will|did) (?:you|u|they|the \\w+)(?: guys)? (?:re)?(?:open|close)",
          "(?:when|what time|how late|how early|until when|till when|what days?)(?: \\w+){0,8}"
              + " (?:opens?|opened|closes?|closed|closing|opening|shut)",
          "(?:opening|closing|business|office|store|shop|working|holiday|regular|weekend|weekday"
              + "|your|the|today s|what are|which|what|saturday|sunday|christmas) hours",
          "hours of (?:operation|business|service)",
          "(?:opening|closing) times?",
          "when can (?:i|we) (?:come|drop|stop|visit)",
          "do you work (?:on )?(?:the )?" + DAY,
          "(?:open|closed?|hours) (?:now|right now|today|tonight|tomorrow|late|on|this|until|till"
              + "|during|at|over|for|all day|24|"
              + DAY
              + ")",
          "^(?:and |so )?(?:open|closed|hours|your schedule|schedule)(?: please)?$");
  private static final Pattern WEEKLY = Ear.anyOf("hours", "schedule", "week", "weekdays", "days");
  private static final Pattern CARRYING_ON =
      Ear.anyOf("^and", "^what about", "^how about", "^on", "^" + DAY + "$", "^to(?:day|morrow)$");
  private static final Pattern TODAY =
      Ear.anyOf("today", "tonight", "this (?:morning|afternoon|evening)");
  private static final Pattern TOMORROW = Ear.anyOf("tomorrow", "tmrw", "tomorow");
  private static final Pattern DAY_AFTER_TOMORROW = Ear.anyOf("day after tomorrow");
  private static final Pattern WEEKEND = Ear.anyOf("weekends?");
  private static final Pattern NEXT = Ear.anyOf("next");
  private static final Pattern HOLIDAYS = Ear.anyOf("(?:stat |statutory |public )?holidays?");
  private static final Pattern NAMED_DAY =
      Ear.anyOf(
          "christmas",
          "xmas",
          "boxing day",
          "new years?",
          "good friday",
          "easter",
          "victoria day",
          "canada day",
          "labou?r day",
          "thanksgiving",
          "remembrance day",
          "louis riel",
          "family day",
          "civic",
          "terry fox",
          "truth and reconciliation",
          "heritage day",
          "halloween",
          "valentines?",
          "mothers? day",
          "fathers? day");
  private static final Pattern PHONE =
      Ear.anyOf(
          "(?<!my )(?<!my tele)(?:telephone|phone|contact|mobile|cell) number",
          "(?:your|what s the|what is the) (?:telephone|phone|number)",
          "(?:call|phone|ring|telephone) (?:you|u|the (?:office|clinic|store|shop|front desk))",
          "number (?:to|can i|i can|should i|do i) (?:call|dial|reach|ring)",
          "^(?:telephone|phone|number)$");
  private static final Pattern WHERE =
      Ear.anyOf(
          "where(?: exactly)? (?:are|is|r) (?:you|u|it|the (?:office|clinic|shop|store|business))",
          "(?<!mail )address",
          "located",
          "(?:your|the) location",
          "directions",
          "how (?:do|can) i (?:get|come) (?:there|to you|to your)",
          "find you");
  private static final Pattern TOPIC_OF_WHERE =
      Ear.anyOf("address", "location", "directions", "where are (?:you|we)", "find us");
  private static final Pattern CORRECTION =
      Ear.anyOf("^(?:no|sorry|wait|oops|actually|correction|i mean|hold on)");
  private static final Pattern HIGH =
      Ear.anyOf(
          "(?:very|quite|really|extremely|so) urgent",
          "urgent(?:ly)?",
          "high",
          "asap",
          "as soon as possible",
          "emergency",
          "right away",
          "immediately",
          "today",
          "now",
          "critical",
          "important",
          "yes");
  private static final Pattern LOW =
      Ear.anyOf(
          "not (?:\\w+ )?(?:urgent|important|at all|high|really)",
          "isn t (?:\\w+ )?urgent",
          "low",
          "no (?:rush|hurry)",
          "whenever",
          "any ?time",
          "no",
          "nope",
          "can wait");
  private static final Pattern NORMAL =
      Ear.anyOf("normal", "medium", "regular", "average", "moderate", "in between", "so so");
  private static final Pattern INTRODUCTION =
      Pattern.compile(
          "^(?:(?:hi|hello|hey|sure|yes|yeah|ok|okay|of course)\\b[\\s,.!]*)?"
              + "(?:(?:my|the) (?:full )?name(?: is|['’]s)|i am|i['’]?m|this is|it is|it['’]s"
              + "|name ?[:=]|(?:you can |please )?call me)\\s+|^(?:hi|hello|hey|sure|yes|ok|okay)"
              + "\\s*[,.!]\\s*",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  private static final Pattern INTRODUCTION_LATER =
      Pattern.compile(
          "\\bmy (?:full |real )?name(?: is|['’]s)(?: actually)?\\s+", Pattern.CASE_INSENSITIVE);
  private static final String MONTH =
      "(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
          + "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
  private static final List<Pattern> DATES =
      List.of(
          Pattern.compile("\\b" + MONTH + "(?: the)? (?<day>[0-9]{1,2})(?:st|nd|rd|th)?\\b"),
          Pattern.compile("\\b(?<day>[0-9]{1,2})(?:st|nd|rd|th)?(?: of)? " + MONTH + "\\b"));
  private static final Set<String> FILLERS =
      Set.of(
          ("hi hello hey there please thanks thank would could like know tell wondering wonder"
                  + " question questions ask asking help need want wanted get got give looking offer"
                  + " offers provide much many also really just im ive u ur something anything guys"
                  + " let see possible able way find information info maybe curious kind sort does"
                  + " re ve ll d m i a an the my me you do have has take taking accept bring can yes ok okay one use sure allowed may might")
              .split(" "));
  private static final List<Ear.Kindred> KINDRED =
      List.of(
          Ear.Kindred.of(
              "how_much cost costs price prices pricing fee fees rate rates charge expensive",
              "cost price prices pricing fee fees rate rates dollars"),
          Ear.Kindred.of(
              "pay paying paid payment payments credit card cards debit cash visa mastercard cheque",
              "payment payments pay card cash"),
          Ear.Kindred.of(
              "child children kid kids toddler baby son daughter", "children child kids kid"),
          Ear.Kindred.of("deliver delivery delivering ship shipping", "delivery deliver shipping"),
          Ear.Kindred.of(
              "book booking reserve reserving reservation reservations appointment appointments",
              "reservations reservation booking appointments appointment book"),
          Ear.Kindred.of("dog dogs puppy pet pets cat cats", "dogs dog pets pet animals"),
          Ear.Kindred.of("park parking parked car", "parking park"),
          Ear.Kindred.of(
              "emergency emergencies urgent urgently hurts pain", "emergencies emergency urgent"),
          Ear.Kindred.of("eat eating food menu meal meals dinner lunch", "food menu meals"),
          Ear.Kindred.of(
              "insurance insured insurer insurers coverage covered plan plans",
              "insurance coverage insurers plans"),
          Ear.Kindred.of("cancel cancelling cancellation reschedule", "cancellation cancel"),
          Ear.Kindred.of("music band bands concert concerts", "music concerts"),
          Ear.Kindred.of("work service services do_you_do", "services service do"));

  private EnglishEar() {}

  static Ear create() {
    return new Ear(
        Map.ofEntries(
            Map.entry(Sense.GREETING, GREETING),
            Map.entry(Sense.THANKS, THANKS),
            Map.entry(Sense.GOODBYE, GOODBYE),
            Map.entry(Sense.YES, YES),
            Map.entry(Sense.NO, NO),
            Map.entry(Sense.CANCEL, CANCEL),
            Map.entry(Sense.LEAVE_MESSAGE, LEAVE_MESSAGE),
            Map.entry(Sense.PERSON, PERSON),
            Map.entry(Sense.MACHINE, MACHINE),
            Map.entry(Sense.HOURS, HOURS),
            Map.entry(Sense.WEEKLY, WEEKLY),
            Map.entry(Sense.CARRYING_ON, CARRYING_ON),
            Map.entry(Sense.TODAY, TODAY),
            Map.entry(Sense.TOMORROW, TOMORROW),
            Map.entry(Sense.DAY_AFTER_TOMORROW, DAY_AFTER_TOMORROW),
            Map.entry(Sense.WEEKEND, WEEKEND),
            Map.entry(Sense.NEXT, NEXT),
            Map.entry(Sense.HOLIDAYS, HOLIDAYS),
            Map.entry(Sense.NAMED_DAY, NAMED_DAY),
            Map.entry(Sense.PHONE, PHONE),
            Map.entry(Sense.WHERE, WHERE),
            Map.entry(Sense.TOPIC_OF_WHERE, TOPIC_OF_WHERE),
            Map.entry(Sense.CORRECTION, CORRECTION),
            Map.entry(Sense.HIGH, HIGH),
            Map.entry(Sense.LOW, LOW),
            Map.entry(Sense.NORMAL, NORMAL)),
        INTRODUCTION,
        INTRODUCTION_LATER,
        DATES,
        weekdays(),
        months(),
        FILLERS,
        KINDRED);
  }

  private static Map<String, DayOfWeek> weekdays() {
    Map<String, DayOfWeek> days = new HashMap<>();
    Arrays.stream(DayOfWeek.values())
        .forEach(day -> {
          String name = day.name().toLowerCase(Locale.ROOT);
          days.put(name, day);
          days.put(name + "s", day);
        });
    return Map.copyOf(days);
  }

  private static Map<String, Month> months() {
    Map<String, Month> months = new HashMap<>();
    Arrays.stream(Month.values())
        .forEach(month -> {
          String name = month.name().toLowerCase(Locale.ROOT);
          months.put(name, month);
          months.put(name.substring(0, 3), month);
        });
    months.put("sept", Month.SEPTEMBER);
    return Map.copyOf(months);
  }
}
