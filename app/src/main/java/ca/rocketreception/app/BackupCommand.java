package ca.rocketreception.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description =
        "Writes everybody's rows of one moment into a new file and prints how many of each table;"
            + " nodes may serve meanwhile.")
final class BackupCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "Where to; it must not be there yet.")
  private Path file;

  @Override
  public Integer call() throws IOException {
    try (Installation installation = Installation.open(System.getenv())) {
      print(
          installation
              .database()
              .backUp(file.toAbsolutePath(), Progress.of("Backing up " + file.getFileName())::at));
      return 0;
    }
  }

  static void print(Map<String, Long> rows) {
    rows.forEach((table, count) -> {
      if (count > 0) {
        System.out.println(table + " " + count);
      }
    });
  }
}
