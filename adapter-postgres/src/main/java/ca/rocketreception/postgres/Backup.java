package ca.rocketreception.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.postgres.sql.Transactions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Everybody's rows in one file, as of one moment, and back into an empty database of any supported
 * version. Each table as PostgreSQL copies it; at the end what was written, by which a file that
 * was cut off is told. Needs no program of PostgreSQL's, and sees every row, which a dump does only
 * when it says for whom.
 */
final class Backup {

  private static final String CONTENTS = "contents";
  private static final String FORMAT = "rocket-backup 1";
  private static final String TABLES =
      """
      select quote_ident(relname) as name,
             (select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
               where attrelid = pg_class.oid and attnum > 0 and not attisdropped
                 and attgenerated = '') as columns,
             relforcerowsecurity as forced
        from pg_class
       where relnamespace = to_regnamespace(quote_ident(current_schema())) and relkind = 'r'
         and relname <> 'flyway_schema_history'
         and not exists (select from pg_depend
                          where classid = 'pg_class'::regclass and objid = pg_class.oid
                            and deptype = 'e')
       order by relname
      """;

  /** Foreign keys are made anew after the rows are there, so that no order of tables matters. */
  private static final String FOREIGN_KEYS =
      """
      select format('alter table %s drop constraint %I', conrelid::regclass, conname),
             format('alter table %s add constraint %I %s', conrelid::regclass, conname,
                    pg_get_constraintdef(oid))
        from pg_constraint
       where contype = 'f' and connamespace = to_regnamespace(quote_ident(current_schema()))
      """;

  private static final String SEQUENCES =
      """
      select format('select setval(%L, coalesce((select max(%I) from %s), 0) + 1, false)',
                    pg_get_serial_sequence(quote_ident(relname), attname), attname,
                    quote_ident(relname))
        from pg_attribute join pg_class on pg_class.oid = attrelid
       where relnamespace = to_regnamespace(quote_ident(current_schema())) and relkind = 'r'
         and attnum > 0 and not attisdropped
         and pg_get_serial_sequence(quote_ident(relname), attname) is not null
      """;

  private record Table(String name, String columns, boolean forced) {}

  /** What is in a file: of which version of the tables, and how many rows of each. */
  private record Contents(String version, Map<String, Long> rows) {

    String text() {
      StringBuilder text = new StringBuilder(FORMAT + "\n" + version + "\n");
      rows.forEach((table, count) -> text.append(table).append(' ').append(count).append('\n'));
      return text.toString();
    }

    static Contents of(List<String> lines) {
      Map<String, Long> rows = new LinkedHashMap<>();
      for (String line : lines.subList(2, lines.size())) {
        int space = line.lastIndexOf(' ');
        rows.put(line.substring(0, space), Long.valueOf(line.substring(space + 1)));
      }
      return new Contents(lines.get(1), rows);
    }
  }

  private Backup() {}

  /**
   * @param version of the tables
   * @param telling hears the name of each table as its turn comes
   * @return how many rows of each table were written
   */
  static Map<String, Long> write(
      Connection connection, String version, Path file, Consumer<String> telling)
      throws SQLException, IOException {
    if (Files.exists(file)) {
      throw new Refusal.Conflict(file + " is there already", "Name another file, or move it away.");
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    try {
      Map<String, Long> rows = new LinkedHashMap<>();
      try (OutputStream out =
              Files.newOutputStream(
                  Files.createFile(part, asFileAttribute(fromString("rw-------"))),
                  StandardOpenOption.WRITE);
          ZipOutputStream zip = new ZipOutputStream(out)) {
        connection.setAutoCommit(false);
        execute(connection, "set transaction isolation level repeatable read, read only");
        execute(connection, Transactions.AS_OPERATOR);
        for (Table table : tables(connection)) {
          telling.accept(table.name());
          zip.putNextEntry(new ZipEntry(table.name()));
          zip.write((table.columns() + "\n").getBytes(UTF_8));
          rows.put(
              table.name(),
              copying(connection)
                  .copyOut("copy %s (%s) to stdout".formatted(table.name(), table.columns()), zip));
          zip.closeEntry();
        }
        connection.rollback();
        if (rows.getOrDefault("subscriber", 0L) == 0) {
          throw new Refusal.NotFound(
              "There is no subscriber in this database, so there is nothing to keep",
              "See whether DATABASE_URL or ROCKET_DATA_DIR names the right one.");
        }
        zip.putNextEntry(new ZipEntry(CONTENTS));
        zip.write(new Contents(version, rows).text().getBytes(UTF_8));
        zip.closeEntry();
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      return rows;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** The version of the tables from which a file was made. */
  static String version(Path file) throws IOException {
    try (ZipFile zip = opened(file)) {
      return contents(zip, file).version();
    }
  }

  /** Reads all rows of a file into empty tables of its version, all or nothing. */
  static Map<String, Long> read(Connection connection, Path file, Consumer<String> telling)
      throws SQLException, IOException {
    try (ZipFile zip = opened(file)) {
      Contents contents = contents(zip, file);
      connection.setAutoCommit(false);
      execute(connection, Transactions.AS_OPERATOR);
      List<Table> tables = tables(connection);
      if (!Set.copyOf(tables.stream().map(Table::name).toList()).equals(contents.rows().keySet())) {
        throw unreadable(file, "has other tables than its version");
      }
      List<String> drops = strings(connection, FOREIGN_KEYS, 1);
      List<String> adds = strings(connection, FOREIGN_KEYS, 2);
      for (String drop : drops) {
        execute(connection, drop);
      }
      for (Table table : tables) {
        telling.accept(table.name());
        // rows cannot be copied past row level security, which its owner may lift; nobody else
        // sees it lifted, for the table is locked until the end
        execute(connection, "alter table %s no force row level security".formatted(table.name()));
        execute(connection, "alter table %s disable trigger user".formatted(table.name()));
        if (holdsRows(connection, table)) {
          execute(connection, "delete from " + table.name()); // what a migration put there
        }
        long read = read(connection, zip, table);
        if (read != contents.rows().get(table.name())) {
          throw unreadable(file, "has " + read + " rows of " + table.name());
        }
      }
      for (String add : adds) {
        telling.accept("foreign keys");
        execute(connection, add);
      }
      for (Table table : tables) {
        execute(connection, "alter table %s enable trigger user".formatted(table.name()));
        if (table.forced()) {
          execute(connection, "alter table %s force row level security".formatted(table.name()));
        }
      }
      for (String next : strings(connection, SEQUENCES, 1)) {
        execute(connection, next);
      }
      connection.commit();
      return contents.rows();
    }
  }

  private static long read(Connection connection, ZipFile zip, Table table)
      throws SQLException, IOException {
    try (InputStream in = zip.getInputStream(zip.getEntry(table.name()))) {
      StringBuilder columns = new StringBuilder();
      for (int next = in.read(); next != '\n' && next >= 0; next = in.read()) {
        columns.append((char) next);
      }
      return copying(connection)
          .copyIn("copy %s (%s) from stdin".formatted(table.name(), columns), in);
    }
  }

  private static ZipFile opened(Path file) throws IOException {
    try {
      return new ZipFile(file.toFile());
    } catch (ZipException noBackup) {
      throw unreadable(file, "is no backup, or was cut off");
    }
  }

  private static Contents contents(ZipFile zip, Path file) throws IOException {
    ZipEntry entry = zip.getEntry(CONTENTS);
    if (entry == null) {
      throw unreadable(file, "is no backup of ours");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      List<String> lines = new String(in.readAllBytes(), UTF_8).lines().toList();
      if (lines.size() < 2 || !lines.getFirst().equals(FORMAT)) {
        throw unreadable(file, "is of another kind than " + FORMAT);
      }
      return Contents.of(lines);
    }
  }

  private static Refusal unreadable(Path file, String why) {
    return new Refusal.Invalid("file", file + " " + why, "Take another backup.");
  }

  private static CopyManager copying(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  private static boolean holdsRows(Connection connection, Table table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select from " + table.name() + " limit 1")) {
      return rows.next();
    }
  }

  private static List<Table> tables(Connection connection) throws SQLException {
    List<Table> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(TABLES)) {
      while (rows.next()) {
        tables.add(new Table(rows.getString(1), rows.getString(2), rows.getBoolean(3)));
      }
    }
    return tables;
  }

  private static List<String> strings(Connection connection, String query, int column)
      throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getString(column));
      }
    }
    return found;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
