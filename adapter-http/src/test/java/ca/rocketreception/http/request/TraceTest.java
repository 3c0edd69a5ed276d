package ca.rocketreception.http.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.http.Reception;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class TraceTest {

  private final Reception reception = new Reception();
  private final Logger log = (Logger) LoggerFactory.getLogger(Trace.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    log.setLevel(Level.DEBUG);
    log.addAppender(lines);
  }

  @AfterEach
  void close() {
    reception.close();
    log.detachAppender(lines);
    log.setLevel(null);
  }

  @Test
  void a_request_leaves_one_line_with_its_id_and_nothing_of_anybody() {
    Interaction call =
        reception.call("call_1", Reception.DENTIST, Instant.parse("2026-11-23T16:00:00Z"));
    reception.send(
        reception
            .request(
                "/v1/subscribers/prairie-dental/interactions/" + call.id() + "?caller=+12045550199")
            .header("X-Request-Id", "reading-1")
            .header("Authorization", "Bearer " + reception.dentistKey));
    reception.send(
        reception
            .request("/webhooks/retell/inbound?from=+12045550199")
            .header("X-Request-Id", "webhook-1")
            .POST(BodyPublishers.ofString(Samples.CALLER.e164())));
    reception.send(reception.request("/+12045550199").header("X-Request-Id", "unknown-1"));

    reception.close();

    assertThat(lines.list)
        .extracting(
            line -> line.getMDCPropertyMap().get("requestId"),
            ILoggingEvent::getLevel,
            line -> line.getFormattedMessage().replaceAll("[0-9]+ ms", "ms"))
        .containsExactlyInAnyOrderElementsOf(
            List.of(
                tuple(
                    "reading-1", Level.INFO, "GET /v1/subscribers/{slug}/interactions/{id} 400 ms"),
                tuple("webhook-1", Level.DEBUG, "POST /webhooks/retell/* 204 ms"),
                tuple("unknown-1", Level.DEBUG, "GET unmatched 404 ms")));
  }
}
