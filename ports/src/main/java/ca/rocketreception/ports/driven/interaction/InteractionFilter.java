package ca.rocketreception.ports.driven.interaction;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.InteractionStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * Which interactions, and which page of them.
 *
 * @param from not before this moment
 * @param to before this moment
 * @param caller whose number it is from
 * @param limit how many at most, 1 to 200
 * @param after the last one of the page before
 */
public record InteractionFilter(
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<ChannelKind> channel,
    Optional<InteractionStatus> status,
    Optional<PhoneNumber> caller,
    int limit,
    Optional<Cursor> after) {

  public static final int DEFAULT_LIMIT = 50;
  public static final int GREATEST_LIMIT = 200;

  public InteractionFilter {
    requireNonNull(from, "from");
    requireNonNull(to, "to");
    requireNonNull(channel, "channel");
    requireNonNull(status, "status");
    requireNonNull(caller, "caller");
    requireNonNull(after, "after");
    if (limit < 1 || limit > GREATEST_LIMIT) {
      throw new Refusal.Invalid(
          "limit",
          "limit " + limit + " is out of range",
          "Give a number from 1 to " + GREATEST_LIMIT + ".");
    }
  }

  public static InteractionFilter everything() {
    return new InteractionFilter(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        DEFAULT_LIMIT,
        Optional.empty());
  }

  public InteractionFilter after(Cursor next) {
    return new InteractionFilter(from, to, channel, status, caller, limit, Optional.of(next));
  }

  /** A place in the list, which stays where it is while others arrive. */
  public record Cursor(Instant happenedAt, InteractionId id) {}
}
