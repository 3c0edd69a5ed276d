package ca.rocketreception.domain.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Limits;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Sha256;
import ca.rocketreception.domain.Text;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a business's chat widget looks and whom it serves.
 *
 * @param colour as #rrggbb, lower case
 * @param identitySecret with which the business's page vouches for its visitors
 * @param origins the pages that may hold the widget, such as https://example.org; none: any
 * @param questions what a visitor is asked before the first message
 * @param takesMessages whether a visitor may leave a message
 */
public record Widget(
    Optional<String> colour,
    Optional<String> identitySecret,
    List<String> origins,
    List<Question> questions,
    boolean takesMessages) {

  private static final Pattern COLOUR = Pattern.compile("#[0-9a-f]{6}");
  private static final int SHORTEST_SECRET = 16;
  private static final int FEWEST_DIFFERENT = 8;
  private static final int LONGEST_SECRET = 200;
  private static final int LONGEST_ANSWER = 2000;

  /** What a business has that never said anything about its widget. */
  public static final Widget USUAL =
      new Widget(Optional.empty(), Optional.empty(), List.of(), List.of(), true);

  public Widget {
    requireNonNull(colour, "colour");
    requireNonNull(identitySecret, "identitySecret");
    colour = colour.map(Widget::checkedColour);
    identitySecret.ifPresent(Widget::checkSecret);
    origins = origins.stream().map(Origin::spelled).distinct().sorted().toList();
    questions = List.copyOf(questions);
    Limits.check("origins", origins, Limits.MAX_ORIGINS);
    Limits.check("questions", questions, Limits.MAX_QUESTIONS);
  }

  /**
   * @param name under which the answer is kept, unique for the widget
   */
  public record Question(String name, String label, boolean required) {
    public Question {
      name = Text.kept("name", name, 64);
      label = Text.required("label", label, 200);
    }
  }

  /** Whether a page of this origin may talk to us. */
  public boolean allows(String origin) {
    return origins.isEmpty() || origins.contains(Origin.spelled(origin));
  }

  /**
   * The visitor for whom the business's page vouches with its signature: HMAC-SHA256 over the
   * visitor's id, in hexadecimal digits.
   */
  public Visitor recognise(Visitor visitor, String signature) {
    byte[] wanted = identitySecret.map(secret -> hmac(secret, visitor.id())).orElse(new byte[0]);
    if (wanted.length == 0 || !MessageDigest.isEqual(wanted, bytes(signature))) {
      throw new Refusal.Unauthenticated(
          "The signature does not vouch for this visitor",
          "Sign the visitor's id with HMAC-SHA256 and the identity secret of the chat channel.");
    }
    return visitor;
  }

  /** What is kept of that, to be held against the secret again whenever the visitor comes. */
  public Voucher voucher(Visitor visitor) {
    return new Voucher(visitor.id(), voucher(visitor.id()).orElseThrow());
  }

  /**
   * Refuses a visitor for whom the page would not vouch any more, because the secret is another one
   * now or was taken away.
   */
  public void requireVouched(Voucher earlier) {
    if (voucher(earlier.visitorId()).filter(same(earlier.sha256())).isEmpty()) {
      throw new Refusal.Unauthenticated(
          "The signature with which this talk began vouches for nobody any more",
          "Start another conversation with a signature by the present identity secret.");
    }
  }

  /**
   * Refuses a message that is left where none is taken.
   *
   * @throws Refusal.Conflict when the business wants none
   */
  public void requireTakingMessages() {
    if (!takesMessages) {
      throw new Refusal.Conflict(
          "This chat takes no messages", "Say it in the chat, or call the business.");
    }
  }

  private Optional<String> voucher(String visitorId) {
    return identitySecret.map(secret -> Sha256.hex(hmac(secret, visitorId)));
  }

  private static Predicate<String> same(String wanted) {
    return given -> MessageDigest.isEqual(given.getBytes(UTF_8), wanted.getBytes(UTF_8));
  }

  /** The answers to this widget's questions; what nobody asked is left out. */
  public Map<String, String> answersTo(Map<String, String> given) {
    Map<String, String> answers = new LinkedHashMap<>();
    for (Question question : questions) {
      String answer = Text.readable(given.getOrDefault(question.name(), ""));
      if (question.required() || !answer.isBlank()) {
        answers.put(question.name(), Text.words(question.name(), answer, LONGEST_ANSWER));
      }
    }
    return answers;
  }

  /** Everything about it, one line a thing, and no secret. */
  public List<String> inWords() {
    List<String> words = new ArrayList<>();
    colour.ifPresent(some -> words.add("colour " + some));
    identitySecret.ifPresent(secret -> words.add("vouches for its visitors"));
    origins.forEach(origin -> words.add("page " + origin));
    questions.forEach(question ->
        words.add(
            "question "
                + question.name()
                + ": "
                + question.label()
                + (question.required() ? " (required)" : "")));
    words.add(takesMessages ? "takes messages" : "takes no messages");
    return words;
  }

  /** The same of what became of another; that its secret became another is all it tells of it. */
  public List<String> inWords(Widget before) {
    List<String> words = new ArrayList<>(inWords());
    if (identitySecret.isPresent()
        && before.identitySecret.isPresent()
        && !identitySecret.equals(before.identitySecret)) {
      words.add("vouches by another secret than before");
    }
    return words;
  }

  /** Tells no secret. */
  @Override
  public String toString() {
    return "Widget[" + colour.orElse("") + ", " + origins + ", " + questions + "]";
  }

  private static String checkedColour(String colour) {
    String lower = colour.toLowerCase(Locale.ROOT);
    if (!COLOUR.matcher(lower).matches()) {
      throw new Refusal.Invalid(
          "colour",
          "'" + Refusal.shown(colour) + "' is no colour",
          "Write it as # and six hexadecimal digits, such as #0f766e.");
    }
    return lower;
  }

  /**
   * A secret that a person sets anew: nobody shall find it by trying, with what the page shows to
   * each visitor. What was set before there was this rule stays.
   */
  public static String newSecret(String secret) {
    checkSecret(secret);
    long different = secret.chars().distinct().count();
    if (different < FEWEST_DIFFERENT) {
      throw new Refusal.Invalid(
          "identitySecret",
          "The identity secret has " + different + " different characters and is soon guessed",
          "Let it be random, such as what openssl rand -hex 32 prints.");
    }
    return secret;
  }

  private static void checkSecret(String secret) {
    if (secret.length() < SHORTEST_SECRET || secret.length() > LONGEST_SECRET) {
      throw new Refusal.Invalid(
          "identitySecret",
          "The identity secret has " + secret.length() + " characters",
          "Give it " + SHORTEST_SECRET + " to " + LONGEST_SECRET + " characters.");
    }
  }

  private static byte[] hmac(String secret, String id) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return mac.doFinal(id.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has HMAC-SHA256", e);
    }
  }

  private static byte[] bytes(String hex) {
    try {
      return HexFormat.of().parseHex(hex.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
