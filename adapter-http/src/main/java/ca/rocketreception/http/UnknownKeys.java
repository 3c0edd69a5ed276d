package ca.rocketreception.http;

import ca.rocketreception.domain.ApiKey;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.ports.driving.ManagingKeys;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds how often the store is asked for keys that are none, from an address and on this node.
 * Whoever came with a key that was good lately is asked for as ever, wherever it comes from.
 */
final class UnknownKeys {

  private static final int OF_AN_ADDRESS_A_MINUTE = 600;
  private static final int OF_THE_NODE_A_MINUTE = 3000;
  private static final int MOST_KNOWN = 10_000;

  private final ManagingKeys keys;
  private final InstantSource clock;
  private final TokenBuckets ofAddress = new TokenBuckets(OF_AN_ADDRESS_A_MINUTE);
  private final TokenBuckets ofNode = new TokenBuckets(OF_THE_NODE_A_MINUTE);

  /** Prints of keys that were good lately: they save nobody from being looked up. */
  private final Set<String> good = ConcurrentHashMap.newKeySet();

  UnknownKeys(ManagingKeys keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  ApiKey recognise(String secret, String address) {
    String print = Page.digest(secret.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    if (!good.contains(print)) {
      ofAddress.requireSome(address, clock.instant());
      ofNode.requireSome("", clock.instant());
    }
    try {
      ApiKey key = keys.recognise(secret);
      if (good.size() > MOST_KNOWN) {
        good.clear();
      }
      good.add(print);
      return key;
    } catch (Refusal.Unauthenticated unknown) {
      good.remove(print);
      ofAddress.take(address, clock.instant());
      ofNode.take("", clock.instant());
      throw unknown;
    }
  }
}
