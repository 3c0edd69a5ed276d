package ca.rocketreception.ports.driven.usage;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Days;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.usage.Measure;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.domain.usage.UsageEntry;
import ca.rocketreception.domain.usage.UsageEntryId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was used, line by line. Lines are appended by whatever stores an interaction, a conversation
 * or a taken message, in its transaction, and never changed or taken away. Every method throws
 * {@link ca.rocketreception.domain.Refusal.Unavailable} when the store cannot be reached.
 */
public interface UsageLedger {

  /**
   * What a subscriber's lines of some days add up to, as they are at this moment, by channel and
   * then by measure. What was taken back altogether adds up to 0.
   */
  List<Total> totals(SubscriberId subscriber, Days days);

  /** The lines of an interaction and of what happened in it, in the order of their writing. */
  List<UsageEntry> of(SubscriberId subscriber, InteractionId interaction);

  /**
   * Some of a subscriber's lines, the newest day first, and of a day the one written last.
   *
   * @param meters only lines of these
   * @param after only lines that come after this place
   */
  List<UsageEntry> page(
      SubscriberId subscriber, Days days, Set<Meter> meters, int limit, Optional<Cursor> after);

  /**
   * Adds up some of the days with lines that were not added up yet, so that {@link #totals} need
   * not read their lines; it changes no answer. Any number may run at once; may be retried.
   *
   * <p>Lines may come faster than they are added up; only a next call takes those of this moment.
   */
  RolledUp rollUp();

  /**
   * Appends a number-month for each number that is a subscriber's own now and has none in this
   * month, where the subscriber is, and says how many that were. A shared number is nobody's. Any
   * number may run at once; may be repeated.
   */
  long countNumbers(Instant now);

  /**
   * @param days of subscribers that were added up
   * @param more whether there was more to do at that moment
   */
  record RolledUp(int days, boolean more) {}

  /**
   * @param quantity in the meter's unit, exact
   */
  record Total(ChannelKind channel, Measure measure, BigDecimal quantity) {}

  /** A place in the list of lines: after a line. */
  record Cursor(LocalDate localDay, UsageEntryId id) {}
}
