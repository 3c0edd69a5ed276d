package ca.rocketreception.retell;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sample payloads. */
final class Sample {

  private Sample() {}

  static byte[] bytes(String name) {
    try (InputStream file = Sample.class.getResourceAsStream("/retell/" + name + ".json")) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(String name) {
    return JsonMapper.shared().readTree(bytes(name));
  }
}
