package ca.rocketreception.http;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.Direction;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.Sentiment;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.domain.interaction.Transcript;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Serves sample calls for whoever works on the page; prints what to open. */
final class SamplePage {

  private SamplePage() {}

  public static void main(String[] arguments) throws InterruptedException {
    int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0;
    Reception reception = new Reception(port, Duration.ofSeconds(15));
    if (arguments.length < 2) {
      fill(reception);
    }
    System.out.println("http://localhost:" + reception.port + "/#key=" + reception.operatorKey);
    Thread.currentThread().join();
  }

  private static void fill(Reception reception) {
    Instant now = Instant.now();
    call(
        reception,
        "call_booking",
        Reception.DENTIST,
        now.minusSeconds(600),
        InteractionStatus.ENDED,
        Sentiment.POSITIVE,
        "Maria booked a cleaning for Thursday at 14:30 and asked whether there is parking.",
        "+12045550199",
        "Thank you for calling Prairie Dental, this is Ava. How may I help?",
        "Hi Ava! I'd like to book a cleaning, some time this week.",
        "TOOL",
        "We have Thursday at 2:30 in the afternoon, or Friday at 9. Which suits you better?",
        "Thursday, please. Is there parking?",
        "Yes, free behind the building. You are booked for Thursday at 2:30.");
    call(
        reception,
        "call_french",
        Reception.BAKERY,
        now.minusSeconds(4000),
        InteractionStatus.ENDED,
        Sentiment.NEUTRAL,
        "Le client veut commander un gâteau d'anniversaire pour samedi; il rappellera.",
        "+15145550123",
        "Boulangerie du Coin, bonjour ! Ici Ava.",
        "Bonjour, est-ce que vous faites des gâteaux d'anniversaire ?",
        "Oui, bien sûr. Pour combien de personnes ?");
    call(
        reception,
        "call_arabic",
        Reception.BAKERY,
        now.minusSeconds(9000),
        InteractionStatus.ENDED,
        Sentiment.NEGATIVE,
        "المتصل غير راضٍ عن الطلب الأخير ويريد التحدث إلى المدير.",
        "+14315550188",
        "مرحباً، كيف أستطيع مساعدتك؟",
        "أريد أن أتحدث مع المدير من فضلك.");
    call(
        reception,
        "call_missed",
        Reception.DENTIST,
        now.minusSeconds(90_000),
        InteractionStatus.NOT_CONNECTED,
        null,
        null,
        null);
    call(
        reception,
        "call_error",
        "front",
        now.minusSeconds(180_000),
        InteractionStatus.ERROR,
        null,
        null,
        "+12045550142");
    call(
        reception,
        "call_now",
        Reception.DENTIST,
        now.minusSeconds(20),
        InteractionStatus.ONGOING,
        null,
        null,
        "+12045550177",
        "Thank you for calling Prairie Dental, this is Ava.",
        "Hello, what are your hours on Friday?");
  }

  private static void call(
      Reception reception,
      String id,
      String slug,
      Instant start,
      InteractionStatus status,
      Sentiment sentiment,
      String summary,
      String from,
      String... texts) {
    boolean over = status == InteractionStatus.ENDED;
    Details details =
        Details.none()
            .tell(Detail.STATUS, status, Stage.ENDED)
            .tell(Detail.DIRECTION, Direction.INBOUND, Stage.ENDED)
            .tell(Detail.STARTED_AT, start, Stage.ENDED)
            .tell(Detail.TO, Samples.DENTAL_NUMBER, Stage.ENDED)
            .tell(Detail.FROM, Optional.ofNullable(from).map(PhoneNumber::new), Stage.ENDED)
            .tell(Detail.SUMMARY, Optional.ofNullable(summary), Stage.ANALYSED)
            .tell(Detail.SENTIMENT, Optional.ofNullable(sentiment), Stage.ANALYSED)
            .tell(
                Detail.PROVIDER_AGENT_ID,
                "agent_" + slug + (slug.equals("front") ? "_gatekeeper" : "_receptionist"),
                Stage.ENDED);
    if (over) {
      details =
          details
              .tell(Detail.DURATION_MS, 84_000L, Stage.ENDED)
              .tell(Detail.ENDED_AT, start.plusSeconds(84), Stage.ENDED)
              .tell(Detail.DISCONNECTION_REASON, "user_hangup", Stage.ENDED)
              .tell(Detail.SUCCESSFUL, sentiment != Sentiment.NEGATIVE, Stage.ANALYSED);
    }
    reception.record(
        id, slug, details, Optional.of(Transcript.of(Stage.ENDED, talk(start, texts))));
  }

  private static List<InteractionMessage> talk(Instant start, String... texts) {
    List<InteractionMessage> talk = new ArrayList<>();
    boolean agent = true;
    for (String text : texts) {
      int seq = talk.size() + 1;
      Optional<Instant> at = Optional.of(start.plusSeconds(6L * seq));
      if (text.equals("TOOL")) {
        talk.add(
            new InteractionMessage(
                seq,
                Speaker.TOOL,
                "{\"day\":\"Thursday\"}",
                at,
                Optional.of("check_hours"),
                Optional.of("{\"open\":true,\"hoursToday\":\"9:00 to 17:00\"}")));
      } else {
        talk.add(InteractionMessage.said(seq, agent ? Speaker.AGENT : Speaker.CALLER, text, at));
        agent = !agent;
      }
    }
    return talk;
  }
}
