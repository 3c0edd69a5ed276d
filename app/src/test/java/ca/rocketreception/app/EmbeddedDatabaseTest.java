package ca.rocketreception.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
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

  @Test
  void theMarkOfADeadServerIsNoHindranceWhenAnotherServerHasItsNumberNow(@TempDir Path elsewhere)
      throws Exception {
    UnpackedPostgres.in(elsewhere);
    EmbeddedDatabase.open(directory).close();

    try (EmbeddedDatabase other = EmbeddedDatabase.open(elsewhere)) {
      Files.copy(
          elsewhere.resolve("data/postmaster.pid"), directory.resolve("data/postmaster.pid"));
      try (EmbeddedDatabase database = EmbeddedDatabase.open(directory)) {
        assertThat(query(database, "select 1")).isEqualTo("1");
        assertThat(database.jdbcUrl()).isNotEqualTo(other.jdbcUrl());
      }
    }
  }

  @Test
  void aFirstStartThatWasKilledHalfwayIsBegunAgain() throws Exception {
    Process killed = anotherCommand();
    while (killed.isAlive() && !someFileIs("PG_VERSION")) {
      Thread.onSpinWait();
    }
    List<ProcessHandle> programs = killed.descendants().toList();
    killed.destroyForcibly().waitFor();
    programs.forEach(ProcessHandle::destroyForcibly);

    try (EmbeddedDatabase database = EmbeddedDatabase.open(directory)) {
      assertThat(query(database, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void aServerThatIsStillComingUpIsWaitedFor() throws Exception {
    EmbeddedDatabase.open(directory).close();
    Process killed = anotherCommand();
    while (killed.isAlive() && !Files.exists(directory.resolve("data/postmaster.pid"))) {
      Thread.onSpinWait();
    }
    killed.destroyForcibly().waitFor();

    try (EmbeddedDatabase database = EmbeddedDatabase.open(directory)) {
      assertThat(query(database, "select 1")).isEqualTo("1");
    }
    assertThat(directory.resolve("data/postmaster.pid")).doesNotExist();
  }

  @Test
  void oneDirectoryUnderTwoNamesHasOneServer(@TempDir Path elsewhere) throws Exception {
    Path alias = Files.createSymbolicLink(elsewhere.resolve("alias"), directory);

    try (EmbeddedDatabase first = EmbeddedDatabase.open(directory);
        EmbeddedDatabase second = EmbeddedDatabase.open(alias)) {
      assertThat(second.jdbcUrl()).isEqualTo(first.jdbcUrl());
    }
    assertThat(directory.resolve("data/postmaster.pid")).doesNotExist();
  }

  @Test
  void theSuperuserHasAPasswordOfItsOwnAlsoWhereBothHadTheSameOne() throws Exception {
    String shared;
    try (EmbeddedDatabase database = EmbeddedDatabase.open(directory)) {
      shared = database.password();
      assertThat(isLetIn(database, "postgres", shared)).isFalse();
      String own = Files.readString(directory.resolve("superuser-password"));
      assertThat(isLetIn(database, "postgres", own)).isTrue();
      try (Connection connection =
              DriverManager.getConnection(database.jdbcUrl(), "postgres", own);
          Statement statement = connection.createStatement()) {
        statement.execute("alter role postgres password '" + shared + "'");
      }
      Files.delete(directory.resolve("superuser-password"));
    }

    try (EmbeddedDatabase database = EmbeddedDatabase.open(directory)) {
      assertThat(isLetIn(database, "postgres", shared)).isFalse();
      assertThat(query(database, "select 1")).isEqualTo("1");
    }
  }

  private static boolean isLetIn(EmbeddedDatabase database, String user, String password) {
    try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), user, password)) {
      return connection.isValid(5);
    } catch (SQLException refused) {
      return false;
    }
  }

  @Test
  void programsOfAnotherVersionAreUnpackedAnewAndTheDataStays() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.open(directory)) {
      execute(database, "create table kept as select 42 as answer");
    }
    Files.delete(directory.resolve("postgres")); // a link to what all tests share
    Files.createDirectories(directory.resolve("postgres/bin"));
    Files.writeString(directory.resolve("postgres/unpacked-from"), "an older one");

    try (EmbeddedDatabase database = EmbeddedDatabase.open(directory)) {
      assertThat(query(database, "select answer from kept")).isEqualTo("42");
    }
    assertThat(halfMade()).isEmpty();
  }

  @Test
  void whoIsStoppedWhileUnpackingLeavesNothingBehind() throws Exception {
    Files.delete(directory.resolve("postgres"));
    Process stopped = anotherCommand();
    while (stopped.isAlive() && halfMade().isEmpty()) {
      Thread.onSpinWait();
    }
    stopped.destroy();

    assertThat(stopped.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(halfMade()).isEmpty();
    assertThat(directory.resolve("postgres")).doesNotExist();
    assertThat(directory.resolve("data")).doesNotExist();
  }

  @Test
  void whatAKillLeftHalfUnpackedIsTakenAwayByTheNext() throws Exception {
    Files.createDirectories(directory.resolve("unpacking123/bin"));
    Files.writeString(directory.resolve("unpacking123/bin/postgres"), "half of it");

    EmbeddedDatabase.open(directory).close();

    assertThat(halfMade()).isEmpty();
  }

  private List<Path> halfMade() throws IOException {
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(directory, "{unpacking,making,former}*")) {
      List<Path> all = new ArrayList<>();
      left.forEach(all::add);
      return all;
    }
  }

  private boolean someFileIs(String name) throws IOException {
    try (DirectoryStream<Path> inside = Files.newDirectoryStream(directory, Files::isDirectory)) {
      for (Path folder : inside) {
        if (Files.exists(folder.resolve(name))) {
          return true;
        }
      }
    }
    return false;
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
