package ca.rocketreception.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/**
 * A stranger's static host with one page, on another origin than the API. It holds a copy of the
 * widget's script under /copied/widget.js, and its policy forbids all but what the widget needs.
 */
final class BusinessPage implements AutoCloseable {

  private final HttpServer server;
  private volatile String head = "";
  private volatile String language = "en";
  private volatile String script = "";
  private volatile String tag = "";
  private volatile String policy = "";

  BusinessPage() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/";
  }

  /** The embed as the product's documents write it, with the script served by us. */
  void embed(String api, String slug) {
    hold(api, embedded(api + "/widget.js", api, slug));
  }

  /** The same with a copy of the script on the page's own host. */
  void embedCopy(String api, String slug) {
    hold(api, embedded("/copied/widget.js", api, slug));
  }

  private static String embedded(String source, String api, String slug) {
    return "<script src=\"%s\" data-api-base=\"%s\" data-subscriber=\"%s\" defer></script>"
        .formatted(source, api, slug);
  }

  private void hold(String api, String embed) {
    head = embed;
    language = "en";
    script = "";
    tag = "";
    policy =
        "default-src 'none'; script-src 'self' "
            + api
            + "; style-src 'self'; img-src data:; form-action 'none'; base-uri 'none';"
            + " require-trusted-types-for 'script'; connect-src "
            + api;
  }

  /** What the page's own script does once the page has been read, after the embed's. */
  void run(String words) {
    script = words;
    tag = "<script src=\"/site.js\" defer></script>";
  }

  /** What it does at once, before the embed's has run. */
  void runTooSoon(String words) {
    script = words;
    tag = "<script src=\"/site.js\"></script>";
  }

  void speak(String spoken) {
    language = spoken;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body =
          switch (path) {
            case "/" -> page().getBytes(UTF_8);
            case "/site.js" -> script.getBytes(UTF_8);
            case "/copied/widget.js" -> widget();
            default -> new byte[0];
          };
      var headers = exchange.getResponseHeaders();
      headers.set(
          "Content-Type",
          (path.endsWith(".js") ? "text/javascript" : "text/html") + "; charset=utf-8");
      headers.set("Content-Security-Policy", policy);
      exchange.sendResponseHeaders(
          body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private String page() {
    return """
    <!doctype html>
    <html lang="%s">
    <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>A business</title>
      <link rel="icon" href="data:,">
      %s
      %s
    </head>
    <body><main><h1>A business</h1><p>We are here for you. <a href="/">Visit us</a></p></main></body>
    </html>
    """
        .formatted(language, head, tag);
  }

  private static byte[] widget() throws IOException {
    try (InputStream in = BusinessPage.class.getResourceAsStream("/widget/widget.js")) {
      return in.readAllBytes();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
