package ca.rocketreception.app;

import ca.rocketreception.ports.driven.usage.UsageLedger;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "rollup",
    mixinStandardHelpOptions = true,
    description =
        "Adds up the days whose use was not added up yet, as a running server does by itself, and"
            + " prints how many days of subscribers that were.")
final class RollupCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    try (Installation installation = Installation.open(System.getenv())) {
      installation.database().migrate();
      UsageLedger ledger = installation.database().usageLedger();
      UsageLedger.RolledUp step = ledger.rollUp();
      long days = step.days();
      while (step.more()) {
        step = ledger.rollUp();
        days += step.days();
      }
      System.out.println(days);
      return 0;
    }
  }
}
