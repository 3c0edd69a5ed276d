package ca.rocketreception.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    description = "Brings the database's tables up to date and prints how many steps that took.")
final class MigrateCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    try (Installation installation = Installation.open(System.getenv())) {
      System.out.println(installation.database().migrate());
      return 0;
    }
  }
}
