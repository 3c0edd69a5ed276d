package ca.rocketreception.workshop;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a load measured.
 *
 * @param seconds wall time of the whole
 * @param nanos of each request, in ascending order
 * @param answers how many of each status, or of each error
 */
record Figures(double seconds, long[] nanos, Map<String, Long> answers) {

  Figures {
    Arrays.sort(nanos);
  }

  double perSecond() {
    return nanos.length / seconds;
  }

  /** A percentile in milliseconds. */
  double percentile(double percent) {
    int place = (int) Math.ceil(percent / 100 * nanos.length) - 1;
    return nanos[Math.clamp(place, 0, nanos.length - 1)] / 1e6;
  }

  String line(String what) {
    String statuses =
        answers.entrySet().stream()
            .map(answer -> answer.getKey() + "×" + answer.getValue())
            .collect(Collectors.joining(" "));
    return String.format(
        Locale.ROOT,
        "%-28s %8.0f/s   p50 %7.2f ms   p95 %7.2f ms   p99 %7.2f ms   max %7.1f ms   %s",
        what,
        perSecond(),
        percentile(50),
        percentile(95),
        percentile(99),
        percentile(100),
        statuses);
  }
}
