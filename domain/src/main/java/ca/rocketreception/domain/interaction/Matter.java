package ca.rocketreception.domain.interaction;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Text;
import java.util.Optional;

/**
 * What somebody wants the business to know and to answer: the content of a taken message.
 *
 * @param name who it is
 * @param callback how to reach them: a phone number or an e-mail address, as they said it
 * @param matter what it is about
 * @param whole false when something is missing or cannot be right, and is asked for
 */
public record Matter(String name, String callback, String matter, Urgency urgency, boolean whole) {

  /** The name of somebody who gave none. */
  public static final String NO_NAME = "(no name)";

  public Matter {
    name = Text.required("name", name, 200);
    callback = Text.required("callback", callback, 200);
    matter = Text.words("matter", matter, 4000);
    requireNonNull(urgency, "urgency");
  }

  public Matter(String name, String callback, String matter, Urgency urgency) {
    this(name, callback, matter, urgency, true);
  }

  /**
   * What this is once the same person has told the same again in the same call or chat, because
   * something was missing; itself when nothing is new. Empty when the two are two messages.
   */
  public Optional<Matter> toldAgain(Matter later) {
    boolean same =
        matter.equals(later.matter)
            && (name.equals(later.name) || isNameless() || later.isNameless());
    if (!same || whole && later.whole && !equals(later)) {
      return Optional.empty();
    }
    return Optional.of(
        whole
            ? this
            : new Matter(
                later.isNameless() ? name : later.name,
                later.callback,
                matter,
                later.urgency,
                later.whole));
  }

  private boolean isNameless() {
    return name.equals(NO_NAME);
  }
}
