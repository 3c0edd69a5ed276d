package ca.rocketreception.retell;

import ca.rocketreception.domain.PhoneNumber;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Bodies of Retell's three events of a call of twenty utterances, always the same for the same
 * arguments: for measuring. The call's id comes from {@code callNumber}, in hexadecimal.
 */
public final class EventBodies {

  private static final PhoneNumber CALLER = new PhoneNumber("+12045550148");
  private static final String REASON = "user_hangup";

  private static final List<String> SAID =
      List.of(
          "Thank you for calling, this is Ava. How can I help you today?",
          "Hi, I would like to come in some time this week if I can.",
          "Of course. May I have your full name, please?",
          "It is Marta Kowalski.",
          "Thank you, Marta. Have you been with us before?",
          "No, this would be my first visit.",
          "Welcome, then. Is a morning or an afternoon better for you?",
          "Mornings are better, before eleven if that works.",
          "I have Thursday at ten thirty. Shall I put you down for it?",
          "Thursday at ten thirty sounds good to me.");

  private EventBodies() {}

  public static byte[] callStarted(PhoneNumber to, long callNumber, Instant startedAt) {
    return call(to, callNumber, startedAt).started();
  }

  public static byte[] callEnded(PhoneNumber to, long callNumber, Instant startedAt) {
    return call(to, callNumber, startedAt).ended(REASON, Optional.empty());
  }

  public static byte[] callAnalyzed(PhoneNumber to, long callNumber, Instant startedAt) {
    return call(to, callNumber, startedAt)
        .analyzed(
            REASON,
            Optional.empty(),
            "Marta Kowalski asked for a first visit and took Thursday at ten thirty.",
            "Positive",
            true);
  }

  /** What Retell asks when a call rings. */
  public static byte[] callInbound(PhoneNumber to, PhoneNumber from) {
    return Outgoing.of("event", "call_inbound")
        .and("call_inbound", Outgoing.of("from_number", from.e164()).and("to_number", to.e164()))
        .bytes();
  }

  private static SpokenCall call(PhoneNumber to, long callNumber, Instant startedAt) {
    SpokenCall call =
        new SpokenCall(
            "call_%032x".formatted(callNumber),
            to,
            Optional.of(CALLER),
            "agent_bench",
            Outgoing.empty(),
            Outgoing.empty(),
            startedAt);
    for (int turn = 0; turn < 2 * SAID.size(); turn++) {
      call.say(turn % 2 == 0 ? "agent" : "user", SAID.get(turn % SAID.size()));
    }
    return call;
  }
}
