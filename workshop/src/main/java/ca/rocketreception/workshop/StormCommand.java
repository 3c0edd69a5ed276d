package ca.rocketreception.workshop;

import ca.rocketreception.app.Main;
import ca.rocketreception.app.Values;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "storm",
    mixinStandardHelpOptions = true,
    description =
        "Attacks a server of its own, on this machine alone, as strangers and one tenant could,"
            + " while calls are routed and another business's events come; prints the account."
            + " Held is: the server lives, 99 of 100 calls are routed within 50 ms, and no"
            + " acknowledged event is lost.")
final class StormCommand implements Callable<Integer> {

  @Option(
      names = "--seconds",
      defaultValue = "60",
      converter = Values.Some.class,
      description = "How long (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--megabytes",
      converter = Values.Some.class,
      defaultValue = "40",
      description = "Bytes that the attackers send a second, all together (${DEFAULT-VALUE}).")
  private int megabytes;

  @Override
  public Integer call() throws Exception {
    try (StormBench bench = new StormBench(megabytes)) {
      StormBench.Account account = bench.run(seconds);
      System.out.println(account.text());
      return account.isKept() ? 0 : Main.FAILED;
    }
  }
}
