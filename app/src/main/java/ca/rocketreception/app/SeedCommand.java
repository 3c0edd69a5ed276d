package ca.rocketreception.app;

import ca.rocketreception.domain.Business;
import ca.rocketreception.ports.driven.Subscribers;
import ca.rocketreception.ports.driving.ManagingSubscribers;
import ca.rocketreception.postgres.Database;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "seed",
    mixinStandardHelpOptions = true,
    description = {
      "Adds what is missing and leaves what is there: twice changes nothing.",
      "core: Rocket Science Designs and the platform; demo: demo businesses;",
      "agents and channels: for every subscriber there is; all: all of these."
    })
final class SeedCommand implements Callable<Integer> {

  enum Choice {
    CORE,
    DEMO,
    AGENTS,
    CHANNELS,
    ALL
  }

  @Parameters(paramLabel = "core|demo|agents|channels|all")
  private Choice choice;

  @Option(names = "--dry-run", description = "Only say what would be added.")
  private boolean dryRun;

  @Override
  public Integer call() {
    try (Installation installation = Installation.open(System.getenv())) {
      installation.database().migrate();
      if (dryRun) {
        System.err.println("A dry run: this is what would be added, and nothing is written.");
      }
      long added = plant(installation.database(), choice, dryRun, System.out);
      if (added == 0) {
        System.out.println("Nothing to do: everything is there already.");
      }
      if (choice == Choice.AGENTS || choice == Choice.ALL) {
        System.err.println(
            "The agents' provider ids are made up (agent_seed_…): put the real ones in before a"
                + " real call comes.");
      }
      return 0;
    }
  }

  /** Adds what is missing, prints a line for each addition, and says how many there were. */
  static long plant(Database database, Choice choice, boolean dryRun, PrintStream out) {
    Subscribers subscribers = database.subscribers();
    Planting planting =
        new Planting(
            new ManagingSubscribers(subscribers, Installation.CLOCK), subscribers.all(), dryRun);
    return parts(choice).stream().mapToLong(part -> planting.plant(part, out)).sum();
  }

  private static List<Seeds.Part> parts(Choice choice) {
    return choice == Choice.ALL
        ? Arrays.asList(Seeds.Part.values())
        : List.of(Seeds.Part.valueOf(choice.name().toUpperCase(Locale.ROOT)));
  }

  /** Goes on from part to part with the businesses as they would be: so a dry run is complete. */
  private static final class Planting {
    private final ManagingSubscribers managing;
    private final boolean dryRun;
    private List<Business> businesses;

    Planting(ManagingSubscribers managing, List<Business> businesses, boolean dryRun) {
      this.managing = managing;
      this.businesses = businesses;
      this.dryRun = dryRun;
    }

    long plant(Seeds.Part part, PrintStream out) {
      List<Business> wanted = Seeds.wanted(part, businesses, Application::newId);
      long added = 0;
      for (Business business : wanted) {
        List<String> additions = managing.fillIn(business, "command line", dryRun);
        additions.forEach(
            addition -> out.println("+ " + business.subscriber().slug() + ": " + addition));
        added += additions.size();
      }
      businesses = Seeds.together(businesses, wanted);
      return added;
    }
  }
}
