package ca.rocketreception.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * PostgreSQL's programs, unpacked once for all tests of this module: that is what takes longest.
 */
public final class UnpackedPostgres {

  private static final Path UNPACKED = Path.of("target", "unpacked-postgres").toAbsolutePath();

  private UnpackedPostgres() {}

  /** Makes a data directory in which the programs are there already. */
  public static synchronized void in(Path directory) throws IOException {
    Files.createDirectories(UNPACKED);
    EmbeddedDatabase.unpack(UNPACKED);
    Files.createSymbolicLink(directory.resolve("postgres"), UNPACKED.resolve("postgres"));
  }
}
