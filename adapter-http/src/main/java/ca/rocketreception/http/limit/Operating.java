package ca.rocketreception.http.limit;

import static java.util.Objects.requireNonNull;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;

/**
 * How the server is watched and held back.
 *
 * @param meters shown at /metrics; the server adds its requests to them
 * @param perKey how often one API key may ask
 * @param patience how long one may take to send the head of a request, and as long again its body
 * @param secure whether people reach us by https alone, so that browsers may be told so
 * @param limits how much of the node anybody may hold
 */
public record Operating(
    PrometheusMeterRegistry meters, Rate perKey, Duration patience, boolean secure, Limits limits) {

  public static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * @param perSecond how many requests a second may go on for ever
   * @param burst how many may come at once after a silence
   */
  public record Rate(int perSecond, int burst) {

    public static final Rate USUAL = new Rate(50, 200);

    public Rate {
      if (perSecond < 1 || burst < perSecond) {
        throw new IllegalArgumentException(
            "The rate " + perSecond + ":" + burst + " must be 1 or more, the burst no less");
      }
    }
  }

  /**
   * @param connections to the node
   * @param connectionsOfAnAddress of these, unless a proxy of ours stands in front
   * @param newsOfAKey streams of news that one API key may have open
   * @param atOnce requests with the keys of one business, or one key of the operator's, and as many
   *     of a business's visitors, that are worked on at once
   * @param heap in bytes: what bodies may hold at once is a part of it
   */
  public record Limits(
      int connections, int connectionsOfAnAddress, int newsOfAKey, int atOnce, long heap) {

    private static final int NEWS_OF_A_KEY = 30;
    private static final int LEAST_AT_ONCE = 2;
    private static final int PART_OF_A_BUSINESS = 4;

    public Limits {
      if (connectionsOfAnAddress < 1 || connections < connectionsOfAnAddress) {
        throw new IllegalArgumentException(
            "There must be 1 connection of an address or more, and no fewer in all");
      }
      if (atOnce < 1) {
        throw new IllegalArgumentException("There must be 1 request at once or more");
      }
    }

    /**
     * For as much as this JVM's heap may become.
     *
     * @param databaseConnections of which one business's requests hold a quarter at most, and no
     *     more than there are cores: requests are short, and more of them at once only make others
     *     wait
     */
    public static Limits of(int connections, int connectionsOfAnAddress, int databaseConnections) {
      return new Limits(
          connections,
          connectionsOfAnAddress,
          NEWS_OF_A_KEY,
          Math.max(
              LEAST_AT_ONCE,
              Math.min(
                  databaseConnections / PART_OF_A_BUSINESS,
                  Runtime.getRuntime().availableProcessors())),
          Runtime.getRuntime().maxMemory());
    }

    /**
     * That all visitors together may have open: half of the connections, so that others connect.
     */
    public int streamsOfVisitors() {
      return Math.max(1, connections / 2);
    }

    /** That all keys together may have open. */
    public int streamsOfNews() {
      return Math.max(1, connections / 4);
    }
  }

  public Operating {
    requireNonNull(meters, "meters");
    requireNonNull(perKey, "perKey");
    requireNonNull(patience, "patience");
    requireNonNull(limits, "limits");
  }

  /**
   * Meters of its own, no limit to speak of, and no promise about https: for small tools, tests.
   */
  public static Operating unlimited() {
    return new Operating(
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
        new Rate(1_000_000, 1_000_000),
        PATIENCE,
        false,
        new Limits(4_000_000, 4_000_000, 1_000_000, 1_000_000, Runtime.getRuntime().maxMemory()));
  }
}
