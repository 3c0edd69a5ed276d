package ca.rocketreception.retell;

import ca.rocketreception.domain.Matter;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Urgency;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A message for the business, as the agent's function take_message gives it. */
sealed interface GivenMessage {

  /** Something that can be called or written to. */
  Pattern WAY_TO_REACH = Pattern.compile("(?s).*\\d(?:\\D{0,3}\\d){6,}.*|\\s*\\S+@\\S+\\.\\S+\\s*");

  int LONGEST = 10_000;

  /** Whole. */
  record Whole(Matter matter) implements GivenMessage {}

  /**
   * Not to be taken.
   *
   * @param field which argument is missing, or is not what it must be
   */
  record Lacking(String field) implements GivenMessage {}

  /**
   * @param body of the function's request
   */
  static GivenMessage of(Fields body) {
    Optional<Fields> args = body.object("args");
    Optional<Urgency> urgency = urgency(args);
    if (urgency.isEmpty()) {
      return new Lacking("urgency");
    }
    if (!WAY_TO_REACH.matcher(said(args, "callback")).matches()) {
      return new Lacking("callback");
    }
    try {
      return new Whole(
          new Matter(
              said(args, "name"), said(args, "callback"), said(args, "matter"), urgency.get()));
    } catch (Refusal.Invalid lacking) {
      return new Lacking(lacking.field());
    }
  }

  /** A model sometimes leaves out what it was not told. */
  private static Optional<Urgency> urgency(Optional<Fields> args) {
    String said = said(args, "urgency").strip().toUpperCase(Locale.ROOT);
    return said.isEmpty()
        ? Optional.of(Urgency.NORMAL)
        : Arrays.stream(Urgency.values()).filter(one -> one.name().equals(said)).findFirst();
  }

  private static String said(Optional<Fields> args, String name) {
    return args.flatMap(given -> given.text(name, LONGEST)).orElse("");
  }

  /** What is written down of it; nothing when something is lacking. */
  default Optional<Matter> kept() {
    return this instanceof Whole(Matter matter) ? Optional.of(matter) : Optional.empty();
  }
}
