package ca.rocketreception.postgres.sql;

import ca.rocketreception.domain.Refusal;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import org.postgresql.util.PSQLException;

/** What the database's errors mean to whoever asked. */
public final class Failures {

  private static final Set<String> LOST_A_RACE = Set.of("40001", "40P01", "23505");

  /** Cancelled, locked too long, and a standby that does not write. */
  private static final Set<String> AWAY = Set.of("57014", "55P03", "25006");

  private Failures() {}

  /** Whether the same transaction, run again, may find the way free. */
  static boolean mayPass(Throwable failure) {
    return sqlError(failure)
        .map(SQLException::getSQLState)
        .filter(LOST_A_RACE::contains)
        .isPresent();
  }

  public static RuntimeException translated(Throwable failure) {
    return sqlError(failure)
        .<RuntimeException>map(error -> refusal(error, failure))
        .orElseGet(() -> unchecked(failure));
  }

  private static RuntimeException refusal(SQLException error, Throwable failure) {
    String state = error.getSQLState();
    if (isAway(error, state)) {
      return new Refusal.Unavailable("The database cannot be reached", failure);
    }
    if (state.equals("23505")) {
      return new Refusal.Conflict(
          "Another subscriber, or another of its things, has this already: " + constraint(error),
          "Take another name or number, or release it there first.");
    }
    if (state.equals("23514")) {
      return new Refusal.Conflict(
          "More, or something longer, than may be kept",
          "Take away some that are no longer needed, or shorten it.");
    }
    if (state.startsWith("22")) {
      return new Refusal.Invalid(
          "value",
          "A value is outside what can be stored",
          "Give instants and amounts that a calendar and a till know.");
    }
    return unchecked(failure);
  }

  private static boolean isAway(SQLException error, String state) {
    return error instanceof SQLTransientConnectionException
        || state == null
        || state.startsWith("08")
        || state.startsWith("57P0")
        || state.startsWith("53")
        || state.startsWith("40")
        || AWAY.contains(state);
  }

  /** The name of what must be unique; the message itself would show the value. */
  private static String constraint(SQLException error) {
    return error instanceof PSQLException violation && violation.getServerErrorMessage() != null
        ? violation.getServerErrorMessage().getConstraint()
        : "a unique value";
  }

  private static Optional<SQLException> sqlError(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal) {
        return Optional.empty();
      }
      if (cause instanceof SQLException error) {
        return Optional.of(error);
      }
    }
    return Optional.empty();
  }

  static RuntimeException unchecked(Throwable failure) {
    return failure instanceof RuntimeException already
        ? already
        : new IllegalStateException("A statement failed", failure);
  }
}
