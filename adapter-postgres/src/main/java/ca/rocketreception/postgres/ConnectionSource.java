package ca.rocketreception.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens a connection outside the pool, for what keeps one. */
@FunctionalInterface
interface ConnectionSource {
  Connection open() throws SQLException;
}
