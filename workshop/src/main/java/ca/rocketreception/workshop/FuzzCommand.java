package ca.rocketreception.workshop;

import ca.rocketreception.app.Main;
import ca.rocketreception.app.Values;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "fuzz",
    mixinStandardHelpOptions = true,
    description =
        "Throws spoiled bodies, headers, queries, cursors and keys at a server and prints the"
            + " account: no answer of 500, none missing, no line of the log that tells of"
            + " somebody.")
final class FuzzCommand implements Callable<Integer> {

  @Option(
      names = "--inputs",
      defaultValue = "1000000",
      converter = Values.Many.class,
      description = "How many (${DEFAULT-VALUE}).")
  private long inputs;

  @Option(
      names = "--from",
      defaultValue = "0",
      converter = Values.Many.class,
      description = "The number of the first, to try one again (${DEFAULT-VALUE}).")
  private long from;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Another number, other inputs (${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() throws Exception {
    try (Fuzz fuzz = new Fuzz()) {
      Fuzz.Account account = fuzz.run(seed, from, inputs);
      System.out.println(account.text());
      return account.isClean() ? 0 : Main.FAILED;
    }
  }
}
