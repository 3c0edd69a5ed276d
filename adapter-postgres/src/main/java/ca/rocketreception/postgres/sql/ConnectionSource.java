package ca.rocketreception.postgres.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens a connection outside the pool, for what keeps one. */
@FunctionalInterface
public interface ConnectionSource {
  Connection open() throws SQLException;
}
