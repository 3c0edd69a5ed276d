package ca.rocketreception.postgres;

import static java.util.stream.Collectors.joining;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One real PostgreSQL for all tests of a run, and in it copies of one migrated database. Tests come
 * as a role that owns its database and may nothing else, in a zone that is not UTC.
 */
public final class TestPostgres {

  public static final String ROLE = "rocket";
  private static final String TEMPLATE = "migrated";
  private static final String TABLES =
      """
      select tablename from pg_tables
       where schemaname = 'public' and tablename <> 'flyway_schema_history'
      """;
  private static final String APPEND_ONLY =
      """
      select tgrelid::regclass::text from pg_trigger where tgname = 'append_only'
      """;
  private static final AtomicInteger COPIES = new AtomicInteger();

  private static EmbeddedPostgres server;

  private TestPostgres() {}

  /** A database of its own, migrated and empty. */
  public static synchronized Database.Settings copy() {
    if (server == null) {
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
      server = started(EmbeddedPostgres.builder());
      prepare(server);
    }
    String name = "copy_" + COPIES.incrementAndGet();
    asSuperuser(server, "create database " + name + " template " + TEMPLATE + " owner " + ROLE);
    return settings(server.getPort(), name, 8);
  }

  static EmbeddedPostgres started(EmbeddedPostgres.Builder builder) {
    try {
      return builder
          .setServerConfig("fsync", "off")
          .setServerConfig("max_connections", "200")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The role and the migrated database that is copied. */
  static void prepare(EmbeddedPostgres server) {
    asSuperuser(
        server, "create role " + ROLE + " login nosuperuser nobypassrls nocreatedb nocreaterole");
    asSuperuser(server, "create database " + TEMPLATE + " owner " + ROLE);
    try (Database database = Database.open(settings(server.getPort(), TEMPLATE, 1))) {
      database.migrate();
    }
  }

  /** Makes a role that may come in and owns nothing, once. */
  public static void makeRole(String name) {
    asSuperuser(
        server,
        "do $$ begin if not exists (select from pg_roles where rolname = '"
            + name
            + "') then create role "
            + name
            + " login nosuperuser nobypassrls; end if; end $$");
  }

  static Database.Settings settings(int port, String database, int connections) {
    return new Database.Settings(
        "jdbc:postgresql://localhost:" + port + "/" + database, ROLE, "", connections);
  }

  static Database.Settings template(int port) {
    return settings(port, TEMPLATE, 4);
  }

  /** Empties every table but the history of migrations. */
  static void empty(Database database) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      // the owner may give back to itself, for tests, what keeps these tables from being emptied
      List<String> kept = appendOnly(connection);
      statement.execute(
          "grant truncate on audit_entry, usage_entry to current_user; "
              + each(kept, "alter table %s disable trigger append_only; ")
              + "truncate "
              + String.join(", ", names(connection, TABLES))
              + " cascade; "
              + each(kept, "alter table %s enable trigger append_only; ")
              + "revoke truncate on audit_entry, usage_entry from current_user");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Tables whose rows are never changed. */
  public static List<String> appendOnly(Connection connection) throws SQLException {
    return names(connection, APPEND_ONLY);
  }

  private static String each(List<String> tables, String sql) {
    return tables.stream().map(sql::formatted).collect(joining());
  }

  private static List<String> names(Connection connection, String sql) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private static void asSuperuser(EmbeddedPostgres server, String sql) {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
