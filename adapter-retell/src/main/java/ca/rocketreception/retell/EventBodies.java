package ca.rocketreception.retell;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import ca.rocketreception.domain.PhoneNumber;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Bodies of Retell's three events of a call of twenty utterances, for measuring: always the same
 * for the same arguments, and made in about a microsecond, so that the measuring costs little. The
 * call's id comes from {@code callNumber}, in hexadecimal. Safe for many threads.
 */
public final class EventBodies {

  private static final PhoneNumber CALLER = new PhoneNumber("+12045550148");
  private static final String REASON = "user_hangup";

  /** Stands where the number of the call comes. */
  private static final String PLACE = "f".repeat(32);

  private static final List<String> SAID =
      List.of(
          "Hello, this is Ava. How can I help?",
          "I would like to come in.",
          "May I have your name?",
          "It is Marta Kowalski.",
          "Were you with us before?",
          "No, never.",
          "Morning or afternoon?",
          "Mornings are better.",
          "I have Thursday at ten.",
          "Thursday sounds good to me.");

  private record Template(byte[] body, int[] places) {
    static Template of(byte[] body) {
      // One character a byte, so that places in the text are places in the bytes.
      int[] places =
          Pattern.compile(PLACE)
              .matcher(new String(body, ISO_8859_1))
              .results()
              .mapToInt(MatchResult::start)
              .toArray();
      return new Template(body, places);
    }

    byte[] of(long callNumber) {
      byte[] digits = "%032x".formatted(callNumber).getBytes(US_ASCII);
      byte[] filled = body.clone();
      for (int place : places) {
        System.arraycopy(digits, 0, filled, place, digits.length);
      }
      return filled;
    }
  }

  private final Template started;
  private final Template ended;
  private final Template analyzed;

  /** For calls to a number that began at a time. */
  public EventBodies(PhoneNumber to, Instant startedAt) {
    SpokenCall call =
        new SpokenCall(
            "call_" + PLACE,
            to,
            Optional.of(CALLER),
            "agent_bench",
            Outgoing.empty(),
            Outgoing.empty(),
            startedAt);
    for (int turn = 0; turn < 2 * SAID.size(); turn++) {
      call.say(turn % 2 == 0 ? "agent" : "user", SAID.get(turn % SAID.size()));
    }
    this.started = Template.of(call.started());
    this.ended = Template.of(call.ended(REASON, Optional.empty()));
    this.analyzed =
        Template.of(
            call.analyzed(
                REASON,
                Optional.empty(),
                "Marta Kowalski asked for a first visit and took Thursday at ten.",
                "Positive",
                true));
  }

  public byte[] callStarted(long callNumber) {
    return started.of(callNumber);
  }

  public byte[] callEnded(long callNumber) {
    return ended.of(callNumber);
  }

  public byte[] callAnalyzed(long callNumber) {
    return analyzed.of(callNumber);
  }

  /** What Retell asks when a call rings. */
  public static byte[] callInbound(PhoneNumber to, PhoneNumber from) {
    return Outgoing.of("event", "call_inbound")
        .and("call_inbound", Outgoing.of("from_number", from.e164()).and("to_number", to.e164()))
        .bytes();
  }
}
