package ca.rocketreception.workshop;

import ca.rocketreception.app.Main;
import picocli.CommandLine;

/** All commands of {@code ./rocket} in a checkout: the server's, and what is beside it. */
final class WorkshopMain {

  private WorkshopMain() {}

  public static void main(String[] arguments) {
    Main.prepare();
    System.exit(commands().execute(arguments));
  }

  static CommandLine commands() {
    return Main.commands(new DemoCommand(), new SimulateCommand(), new BenchCommand());
  }
}
