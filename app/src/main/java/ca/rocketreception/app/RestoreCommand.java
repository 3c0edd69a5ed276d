package ca.rocketreception.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description =
        "Reads a file of ./rocket backup into a new, empty database, brings its tables up to date,"
            + " and prints how many rows of each table came.")
final class RestoreCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "The backup.")
  private Path file;

  @Override
  public Integer call() throws IOException {
    try (Installation installation = Installation.open(System.getenv())) {
      BackupCommand.print(
          installation
              .database()
              .restore(file.toAbsolutePath(), Progress.of("Restoring " + file.getFileName())::at));
      return 0;
    }
  }
}
