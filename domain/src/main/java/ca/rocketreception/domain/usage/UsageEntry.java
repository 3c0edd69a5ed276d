package ca.rocketreception.domain.usage;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.interaction.Evidence;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * One line of the ledger; it never changes. What turns out otherwise is a further line, whose
 * quantity is the difference.
 *
 * @param quantity in the meter's unit, exact; negative where a line takes back
 * @param evidence the provider's event that led to it; empty where we know it ourselves
 * @param occurredAt when the use took place, in whole microseconds
 * @param localDay the day of the use where the business is, frozen
 * @param zone where that was, frozen: the business may move
 * @param revision its place among the lines of the same source, meter and product, from 0
 * @param corrects the line that it makes good; empty for the first
 */
public record UsageEntry(
    SubscriberId subscriber,
    UsageEntryId id,
    UsageSource source,
    ChannelKind channel,
    Measure measure,
    BigDecimal quantity,
    Optional<Evidence> evidence,
    Instant occurredAt,
    LocalDate localDay,
    ZoneId zone,
    int revision,
    Optional<UsageEntryId> corrects) {

  public UsageEntry {
    requireNonNull(subscriber, "subscriber");
    requireNonNull(id, "id");
    requireNonNull(source, "source");
    requireNonNull(channel, "channel");
    requireNonNull(measure, "measure");
    quantity = plain(quantity);
    requireNonNull(evidence, "evidence");
    occurredAt = occurredAt.truncatedTo(ChronoUnit.MICROS);
    requireNonNull(localDay, "localDay");
    requireNonNull(zone, "zone");
    requireNonNull(corrects, "corrects");
  }

  /** Equal quantities are equal values: 1.50 is 1.5, and 100 is not 1E+2. */
  public static BigDecimal plain(BigDecimal quantity) {
    BigDecimal stripped = quantity.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
