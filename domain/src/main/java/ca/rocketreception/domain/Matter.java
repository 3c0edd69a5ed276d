package ca.rocketreception.domain;

import static java.util.Objects.requireNonNull;

/**
 * What somebody wants the business to know and to answer: the content of a taken message.
 *
 * @param name who it is
 * @param callback how to reach them: a phone number or an e-mail address, as they said it
 * @param matter what it is about
 */
public record Matter(String name, String callback, String matter, Urgency urgency) {

  public Matter {
    name = Text.required("name", name, 200);
    callback = Text.required("callback", callback, 200);
    matter = Text.words("matter", matter, 4000);
    requireNonNull(urgency, "urgency");
  }
}
