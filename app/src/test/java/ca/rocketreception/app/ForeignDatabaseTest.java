package ca.rocketreception.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ca.rocketreception.postgres.Database;
import ca.rocketreception.postgres.UnusableDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that somebody else set up: empty, foreign, closed to us, slow, or not there. */
class ForeignDatabaseTest {

  @TempDir private static Path directory;

  private static EmbeddedDatabase server;

  @BeforeAll
  static void aServer() throws IOException {
    UnpackedPostgres.in(directory);
    server = EmbeddedDatabase.open(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aSuperuserAndWhoPassesTheGuardsByAreRefusedBeforeAnythingIsMade() throws Exception {
    sql("create role mighty login superuser password 'secret'; create database mighty");
    sql(
        "create role passing login bypassrls password 'secret'; create database passing owner passing");

    refused("postgres", superusers(), "mighty")
        .contains("is a superuser or has BYPASSRLS", "create role rocket login");
    refused("mighty", "secret", "mighty").contains("alter role \"mighty\" nosuperuser");
    refused("passing", "secret", "passing").contains("alter role \"passing\" nosuperuser");
    assertThat(rows("mighty", "select count(*) from pg_tables where schemaname = 'public'"))
        .isEqualTo("0");
    Ran ran = run(Map.of("DATABASE_URL", url("mighty", "secret", "mighty")), "migrate");
    assertThat(ran.status()).isEqualTo(3);
    assertThat(ran.words().lines()).hasSize(1);
  }

  @Test
  void eachReasonForNotGettingInIsToldApartWithItsCureAndNoSecret() throws Exception {
    sql("create role guest login password 'secret'; create database locked");
    sql("revoke connect on database locked from public");
    sql("create role nobody_here nologin password 'secret'; create database others");

    refused("guest", "hunter2", "others").contains("the password is wrong");
    refused("guest", "", "others").contains("wants a password");
    refused("guest", "secret", "not_there").contains("there is no such database");
    refused("guest", "secret", "locked").contains("may not connect");
    refused("nobody_here", "secret", "others").contains("does not let this user in");
    refused("guest", "secret", "others").contains("may not make tables", "owner to \"guest\"");
    refused("guest", "secret", "others?sslmode=require").contains("does not speak SSL");
  }

  @Test
  void aDatabaseWithTablesOfOthersIsLeftAlone() throws Exception {
    sql("create role tenant login password 'secret'; create database shop owner tenant");
    in("shop", "create table orders (id int); alter table orders owner to tenant");
    refused("tenant", "secret", "shop").contains("tables that are not ours");

    sql("create role first login password 'secret'; create database handed owner first");
    assertThat(run(Map.of("DATABASE_URL", url("first", "secret", "handed")), "migrate").status())
        .isZero();
    sql("create role second login password 'secret'; alter database handed owner to second");
    refused("second", "secret", "handed").contains("belong to the role \"first\"");
  }

  @Test
  void whatCannotBeReachedIsNamedWithItsHostPortDatabaseAndUser() throws Exception {
    words("postgres://me:hunter2@no-such-host.invalid:5433/rocket")
        .contains("no host of this name", "no-such-host.invalid", "5433", "rocket", "user me");
    words("postgres://me:hunter2@127.0.0.1:1/rocket").contains("nobody listens there");
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      words("postgres://me:hunter2@127.0.0.1:" + silent.getLocalPort() + "/rocket")
          .contains("did not answer in time");
    }
    Ran ran = run(Map.of("DATABASE_URL", "postgres://me:hunter2@127.0.0.1:1/rocket"), "rollup");
    assertThat(ran.status()).isEqualTo(3);
    assertThat(ran.words().lines()).hasSize(1);
    assertThat(ran.words()).contains("nobody listens there").doesNotContain("hunter2");
  }

  @Test
  void theLastConnectionTakenIsSaidAndPasses() throws Exception {
    sql("create role crowded login password 'secret' connection limit 0");
    sql("create database crowded owner crowded");

    refused("crowded", "secret", "crowded").contains("no connection left", "DATABASE_CONNECTIONS");
    assertThat(run(Map.of("DATABASE_URL", url("crowded", "secret", "crowded")), "rollup").status())
        .isEqualTo(1);
  }

  @Test
  void theFirstServeOnAnEmptyDatabaseSaysAHandfulOfLinesAndStopsWhenTold() throws Exception {
    sql("create role fresh login password 'secret'; create database fresh owner fresh");
    Process node = serve("fresh");
    Said said = new Said(node);
    assertThat(said.address()).startsWith("http");
    said.upToDate();
    node.toHandle().destroy(); // leaves its streams to be read

    assertThat(node.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(said.all())
        .anyMatch(line -> line.contains("Operator's API: off, OPERATOR_KEY is not set"))
        .anyMatch(line -> line.contains("Retell: off"))
        .anyMatch(line -> line.contains("Twilio: webhooks off"))
        .anyMatch(line -> line.contains("Public address: off"))
        .anyMatch(line -> line.contains("Database: host 127.0.0.1") && !line.contains("secret"))
        .noneMatch(line -> line.contains("Exception") || line.startsWith("\tat "))
        .hasSizeLessThan(11);
  }

  @Test
  void untilItsTablesAreUpToDateANodeLivesIsNotReadyAndTakesNothing() throws Exception {
    sql("create role slow login password 'secret'; create database slow owner slow");
    try (Connection other = connection("slow");
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("create schema scheduler"); // a migration waits for this one's end
      Process node = serve("slow");
      Said said = new Said(node);
      String address = said.address();
      SeededNode.eventually(() -> rowsOrNone("slow", WAITING).equals("1"));

      assertThat(status(URI.create(address + "/health/live"))).isEqualTo(200);
      assertThat(status(URI.create(address + "/health/ready"))).isEqualTo(503);
      assertThat(status(URI.create(address + "/v1/widget/anybody"))).isNotEqualTo(500);

      node.toHandle().destroy();
      assertThat(node.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(said.all())
          .noneMatch(line -> line.contains("Exception") || line.startsWith("\tat "))
          .hasSizeLessThan(16);
      SeededNode.eventually(() -> rowsOrNone("slow", WAITING).equals("0"));
      other.rollback();
    }
    Ran again = run(Map.of("DATABASE_URL", url("slow", "secret", "slow")), "migrate");
    assertThat(again.status()).as(again.words()).isZero();
  }

  private static final String WAITING =
      """
      select count(*) from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'
      """;

  @Test
  void aNodeThatTheDatabaseWillNeverSuitEndsAtOnce() throws Exception {
    sql("create database empty");
    Ran ran = run(Map.of("DATABASE_URL", url("postgres", superusers(), "empty")), "serve");

    assertThat(ran.status()).isEqualTo(3);
    assertThat(ran.words().lines()).hasSize(1);
  }

  private record Ran(int status, String words) {}

  private static Ran run(Map<String, String> variables, String... arguments) throws Exception {
    Process process = command(variables, arguments);
    String words = process.errorReader().readAllAsString();
    return new Ran(process.waitFor(), words);
  }

  private static Process command(Map<String, String> variables, String... arguments)
      throws IOException {
    return Processes.javaToldApart(variables, Main.class, arguments);
  }

  private static Process serve(String name) throws IOException {
    return command(Map.of("PORT", "0", "DATABASE_URL", url(name, "secret", name)), "serve");
  }

  /** What a process says on stderr, as it comes. */
  private static final class Said {
    private static final String SERVES = "serves at ";
    private final CompletableFuture<String> address = new CompletableFuture<>();
    private final CompletableFuture<String> upToDate = new CompletableFuture<>();
    private final CompletableFuture<List<String>> all;

    Said(Process process) {
      all =
          CompletableFuture.supplyAsync(
              () -> process.errorReader().lines().peek(this::hear).toList());
    }

    private void hear(String line) {
      if (line.contains(SERVES)) {
        address.complete(line.substring(line.indexOf(SERVES) + SERVES.length()).strip());
      }
      if (line.contains("tables are up to date")) {
        upToDate.complete(line);
      }
    }

    String address() throws Exception {
      return address.get(30, TimeUnit.SECONDS);
    }

    void upToDate() throws Exception {
      upToDate.get(60, TimeUnit.SECONDS);
    }

    List<String> all() throws Exception {
      return all.get(30, TimeUnit.SECONDS);
    }
  }

  private static int status(URI address) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException | InterruptedException notYet) {
      return 0;
    }
  }

  private static AbstractStringAssert<?> refused(String user, String password, String name) {
    return words(url(user, password, name));
  }

  private static AbstractStringAssert<?> words(String address) {
    Database.Settings settings =
        Config.from(Map.of("DATABASE_URL", address)).database().orElseThrow();
    try (Database database = Database.open(settings)) {
      return assertThat(
              catchThrowableOfType(UnusableDatabase.class, database::migrate).getMessage())
          .doesNotContain("hunter2")
          .doesNotContain("\n");
    }
  }

  private static String url(String user, String password, String name) {
    return "postgres://%s%s@127.0.0.1:%d/%s"
        .formatted(user, password.isEmpty() ? "" : ":" + password, port(), name);
  }

  private static int port() {
    return URI.create(server.jdbcUrl().substring("jdbc:".length())).getPort();
  }

  private static String superusers() throws IOException {
    return Files.readString(directory.resolve("superuser-password")).strip();
  }

  private static void sql(String statements) throws Exception {
    for (String one : statements.split("; ")) {
      in("postgres", one);
    }
  }

  private static void in(String name, String sql) throws Exception {
    try (Connection connection = connection(name);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String rows(String name, String query) throws Exception {
    try (Connection connection = connection(name);
        Statement statement = connection.createStatement();
        var found = statement.executeQuery(query)) {
      found.next();
      return found.getString(1);
    }
  }

  private static String rowsOrNone(String name, String query) {
    try {
      return rows(name, query);
    } catch (Exception away) {
      return "";
    }
  }

  private static Connection connection(String name) throws SQLException, IOException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port() + "/" + name, "postgres", superusers());
  }

  @Test
  void aRoleThatOwnsItsDatabaseIsAllItTakes() throws Exception {
    sql("create role owner_only login password 'secret'; create database own owner owner_only");

    assertThatCode(
            () -> {
              try (Database database =
                  Database.open(
                      Config.from(Map.of("DATABASE_URL", url("owner_only", "secret", "own")))
                          .database()
                          .orElseThrow())) {
                database.migrate();
              }
            })
        .doesNotThrowAnyException();
  }
}
