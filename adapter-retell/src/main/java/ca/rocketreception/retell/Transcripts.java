package ca.rocketreception.retell;

import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.domain.interaction.Transcript;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The turns of a call or chat. A tool's invocation and its result are one message. */
final class Transcripts {

  private static final int LONGEST_MESSAGE = 100_000;

  private final Speaker person;
  private final Optional<Instant> start;
  private final List<InteractionMessage> messages = new ArrayList<>();
  private final Map<String, Integer> toolCalls = new HashMap<>();

  private Transcripts(Speaker person, Optional<Instant> start) {
    this.person = person;
    this.start = start;
  }

  /**
   * The best transcript that a call or chat object has: the one with tool calls, else the one of
   * turns, else the plain text; empty when it has none.
   */
  static Optional<Transcript> of(Fields subject, Fields event, Speaker person, Stage stage) {
    Transcripts turns = new Transcripts(person, subject.moment("start_timestamp"));
    Stream.of(
            subject.objects("transcript_with_tool_calls"),
            event.objects("transcript_with_tool_calls"),
            subject.objects("message_with_tool_calls"),
            subject.objects("transcript_object"))
        .filter(list -> !list.isEmpty())
        .findFirst()
        .ifPresentOrElse(list -> list.forEach(turns::add), () -> turns.addLines(subject));
    return turns.messages.isEmpty()
        ? Optional.empty()
        : Optional.of(Transcript.of(stage, turns.messages));
  }

  private void add(Fields turn) {
    switch (turn.word("role").orElse("")) {
      case "agent" -> say(Speaker.AGENT, turn);
      case "user" -> say(person, turn);
      case "transfer_target" -> say(Speaker.STAFF, turn);
      case "dtmf" ->
          turn.word("digit").ifPresent(digit -> append(person, "pressed " + digit, at(turn)));
      case "tool_call_invocation" -> invocation(turn);
      case "tool_call_result" -> result(turn);
      case "node_transition", "state_transition", "injected", "sms" -> {
        // not a turn of the talk
      }
      default -> turn.leftOut("role");
    }
  }

  private void say(Speaker speaker, Fields turn) {
    turn.text("content", LONGEST_MESSAGE)
        .filter(text -> !text.isBlank())
        .ifPresent(text -> append(speaker, text, at(turn)));
  }

  private void append(Speaker speaker, String text, Optional<Instant> at) {
    messages.add(InteractionMessage.said(messages.size() + 1, speaker, text, at));
  }

  private void invocation(Fields turn) {
    turn.word("tool_call_id").ifPresent(id -> toolCalls.put(id, messages.size()));
    messages.add(
        new InteractionMessage(
            messages.size() + 1,
            Speaker.TOOL,
            turn.text("arguments", LONGEST_MESSAGE).orElse(""),
            at(turn),
            turn.word("name"),
            Optional.empty()));
  }

  private void result(Fields turn) {
    Optional<String> result = turn.text("content", LONGEST_MESSAGE);
    Integer place = turn.word("tool_call_id").map(toolCalls::get).orElse(null);
    if (place == null) {
      messages.add(
          new InteractionMessage(
              messages.size() + 1, Speaker.TOOL, "", at(turn), Optional.empty(), result));
    } else {
      InteractionMessage called = messages.get(place);
      messages.set(
          place,
          new InteractionMessage(
              called.seq(), Speaker.TOOL, called.text(), called.at(), called.toolName(), result));
    }
  }

  private void addLines(Fields subject) {
    subject.text("transcript", LONGEST_MESSAGE * 10).stream()
        .flatMap(String::lines)
        .filter(line -> !line.isBlank())
        .forEach(this::addLine);
  }

  /** A line that names no speaker goes on with the turn before it. */
  private void addLine(String line) {
    boolean agent = line.startsWith("Agent: ");
    boolean user = line.startsWith("User: ");
    if (!agent && !user && !messages.isEmpty()) {
      if (messages.getLast().text().length() > Transcript.MAX_MESSAGE) {
        return; // no more than that is kept, and going on would copy all of it a line
      }
      InteractionMessage before = messages.removeLast();
      append(before.speaker(), before.text() + '\n' + line, Optional.empty());
      return;
    }
    String text = agent || user ? line.substring(line.indexOf(' ') + 1) : line;
    append(user ? person : Speaker.AGENT, text, Optional.empty());
  }

  /** Chats say when; calls say how many seconds after their start the first word was. */
  private Optional<Instant> at(Fields turn) {
    return turn.moment("created_timestamp")
        .or(() ->
            turn.objects("words").stream()
                .findFirst()
                .flatMap(word -> word.amount("start"))
                .flatMap(seconds -> start.map(begin -> after(begin, seconds)))
                .filter(Fields::isBelievable));
  }

  private static Instant after(Instant begin, BigDecimal seconds) {
    return begin.plusMillis(seconds.movePointRight(3).longValue());
  }
}
