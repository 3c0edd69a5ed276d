package ca.rocketreception.http.limit;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Sha256;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.access.ApiKeyId;
import ca.rocketreception.ports.driving.access.ManagingKeys;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds how the store is asked for keys: how often for those that are none, from an address; how
 * many at once on this node for those that were not good lately; for the others, wherever they come
 * from, by their own rate. Wrong keys from everywhere make a good one wait for its turn, and use up
 * nothing of a minute's.
 */
public final class UnknownKeys {

  private static final int OF_AN_ADDRESS_A_MINUTE = 600;

  /** What the store is asked for at once that may be anybody's invention. */
  public static final int AT_ONCE = 2;

  private static final int MOST_KNOWN = 10_000;

  private final ManagingKeys keys;
  private final RateLimits rates;
  private final InstantSource clock;
  private final TokenBuckets ofAddress = new TokenBuckets(OF_AN_ADDRESS_A_MINUTE);
  private final InFlight asking = new InFlight(AT_ONCE);

  /** By print, the keys that were good lately: they save nobody from being looked up. */
  private final Map<String, ApiKeyId> good = new ConcurrentHashMap<>();

  public UnknownKeys(ManagingKeys keys, RateLimits rates, InstantSource clock) {
    this.keys = keys;
    this.rates = rates;
    this.clock = clock;
  }

  public ApiKey recognise(String secret, String address) {
    Optional<ApiKey> configured = keys.configured(secret);
    if (configured.isPresent()) {
      rates.take(configured.get().id());
      return configured.get();
    }
    String print = Sha256.hex(secret);
    ApiKeyId known = good.get(print);
    if (known != null) {
      rates.take(known);
      return ask(secret, print, address);
    }
    ofAddress.requireSome(address, clock.instant());
    try (InFlight.Share _ = asking.enter("")) {
      ApiKey key = ask(secret, print, address);
      rates.take(key.id());
      return key;
    }
  }

  private ApiKey ask(String secret, String print, String address) {
    try {
      ApiKey key = keys.recognise(secret);
      if (good.size() > MOST_KNOWN) {
        good.clear();
      }
      good.put(print, key.id());
      return key;
    } catch (Refusal.Unauthenticated unknown) {
      good.remove(print);
      ofAddress.take(address, clock.instant());
      throw unknown;
    }
  }
}
