package ca.rocketreception.ports.driving;

import ca.rocketreception.domain.InboundCall;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which calls this node forwarded lately: the same caller who is back at once was sent back by the
 * phone that he was forwarded to. The oldest are forgotten first.
 */
final class LatelyForwarded {

  private static final Duration LATELY = Duration.ofMinutes(1);
  private static final int MOST = 10_000;

  private final Map<InboundCall, Instant> forwarded =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InboundCall, Instant> eldest) {
          return size() > MOST;
        }
      };

  synchronized boolean contains(InboundCall call, Instant now) {
    Instant at = forwarded.get(call);
    return at != null && at.plus(LATELY).isAfter(now);
  }

  synchronized void add(InboundCall call, Instant now) {
    forwarded.remove(call);
    forwarded.put(call, now);
  }
}
