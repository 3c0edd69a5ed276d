package ca.rocketreception.domain.interaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Sha256;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The words of an interaction as told at a stage. A later stage wins; within a stage the longer
 * transcript, then the digest as a stable tie-break. Length and digest are kept beside the
 * messages, so that merging needs none of the words.
 *
 * @param length characters in all its messages
 * @param digest tells apart transcripts of equal length; equal for equal words
 * @param messages its turns; empty when it was found without reading them
 */
public record Transcript(
    Stage stage, int length, String digest, List<InteractionMessage> messages) {

  /** So many messages of one interaction are kept. */
  public static final int MAX_MESSAGES = 2000;

  /** So many characters of one message, and of what a tool answered. */
  public static final int MAX_MESSAGE = 20_000;

  private static final int MAX_CHARACTERS = 400_000;

  private static final Comparator<Transcript> WORTH =
      Comparator.comparing(Transcript::stage)
          .thenComparing(Transcript::length)
          .thenComparing(Transcript::digest);

  public Transcript {
    requireNonNull(stage, "stage");
    requireNonNull(digest, "digest");
    messages = List.copyOf(messages);
  }

  /** Of what was told as much as is kept, with a note of what was left out. */
  public static Transcript of(Stage stage, List<InteractionMessage> told) {
    List<InteractionMessage> messages = kept(told);
    int length = messages.stream().mapToInt(message -> message.text().length()).sum();
    return new Transcript(stage, length, digestOf(messages), messages);
  }

  private static List<InteractionMessage> kept(List<InteractionMessage> told) {
    List<InteractionMessage> kept = new ArrayList<>();
    int room = MAX_CHARACTERS;
    for (InteractionMessage message : told) {
      InteractionMessage next = message.cut(MAX_MESSAGE);
      room -= next.length();
      if (room < 0 || kept.size() == MAX_MESSAGES - 1 && told.size() > MAX_MESSAGES) {
        kept.add(next.leftOut(told.size() - kept.size()));
        return kept;
      }
      kept.add(next);
    }
    return kept;
  }

  /** The same with only some of its messages: those after a seq, so many at most. */
  public Transcript after(int seq, int limit) {
    return new Transcript(
        stage,
        length,
        digest,
        messages.stream().filter(message -> message.seq() > seq).limit(limit).toList());
  }

  Transcript merge(Transcript other) {
    return WORTH.compare(this, other) >= 0 ? this : other;
  }

  public boolean saysTheSameAs(Transcript other) {
    return digest.equals(other.digest);
  }

  private static String digestOf(List<InteractionMessage> messages) {
    MessageDigest sha = Sha256.begin();
    for (InteractionMessage message : messages) {
      sha.update(encoded(message).getBytes(UTF_8));
      sha.update((byte) 0);
    }
    return HexFormat.of().formatHex(sha.digest(), 0, 16);
  }

  /**
   * All of a message, as digests that are stored hash it: it never changes, whatever becomes of the
   * message's own words.
   */
  private static String encoded(InteractionMessage message) {
    return "InteractionMessage[seq="
        + message.seq()
        + ", speaker="
        + message.speaker().name()
        + ", text="
        + message.text()
        + ", at="
        + encoded(message.at())
        + ", toolName="
        + encoded(message.toolName())
        + ", toolResult="
        + encoded(message.toolResult())
        + "]";
  }

  private static String encoded(Optional<?> value) {
    return value.map(known -> "Optional[" + known + "]").orElse("Optional.empty");
  }
}
