package ca.rocketreception.workshop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;

/**
 * The page of a make-believe business with the chat widget on it: on another origin than the API,
 * and as strict as a careful business's page is.
 */
final class DemoSite implements AutoCloseable {

  private static final Map<String, String> TYPES =
      Map.of("html", "text/html; charset=utf-8", "css", "text/css; charset=utf-8");

  private final HttpServer server;
  private final String api;

  private DemoSite(HttpServer server, URI api) {
    this.server = server;
    this.api = api.toString();
  }

  /**
   * @param api where the script and its API are
   * @param port 0 for any free one
   */
  static DemoSite open(URI api, int port) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
      DemoSite site = new DemoSite(server, api);
      server.createContext("/", site::answer);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
      return site;
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "The demo's second page cannot listen on port " + port + "; give another --port",
          failure);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Optional<String> file =
          switch (exchange.getRequestURI().getPath()) {
            case "/" -> Optional.of("index.html");
            case "/fr" -> Optional.of("fr.html");
            case "/site.css" -> Optional.of("site.css");
            default -> Optional.empty();
          };
      if (file.isEmpty()) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] body = read(file.get()).replace("{api}", api).getBytes(UTF_8);
      var headers = exchange.getResponseHeaders();
      headers.set("Content-Type", TYPES.get(file.get().replaceFirst(".*\\.", "")));
      headers.set(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; script-src "
              + api
              + "; connect-src "
              + api);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String read(String file) throws IOException {
    try (InputStream in = DemoSite.class.getResourceAsStream("/demo-site/" + file)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
