package ca.rocketreception.domain.access;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.Text;
import ca.rocketreception.domain.business.Business;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Who changed what of a subscriber, and when.
 *
 * @param subscriber whose trail it is in; {@link #NOBODY} for what is changed of no subscriber
 * @param at in whole microseconds
 * @param action what was done, in words: "created key", "seeded"
 * @param subject to what: the name of the thing
 * @param before what was so and is no longer, in words, one line a thing; empty when nothing was
 * @param after what is so since, in words, one line a thing; empty when nothing is
 */
public record AuditEntry(
    SubscriberId subscriber,
    Instant at,
    Actor actor,
    String action,
    String subject,
    String before,
    String after) {

  /** In whose trail it stands what becomes of the operator's own things, such as its keys. */
  public static final SubscriberId NOBODY = new SubscriberId(new UUID(0, 0));

  private static final int LONGEST_SUBJECT = 1000;
  private static final int LONGEST_WORDS = 20_000;

  public AuditEntry {
    requireNonNull(subscriber, "subscriber");
    at = at.truncatedTo(ChronoUnit.MICROS);
    requireNonNull(actor, "actor");
    action = Text.kept("action", action, 200);
    subject = Text.kept("subject", cut(subject, LONGEST_SUBJECT), LONGEST_SUBJECT);
    before = cut(before, LONGEST_WORDS);
    after = cut(after, LONGEST_WORDS);
  }

  public AuditEntry(
      SubscriberId subscriber, Instant at, Actor actor, String action, String subject) {
    this(subscriber, at, actor, action, subject, "", "");
  }

  public AuditEntry(
      SubscriberId subscriber, Instant at, String actor, String action, String subject) {
    this(subscriber, at, Actor.named(actor), action, subject);
  }

  /** The same, telling what became other between two states of the business. */
  public AuditEntry comparing(Optional<Business> earlier, Business later) {
    return comparing(earlier.map(Business::inWords).orElse(List.of()), later.inWords());
  }

  /** The same, telling what became other between two states of a thing, each line by line. */
  public AuditEntry comparing(List<String> was, List<String> is) {
    return new AuditEntry(subscriber, at, actor, action, subject, onlyIn(was, is), onlyIn(is, was));
  }

  private static String onlyIn(List<String> these, List<String> others) {
    Set<String> known = new HashSet<>(others);
    return these.stream().filter(line -> !known.contains(line)).collect(Collectors.joining("\n"));
  }

  private static String cut(String words, int most) {
    if (words.length() <= most) {
      return words;
    }
    // never in the middle of a character that takes two places
    int end = Character.isHighSurrogate(words.charAt(most - 2)) ? most - 2 : most - 1;
    return words.substring(0, end) + "…";
  }
}
