package ca.rocketreception.ports.driving.interaction;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * A provider's request as it came over the wire.
 *
 * @param target the raw path and query, neither decoded nor re-ordered: signatures are over it
 * @param headers by lower-case name
 * @param body the raw bytes; not to be changed
 */
public record WebhookRequest(
    String method, String target, Map<String, String> headers, byte[] body) {

  public WebhookRequest {
    requireNonNull(method, "method");
    requireNonNull(target, "target");
    headers = Map.copyOf(headers);
    requireNonNull(body, "body");
  }

  /** The same with a body. */
  public WebhookRequest with(byte[] whole) {
    return new WebhookRequest(method, target, headers, whole);
  }

  public Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  /** The target without its query. */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }
}
