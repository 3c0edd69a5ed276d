package ca.rocketreception.ports.driving;

import ca.rocketreception.domain.InboundCall;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which calls this node forwarded lately: the same caller who is back at once was sent back by the
 * phone that he was forwarded to. Another question about the same call is no other call. The oldest
 * are forgotten first.
 */
final class LatelyForwarded {

  private static final Duration LATELY = Duration.ofMinutes(1);
  private static final int MOST = 10_000;

  private record Forwarded(Optional<String> id, Instant at) {}

  private final Map<InboundCall, Forwarded> forwarded =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InboundCall, Forwarded> eldest) {
          return size() > MOST;
        }
      };

  /**
   * @param id the provider's name for the call, if it tells one
   */
  synchronized boolean contains(InboundCall call, Optional<String> id, Instant now) {
    Forwarded before = forwarded.get(call);
    return before != null
        && before.at().plus(LATELY).isAfter(now)
        && (id.isEmpty() || !id.equals(before.id()));
  }

  synchronized void add(InboundCall call, Optional<String> id, Instant now) {
    forwarded.remove(call);
    forwarded.put(call, new Forwarded(id, now));
  }
}
