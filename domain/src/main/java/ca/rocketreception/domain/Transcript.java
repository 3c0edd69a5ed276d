package ca.rocketreception.domain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

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

  private static final Comparator<Transcript> WORTH =
      Comparator.comparing(Transcript::stage)
          .thenComparing(Transcript::length)
          .thenComparing(Transcript::digest);

  public Transcript {
    requireNonNull(stage, "stage");
    requireNonNull(digest, "digest");
    messages = List.copyOf(messages);
  }

  public static Transcript of(Stage stage, List<InteractionMessage> messages) {
    int length = messages.stream().mapToInt(message -> message.text().length()).sum();
    return new Transcript(stage, length, digestOf(messages), messages);
  }

  Transcript merge(Transcript other) {
    return WORTH.compare(this, other) >= 0 ? this : other;
  }

  public boolean saysTheSameAs(Transcript other) {
    return digest.equals(other.digest);
  }

  private static String digestOf(List<InteractionMessage> messages) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (InteractionMessage message : messages) {
        sha.update(message.toString().getBytes(UTF_8));
        sha.update((byte) 0);
      }
      return HexFormat.of().formatHex(sha.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
