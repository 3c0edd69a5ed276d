package ca.rocketreception.builtin;

import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.interaction.Matter;
import java.util.Locale;

/** What is said in English. */
final class EnglishSentences implements Sentences {

  @Override
  public Locale language() {
    return Locale.CANADA;
  }

  @Override
  public String ask(Step step) {
    return switch (step) {
      case OFFER -> "Shall I take a message for the team?";
      case NAME -> "What is your name?";
      case CALLBACK -> "How can the team reach you: by what phone number or e-mail address?";
      case MATTER -> "What is your message about?";
      case URGENCY -> "How urgent is it: low, normal or high?";
    };
  }

  @Override
  public String notUnderstood(Step step) {
    return switch (step) {
      case OFFER -> "";
      case NAME -> "I need just your name, or \"cancel\" to leave no message.";
      case CALLBACK ->
          "That does not look like a whole phone number or e-mail address; a phone number needs its"
              + " area code. Or say \"cancel\" to leave no message.";
      case MATTER -> "I could not read any words in that.";
      case URGENCY -> "I did not get how urgent it is.";
    };
  }

  @Override
  public String noted() {
    return "Noted.";
  }

  @Override
  public String greeting(Business business) {
    return "Hello! This is the automated receptionist of "
        + business.subscriber().name()
        + ". How can I help you?";
  }

  @Override
  public String welcome() {
    return "You are welcome. Is there anything else I can help you with?";
  }

  @Override
  public String goodbye(Business business) {
    return "Thank you for contacting " + business.subscriber().name() + ". Goodbye!";
  }

  @Override
  public String howCanIHelp() {
    return "You can ask about the opening hours or the services, or leave a message. How can I help"
        + " you?";
  }

  @Override
  public String doNotKnow() {
    return "I am sorry, I do not know the answer to that.";
  }

  @Override
  public String closest() {
    return "I am not sure, but this may help:";
  }

  @Override
  public String subject(String topic) {
    return topic + ": ";
  }

  @Override
  public String noMessageThen() {
    return "All right. Is there anything else I can help you with?";
  }

  @Override
  public String cancelled() {
    return "All right, I have not taken a message. Is there anything else I can help you with?";
  }

  @Override
  public String taken(Business business, Matter matter) {
    return "Thank you, "
        + matter.name()
        + ". I have taken this message for "
        + business.subscriber().name()
        + ":\n“"
        + Draft.quoted(matter.matter())
        + "”\nReach you by: "
        + matter.callback()
        + "\nUrgency: "
        + switch (matter.urgency()) {
          case LOW -> "low";
          case NORMAL -> "normal";
          case HIGH -> "high";
        };
  }

  @Override
  public String machine(Business business) {
    return "I am the automated receptionist of "
        + business.subscriber().name()
        + ": I tell what the team has told me, and can take a message.";
  }

  @Override
  public String cannotPutThrough() {
    return "I am an automated receptionist and cannot put you through from here.";
  }

  @Override
  public String phone(Business business, String number) {
    return "You can call " + business.subscriber().name() + " at " + number + ".";
  }

  @Override
  public String phoneUnknown() {
    return "I do not have a phone number to give you.";
  }

  @Override
  public String today() {
    return "Today";
  }

  @Override
  public String tomorrow() {
    return "Tomorrow";
  }

  @Override
  public String dayPattern() {
    return "EEEE, MMMM d";
  }

  @Override
  public String days(String first, String last, boolean neighbours) {
    return first + (neighbours ? " and " : " to ") + last;
  }

  @Override
  public String hours(String day, String hours) {
    return day + ": " + hours + ".";
  }

  @Override
  public String nothingAboutThatDay() {
    return "I have nothing noted about that day.";
  }
}
