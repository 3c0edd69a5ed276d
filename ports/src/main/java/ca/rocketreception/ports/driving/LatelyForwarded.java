package ca.rocketreception.ports.driving;

import ca.rocketreception.domain.InboundCall;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.SubscriberId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which calls this node forwarded lately: the same caller who is back at once was sent back by the
 * phone that he was forwarded to. Another question about the same call is no other call. Who
 * withholds his number is nobody we know, and never back; a call without a name may be the same as
 * before, as often as a provider repeats a question. The oldest are forgotten first.
 */
final class LatelyForwarded {

  private static final Duration LATELY = Duration.ofMinutes(1);
  private static final int MOST = 10_000;

  /** A question and its three repeats. */
  private static final int MAX_REPEATS = 4;

  private record Forward(PhoneNumber called, PhoneNumber caller, SubscriberId business) {}

  private record Forwarded(Optional<String> id, Instant at, int times) {}

  private final Map<Forward, Forwarded> forwarded =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Forward, Forwarded> eldest) {
          return size() > MOST;
        }
      };

  /**
   * @param business whose phone it is
   * @param id the provider's name for the call, if it tells one
   */
  synchronized boolean contains(
      InboundCall call, SubscriberId business, Optional<String> id, Instant now) {
    return key(call, business)
        .map(forwarded::get)
        .filter(before -> isLately(before, now))
        .filter(before -> isAnotherCall(before, id))
        .isPresent();
  }

  synchronized void add(InboundCall call, SubscriberId business, Optional<String> id, Instant now) {
    key(call, business)
        .ifPresent(key -> {
          Forwarded before = forwarded.remove(key);
          boolean again = before != null && isLately(before, now);
          forwarded.put(
              key,
              again
                  ? new Forwarded(id.or(before::id), before.at(), before.times() + 1)
                  : new Forwarded(id, now, 1));
        });
  }

  private static boolean isLately(Forwarded before, Instant now) {
    return before.at().plus(LATELY).isAfter(now);
  }

  private static boolean isAnotherCall(Forwarded before, Optional<String> id) {
    return id.isPresent() && before.id().isPresent()
        ? !id.equals(before.id())
        : before.times() >= MAX_REPEATS;
  }

  private static Optional<Forward> key(InboundCall call, SubscriberId business) {
    return call.from().map(caller -> new Forward(call.to(), caller, business));
  }
}
