package ca.rocketreception.http;

import static java.util.Objects.requireNonNull;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/**
 * How the server is watched and held back.
 *
 * @param meters shown at /metrics; the server adds its requests to them
 * @param perKey how often one API key may ask
 * @param secure whether people reach us by https alone, so that browsers may be told so
 */
public record Operating(PrometheusMeterRegistry meters, Rate perKey, boolean secure) {

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

  public Operating {
    requireNonNull(meters, "meters");
    requireNonNull(perKey, "perKey");
  }

  /** Meters of its own, the usual rate, and no promise about https. */
  public static Operating usual() {
    return new Operating(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), Rate.USUAL, false);
  }
}
