package ca.rocketreception.postgres.sql;

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
public final class Binder {

  private final PreparedStatement statement;
  private int place;

  public Binder(PreparedStatement statement) {
    this.statement = statement;
  }

  public Binder text(String value) throws SQLException {
    statement.setString(++place, value);
    return this;
  }

  public Binder uuid(UUID value) throws SQLException {
    if (value == null) {
      statement.setNull(++place, Types.OTHER, "uuid");
    } else {
      statement.setObject(++place, value);
    }
    return this;
  }

  public Binder instant(Instant value) throws SQLException {
    if (value == null) {
      statement.setNull(++place, Types.TIMESTAMP_WITH_TIMEZONE);
    } else {
      statement.setObject(++place, stored(value));
    }
    return this;
  }

  public Binder flag(Boolean value) throws SQLException {
    statement.setObject(++place, value, Types.BOOLEAN);
    return this;
  }

  public Binder number(Integer value) throws SQLException {
    statement.setObject(++place, value, Types.INTEGER);
    return this;
  }

  public Binder bigNumber(Long value) throws SQLException {
    statement.setObject(++place, value, Types.BIGINT);
    return this;
  }

  public Binder amount(BigDecimal value) throws SQLException {
    statement.setBigDecimal(++place, value);
    return this;
  }

  public Binder bytes(byte[] value) throws SQLException {
    statement.setBytes(++place, value);
    return this;
  }

  public Binder smallNumbers(List<Integer> values) throws SQLException {
    short[] array = new short[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i).shortValue();
    }
    return array("int2", array);
  }

  public Binder array(String type, Object values) throws SQLException {
    statement.setArray(
        ++place, statement.getConnection().unwrap(PGConnection.class).createArrayOf(type, values));
    return this;
  }

  /** The database reads years of any length, but not the plus sign before the long ones. */
  public static String moment(Instant at) {
    return stored(at).toString().replaceFirst("^\\+", "");
  }

  /** The same of a day. */
  public static String day(LocalDate day) {
    return day.toString().replaceFirst("^\\+", "");
  }

  /** The moment as the database keeps it: in microseconds. */
  public static OffsetDateTime stored(Instant moment) {
    return moment.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }
}
