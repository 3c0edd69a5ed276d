package ca.rocketreception.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.rocketreception.postgres.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigTest {

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
}
