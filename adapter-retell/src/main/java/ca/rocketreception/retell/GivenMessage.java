package ca.rocketreception.retell;

import ca.rocketreception.domain.interaction.Matter;
import ca.rocketreception.domain.interaction.Urgency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A message for the business, as the agent's function take_message gives it. What says what it is
 * about is kept, whatever else is wrong: a caller may hang up before he is asked again.
 */
sealed interface GivenMessage {

  int MAX_NAME = 200;
  int MAX_MATTER = 4000;

  /** What a model calls it, in small letters and digits alone. */
  String[] NAME = {"name", "callername", "fullname", "customername", "caller", "from", "nom"};

  String[] CALLBACK = {
    "callback",
    "callbacknumber",
    "phone",
    "phonenumber",
    "telephone",
    "number",
    "email",
    "emailaddress",
    "contact",
    "contactinfo",
    "callbackphone",
    "callbackphonenumber",
    "contactnumber",
    "contactphone",
    "telephonenumber",
    "cell",
    "cellphone",
    "mobile",
    "mobilenumber",
    "mobilephone",
    "rappel",
    "numero",
    "numerodetelephone",
    "cellulaire",
    "courriel",
    "adressecourriel"
  };
  String[] MATTER = {
    "matter",
    "message",
    "reason",
    "reasonforcall",
    "callreason",
    "subject",
    "about",
    "issue",
    "problem",
    "request",
    "question",
    "inquiry",
    "purpose",
    "topic",
    "summary",
    "description",
    "details",
    "text",
    "content",
    "note",
    "notes",
    "objet",
    "sujet",
    "motif",
    "raison",
    "demande",
    "probleme"
  };
  String[] URGENCY = {"urgency", "priority", "urgent", "urgence", "priorite"};

  Set<String> HIGH =
      Set.of(
          "high",
          "highest",
          "urgent",
          "urgente",
          "urgence",
          "asap",
          "immediate",
          "immediately",
          "emergency",
          "critical",
          "important",
          "soon",
          "now",
          "haute",
          "haut",
          "eleve",
          "elevee",
          "immediat",
          "critique",
          "vite",
          "true",
          "yes",
          "oui",
          "hurry");
  Set<String> LOW =
      Set.of("low", "lowest", "whenever", "basse", "bas", "faible", "minor", "false", "no", "non");
  Set<String> DENIALS = Set.of("not", "no", "pas", "non", "isn", "without", "sans");

  /** What may stand between a denial and what it denies. */
  Set<String> BETWEEN =
      Set.of("very", "that", "so", "really", "at", "all", "t", "si", "tres", "d", "vraiment");

  Set<String> NORMAL =
      Set.of("normal", "medium", "moderate", "regular", "standard", "normale", "moyenne", "moyen");

  /**
   * Enough to be kept.
   *
   * @param wrong which argument is missing, or is not what it must be, so that it is asked for
   */
  record Whole(Matter matter, Optional<String> wrong) implements GivenMessage {}

  /**
   * Nothing that is worth keeping.
   *
   * @param field which argument to ask for first
   */
  record Lacking(String field) implements GivenMessage {}

  /**
   * @param body of the function's request
   */
  static GivenMessage of(Fields body) {
    Arguments args = Arguments.of(body);
    String name = args.text(NAME);
    if (name.isBlank()) {
      name = (args.text("firstname", "prenom") + " " + args.text("lastname")).strip();
    }
    String callback =
        SpokenContact.readable(
            args.text(said -> SpokenContact.reaches(SpokenContact.readable(said)), CALLBACK));
    String matter = args.text(MATTER);
    Optional<Urgency> urgency = urgency(args.text(URGENCY));
    boolean named = name.codePoints().anyMatch(Character::isLetter);
    boolean reached = SpokenContact.reaches(callback);
    if (matter.isBlank()) {
      return new Lacking(!reached ? "callback" : !named ? "name" : "matter");
    }
    Optional<String> wrong =
        !reached || SpokenContact.lacksADigit(callback)
            ? Optional.of("callback")
            : !named
                ? Optional.of("name")
                : urgency.isEmpty() ? Optional.of("urgency") : Optional.empty();
    return new Whole(
        new Matter(
            named ? cut(name, MAX_NAME) : Matter.NO_NAME,
            reached ? cut(callback, MAX_NAME) : instead(callback, caller(body)),
            cut(matter, MAX_MATTER),
            urgency.orElse(Urgency.NORMAL),
            wrong.isEmpty()),
        wrong);
  }

  /** The number that the call came from, and whatever was said, where nothing better was. */
  private static String instead(String said, Optional<String> caller) {
    String known = caller.orElse("(no number)");
    return said.isBlank() ? known : cut(known + " (said: " + said, MAX_NAME - 1) + ")";
  }

  private static Optional<String> caller(Fields body) {
    return body.object("call")
        .flatMap(call -> {
          Fields quiet = new Fields(call.members(), new TreeSet<>());
          return quiet.number("from_number", quiet.number("to_number"));
        })
        .map(number -> number.e164());
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, end(text, most - 1)) + "…";
  }

  /** Not within a character. */
  private static int end(String text, int at) {
    return Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
  }

  /** A model sometimes leaves out what it was not told. */
  private static Optional<Urgency> urgency(String said) {
    if (said.isBlank()) {
      return Optional.of(Urgency.NORMAL);
    }
    List<String> words =
        List.of(Arguments.folded(said).replaceAll("[^a-z]+", " ").strip().split(" "));
    List<Integer> high =
        IntStream.range(0, words.size())
            .filter(at -> HIGH.contains(words.get(at)))
            .boxed()
            .toList();
    if (!high.isEmpty()) {
      boolean denied = high.stream().allMatch(at -> isDenied(words, at));
      return Optional.of(denied ? Urgency.LOW : Urgency.HIGH);
    }
    if (words.stream().anyMatch(LOW::contains)) {
      return Optional.of(Urgency.LOW);
    }
    return words.stream().anyMatch(NORMAL::contains)
        ? Optional.of(Urgency.NORMAL)
        : Optional.empty();
  }

  /** "Not very urgent" is denied; "urgent, no heat" is not. */
  private static boolean isDenied(List<String> words, int at) {
    int before = at - 1;
    while (before >= 0 && BETWEEN.contains(words.get(before))) {
      before--;
    }
    return before >= 0 && DENIALS.contains(words.get(before));
  }

  /** What is written down of it; nothing when nothing is worth it. */
  default Optional<Matter> kept() {
    return this instanceof Whole(Matter matter, var _) ? Optional.of(matter) : Optional.empty();
  }
}
