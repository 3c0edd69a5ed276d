package ca.rocketreception.ports.driving.routing;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.routing.InboundCall;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which calls this node forwarded lately: the same caller who is back at once was sent back by the
 * phone that he was forwarded to. Another question about the same call is no other call. A call
 * without a name may be the same as before, as soon and as often as a provider repeats a question;
 * so may one of which another provider tells, which has its own name for it. Of those who withhold
 * their numbers nobody knows who is back: when very many come one after the other, one of them goes
 * round, and the receptionist takes the next. The oldest are forgotten first.
 */
final class LatelyForwarded {

  private static final Duration LATELY = Duration.ofMinutes(1);
  private static final int MOST = 10_000;

  /** A question and its three repeats. */
  private static final int MAX_REPEATS = 4;

  /**
   * Retell repeats a question after its time-out of 10 s; a phone that nobody takes rings longer.
   */
  private static final Duration REPEATED_WITHIN = Duration.ofSeconds(15);

  /** A phone rings for up to 45 s and sends back; so many others do not come so fast. */
  private static final int MOST_WITHHELD = 6;

  private static final Duration WITHHELD_WITHIN = Duration.ofMinutes(5);

  private record Forward(PhoneNumber called, PhoneNumber caller, SubscriberId business) {}

  /** A call and what each provider that told of it calls it. */
  private record Forwarded(Map<Provider, String> names, Instant at, int times) {

    Forwarded {
      names = Map.copyOf(names);
    }

    static Forwarded at(Instant now) {
      return new Forwarded(Map.of(), now, 0);
    }

    Forwarded again(Optional<ProviderReference> id, Instant now) {
      Map<Provider, String> all = new HashMap<>(names);
      id.ifPresent(told -> all.put(told.provider(), told.id()));
      return new Forwarded(all, now, times + 1);
    }

    boolean isLately(Instant now) {
      return at.plus(LATELY).isAfter(now);
    }

    boolean isAnotherThan(Optional<ProviderReference> id, Instant now) {
      boolean late = id.isEmpty() && at.plus(REPEATED_WITHIN).isBefore(now);
      return id.filter(told -> names.containsKey(told.provider()))
          .map(told -> !told.id().equals(names.get(told.provider())))
          .orElse(late || times >= MAX_REPEATS);
    }
  }

  /** To whom callers are forwarded who withhold their numbers. */
  private record Withheld(PhoneNumber called, SubscriberId business) {}

  /** A call of somebody who withholds his number. */
  private record Nobodys(Optional<ProviderReference> id, Instant at) {
    boolean isSame(Optional<ProviderReference> other) {
      return id.isPresent() && id.equals(other);
    }
  }

  /** Forgets the oldest beyond so many. */
  private static final class Eldest<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > MOST;
    }
  }

  private final Map<Forward, Forwarded> forwarded = new Eldest<>();
  private final Map<Withheld, List<Nobodys>> withheld = new Eldest<>();

  /**
   * @param business whose phone it is
   * @param id the provider's name for the call, if it tells one
   */
  synchronized boolean contains(
      InboundCall call, SubscriberId business, Optional<ProviderReference> id, Instant now) {
    if (call.from().isEmpty()) {
      List<Nobodys> calls = lately(call, business, now);
      return calls.size() >= MOST_WITHHELD && calls.stream().noneMatch(one -> one.isSame(id));
    }
    return key(call, business)
        .map(forwarded::get)
        .filter(before -> before.isLately(now))
        .filter(before -> before.isAnotherThan(id, now))
        .isPresent();
  }

  private List<Nobodys> lately(InboundCall call, SubscriberId business, Instant now) {
    return withheld.getOrDefault(new Withheld(call.to(), business), List.of()).stream()
        .filter(one -> one.at().plus(WITHHELD_WITHIN).isAfter(now))
        .toList();
  }

  synchronized void add(
      InboundCall call, SubscriberId business, Optional<ProviderReference> id, Instant now) {
    if (call.from().isEmpty()) {
      addWithheld(call, business, id, now);
    }
    key(call, business)
        .ifPresent(key -> {
          Forwarded before =
              Optional.ofNullable(forwarded.remove(key))
                  .filter(known -> known.isLately(now))
                  .orElseGet(() -> Forwarded.at(now));
          forwarded.put(key, before.again(id, now));
        });
  }

  private void addWithheld(
      InboundCall call, SubscriberId business, Optional<ProviderReference> id, Instant now) {
    List<Nobodys> calls = lately(call, business, now);
    if (calls.stream().noneMatch(known -> known.isSame(id))) {
      Withheld whose = new Withheld(call.to(), business);
      withheld.remove(whose);
      withheld.put(
          whose,
          Stream.concat(calls.stream(), Stream.of(new Nobodys(id, now)))
              .skip(Math.max(0, calls.size() + 1 - MOST_WITHHELD))
              .toList());
    }
  }

  private static Optional<Forward> key(InboundCall call, SubscriberId business) {
    return call.from().map(caller -> new Forward(call.to(), caller, business));
  }
}
