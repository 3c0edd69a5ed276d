package ca.rocketreception.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.http.Reception;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A proxy of which nobody told us makes everybody one address. */
final class ProxyWarningTest {

  private final Logger log = (Logger) LoggerFactory.getLogger(Visitors.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    log.addAppender(lines);
  }

  @AfterEach
  void close() {
    log.detachAppender(lines);
  }

  @Test
  void a_proxy_that_nobody_told_us_of_is_warned_of_once() {
    try (Reception reception = new Reception()) {
      String key = reception.dentistKey;
      reception.get("/v1/subscribers", key);
      assertThat(lines.list).isEmpty();

      for (int asked = 0; asked < 3; asked++) {
        reception.send(
            reception
                .request("/v1/subscribers")
                .header("Authorization", "Bearer " + key)
                .header("X-Forwarded-For", "198.51.100.7"));
      }

      assertThat(lines.list).hasSize(1);
      assertThat(lines.list.getFirst().getFormattedMessage())
          .contains("TRUSTED_PROXIES is 0")
          .doesNotContain("198.51.100.7");
    }
  }
}
