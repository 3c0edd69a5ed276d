package ca.rocketreception.twilio;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.routing.Fallback;
import java.util.Locale;

/**
 * What Twilio does with a call, in its words, and what the caller hears in his.
 *
 * @param path what stands before our paths, where our address is not the root of its host
 */
record Twiml(String path) {

  private static final int RINGING_SECONDS = 25;
  private static final int VOICEMAIL_SECONDS = 180;
  private static final int SILENCE_SECONDS = 5;

  String of(Fallback fallback) {
    return response(
        switch (fallback) {
          case Fallback.Forward(PhoneNumber phone, Locale _) -> dial(phone);
          case Fallback.Voicemail(Locale language) -> voicemail(language);
          case Fallback.Apologise(Locale language) ->
              say(
                      language,
                      "We are sorry, nobody can take your call at the moment. Please call again"
                          + " later.",
                      "Nous sommes désolés, personne ne peut prendre votre appel en ce moment."
                          + " Veuillez rappeler plus tard.")
                  + "<Hangup/>";
          case Fallback.Reject() -> "<Reject/>";
        });
  }

  String hangUp() {
    return response("<Hangup/>");
  }

  String thanks(Locale language) {
    return response(
        say(
                language,
                "Thank you. Your message was taken. Goodbye.",
                "Merci. Votre message est enregistré. Au revoir.")
            + "<Hangup/>");
  }

  private String dial(PhoneNumber phone) {
    return "<Dial answerOnBridge=\"true\" timeout=\"%d\" action=\"%s/webhooks/twilio/dial\">%s</Dial>"
        .formatted(RINGING_SECONDS, path, phone);
  }

  /** Who says nothing is thanked all the same: his call ends when the recording does. */
  private String voicemail(Locale language) {
    return say(
            language,
            "We are sorry, nobody can take your call at the moment. Please leave a message after"
                + " the tone.",
            "Nous sommes désolés, personne ne peut prendre votre appel en ce moment. Veuillez"
                + " laisser un message après la tonalité.")
        + "<Record action=\"%s/webhooks/twilio/recording\" maxLength=\"%d\" timeout=\"%d\" playBeep=\"true\" finishOnKey=\"#\"/>"
            .formatted(path, VOICEMAIL_SECONDS, SILENCE_SECONDS)
        + say(language, "Goodbye.", "Au revoir.")
        + "<Hangup/>";
  }

  private static String say(Locale language, String english, String french) {
    return language.getLanguage().equals("fr")
        ? "<Say language=\"fr-CA\">" + french + "</Say>"
        : "<Say>" + english + "</Say>";
  }

  private static String response(String verbs) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>" + verbs + "</Response>";
  }
}
