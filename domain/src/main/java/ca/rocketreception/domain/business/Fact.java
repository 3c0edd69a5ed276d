package ca.rocketreception.domain.business;

import ca.rocketreception.domain.Text;

/**
 * Something that a receptionist may tell about a business: its address, a service, the answer to a
 * question.
 *
 * @param topic what it is about, unique for the business: "parking", "Do you take new patients?"
 */
public record Fact(String topic, String text) {

  public Fact {
    topic = Text.kept("topic", topic, 200);
    text = Text.words("text", text, 4000);
  }

  /** Whether somebody who writes this topic means this one, however the accents are written. */
  public boolean isAbout(String other) {
    return topic.equals(other) || topic.equals(Text.composed(other));
  }

  String inWords() {
    return "fact " + topic + ": " + text;
  }
}
