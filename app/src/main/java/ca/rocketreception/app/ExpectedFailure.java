package ca.rocketreception.app;

import java.net.BindException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Failures of what surrounds us that a person mends by another configuration. */
final class ExpectedFailure {

  private ExpectedFailure() {}

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
