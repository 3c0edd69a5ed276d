package ca.rocketreception.http.page;

import ca.rocketreception.domain.Sha256;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The page that shows what arrives, and the contract's description; all kept in memory. */
public final class Page {

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private volatile byte[] description;

  public Map<String, Handler> routes() {
    return Map.of(
        "/", file("index.html", "text/html; charset=utf-8"),
        "/page.js", file("page.js", "text/javascript; charset=utf-8"),
        "/page.css", file("page.css", "text/css; charset=utf-8"),
        "/page.svg", file("page.svg", "image/svg+xml"),
        "/openapi.yaml", file("openapi.yaml", "application/yaml; charset=utf-8"),
        "/docs.css", file("docs.css", "text/css; charset=utf-8"),
        "/docs.js", file("docs.js", "text/javascript; charset=utf-8"),
        "/docs", this::description);
  }

  /** Made when somebody wants to read it: most never do. */
  private void description(Context request) {
    if (description == null) {
      description = DescriptionPage.of(read("openapi.yaml"));
    }
    answer(request, "text/html; charset=utf-8", '"' + Sha256.hex(description) + '"', description);
  }

  private static Handler file(String name, String type) {
    byte[] bytes = read(name);
    String tag = '"' + Sha256.hex(bytes) + '"';
    return request -> answer(request, type, tag, bytes);
  }

  private static void answer(Context request, String type, String tag, byte[] bytes) {
    request.header("Content-Security-Policy", POLICY);
    request.header("Cross-Origin-Opener-Policy", "same-origin");
    request.header("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    request.header("Cache-Control", "no-cache, no-transform");
    request.header("ETag", tag);
    if (tag.equals(request.header("If-None-Match"))) {
      request.status(304);
    } else {
      request.contentType(type).result(bytes);
    }
  }

  private static byte[] read(String name) {
    try (InputStream in = Page.class.getResourceAsStream("/page/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
