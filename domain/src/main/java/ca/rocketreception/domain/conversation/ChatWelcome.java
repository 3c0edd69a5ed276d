package ca.rocketreception.domain.conversation;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.SpokenHours;
import ca.rocketreception.domain.business.Subscriber;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a visitor sees before saying anything. The greeting is shown and never stored: nobody has
 * said it yet.
 *
 * @param language the business's: en or fr
 * @param phone which number of the business to call instead
 * @param hoursToday in the visitor's language, where the hours are known
 * @param nextOpening where it is closed now and opens within a year
 * @param opens the same by the business's clock, in the visitor's language, such as "tomorrow at
 *     9:00 AM": what the visitor's device knows of other places' clocks may be old
 */
public record ChatWelcome(
    String name,
    String language,
    Optional<PhoneNumber> phone,
    boolean open,
    Optional<String> hoursToday,
    Optional<Instant> nextOpening,
    Optional<String> opens,
    String greeting,
    Widget widget) {

  public ChatWelcome {
    requireNonNull(name, "name");
    requireNonNull(language, "language");
    requireNonNull(phone, "phone");
    requireNonNull(hoursToday, "hoursToday");
    requireNonNull(nextOpening, "nextOpening");
    requireNonNull(opens, "opens");
    requireNonNull(greeting, "greeting");
    requireNonNull(widget, "widget");
  }

  /**
   * @param visitors the languages that the visitor reads, the best one first
   */
  public static ChatWelcome of(
      Business business, Widget widget, List<Locale> visitors, Instant now) {
    Subscriber subscriber = business.subscriber();
    Locale language =
        visitors.stream().filter(ChatWelcome::isSpoken).findFirst().orElse(subscriber.language());
    SpokenHours hours = new SpokenHours(business.schedule(), language);
    boolean open = business.schedule().isOpen(now);
    return new ChatWelcome(
        subscriber.name(),
        isFrench(subscriber.language()) ? "fr" : "en",
        business.calledNumber(),
        open,
        some(hours.today(now)),
        business.schedule().nextOpening(now),
        some(hours.nextOpening(now)),
        greeting(subscriber.name(), language, open),
        widget);
  }

  /** Not the agents' greetings, which thank for a call. */
  private static String greeting(String name, Locale language, boolean open) {
    if (isFrench(language)) {
      return open
          ? "Bonjour! Ici la réception automatisée de " + name + ". Comment puis-je vous aider?"
          : "Bonjour! "
              + name
              + " est fermé en ce moment. Je peux répondre à vos questions et"
              + " prendre un message.";
    }
    return open
        ? "Hello! This is the automated receptionist of " + name + ". How can I help you?"
        : "Hello! " + name + " is closed at the moment. I can answer questions and take a message.";
  }

  /** What a visitor is told in the middle of a talk of a business that chats no more. */
  public static String farewell(Business business, Locale language) {
    String name = business.subscriber().name();
    return isFrench(language)
        ? name + " ne répond plus ici pour le moment. Veuillez joindre l'entreprise directement."
        : name + " does not answer here at the moment. Please contact the business directly.";
  }

  private static boolean isSpoken(Locale language) {
    return isFrench(language) || language.getLanguage().equals("en");
  }

  private static boolean isFrench(Locale language) {
    return language.getLanguage().equals("fr");
  }

  private static Optional<String> some(String words) {
    return Optional.of(words).filter(text -> !text.isEmpty());
  }
}
