package ca.rocketreception.app;

import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.routing.DialingRules;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driving.business.ManagingSubscribers;
import ca.rocketreception.postgres.Database;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
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
public final class SeedCommand implements Callable<Integer> {

  public enum Choice {
    CORE,
    DEMO,
    AGENTS,
    CHANNELS,
    ALL
  }

  @Parameters(paramLabel = "core|demo|agents|channels|all", description = "What to add.")
  private Choice choice;

  @Option(names = "--dry-run", description = "Only say what would be added.")
  private boolean dryRun;

  @Override
  public Integer call() {
    try (Installation installation = Installation.open(System.getenv())) {
      if (!dryRun) {
        installation.database().migrate();
      } else if (installation.database().pendingMigrations() > 0) {
        System.err.println(
            "The database's tables are not up to date, and a dry run changes nothing: run"
                + " ./rocket migrate first.");
        return Main.FAILED;
      }
      if (dryRun) {
        System.err.println("A dry run: this is what would be added, and nothing is written.");
      }
      long added = plant(installation.database(), choice, dryRun, System.out);
      if (added == 0) {
        System.out.println("Nothing to do: everything is there already.");
      }
      if (choice == Choice.AGENTS || choice == Choice.ALL) {
        System.err.println(
            "The agents' provider ids are made up (agent_seed_…): publish them (./rocket agent publish)"
                + " before a real call comes.");
      }
      return 0;
    }
  }

  /**
   * Adds what is missing, prints a line for each addition, and says how many there were. All parts
   * are planned before anything is written, so that a dry run prints what a real one would.
   */
  public static long plant(Database database, Choice choice, boolean dryRun, PrintStream out) {
    return plant(database.subscribers(), choice, dryRun, out);
  }

  public static long plant(
      Subscribers subscribers, Choice choice, boolean dryRun, PrintStream out) {
    ManagingSubscribers managing =
        new ManagingSubscribers(subscribers, DialingRules.unlimited(), Installation.CLOCK);
    List<Business> there = subscribers.all();
    long added = 0;
    for (Business business : planned(choice, there)) {
      if (!there.contains(business)) {
        List<String> additions = managing.fillIn(business, "command line", dryRun);
        additions.forEach(
            addition -> out.println("+ " + business.subscriber().slug() + ": " + addition));
        added += additions.size();
      }
    }
    return added;
  }

  private static List<Business> planned(Choice choice, List<Business> there) {
    List<Business> businesses = there;
    for (Seeds.Part part : parts(choice)) {
      businesses = Seeds.together(businesses, Seeds.wanted(part, businesses, Application::newId));
    }
    return businesses;
  }

  private static List<Seeds.Part> parts(Choice choice) {
    return choice == Choice.ALL
        ? Arrays.asList(Seeds.Part.values())
        : List.of(Seeds.Part.valueOf(choice.name()));
  }
}
