package ca.rocketreception.app;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Brings the tables up to date, then serves until it is stopped.")
final class ServeCommand implements Callable<Integer> {

  @Override
  public Integer call() throws InterruptedException {
    Installation installation = Installation.open(System.getenv());
    Application application =
        Application.start(installation.config(), installation.database(), Installation.CLOCK);
    installation.closeFirst(application);
    System.err.println("Rocket Reception serves at http://localhost:" + application.port());
    new CountDownLatch(1).await(); // a stop signal closes the installation, running requests first
    return 0;
  }
}
