package ca.rocketreception.http.interaction;

import ca.rocketreception.domain.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;

/**
 * What a business's clock shows between two instants, by our zone rules: for those who show its
 * times and whose own rules, such as a browser's, may be older than the law.
 *
 * @param items what holds from when on, the first from the beginning
 */
record ShownClock(String timezone, Instant from, Instant to, List<Offset> items) {

  /** So that an answer stays small, whatever laws a place has had. */
  private static final Duration LONGEST = Duration.ofDays(3660);

  record Offset(Instant from, String offset) {

    static Offset of(Instant from, ZoneOffset offset) {
      return new Offset(from, offset.equals(ZoneOffset.UTC) ? "+00:00" : offset.getId());
    }
  }

  static ShownClock of(ZoneId zone, Instant from, Instant to) {
    if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST) > 0) {
      throw new Refusal.Invalid(
          "to",
          "to '" + to + "' is not within ten years after from",
          "Give a later instant, at most " + LONGEST.toDays() + " days after from.");
    }
    ZoneRules rules = zone.getRules();
    List<Offset> items = new ArrayList<>(List.of(Offset.of(from, rules.getOffset(from))));
    ZoneOffsetTransition next = rules.nextTransition(from);
    while (next != null && next.getInstant().isBefore(to)) {
      items.add(Offset.of(next.getInstant(), next.getOffsetAfter()));
      next = rules.nextTransition(next.getInstant());
    }
    return new ShownClock(zone.getId(), from, to, items);
  }
}
