package ca.rocketreception.workshop;

import ca.rocketreception.app.Main;
import ca.rocketreception.app.Values;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "survive",
    mixinStandardHelpOptions = true,
    description =
        "Kills the server and PostgreSQL at random while events come, cuts and delays the"
            + " connections between them, and prints the account: for every acknowledged event"
            + " exactly one effect.")
final class SurviveCommand implements Callable<Integer> {

  @Option(
      names = "--events",
      defaultValue = "20001",
      converter = Values.Some.class,
      description = "Events, three a call (${DEFAULT-VALUE}).")
  private int events;

  @Option(
      names = "--kills",
      defaultValue = "24",
      converter = Values.SomeOrNone.class,
      description = "Kills, every fourth of them of PostgreSQL (${DEFAULT-VALUE}).")
  private int kills;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Another number, other moments (${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() throws Exception {
    try (SurviveBench bench = new SurviveBench(seed)) {
      SurviveBench.Account account = bench.run(Math.ceilDiv(events, 3), kills);
      System.out.println(account.text());
      return account.isClean() ? 0 : Main.FAILED;
    }
  }
}
