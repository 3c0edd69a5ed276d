package ca.rocketreception.domain.interaction;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * One turn of an interaction.
 *
 * @param seq its place, from 1
 * @param text what was said; of a tool, what it was called with
 * @param toolName the tool's name where it is one
 * @param toolResult what the tool answered; empty when it is not known
 */
public record InteractionMessage(
    int seq,
    Speaker speaker,
    String text,
    Optional<Instant> at,
    Optional<String> toolName,
    Optional<String> toolResult) {

  public InteractionMessage {
    requireNonNull(speaker, "speaker");
    requireNonNull(text, "text");
    requireNonNull(at, "at");
    requireNonNull(toolName, "toolName");
    requireNonNull(toolResult, "toolResult");
  }

  int length() {
    return text.length() + toolResult.map(String::length).orElse(0);
  }

  /** The same, no part of it longer than that. */
  InteractionMessage cut(int most) {
    return length() <= most
        ? this
        : new InteractionMessage(
            seq,
            speaker,
            shortened(text, most),
            at,
            toolName,
            toolResult.map(result -> shortened(result, most)));
  }

  private static String shortened(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    // never in the middle of a character that takes two places
    int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
    return text.substring(0, end) + "…";
  }

  /** In its place a note that it and what came after it was left out. */
  InteractionMessage leftOut(int messages) {
    return new InteractionMessage(
        seq,
        Speaker.TOOL,
        "The last "
            + messages
            + " messages are not kept here; the provider's event has them for as long as it is kept.",
        at,
        Optional.of("cut"),
        Optional.empty());
  }

  public static InteractionMessage said(
      int seq, Speaker speaker, String text, Optional<Instant> at) {
    return new InteractionMessage(seq, speaker, text, at, Optional.empty(), Optional.empty());
  }
}
