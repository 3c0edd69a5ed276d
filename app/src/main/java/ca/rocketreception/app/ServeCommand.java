package ca.rocketreception.app;

import ca.rocketreception.zones.ZoneData;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Brings the tables up to date, then serves until it is stopped.")
final class ServeCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  @Override
  public Integer call() throws InterruptedException {
    sayZoneRules();
    Installation installation = Installation.open(System.getenv());
    Application application =
        Application.start(installation.config(), installation.database(), Installation.CLOCK);
    installation.closeFirst(application);
    System.err.println("Rocket Reception serves at http://localhost:" + application.port());
    new CountDownLatch(1).await(); // a stop signal closes the installation, running requests first
    return 0;
  }

  static void sayZoneRules() {
    ZoneData zones = ZoneData.current();
    LOG.info("Clocks go by {}", zones);
    zones.warnings().forEach(LOG::warn);
    if (zones.isOld(LocalDate.ofInstant(Installation.CLOCK.instant(), ZoneOffset.UTC))) {
      LOG.warn(
          "The {} are from {} and may lack new laws on clocks: renew the system's tzdata, name newer"
              + " ones with ZONE_DATA, or take a newer release of this",
          zones,
          zones.made());
    }
  }
}
