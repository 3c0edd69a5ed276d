package ca.rocketreception.retell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON object to be written: texts, numbers, booleans, lists and other such objects by name; an
 * empty Optional is a null.
 */
record Outgoing(Map<String, Object> members) {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int USUAL_SIZE = 1_024;

  Outgoing {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  static Outgoing empty() {
    return new Outgoing(Map.of());
  }

  static Outgoing of(String name, Object value) {
    return new Outgoing(Map.of(name, value));
  }

  Outgoing and(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(name, value);
    return new Outgoing(more);
  }

  String text() {
    return new String(bytes(), UTF_8);
  }

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_SIZE);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      write(json, this);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, Object value) {
    switch (value) {
      case Outgoing(Map<String, Object> members) -> {
        json.writeStartObject();
        members.forEach((name, member) -> {
          json.writeName(name);
          write(json, member);
        });
        json.writeEndObject();
      }
      case List<?> items -> {
        json.writeStartArray();
        items.forEach(item -> write(json, item));
        json.writeEndArray();
      }
      case Optional<?> perhaps -> {
        if (perhaps.isPresent()) {
          write(json, perhaps.get());
        } else {
          json.writeNull();
        }
      }
      case Boolean flag -> json.writeBoolean(flag);
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case BigDecimal number -> json.writeNumber(number);
      default -> json.writeString(value.toString());
    }
  }
}
