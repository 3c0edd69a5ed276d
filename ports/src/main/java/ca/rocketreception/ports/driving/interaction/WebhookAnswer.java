package ca.rocketreception.ports.driving.interaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/** The answer to a provider: status, media type and bytes. */
public record WebhookAnswer(int status, String type, byte[] body) {

  public WebhookAnswer {
    requireNonNull(type, "type");
    requireNonNull(body, "body");
  }

  /** Taken, and nothing to say. */
  public static WebhookAnswer accepted() {
    return new WebhookAnswer(204, "", new byte[0]);
  }

  public static WebhookAnswer json(byte[] body) {
    return new WebhookAnswer(200, "application/json", body);
  }

  public static WebhookAnswer xml(String body) {
    return new WebhookAnswer(200, "text/xml", body.getBytes(UTF_8));
  }
}
