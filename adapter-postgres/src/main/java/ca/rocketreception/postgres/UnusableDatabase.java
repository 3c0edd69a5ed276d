package ca.rocketreception.postgres;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Why there is no working on a database: one line that names the place, tells the causes apart and
 * says the cure. Causes are told by types and codes, not by texts, which come in every language.
 */
public final class UnusableDatabase extends RuntimeException {

  private static final Pattern PLACE =
      Pattern.compile("jdbc:postgresql://(?<hosts>[^/]*)/(?<name>[^?]*)(?:\\?(?<query>.*))?");
  private static final Pattern ONE_HOST = Pattern.compile("(?<host>.*):(?<port>\\d+)");

  /** What a command, and a node that starts, make of it. */
  public enum Kind {
    /** Nobody answers there: a node waits for it. */
    ABSENT,
    /** It answers, and will let us in later. */
    BUSY,
    /** It will not do before a person mends something. */
    WRONG
  }

  private final Kind kind;

  UnusableDatabase(Kind kind, Database.Settings settings, String problem, String cure) {
    super("The database cannot be used: " + problem + " (" + place(settings) + "). " + cure);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** Where it is and who we are there, without anything secret. */
  static String place(Database.Settings settings) {
    Matcher form = PLACE.matcher(settings.jdbcUrl());
    if (!form.matches()) {
      return "user " + settings.user();
    }
    Matcher one = ONE_HOST.matcher(form.group("hosts"));
    String where =
        !form.group("hosts").contains(",") && one.matches()
            ? "host %s, port %s".formatted(one.group("host"), one.group("port"))
            : "hosts " + form.group("hosts");
    return "%s, database %s, user %s".formatted(where, form.group("name"), settings.user());
  }

  /** What kept a connection from being opened; empty when it is none of what people mend. */
  static Optional<UnusableDatabase> because(Database.Settings settings, Throwable failure) {
    if (has(failure, UnknownHostException.class)) {
      return absent(
          settings,
          "no host of this name is known",
          "Correct the host's name in DATABASE_URL, or the network's names.");
    }
    if (has(failure, SSLException.class)) {
      return wrong(
          settings,
          "the encryption could not be agreed upon",
          "Correct sslmode and sslrootcert in DATABASE_URL, or the server's certificate.");
    }
    if (has(failure, SocketTimeoutException.class) || has(failure, NoRouteToHostException.class)) {
      return late(settings);
    }
    if (has(failure, ConnectException.class)) {
      return absent(
          settings,
          "nobody listens there",
          "Start PostgreSQL there, or correct the host and port in DATABASE_URL.");
    }
    return cause(failure, SQLException.class)
        .filter(error -> error.getSQLState() != null)
        .flatMap(error -> because(settings, error, error.getSQLState()));
  }

  /** The same of what kept the tables from being brought up to date. */
  static Optional<UnusableDatabase> whileMigrating(Database.Settings settings, Throwable failure) {
    Optional<SQLException> error =
        cause(failure, SQLException.class).filter(one -> one.getSQLState() != null);
    if (error.isEmpty()) {
      return wrong(
          settings,
          "its tables are not as this program's migrations left them: "
              + failure.getMessage().lines().findFirst().orElse(""),
          "Use the program of the version that made them, or a later one, or an empty database.");
    }
    String state = error.get().getSQLState();
    if (state.startsWith("42501")) {
      return wrong(
          settings,
          "its user lacks a right that bringing its tables up to date needs: "
              + error.get().getMessage().lines().findFirst().orElse(""),
          "Give the database and its tables to one role, and use that role in DATABASE_URL.");
    }
    return state.startsWith("08") || state.startsWith("53") || state.startsWith("57P")
        ? because(settings, failure)
        : Optional.empty();
  }

  private static Optional<UnusableDatabase> because(
      Database.Settings settings, SQLException error, String state) {
    return switch (state) {
      case "28P01" ->
          wrong(
              settings,
              "the password is wrong, or there is no such user",
              "Correct user and password in DATABASE_URL; write special characters as %XX.");
      case "28000" -> notLetIn(settings, error);
      case "3D000" ->
          wrong(
              settings,
              "there is no such database",
              "Make it, as a superuser: create database \"%s\" owner \"%s\"; or correct its name in"
                      .formatted(name(settings), settings.user())
                  + " DATABASE_URL.");
      case "42501" ->
          wrong(
              settings,
              "the user may not connect to this database",
              "Make the user its owner, as a superuser: alter database \"%s\" owner to \"%s\";"
                  .formatted(name(settings), settings.user()));
      case "53300" ->
          Optional.of(
              new UnusableDatabase(
                  Kind.BUSY,
                  settings,
                  "it has no connection left for us",
                  "Lower DATABASE_CONNECTIONS, end other programs, or raise the server's"
                      + " max_connections."));
      case "57P03" ->
          Optional.of(
              new UnusableDatabase(
                  Kind.BUSY,
                  settings,
                  "it is starting, stopping or recovering",
                  "Wait until it is up, then try again."));
      case "08004" ->
          settings.password().isEmpty()
              ? wrong(
                  settings,
                  "it wants a password, and none is given",
                  "Write it into DATABASE_URL: postgres://user:password@host:port/name.")
              : wrong(
                  settings,
                  "it does not speak SSL, and DATABASE_URL asks for it",
                  "Take sslmode out of DATABASE_URL, or let the server speak SSL.");
      case "08P01" ->
          wrong(
              settings,
              "what listens there does not speak PostgreSQL's protocol",
              "Correct the host and port in DATABASE_URL.");
      case "08001", "08003", "08006" ->
          state.equals("08001") && error.getCause() == null
              ? late(settings) // the driver's own time-out, which names no cause
              : absent(
                  settings,
                  "the connection could not be made or was closed at once",
                  "See whether PostgreSQL is up there, and what its log says.");
      default -> Optional.empty();
    };
  }

  private static Optional<UnusableDatabase> notLetIn(
      Database.Settings settings, SQLException error) {
    // the server names what it has no entry for, also that the connection was not encrypted
    boolean unencrypted =
        error.getMessage() != null
            && (error.getMessage().contains("no encryption")
                || error.getMessage().contains("SSL off"));
    return unencrypted
        ? wrong(
            settings,
            "it does not let us in without SSL, or not from here",
            "Add ?sslmode=require to DATABASE_URL; if that does not help, add us to pg_hba.conf.")
        : wrong(
            settings,
            "it does not let this user in from here",
            "See whether the role exists and may log in, and that pg_hba.conf has a line for it.");
  }

  private static Optional<UnusableDatabase> late(Database.Settings settings) {
    return absent(
        settings,
        "it did not answer in time",
        "Correct the host and port in DATABASE_URL, or let the network through to it.");
  }

  private static Optional<UnusableDatabase> absent(
      Database.Settings settings, String problem, String cure) {
    return Optional.of(new UnusableDatabase(Kind.ABSENT, settings, problem, cure));
  }

  private static Optional<UnusableDatabase> wrong(
      Database.Settings settings, String problem, String cure) {
    return Optional.of(new UnusableDatabase(Kind.WRONG, settings, problem, cure));
  }

  private static String name(Database.Settings settings) {
    Matcher form = PLACE.matcher(settings.jdbcUrl());
    return form.matches() ? form.group("name") : settings.user();
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    return cause(failure, type).isPresent();
  }

  private static <T> Optional<T> cause(Throwable failure, Class<T> type) {
    return Stream.iterate(failure, one -> one != null, Throwable::getCause)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }
}
