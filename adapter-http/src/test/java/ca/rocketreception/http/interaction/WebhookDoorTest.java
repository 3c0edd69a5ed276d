package ca.rocketreception.http.interaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.http.Raw;
import ca.rocketreception.http.Reception;
import ca.rocketreception.ports.driving.interaction.WebhookAnswer;
import ca.rocketreception.ports.driving.interaction.WebhookRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WebhookDoorTest {

  private final Reception reception = new Reception();
  private final AtomicReference<WebhookRequest> seen = new AtomicReference<>();

  @AfterEach
  void close() {
    reception.close();
  }

  @Test
  void a_provider_is_heard_as_it_spoke_and_answered_as_its_adapter_says() {
    byte[] bytes = {0, (byte) 0xff, '{', '\r', '\n'};
    reception.webhook =
        request -> {
          seen.set(request);
          return new WebhookAnswer(202, "text/x-special", "as is".getBytes(UTF_8));
        };

    HttpResponse<String> answer =
        reception.send(
            reception
                .request("/webhooks/retell/functions/route_call?b=%2B1&a=%20x+y&&b")
                .header("X-Retell-Signature", "v=1,d=2")
                .POST(BodyPublishers.ofByteArray(bytes)));

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("content-type")).contains("text/x-special");
    assertThat(answer.body()).isEqualTo("as is");
    assertThat(seen.get().method()).isEqualTo("POST");
    assertThat(seen.get().target())
        .isEqualTo("/webhooks/retell/functions/route_call?b=%2B1&a=%20x+y&&b");
    assertThat(seen.get().header("x-retell-signature")).contains("v=1,d=2");
    assertThat(seen.get().body()).isEqualTo(bytes);
  }

  @Test
  void the_prefix_itself_is_a_door_and_its_neighbour_is_none() {
    HttpResponse<String> taken =
        reception.send(reception.request("/webhooks/retell").POST(BodyPublishers.noBody()));
    HttpResponse<String> unknown =
        reception.send(reception.request("/webhooks/retellx").POST(BodyPublishers.noBody()));

    assertThat(taken.statusCode()).isEqualTo(204);
    assertThat(taken.body()).isEmpty();
    assertThat(taken.headers().firstValue("content-type")).isEmpty();
    assertThat(unknown.statusCode()).isEqualTo(404);
  }

  @Test
  void a_path_is_neither_decoded_nor_tidied() throws IOException {
    reception.webhook =
        request -> {
          seen.set(request);
          return WebhookAnswer.accepted();
        };

    String answer =
        raw(
            "POST /webhooks/retell/a%20b;c=d?x=%zz HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n"
                + "Connection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 204");
    assertThat(seen.get().target()).isEqualTo("/webhooks/retell/a%20b;c=d?x=%zz");
  }

  @Test
  void a_large_body_is_taken_and_a_larger_one_is_refused_whatever_its_headers_say() {
    reception.webhook =
        request -> {
          seen.set(request);
          return WebhookAnswer.accepted();
        };
    byte[] most = new byte[8 << 20];
    byte[] more = new byte[most.length + 1];

    assertThat(post(most, false).statusCode()).isEqualTo(204);
    assertThat(seen.get().body()).hasSize(most.length);
    assertThat(post(most, true).statusCode()).isEqualTo(204);
    assertThat(post(more, false).statusCode()).isEqualTo(413);
    HttpResponse<String> chunked = post(more, true);
    assertThat(chunked.statusCode()).isEqualTo(413);
    assertThat(Reception.json(chunked).get("type").asString())
        .isEqualTo("urn:rocketreception:problem:too-large");
  }

  @Test
  void a_body_that_ends_early_or_is_badly_chunked_is_refused_and_not_handed_on()
      throws IOException {
    reception.webhook =
        request -> {
          seen.set(request);
          return WebhookAnswer.accepted();
        };

    String chunked =
        raw(
            "POST /webhooks/retell HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "zz\r\nhello\r\n0\r\n\r\n");
    String cut =
        raw("POST /webhooks/retell HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nhello");

    assertThat(chunked).startsWith("HTTP/1.1 400").contains("problem+json");
    assertThat(cut)
        .satisfiesAnyOf(
            answer -> assertThat(answer).isEmpty(),
            answer -> assertThat(answer).startsWith("HTTP/1.1 400"));
    assertThat(seen.get()).isNull();
  }

  @Test
  void a_refusal_of_an_adapter_is_a_problem_answer() {
    reception.webhook =
        request -> {
          throw new Refusal.Unauthenticated("The signature is wrong", "Sign with the shared key.");
        };

    HttpResponse<String> answer = post(new byte[1], false);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(Reception.json(answer).get("detail").asString()).isEqualTo("The signature is wrong");
  }

  @Test
  void a_store_that_is_away_is_said_with_when_to_come_back() {
    reception.webhook =
        request -> {
          throw new Refusal.Unavailable("The database cannot be reached", null);
        };

    HttpResponse<String> answer = post(new byte[1], false);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("retry-after")).contains("2");
  }

  private HttpResponse<String> post(byte[] body, boolean chunked) {
    return reception.send(
        reception
            .request("/webhooks/retell")
            .POST(
                chunked
                    ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
                    : BodyPublishers.ofByteArray(body)));
  }

  private String raw(String request) throws IOException {
    return Raw.send(reception.port, request);
  }
}
