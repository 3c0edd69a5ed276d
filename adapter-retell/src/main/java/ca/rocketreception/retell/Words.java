package ca.rocketreception.retell;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.InteractionMessage;
import ca.rocketreception.domain.Speaker;
import ca.rocketreception.domain.Stage;
import ca.rocketreception.domain.Transcript;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What was said in a call or chat: the best of the several ways in which Retell tells it. */
final class Words {

  private static final int LONGEST_TEXT = 100_000;
  private static final int LONGEST_NAME = 200;
  private static final int MOST_MESSAGES = 10_000;
  private static final BigDecimal LONGEST_CALL_SECONDS = BigDecimal.valueOf(7 * 24 * 3600);

  /** Turns of a conversation that nobody said and that no tool did. */
  private static final Set<String> SILENT =
      Set.of("node_transition", "state_transition", "injected", "sms");

  private final Speaker outside;
  private final Optional<Instant> startedAt;
  private final List<InteractionMessage> messages = new ArrayList<>();

  /** Where the message stands of a tool that has not answered yet, by the id of its call. */
  private final Map<String, Integer> waitingTools = new HashMap<>();

  private Words(ChannelKind channel, Optional<Instant> startedAt) {
    this.outside = channel == ChannelKind.CHAT ? Speaker.VISITOR : Speaker.CALLER;
    this.startedAt = startedAt;
  }

  /** Empty when nothing was said yet, or the event does not tell. */
  static Optional<Transcript> of(Stage stage, ChannelKind channel, Fields event, Fields about) {
    Optional<Instant> startedAt = about.instant("start_timestamp");
    return Stream.<List<Fields>>of(
            event.objects("transcript_with_tool_calls"),
            about.objects("transcript_with_tool_calls"),
            about.objects("transcript_object"),
            about.objects("message_with_tool_calls"))
        .filter(turns -> !turns.isEmpty())
        .map(turns -> new Words(channel, startedAt).read(turns))
        .filter(messages -> !messages.isEmpty())
        .findFirst()
        .or(() ->
            about
                .string("transcript")
                .map(lines -> new Words(channel, startedAt).readLines(lines))
                .filter(messages -> !messages.isEmpty()))
        .map(messages -> Transcript.of(stage, messages));
  }

  private List<InteractionMessage> read(List<Fields> turns) {
    if (turns.size() > MOST_MESSAGES) {
      turns.getFirst().leaveOut("all messages after the " + MOST_MESSAGES + "th");
    }
    turns.stream().limit(MOST_MESSAGES).forEach(this::read);
    return messages;
  }

  private void read(Fields turn) {
    switch (turn.string("role").orElse("")) {
      case "agent" -> said(Speaker.AGENT, turn);
      case "user" -> said(outside, turn);
      case "transfer_target" -> said(Speaker.STAFF, turn);
      case "dtmf" ->
          turn.text("digit", LONGEST_NAME)
              .ifPresent(digit -> say(outside, "pressed " + digit, Optional.empty()));
      case "tool_call_invocation" -> toolCalled(turn);
      case "tool_call_result" -> toolAnswered(turn);
      case String other when SILENT.contains(other) -> {}
      default -> turn.leaveOut("role");
    }
  }

  private void said(Speaker speaker, Fields turn) {
    turn.text("content", LONGEST_TEXT).ifPresent(text -> say(speaker, text, at(turn)));
  }

  private void say(Speaker speaker, String text, Optional<Instant> at) {
    messages.add(InteractionMessage.said(messages.size() + 1, speaker, text, at));
  }

  private void toolCalled(Fields turn) {
    turn.string("tool_call_id").ifPresent(id -> waitingTools.put(id, messages.size()));
    messages.add(
        tool(
            messages.size() + 1,
            turn.text("arguments", LONGEST_TEXT).orElse(""),
            at(turn),
            turn.text("name", LONGEST_NAME),
            Optional.empty()));
  }

  private void toolAnswered(Fields turn) {
    Optional<String> result = turn.text("content", LONGEST_TEXT);
    Optional<Integer> place = turn.string("tool_call_id").map(waitingTools::remove);
    if (place.isPresent()) {
      InteractionMessage called = messages.get(place.get());
      messages.set(
          place.get(), tool(called.seq(), called.text(), called.at(), called.toolName(), result));
    } else {
      messages.add(tool(messages.size() + 1, "", at(turn), Optional.empty(), result));
    }
  }

  private static InteractionMessage tool(
      int seq,
      String arguments,
      Optional<Instant> at,
      Optional<String> name,
      Optional<String> result) {
    return new InteractionMessage(seq, Speaker.TOOL, arguments, at, name, result);
  }

  /** Chats say when; calls say how many seconds into the sound the first word begins. */
  private Optional<Instant> at(Fields turn) {
    return turn.instant("created_timestamp")
        .or(() ->
            startedAt.flatMap(start ->
                turn.objects("words").stream()
                    .findFirst()
                    .flatMap(word -> word.decimal("start").flatMap(s -> into(start, s, word)))));
  }

  private static Optional<Instant> into(Instant start, BigDecimal seconds, Fields word) {
    if (seconds.signum() < 0 || seconds.compareTo(LONGEST_CALL_SECONDS) > 0) {
      word.leaveOut("start");
      return Optional.empty();
    }
    long ms = seconds.movePointRight(3).setScale(0, RoundingMode.HALF_UP).longValueExact();
    return Optional.of(start.plusMillis(ms)).filter(Fields::isBelievable);
  }

  /** Lines such as "Agent: Hello"; a line without a speaker goes on with the one before. */
  private List<InteractionMessage> readLines(String lines) {
    Speaker speaker = null;
    StringBuilder text = new StringBuilder();
    for (String line : lines.lines().limit(MOST_MESSAGES).toList()) {
      Speaker next = speakerOf(line);
      if (next == null) {
        text.append('\n').append(line);
        continue;
      }
      finish(speaker, text);
      speaker = next;
      text.append(line, line.indexOf(':') + 1, line.length());
    }
    finish(speaker, text);
    return messages;
  }

  private void finish(Speaker speaker, StringBuilder text) {
    String said = Plain.text(text.toString().strip(), LONGEST_TEXT);
    if (!said.isBlank()) {
      say(speaker == null ? Speaker.AGENT : speaker, said, Optional.empty());
    }
    text.setLength(0);
  }

  private Speaker speakerOf(String line) {
    if (line.startsWith("Agent:")) {
      return Speaker.AGENT;
    }
    if (line.startsWith("User:")) {
      return outside;
    }
    return line.startsWith("Transfer Target:") ? Speaker.STAFF : null;
  }
}
