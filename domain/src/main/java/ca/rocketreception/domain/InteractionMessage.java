package ca.rocketreception.domain;

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

  public static InteractionMessage said(
      int seq, Speaker speaker, String text, Optional<Instant> at) {
    return new InteractionMessage(seq, speaker, text, at, Optional.empty(), Optional.empty());
  }
}
