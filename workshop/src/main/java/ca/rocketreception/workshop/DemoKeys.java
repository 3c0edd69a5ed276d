package ca.rocketreception.workshop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;

import ca.rocketreception.app.Application;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** The demo's own keys, kept beside its database, so that a page that was open works on. */
final class DemoKeys {

  private static final List<String> NAMES = List.of("OPERATOR_KEY", "RETELL_WEBHOOK_KEYS");

  private DemoKeys() {}

  /** The keys by the names of their variables; made the first time. */
  static Map<String, String> in(Path directory) {
    Path file = directory.resolve("demo-keys");
    try {
      if (!Files.exists(file)) {
        make(file);
      }
      return Files.readAllLines(file).stream()
          .filter(line -> line.contains("="))
          .collect(
              toMap(
                  line -> line.substring(0, line.indexOf('=')),
                  line -> line.substring(line.indexOf('=') + 1)));
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "The demo's keys cannot be kept in " + file + "; set ROCKET_DATA_DIR elsewhere", failure);
    }
  }

  private static void make(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Path fresh =
        Files.createTempFile(
            file.getParent(),
            "demo-keys",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(
        fresh, NAMES.stream().map(name -> name + "=" + Application.newSecret()).toList(), UTF_8);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
