package ca.rocketreception.app;

import ca.rocketreception.postgres.Database;
import ca.rocketreception.postgres.UnusableDatabase;
import ca.rocketreception.zones.ZoneData;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Brings the tables up to date, then serves until it is stopped.")
public final class ServeCommand implements Callable<Integer>, Serving {

  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = Values.Port.class,
      description = "Where to listen; PORT or 8080 if absent.")
  private Integer port;

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> variables = new HashMap<>(System.getenv());
    Optional.ofNullable(port).ifPresent(own -> variables.put("PORT", own.toString()));
    Installation installation = Installation.open(variables);
    refuseWrong(installation.database());
    Application application =
        Application.start(installation.config(), installation.database(), Installation.CLOCK);
    installation.closeFirst(application);
    sayZoneRules();
    installation.config().summary(installation.databaseInWords()).forEach(LOG::info);
    System.err.println("Rocket Reception serves at http://localhost:" + application.port());
    new CountDownLatch(1).await(); // a stop signal closes the installation, running requests first
    return 0;
  }

  public static void sayZoneRules() {
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

  /** One that is away is waited for, and says so; one that will never do ends this at once. */
  private static void refuseWrong(Database database) {
    try {
      database.verify();
    } catch (UnusableDatabase problem) {
      if (problem.kind() == UnusableDatabase.Kind.WRONG) {
        throw problem;
      }
    }
  }
}
