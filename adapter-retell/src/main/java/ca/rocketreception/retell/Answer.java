package ca.rocketreception.retell;

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
record Answer(Map<String, Object> members) {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int USUAL_SIZE = 1_024;

  Answer {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  static Answer empty() {
    return new Answer(Map.of());
  }

  static Answer of(String name, Object value) {
    return new Answer(Map.of(name, value));
  }

  Answer and(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(name, value);
    return new Answer(more);
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
      case Answer(Map<String, Object> members) -> {
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
