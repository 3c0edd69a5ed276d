package ca.rocketreception.domain.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.TakenMessage;
import java.time.YearMonth;
import java.util.Optional;
import java.util.UUID;

/**
 * What was used: to whom a line of the ledger leads.
 *
 * @param id of the thing: of the call, the chat, the taken message
 * @param interaction where it happened; empty for what happens in none, such as holding a number
 */
public record UsageSource(Kind kind, UUID id, Optional<InteractionId> interaction) {

  /** Stored by its name. */
  public enum Kind {
    INTERACTION,
    TAKEN_MESSAGE,
    NUMBER
  }

  public UsageSource {
    requireNonNull(kind, "kind");
    requireNonNull(id, "id");
    requireNonNull(interaction, "interaction");
  }

  public static UsageSource of(InteractionId interaction) {
    return new UsageSource(Kind.INTERACTION, interaction.value(), Optional.of(interaction));
  }

  /** A number that is kept for a month: the same source however often it is looked at. */
  public static UsageSource of(PhoneNumber number, YearMonth month) {
    return new UsageSource(
        Kind.NUMBER,
        UUID.nameUUIDFromBytes((number.e164() + " " + month).getBytes(UTF_8)),
        Optional.empty());
  }

  public static UsageSource of(TakenMessage message) {
    return new UsageSource(
        Kind.TAKEN_MESSAGE, message.id().value(), Optional.of(message.interaction()));
  }
}
