package ca.rocketreception.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {

  @TempDir private Path directory;

  @BeforeEach
  void thePrograms() throws IOException {
    UnpackedPostgres.in(directory);
  }

  @Test
  void whatIsKeptIsThereTheNextTimeAndNobodyRunsMeanwhile() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.open(directory)) {
      execute(database, "create table kept as select 42 as answer");
    }
    assertThat(directory.resolve("data/postmaster.pid")).doesNotExist();

    try (EmbeddedDatabase database = EmbeddedDatabase.open(directory)) {
      assertThat(query(database, "select answer from kept")).isEqualTo("42");
    }
  }

  @Test
  void theRoleOwnsItsDatabaseAndIsNoSuperuser() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.open(directory)) {
      assertThat(
              query(
                  database,
                  "select rolsuper or rolbypassrls from pg_roles where rolname = current_user"))
          .isEqualTo("f");
      assertThat(
              query(
                  database,
                  "select pg_get_userbyid(datdba) from pg_database where datname = current_database()"))
          .isEqualTo("rocket");
    }
  }

  @Test
  void aSecondCommandFindsTheServerAndTheLastOneStopsIt() throws Exception {
    EmbeddedDatabase here = EmbeddedDatabase.open(directory);
    Process other = anotherCommand();
    assertThat(firstLine(other)).isEqualTo(here.jdbcUrl());

    here.close();
    assertThat(query(here, "select 1")).isEqualTo("1");

    other.getOutputStream().close();
    assertThat(other.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(directory.resolve("data/postmaster.pid")).doesNotExist();
  }

  @Test
  void aServerLeftBehindByACrashIsTakenOver() throws Exception {
    Process crashed = anotherCommand();
    String url = firstLine(crashed);
    crashed.destroyForcibly().waitFor();

    try (EmbeddedDatabase database = EmbeddedDatabase.open(directory)) {
      assertThat(database.jdbcUrl()).isEqualTo(url);
      assertThat(query(database, "select 1")).isEqualTo("1");
    }
    assertThat(directory.resolve("data/postmaster.pid")).doesNotExist();
  }

  @Test
  void theMarkOfADeadServerIsNoHindrance() throws Exception {
    EmbeddedDatabase.open(directory).close();
    Files.writeString(
        directory.resolve("data/postmaster.pid"),
        ProcessHandle.current().pid() + "\n/nowhere\n1\n1\n\n127.0.0.1\n");

    try (EmbeddedDatabase database = EmbeddedDatabase.open(directory)) {
      assertThat(query(database, "select 1")).isEqualTo("1");
    }
  }

  /** A process that opens the database, prints its address, and closes it when its input ends. */
  private Process anotherCommand() throws IOException {
    return Processes.java(Holder.class, directory.toString());
  }

  static final class Holder {
    public static void main(String[] arguments) throws IOException {
      try (EmbeddedDatabase database = EmbeddedDatabase.open(Path.of(arguments[0]))) {
        System.out.println(database.jdbcUrl());
        System.in.read();
      }
    }
  }

  private static String firstLine(Process process) throws IOException {
    return process.inputReader().readLine();
  }

  private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(EmbeddedDatabase database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static Connection connect(EmbeddedDatabase database) throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }
}
