package ca.rocketreception.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.http.limit.Operating;
import ca.rocketreception.postgres.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {

  @Test
  void retellIsReachedAtItsOwnAddressUnlessAnotherIsGiven() {
    assertThat(Config.from(Map.of()).retellApiUrl()).hasToString("https://api.retellai.com");
    assertThat(Config.from(Map.of("RETELL_API_URL", "http://localhost:9")).retellApiUrl())
        .hasToString("http://localhost:9");
    assertThatThrownBy(() -> Config.from(Map.of("RETELL_API_URL", "localhost")))
        .hasMessageContaining("RETELL_API_URL");
  }

  @Test
  void nothingSetIsAnInstallationOfItsOwn() {
    Config config = Config.from(Map.of());

    assertThat(config.port()).isEqualTo(8080);
    assertThat(config.database()).isEmpty();
    assertThat(config.databaseConnections()).isEqualTo(16);
    assertThat(config.dataDir()).isEqualTo(Path.of(".rocket"));
    assertThat(config.publicUrl()).isEmpty();
    assertThat(config.operatorKey()).isEmpty();
    assertThat(config.retellWebhookKeys()).isEmpty();
    assertThat(config.twilioAuthTokens()).isEmpty();
    assertThat(config.keepEvents()).isEqualTo(Duration.ofDays(400));
  }

  @ParameterizedTest
  @CsvSource({"absent, 50, 200", "10, 10, 40", "10:15, 10, 15"})
  void aKeysRateIsASteadyOneAndABurst(String text, int perSecond, int burst) {
    Map<String, String> variables =
        text.equals("absent") ? Map.of() : Map.of("RATE_LIMIT_PER_KEY", text);

    assertThat(Config.from(variables).ratePerKey()).isEqualTo(new Operating.Rate(perSecond, burst));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "10:5", "often", "1:2:3", "-1"})
  void aRateThatIsNoneIsRefused(String text) {
    assertThatExceptionOfType(ConfigProblem.class)
        .isThrownBy(() -> Config.from(Map.of("RATE_LIMIT_PER_KEY", text)))
        .withMessageContaining("RATE_LIMIT_PER_KEY");
  }

  @ParameterizedTest
  @CsvSource({"absent, 2000, 500", "100, 100, 25", "100:30, 100, 30", "1, 1, 1"})
  void aNodeBearsSoManyConnectionsAndSoManyFromOneAddress(String text, int all, int ofAnAddress) {
    Map<String, String> variables = text.equals("absent") ? Map.of() : Map.of("CONNECTIONS", text);

    assertThat(Config.from(variables).connections())
        .isEqualTo(Operating.Limits.of(all, ofAnAddress, 16));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "10:20", "10:0", "many", "1:2:3", "-1"})
  void connectionsThatAreNoneAreRefused(String text) {
    assertThatExceptionOfType(ConfigProblem.class)
        .isThrownBy(() -> Config.from(Map.of("CONNECTIONS", text)))
        .withMessageContaining("CONNECTIONS");
  }

  /** Those that are asked for here, and those that something else than this reads. */
  @Test
  void theReadmesTableHasEveryVariableAndNoOther() throws IOException {
    Set<String> asked = new TreeSet<>(Set.of("ZONE_DATA", "JAVA_OPTS"));
    asked.addAll(Set.of("ROCKET_JDK_URL", "ROCKET_JDK_SHA256"));
    Config.from(
        new AbstractMap<>() {
          @Override
          public Set<Entry<String, String>> entrySet() {
            return Set.of();
          }

          @Override
          public String getOrDefault(Object name, String absent) {
            asked.add((String) name);
            return absent;
          }
        });

    String operating = Files.readString(Path.of("..", "docs", "operating.md"));
    String table = operating.substring(operating.indexOf("## Variables"));
    assertThat(
            table
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf('|', 1)))
                .flatMap(names -> Pattern.compile("`(\\w+)`").matcher(names).results())
                .map(name -> name.group(1)))
        .containsExactlyInAnyOrderElementsOf(asked);
  }

  @Test
  void onlyAPublicAddressOfHttpsIsPromisedToBrowsers() {
    assertThat(Config.from(Map.of("PUBLIC_URL", "https://reception.example")).secure()).isTrue();
    assertThat(Config.from(Map.of("PUBLIC_URL", "http://reception.example")).secure()).isFalse();
    assertThat(Config.from(Map.of()).secure()).isFalse();
  }

  @Test
  void everyVariableCounts() {
    Config config =
        Config.from(
            Map.of(
                "PORT", "9090",
                "DATABASE_URL",
                    "postgres://me:p%40ss%2Bword@db.example:6543/rocket?sslmode=require",
                "DATABASE_CONNECTIONS", "8",
                "ROCKET_DATA_DIR", "/var/rocket",
                "PUBLIC_URL", "https://reception.example",
                "OPERATOR_KEY", "k".repeat(32),
                "RETELL_WEBHOOK_KEYS", "new, old,",
                "TWILIO_AUTH_TOKENS", "token",
                "PROVIDER_EVENT_DAYS", "30"));

    assertThat(config.port()).isEqualTo(9090);
    assertThat(config.database())
        .hasValue(
            new Database.Settings(
                "jdbc:postgresql://db.example:6543/rocket?sslmode=require", "me", "p@ss+word", 8));
    assertThat(config.dataDir()).isEqualTo(Path.of("/var/rocket"));
    assertThat(config.publicUrl().orElseThrow()).hasHost("reception.example");
    assertThat(config.operatorKey()).hasValue("k".repeat(32));
    assertThat(config.retellWebhookKeys()).containsExactly("new", "old");
    assertThat(config.twilioAuthTokens()).containsExactly("token");
    assertThat(config.keepEvents()).isEqualTo(Duration.ofDays(30));
  }

  @Test
  void theThreeFormsOfADatabaseAddressLeadToTheSameDatabase() {
    for (String form : new String[] {"postgres", "postgresql", "jdbc:postgresql"}) {
      assertThat(
              Config.from(Map.of("DATABASE_URL", form + "://u:p@h/d"))
                  .database()
                  .orElseThrow()
                  .jdbcUrl())
          .isEqualTo("jdbc:postgresql://h:5432/d");
    }
  }

  @Test
  void theLoginMayStandWhereJdbcWritesIt() {
    assertThat(
            database("jdbc:postgresql://h:6543/d?user=me&sslmode=require&password=p%40ss")
                .orElse(null))
        .isEqualTo(
            new Database.Settings("jdbc:postgresql://h:6543/d?sslmode=require", "me", "p@ss", 16));
  }

  @Test
  void hostsMayBeNamedLikeContainersBeSeveralOrBeAbsent() {
    assertThat(database("postgres://u:p@my_db/d").orElseThrow().jdbcUrl())
        .isEqualTo("jdbc:postgresql://my_db:5432/d");
    assertThat(database("postgres://u:p@one:1111,two/d").orElseThrow().jdbcUrl())
        .isEqualTo("jdbc:postgresql://one:1111,two:5432/d");
    assertThat(database("postgres://u:p@[::1]:6543/d").orElseThrow().jdbcUrl())
        .isEqualTo("jdbc:postgresql://[::1]:6543/d");
    assertThat(database("jdbc:postgresql:d?user=u").orElseThrow().jdbcUrl())
        .isEqualTo("jdbc:postgresql://localhost:5432/d");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://me:hunter2@db",
        "postgres://me:hunter2@db:99999/rocket",
        "postgres://me:hunter2%zz@db/rocket",
        "postgres://me:hunter2/x@db/rocket",
        "postgres://db/rocket",
        "hunter2"
      })
  void aWrongDatabaseAddressIsSaidWithoutShowingIt(String address) {
    assertThatExceptionOfType(ConfigProblem.class)
        .isThrownBy(() -> database(address))
        .withMessageContaining("DATABASE_URL")
        .matches(problem -> !problem.getMessage().contains("hunter2"))
        .matches(problem -> !problem.getMessage().contains("zz"));
  }

  @Test
  void aLogFormatThatThereIsNotWouldSilenceTheLogAndIsRefused() {
    assertThatExceptionOfType(ConfigProblem.class)
        .isThrownBy(() -> Config.from(Map.of("LOG_FORMAT", "xml")))
        .withMessage("LOG_FORMAT must be text or json");
  }

  @Test
  void theApiKeyServesForWebhooksWhenNoOtherIsGiven() {
    assertThat(Config.from(Map.of("RETELL_API_KEY", "key")).retellWebhookKeys())
        .containsExactly("key");
  }

  @Test
  void allThatIsWrongIsSaidAtOnceAndNoSecretIsShown() {
    assertThatExceptionOfType(ConfigProblem.class)
        .isThrownBy(() ->
            Config.from(
                Map.of(
                    "PORT", "eighty",
                    "DATABASE_URL", "mysql://me:hunter2@db/rocket",
                    "PUBLIC_URL", "reception",
                    "OPERATOR_KEY", "hunter2",
                    "PROVIDER_EVENT_DAYS", "0",
                    "TWILIO_AUTH_TOKENS", "hunter2")))
        .withMessageContainingAll(
            "PORT",
            "DATABASE_URL",
            "PUBLIC_URL",
            "OPERATOR_KEY",
            "PROVIDER_EVENT_DAYS",
            "TWILIO_AUTH_TOKENS")
        .matches(problem -> !problem.getMessage().contains("hunter2"));
  }

  @Test
  void itsWordsShowNoSecret() {
    String words =
        Config.from(
                Map.of(
                    "DATABASE_URL",
                    "postgres://u:hunter2@h/d?password=hunter2",
                    "OPERATOR_KEY",
                    "hunter2".repeat(8),
                    "RETELL_WEBHOOK_KEYS",
                    "hunter2"))
            .toString();

    assertThat(words).doesNotContain("hunter2").contains("8080");
  }

  private static Optional<Database.Settings> database(String address) {
    return Config.from(Map.of("DATABASE_URL", address)).database();
  }
}
