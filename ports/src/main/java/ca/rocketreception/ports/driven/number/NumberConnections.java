package ca.rocketreception.ports.driven.number;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.number.NumberChain;
import ca.rocketreception.domain.number.NumberConnection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How far numbers are connected, and how their chains were found. Numbers share trunks, so one
 * holder at a time, of the whole installation, connects or releases. Every method throws {@link
 * Refusal.Unavailable} when the store cannot be reached.
 */
public interface NumberConnections {

  /**
   * Takes it for a holder until a moment; one that ran out is taken over.
   *
   * @throws Refusal.Conflict while somebody else has it
   */
  void claim(UUID holder, Instant now, Instant until);

  /** Gives it back. Does nothing when somebody else took it over. */
  void free(UUID holder);

  /**
   * Keeps a connection as it is now, and the holder's claim until a later time.
   *
   * @throws Refusal.Conflict when somebody else took the claim over, or has the number connected
   */
  void keep(NumberConnection connection, UUID holder, Instant until);

  /** The connection of a number that is not released. */
  Optional<NumberConnection> find(SubscriberId subscriber, PhoneNumber number);

  /** All that are not released, of everybody: for whoever looks across subscribers. */
  List<NumberConnection> all();

  /** Some that are connected, of everybody: those whose chain was looked at longest ago. */
  List<NumberConnection> longestUnchecked(int limit);

  /** Keeps what was found, in the place of what was found before. */
  void keep(NumberChain chain);

  /** What was found the last time. */
  Optional<NumberChain> chain(SubscriberId subscriber, PhoneNumber number);

  /** What was found the last time of every number that is not released. */
  List<NumberChain> chains();

  /** The refusal while somebody else connects. */
  static Refusal taken() {
    return new Refusal.Conflict(
        "Somebody else connects or releases a number now",
        "Repeat it in a minute; who stopped in the middle is taken over then.");
  }

  /** The refusal of a number that is connected for somebody else. */
  static Refusal connectedElsewhere(PhoneNumber number) {
    return new Refusal.Conflict(
        number + " is connected for another subscriber", "Release it there first.");
  }
}
