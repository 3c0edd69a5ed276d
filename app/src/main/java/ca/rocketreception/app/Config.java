package ca.rocketreception.app;

import static java.util.stream.Collectors.joining;

import ca.rocketreception.domain.routing.DialingRules;
import ca.rocketreception.http.conversation.WidgetLimits;
import ca.rocketreception.http.limit.Operating;
import ca.rocketreception.phone.NumberingPlans;
import ca.rocketreception.ports.driving.conversation.AnsweringVisitors;
import ca.rocketreception.postgres.Database;
import ca.rocketreception.twilio.TwilioApi;
import ca.rocketreception.twilio.TwilioWebhook;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How this installation is set up, read once from the environment's variables.
 *
 * @param database empty: the embedded PostgreSQL
 * @param keepEvents how long received webhooks are kept as evidence
 * @param dialing where calls may be put through to
 * @param ratePerKey how often one API key may ask a node
 * @param connections how many a node bears, of these from one address, and what hangs on them
 */
public record Config(
    int port,
    Optional<Database.Settings> database,
    int databaseConnections,
    Path dataDir,
    Optional<URI> publicUrl,
    Optional<String> operatorKey,
    Optional<String> retellApiKey,
    URI retellApiUrl,
    List<String> retellWebhookKeys,
    Optional<TwilioApi.Access> twilioAccess,
    TwilioApi.Addresses twilioAddresses,
    List<String> twilioAuthTokens,
    Duration keepEvents,
    Operating.Rate ratePerKey,
    Operating.Limits connections,
    DialingRules dialing,
    Chat chat) {

  /**
   * @param limits how much a visitor may ask of us
   */
  record Chat(AnsweringVisitors.Patience patience, WidgetLimits limits) {}

  private static final int SHORTEST_OPERATOR_KEY = 32;
  private static final int SHORTEST_SIGNING_KEY = 16;

  private static final Pattern DATABASE_URL =
      Pattern.compile(
          "(?:jdbc:)?postgres(?:ql)?:"
              + "(?://(?:(?<user>[^:@/?#]*)(?::(?<password>[^@/?#]*))?@)?"
              + "(?<hosts>(?:\\[[0-9a-fA-F:.]+]|[\\w.,:-])*)/)?"
              + "(?<name>[^/?#\\s]+)(?:\\?(?<query>[^#\\s]*))?");

  private static final Pattern RATE = Pattern.compile("(\\d{1,6})(?::(\\d{1,7}))?");

  private static final Pattern PORT_AT_THE_END = Pattern.compile(":(\\d{1,9})$");

  /** Reads the variables; throws one {@link ConfigProblem} that names every wrong one. */
  public static Config from(Map<String, String> variables) {
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
            read.one("RETELL_API_KEY", text -> text),
            read.one("RETELL_API_URL", Config::address)
                .orElse(URI.create("https://api.retellai.com")),
            read.list("RETELL_WEBHOOK_KEYS")
                .or(() -> read.list("RETELL_API_KEY"))
                .orElse(List.of()),
            twilioAccess(read),
            new TwilioApi.Addresses(
                read.one("TWILIO_API_URL", Config::address)
                    .orElse(URI.create("https://api.twilio.com")),
                read.one("TWILIO_TRUNKING_URL", Config::address)
                    .orElse(URI.create("https://trunking.twilio.com")),
                read.one("TWILIO_MESSAGING_URL", Config::address)
                    .orElse(URI.create("https://messaging.twilio.com"))),
            read.list("TWILIO_AUTH_TOKENS", TwilioWebhook::checkedToken).orElse(List.of()),
            Duration.ofDays(read.number("PROVIDER_EVENT_DAYS", 400, 1, 36_500)),
            read.one("RATE_LIMIT_PER_KEY", Config::rate).orElse(Operating.Rate.USUAL),
            read.one("CONNECTIONS", text -> connections(text, connections))
                .orElse(Operating.Limits.of(2000, 500, connections)),
            new DialingRules(
                Set.copyOf(
                    read.list("FORWARD_COUNTRIES", Config::country).orElse(List.of("CA", "US"))),
                new NumberingPlans()),
            chat(read));
    read.one("LOG_FORMAT", Config::logFormat); // the log's own configuration acts on it
    if (!config.twilioAuthTokens.isEmpty() && config.publicUrl.isEmpty()) {
      read.problems.add(
          "TWILIO_AUTH_TOKENS needs PUBLIC_URL: Twilio signs the address that it calls");
    }
    if (!read.problems.isEmpty()) {
      throw new ConfigProblem(read.problems);
    }
    return config;
  }

  /** All three or none. */
  private static Optional<TwilioApi.Access> twilioAccess(Reader read) {
    Optional<String> account = read.one("TWILIO_ACCOUNT_SID", text -> sid("AC", text));
    Optional<String> key = read.one("TWILIO_API_KEY_SID", text -> sid("SK", text));
    Optional<String> secret = read.one("TWILIO_API_KEY_SECRET", text -> text);
    List<Optional<String>> all = List.of(account, key, secret);
    if (all.stream().allMatch(Optional::isPresent)) {
      return Optional.of(new TwilioApi.Access(account.get(), key.get(), secret.get()));
    }
    if (all.stream().anyMatch(Optional::isPresent) && read.problems.isEmpty()) {
      read.problems.add(
          "TWILIO_ACCOUNT_SID, TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET belong together:"
              + " set all three, or none");
    }
    return Optional.empty();
  }

  private static String sid(String prefix, String text) {
    if (!text.matches(prefix + "[0-9a-fA-F]{32}")) {
      throw new IllegalArgumentException(
          "must be " + prefix + " and 32 hexadecimal digits, as Twilio's console shows it");
    }
    return text;
  }

  /** What connecting a number of Twilio's needs. */
  void requireTwilio() {
    if (twilioAccess.isEmpty()) {
      throw new ConfigProblem(
          List.of(
              "TWILIO_ACCOUNT_SID, TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET are not set: take"
                  + " them from Twilio's console"));
    }
  }

  /** What reading Retell's own records needs. */
  void requireRetell() {
    if (retellApiKey.isEmpty()) {
      throw new ConfigProblem(
          List.of("RETELL_API_KEY is not set: take it from Retell's dashboard"));
    }
  }

  /** What connecting any number needs. */
  void requireVoice() {
    List<String> lacking = new ArrayList<>();
    if (retellApiKey.isEmpty()) {
      lacking.add("RETELL_API_KEY is not set: take it from Retell's dashboard");
    }
    if (publicUrl.isEmpty()) {
      lacking.add("PUBLIC_URL is not set: it is the address at which providers reach this");
    }
    if (!lacking.isEmpty()) {
      throw new ConfigProblem(lacking);
    }
  }

  static String country(String text) {
    if (!List.of(Locale.getISOCountries()).contains(text)) {
      throw new IllegalArgumentException("must be countries in two capital letters, such as CA,US");
    }
    return text;
  }

  private static Chat chat(Reader read) {
    int proxies = read.number("TRUSTED_PROXIES", 0, 0, 10);
    return new Chat(
        new AnsweringVisitors.Patience(
            Duration.ofSeconds(read.number("CHAT_REPLY_SECONDS", 20, 1, 300)),
            Duration.ofMinutes(read.number("CHAT_SILENCE_MINUTES", 30, 1, 10_080))),
        read.one("CHAT_LIMITS", Config::chatLimits).orElse("usual").equals("off")
            ? WidgetLimits.none()
            : WidgetLimits.usual(proxies));
  }

  private static String chatLimits(String text) {
    if (!List.of("usual", "off").contains(text)) {
      throw new IllegalArgumentException("must be usual or off");
    }
    return text;
  }

  /**
   * What is on, what is off and why, a line each.
   *
   * @param where which database it is
   */
  List<String> summary(String where) {
    return List.of(
        "Database: " + where,
        "Operator's API: "
            + (operatorKey.isPresent()
                ? "on"
                : "off, OPERATOR_KEY is not set: the API opens only to keys that"
                    + " \"./rocket key create\" made"),
        "Retell: " + retell(),
        "Twilio: " + twilio(),
        "Public address: "
            + publicUrl
                .map(Object::toString)
                .orElse(
                    "off, PUBLIC_URL is not set: agents and numbers cannot be published, and"
                        + " Twilio's requests not be checked"));
  }

  private String retell() {
    if (retellWebhookKeys.isEmpty()) {
      return "off, neither RETELL_API_KEY nor RETELL_WEBHOOK_KEYS is set: its webhooks get 503";
    }
    return retellApiKey.isPresent()
        ? "on"
        : "webhooks on; agents, numbers and chats off, RETELL_API_KEY is not set";
  }

  private String twilio() {
    String webhooks =
        twilioAuthTokens.isEmpty()
            ? "webhooks off, TWILIO_AUTH_TOKENS is not set: they get 503"
            : "webhooks on";
    String numbers =
        twilioAccess.isEmpty()
            ? "numbers off, TWILIO_ACCOUNT_SID and the API key's two are not set"
            : "numbers on";
    return webhooks + "; " + numbers;
  }

  /** What is said at the start of keys that somebody could find by trying. */
  List<String> weakKeys() {
    return retellWebhookKeys.stream().anyMatch(key -> key.length() < SHORTEST_SIGNING_KEY)
        ? List.of(
            "RETELL_WEBHOOK_KEYS has a key of fewer than "
                + SHORTEST_SIGNING_KEY
                + " characters: whoever guesses it can forge calls. Use the key that Retell gives")
        : List.of();
  }

  /** Whether people reach us by https alone. */
  boolean secure() {
    return publicUrl.filter(url -> url.getScheme().equals("https")).isPresent();
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
    Matcher scheme = Pattern.compile("(?i)(https?)(://[^?#]+)").matcher(text);
    if (!scheme.matches()) {
      throw new IllegalArgumentException(
          "is no http or https address, such as https://reception.example");
    }
    URI uri = URI.create(scheme.group(1).toLowerCase(Locale.ROOT) + scheme.group(2));
    if (uri.getHost() == null) {
      throw new IllegalArgumentException("names no host, such as https://reception.example");
    }
    return uri;
  }

  /** Such as 50:200, or 50 for a burst of four times as many. */
  private static Operating.Rate rate(String text) {
    Matcher form = RATE.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "must be requests a second and how many at once, such as 50:200");
    }
    int perSecond = Integer.parseInt(form.group(1));
    int burst = form.group(2) == null ? 4 * perSecond : Integer.parseInt(form.group(2));
    if (perSecond < 1 || burst < perSecond) {
      throw new IllegalArgumentException(
          "must be 1 or more a second, and no fewer at once, such as 50:200");
    }
    return new Operating.Rate(perSecond, burst);
  }

  /** Such as 2000:500, or 2000 for a quarter of it from one address. */
  private static Operating.Limits connections(String text, int databaseConnections) {
    Matcher form = RATE.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "must be connections to a node and how many of them from one address, such as 2000:500");
    }
    int all = Integer.parseInt(form.group(1));
    int ofAnAddress =
        form.group(2) == null ? Math.max(1, all / 4) : Integer.parseInt(form.group(2));
    if (ofAnAddress < 1 || all < ofAnAddress) {
      throw new IllegalArgumentException(
          "must be 1 or more from one address, and no fewer to a node, such as 2000:500");
    }
    return Operating.Limits.of(all, ofAnAddress, databaseConnections);
  }

  private static String longEnough(String key) {
    if (key.length() < SHORTEST_OPERATOR_KEY) {
      throw new IllegalArgumentException("has fewer than " + SHORTEST_OPERATOR_KEY + " characters");
    }
    return key;
  }

  /**
   * Reads the forms of libpq and of JDBC. Not with {@link URI}, which refuses names of hosts with
   * an underscore (usual between containers) and several hosts.
   */
  private static Database.Settings settings(String text, int connections) {
    Matcher form = DATABASE_URL.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "is not of the form postgres://user:password@host:port/name");
    }
    List<String> parameters = new ArrayList<>();
    Map<String, String> login = new HashMap<>();
    for (String parameter : Optional.ofNullable(form.group("query")).orElse("").split("&")) {
      String[] parts = parameter.split("=", 2);
      if (List.of("user", "password").contains(parts[0])) {
        login.put(parts[0], parts.length > 1 ? parts[1] : "");
      } else if (!parameter.isEmpty()) {
        parameters.add(parameter);
      }
    }
    Function<String, String> found =
        part -> decoded(Optional.ofNullable(form.group(part)).orElse(login.getOrDefault(part, "")));
    String user = found.apply("user");
    if (user.isEmpty()) {
      throw new IllegalArgumentException(
          "names no user: write postgres://user:password@host:port/name");
    }
    return new Database.Settings(
        "jdbc:postgresql://"
            + hosts(form.group("hosts"))
            + "/"
            + form.group("name")
            + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters)),
        user,
        found.apply("password"),
        connections);
  }

  private static String hosts(String text) {
    String some = text == null || text.isEmpty() ? "localhost" : text;
    return Arrays.stream(some.split(",")).map(Config::withPort).collect(joining(","));
  }

  private static String withPort(String host) {
    Matcher port = PORT_AT_THE_END.matcher(host);
    if (!port.find()) {
      return host + ":5432";
    }
    int number = Integer.parseInt(port.group(1));
    if (number < 1 || number > 65_535) {
      throw new IllegalArgumentException("has a port that is not from 1 to 65535");
    }
    return host;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException showsTheText) {
      throw new IllegalArgumentException("has a % without two hexadecimal digits: write it as %25");
    }
  }

  private static String logFormat(String text) {
    if (!List.of("text", "json").contains(text)) {
      throw new IllegalArgumentException("must be text or json");
    }
    return text;
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
      return list(name, item -> item);
    }

    Optional<List<String>> list(String name, UnaryOperator<String> item) {
      return one(
              name,
              text ->
                  Arrays.stream(text.split(","))
                      .map(String::strip)
                      .filter(one -> !one.isEmpty())
                      .map(item)
                      .toList())
          .filter(items -> !items.isEmpty());
    }
  }
}
