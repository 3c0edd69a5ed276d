package ca.rocketreception.domain;

/**
 * Something that a receptionist may tell about a business: its address, a service, the answer to a
 * question.
 *
 * @param topic what it is about, unique for the business: "parking", "Do you take new patients?"
 */
public record Fact(String topic, String text) {

  public Fact {
    topic = Text.required("topic", topic, 200);
    text = Text.required("text", text, 4000);
  }

  String inWords() {
    return "fact " + topic + ": " + text;
  }
}
