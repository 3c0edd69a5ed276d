package ca.rocketreception.http.interaction;

import static java.util.Locale.ROOT;

import ca.rocketreception.http.request.Bodies;
import ca.rocketreception.http.request.Visitors;
import ca.rocketreception.ports.driving.interaction.Webhook;
import ca.rocketreception.ports.driving.interaction.WebhookAnswer;
import ca.rocketreception.ports.driving.interaction.WebhookRequest;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;

/** Hands a provider's request on as it came over the wire, and writes the answer as it is. */
public final class WebhookDoor implements Handler {

  private static final byte[] NONE = new byte[0];

  private final Webhook webhook;
  private final Bodies bodies;
  private final Visitors visitors;

  public WebhookDoor(Webhook webhook, Bodies bodies, Visitors visitors) {
    this.webhook = webhook;
    this.bodies = bodies;
    this.visitors = visitors;
  }

  @Override
  public void handle(Context context) throws IOException {
    HttpServletRequest request = context.req();
    WebhookRequest head =
        new WebhookRequest(request.getMethod(), target(request), headers(request), NONE);
    Webhook.Admission admission = webhook.admit(head);
    WebhookAnswer answer;
    try (Bodies.Held body = bodies.read(request, visitors.address(context), admission)) {
      answer = webhook.receive(head.with(body.bytes()));
    }
    write(answer, context.res());
  }

  /** Straight to the response: what Javalin does to results (compression, tags) is not wanted. */
  private static void write(WebhookAnswer answer, HttpServletResponse response) throws IOException {
    response.setStatus(answer.status());
    response.setContentType(answer.type().isEmpty() ? null : answer.type());
    if (answer.body().length > 0) {
      response.setContentLength(answer.body().length);
      response.getOutputStream().write(answer.body());
    }
  }

  private static String target(HttpServletRequest request) {
    String query = request.getQueryString();
    return query == null ? request.getRequestURI() : request.getRequestURI() + '?' + query;
  }

  private static Map<String, String> headers(HttpServletRequest request) {
    Map<String, String> headers = new HashMap<>();
    for (Enumeration<String> names = request.getHeaderNames(); names.hasMoreElements(); ) {
      String name = names.nextElement();
      Enumeration<String> values = request.getHeaders(name);
      while (values.hasMoreElements()) {
        headers.merge(name.toLowerCase(ROOT), values.nextElement(), (one, two) -> one + ", " + two);
      }
    }
    return headers;
  }
}
