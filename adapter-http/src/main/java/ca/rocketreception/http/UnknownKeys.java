package ca.rocketreception.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.domain.ApiKey;
import ca.rocketreception.domain.ApiKeyId;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.ports.driving.ManagingKeys;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds how often the store is asked for keys: for those that are none, from an address and on
 * this node; for one that was good lately, wherever it comes from, by its own rate.
 */
final class UnknownKeys {

  private static final int OF_AN_ADDRESS_A_MINUTE = 600;
  private static final int OF_THE_NODE_A_MINUTE = 3000;
  private static final int MOST_KNOWN = 10_000;

  private final ManagingKeys keys;
  private final RateLimits rates;
  private final InstantSource clock;
  private final TokenBuckets ofAddress = new TokenBuckets(OF_AN_ADDRESS_A_MINUTE);
  private final TokenBuckets ofNode = new TokenBuckets(OF_THE_NODE_A_MINUTE);

  /** By print, the keys that were good lately: they save nobody from being looked up. */
  private final Map<String, ApiKeyId> good = new ConcurrentHashMap<>();

  UnknownKeys(ManagingKeys keys, RateLimits rates, InstantSource clock) {
    this.keys = keys;
    this.rates = rates;
    this.clock = clock;
  }

  ApiKey recognise(String secret, String address) {
    String print = Page.digest(secret.getBytes(UTF_8));
    ApiKeyId known = good.get(print);
    if (known == null) {
      ofAddress.requireSome(address, clock.instant());
      ofNode.requireSome("", clock.instant());
    } else {
      rates.take(known);
    }
    try {
      ApiKey key = keys.recognise(secret);
      if (good.size() > MOST_KNOWN) {
        good.clear();
      }
      good.put(print, key.id());
      if (known == null) {
        rates.take(key.id());
      }
      return key;
    } catch (Refusal.Unauthenticated unknown) {
      good.remove(print);
      ofAddress.take(address, clock.instant());
      ofNode.take("", clock.instant());
      throw unknown;
    }
  }
}
