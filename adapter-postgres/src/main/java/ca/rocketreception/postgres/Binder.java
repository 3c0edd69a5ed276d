package ca.rocketreception.postgres;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGConnection;

/**
 * Binds a prepared statement's values in order. Null keeps its type, so that the server's plan is
 * used again.
 */
final class Binder {

  private final PreparedStatement statement;
  private int place;

  Binder(PreparedStatement statement) {
    this.statement = statement;
  }

  Binder text(String value) throws SQLException {
    statement.setString(++place, value);
    return this;
  }

  Binder uuid(UUID value) throws SQLException {
    if (value == null) {
      statement.setNull(++place, Types.OTHER, "uuid");
    } else {
      statement.setObject(++place, value);
    }
    return this;
  }

  Binder instant(Instant value) throws SQLException {
    if (value == null) {
      statement.setNull(++place, Types.TIMESTAMP_WITH_TIMEZONE);
    } else {
      statement.setObject(++place, stored(value));
    }
    return this;
  }

  Binder flag(Boolean value) throws SQLException {
    statement.setObject(++place, value, Types.BOOLEAN);
    return this;
  }

  Binder number(Integer value) throws SQLException {
    statement.setObject(++place, value, Types.INTEGER);
    return this;
  }

  Binder bigNumber(Long value) throws SQLException {
    statement.setObject(++place, value, Types.BIGINT);
    return this;
  }

  Binder amount(BigDecimal value) throws SQLException {
    statement.setBigDecimal(++place, value);
    return this;
  }

  Binder bytes(byte[] value) throws SQLException {
    statement.setBytes(++place, value);
    return this;
  }

  Binder smallNumbers(List<Integer> values) throws SQLException {
    short[] array = new short[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i).shortValue();
    }
    return array("int2", array);
  }

  Binder array(String type, Object values) throws SQLException {
    statement.setArray(
        ++place, statement.getConnection().unwrap(PGConnection.class).createArrayOf(type, values));
    return this;
  }

  /** The database reads years of any length, but not the plus sign before the long ones. */
  static String moment(Instant at) {
    return stored(at).toString().replaceFirst("^\\+", "");
  }

  /** The same of a day. */
  static String day(LocalDate day) {
    return day.toString().replaceFirst("^\\+", "");
  }

  /** The moment as the database keeps it: in microseconds. */
  static OffsetDateTime stored(Instant moment) {
    return moment.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }
}
