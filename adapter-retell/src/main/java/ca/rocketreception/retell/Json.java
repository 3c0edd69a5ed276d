package ca.rocketreception.retell;

import java.util.List;
import java.util.Map;

/** A JSON value, without what we never read of it. */
sealed interface Json {

  record Text(String value) implements Json {}

  /** A number as it was written: what it is worth is worked out exactly, and only when needed. */
  record Numeral(String literal) implements Json {}

  record Flag(boolean value) implements Json {}

  record Items(List<Json> values) implements Json {}

  record Members(Map<String, Json> values) implements Json {
    static final Members NONE = new Members(Map.of());
  }

  /** JSON's null. */
  record Null() implements Json {
    static final Null NULL = new Null();
  }
}
