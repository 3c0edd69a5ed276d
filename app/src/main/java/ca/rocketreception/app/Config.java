package ca.rocketreception.app;

import ca.rocketreception.postgres.Database;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How this installation is set up, read once from the environment's variables.
 *
 * @param database empty: the embedded PostgreSQL
 * @param keepEvents how long received webhooks are kept as evidence
 */
record Config(
    int port,
    Optional<Database.Settings> database,
    int databaseConnections,
    Path dataDir,
    Optional<URI> publicUrl,
    Optional<String> operatorKey,
    List<String> retellWebhookKeys,
    List<String> twilioAuthTokens,
    Duration keepEvents) {

  private static final int SHORTEST_OPERATOR_KEY = 32;

  /** Reads the variables; throws one {@link ConfigProblem} that names every wrong one. */
  static Config from(Map<String, String> variables) {
    Reader read = new Reader(variables);
    int connections = read.number("DATABASE_CONNECTIONS", 16, 2, 500);
    Config config =
        new Config(
            read.number("PORT", 8080, 0, 65_535),
            read.one("DATABASE_URL", text -> settings(text, connections)),
            connections,
            read.one("ROCKET_DATA_DIR", Path::of).orElse(Path.of(".rocket")),
            read.one("PUBLIC_URL", Config::address),
            read.one("OPERATOR_KEY", Config::longEnough),
            read.list("RETELL_WEBHOOK_KEYS")
                .or(() -> read.list("RETELL_API_KEY"))
                .orElse(List.of()),
            read.list("TWILIO_AUTH_TOKENS").orElse(List.of()),
            Duration.ofDays(read.number("PROVIDER_EVENT_DAYS", 400, 1, 36_500)));
    if (!config.twilioAuthTokens.isEmpty() && config.publicUrl.isEmpty()) {
      read.problems.add(
          "TWILIO_AUTH_TOKENS needs PUBLIC_URL: Twilio signs the address that it calls");
    }
    if (!read.problems.isEmpty()) {
      throw new ConfigProblem(read.problems);
    }
    return config;
  }

  /** Says nothing secret. */
  @Override
  public String toString() {
    return "Config[port %d, database %s, data under %s, %d webhook keys, %d Twilio tokens]"
        .formatted(
            port,
            database.map(Database.Settings::toString).orElse("embedded"),
            dataDir,
            retellWebhookKeys.size(),
            twilioAuthTokens.size());
  }

  private static URI address(String text) {
    URI uri = URI.create(text);
    if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
      throw new IllegalArgumentException("is no http or https address");
    }
    return uri;
  }

  private static String longEnough(String key) {
    if (key.length() < SHORTEST_OPERATOR_KEY) {
      throw new IllegalArgumentException("has fewer than " + SHORTEST_OPERATOR_KEY + " characters");
    }
    return key;
  }

  private static Database.Settings settings(String text, int connections) {
    String plain = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
    URI uri = URI.create(plain.replaceFirst("^postgres:", "postgresql:"));
    if (!"postgresql".equals(uri.getScheme())
        || uri.getHost() == null
        || uri.getPath().length() < 2) {
      throw new IllegalArgumentException(
          "is not of the form postgres://user:password@host:port/name");
    }
    String[] user = Optional.ofNullable(uri.getRawUserInfo()).orElse("").split(":", 2);
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    int port = uri.getPort() < 0 ? 5432 : uri.getPort();
    return new Database.Settings(
        "jdbc:postgresql://" + uri.getHost() + ":" + port + uri.getRawPath() + query,
        decoded(user[0]),
        user.length > 1 ? decoded(user[1]) : "",
        connections);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Reads variables one by one and collects what is wrong. */
  private static final class Reader {
    private final Map<String, String> variables;
    private final List<String> problems = new ArrayList<>();

    Reader(Map<String, String> variables) {
      this.variables = variables;
    }

    <T> Optional<T> one(String name, Function<String, T> reader) {
      String text = variables.getOrDefault(name, "").strip();
      if (text.isEmpty()) {
        return Optional.empty();
      }
      try {
        return Optional.of(reader.apply(text));
      } catch (NumberFormatException e) {
        problems.add(name + " is no whole number");
      } catch (IllegalArgumentException e) {
        // what a parser of the JDK says may show the value, and the value may be a secret
        boolean ours = e.getClass() == IllegalArgumentException.class && e.getCause() == null;
        problems.add(name + " " + (ours ? e.getMessage() : "is not of the right form"));
      }
      return Optional.empty();
    }

    int number(String name, int absent, int least, int most) {
      return one(
              name,
              text -> {
                int number = Integer.parseInt(text);
                if (number < least || number > most) {
                  throw new IllegalArgumentException(
                      "is " + number + ", but must be from " + least + " to " + most);
                }
                return number;
              })
          .orElse(absent);
    }

    Optional<List<String>> list(String name) {
      return one(
              name,
              text ->
                  Arrays.stream(text.split(","))
                      .map(String::strip)
                      .filter(item -> !item.isEmpty())
                      .toList())
          .filter(items -> !items.isEmpty());
    }
  }
}
