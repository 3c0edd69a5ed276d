package ca.rocketreception.app;

import java.net.BindException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Failures of what surrounds us that a person mends by another configuration. */
final class ExpectedFailure {

  private static final String NO_SUCH_DATABASE = "3D000";
  private static final String NOT_LET_IN = "28";

  private ExpectedFailure() {}

  /** A database that answers, but does not let us in or is not there. */
  static Optional<ConfigProblem> ofDatabase(Throwable failure) {
    return cause(failure, SQLException.class)
        .filter(error -> error.getSQLState() != null)
        .filter(error ->
            error.getSQLState().startsWith(NOT_LET_IN)
                || error.getSQLState().equals(NO_SUCH_DATABASE))
        .map(error ->
            new ConfigProblem(
                List.of("DATABASE_URL is not right, PostgreSQL says: " + error.getMessage())));
  }

  static Optional<RuntimeException> ofListening(int port, Throwable failure) {
    return cause(failure, BindException.class)
        .map(error ->
            new ConfigProblem(
                List.of(
                    "PORT is %d, where nobody can listen now (%s): stop what does, or set another"
                            .formatted(port, error.getMessage())
                        + " one")));
  }

  private static <T> Optional<T> cause(Throwable failure, Class<T> type) {
    return Stream.iterate(failure, one -> one != null, Throwable::getCause)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }
}
