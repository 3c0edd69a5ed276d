package ca.rocketreception.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.postgres.Database;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {

  private static final String TABLES =
      "select tablename from pg_tables where schemaname = 'public' order by 1";

  @Test
  void everyRowIsThereAfterARestoreGuardedAsBeforeAndTheLedgerHolds(
      @TempDir Path here, @TempDir Path elsewhere) throws Exception {
    Path file = here.resolve("rocket.backup");
    Map<String, String> before;
    Map<String, Long> written;
    List<String> guards;
    try (SeededNode node = SeededNode.start(here)) {
      for (int call = 0; call < 5; call++) {
        assertThat(node.record(SeededNode.call("call_kept_" + call).ended())).isEqualTo(204);
        assertThat(node.record(SeededNode.call("call_kept_" + call).analyzed())).isEqualTo(204);
      }
      node.application.close();
      Database database = node.installation.database();
      written = database.backUp(file, table -> {});
      before = contents(database);
      guards = guards(database);
      assertThatExceptionOfType(Refusal.Conflict.class)
          .isThrownBy(() -> database.backUp(file, table -> {}))
          .withMessageContaining("is there already");
      assertThatExceptionOfType(Refusal.Conflict.class)
          .isThrownBy(() -> database.restore(file, table -> {}))
          .withMessageContaining("has our tables already");
    }
    assertThat(written.get("interaction")).isEqualTo(5);
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);

    UnpackedPostgres.in(elsewhere);
    try (Installation other =
        Installation.open(Map.of("ROCKET_DATA_DIR", elsewhere.toString(), "PORT", "0"))) {
      assertThat(other.database().restore(file, table -> {})).isEqualTo(written);

      assertThat(contents(other.database())).isEqualTo(before);
      assertThat(guards(other.database())).isEqualTo(guards);
      assertThat(
              other.database().usageAudit(Application.events()).audit(found -> {}).interactions())
          .isEqualTo(5);
      other.database().migrate();
      try (SeededNode again = SeededNode.start(elsewhere)) {
        assertThat(again.record(SeededNode.call("call_after").ended())).isEqualTo(204);
      }
    }
  }

  @Test
  void anEmptyDatabaseMakesNoBackupAndAFileThatWasCutOffIsNone(@TempDir Path here)
      throws Exception {
    Path file = here.resolve("rocket.backup");
    UnpackedPostgres.in(here);
    try (Installation installation =
        Installation.open(Map.of("ROCKET_DATA_DIR", here.toString(), "PORT", "0"))) {
      Database database = installation.database();
      assertThatExceptionOfType(Refusal.NotFound.class)
          .isThrownBy(() -> database.backUp(file, table -> {}));
      database.migrate();
      assertThatExceptionOfType(Refusal.NotFound.class)
          .isThrownBy(() -> database.backUp(file, table -> {}))
          .withMessageContaining("no subscriber");
      try (var left = Files.newDirectoryStream(here, "rocket.backup*")) {
        assertThat(left).isEmpty();
      }
      SeedCommand.plant(
          installation.database(),
          SeedCommand.Choice.CORE,
          false,
          new PrintStream(OutputStream.nullOutputStream()));
      database.backUp(file, table -> {});
    }
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    try (Database unused =
        Database.open(new Database.Settings("jdbc:postgresql://127.0.0.1:1/x", "x", "x", 2))) {
      assertThatExceptionOfType(Refusal.Invalid.class)
          .isThrownBy(() -> unused.restore(file, table -> {}))
          .withMessageContaining("cut off");
    }
  }

  private static Map<String, String> contents(Database database) throws SQLException {
    Map<String, String> contents = new TreeMap<>();
    try (Connection connection = database.connectPatiently();
        Statement statement = connection.createStatement()) {
      statement.execute("set rocket.scope = 'operator'");
      for (String table : strings(statement, TABLES)) {
        if (!table.equals("flyway_schema_history")) {
          contents.put(
              table,
              strings(
                      statement,
                      "select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by"
                          + " t::text)), '') from "
                          + table
                          + " t")
                  .getFirst());
        }
      }
    }
    return contents;
  }

  /** Guarded tables, triggers that are on, and foreign keys. */
  private static List<String> guards(Database database) throws SQLException {
    try (Connection connection = database.connectPatiently();
        Statement statement = connection.createStatement()) {
      List<String> guards =
          new ArrayList<>(
              strings(
                  statement, "select relname from pg_class where relforcerowsecurity order by 1"));
      guards.addAll(
          strings(
              statement,
              "select tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text from pg_trigger where not"
                  + " tgisinternal order by 1"));
      guards.addAll(
          strings(
              statement,
              "select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)"
                  + " from pg_constraint order by 1"));
      return guards;
    }
  }

  private static List<String> strings(Statement statement, String query) throws SQLException {
    List<String> found = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }
}
