package ca.rocketreception.domain.conversation;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The AI's turn in flight. Whoever holds the turn that still stands may answer, nobody else.
 *
 * @param number counts the turns of a conversation from 1; never given out twice
 * @param leaseUntil when another node may take over
 */
public record ChatTurn(long number, Instant leaseUntil) {

  public ChatTurn {
    requireNonNull(leaseUntil, "leaseUntil");
  }
}
