package ca.rocketreception.ports.driving;

import ca.rocketreception.domain.InboundCall;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.ProviderReference;
import ca.rocketreception.domain.SubscriberId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which calls this node forwarded lately: the same caller who is back at once was sent back by the
 * phone that he was forwarded to. Another question about the same call is no other call. Who
 * withholds his number is nobody we know, and never back; a call without a name, or of which
 * another provider tells, which has its own name for it, may be the same as before, as often as a
 * provider repeats a question. The oldest are forgotten first.
 */
final class LatelyForwarded {

  private static final Duration LATELY = Duration.ofMinutes(1);
  private static final int MOST = 10_000;

  /** A question and its three repeats. */
  private static final int MAX_REPEATS = 4;

  private record Forward(PhoneNumber called, PhoneNumber caller, SubscriberId business) {}

  /** A call and what each provider that told of it calls it. */
  private record Forwarded(Map<Provider, String> names, Instant at, int times) {

    Forwarded {
      names = Map.copyOf(names);
    }

    static Forwarded at(Instant now) {
      return new Forwarded(Map.of(), now, 0);
    }

    Forwarded again(Optional<ProviderReference> id) {
      Map<Provider, String> all = new HashMap<>(names);
      id.ifPresent(told -> all.put(told.provider(), told.id()));
      return new Forwarded(all, at, times + 1);
    }

    boolean isLately(Instant now) {
      return at.plus(LATELY).isAfter(now);
    }

    boolean isAnotherThan(Optional<ProviderReference> id) {
      return id.filter(told -> names.containsKey(told.provider()))
          .map(told -> !told.id().equals(names.get(told.provider())))
          .orElse(times >= MAX_REPEATS);
    }
  }

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
      InboundCall call, SubscriberId business, Optional<ProviderReference> id, Instant now) {
    return key(call, business)
        .map(forwarded::get)
        .filter(before -> before.isLately(now))
        .filter(before -> before.isAnotherThan(id))
        .isPresent();
  }

  synchronized void add(
      InboundCall call, SubscriberId business, Optional<ProviderReference> id, Instant now) {
    key(call, business)
        .ifPresent(key -> {
          Forwarded before =
              Optional.ofNullable(forwarded.remove(key))
                  .filter(known -> known.isLately(now))
                  .orElseGet(() -> Forwarded.at(now));
          forwarded.put(key, before.again(id));
        });
  }

  private static Optional<Forward> key(InboundCall call, SubscriberId business) {
    return call.from().map(caller -> new Forward(call.to(), caller, business));
  }
}
