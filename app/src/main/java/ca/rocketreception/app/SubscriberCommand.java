package ca.rocketreception.app;

import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.Subscriber;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "subscriber",
    mixinStandardHelpOptions = true,
    description = "The businesses of this installation.",
    subcommands = SubscriberCommand.Listing.class)
final class SubscriberCommand {

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Prints each subscriber's slug, state, time zone and name, a line each.")
  static final class Listing implements Callable<Integer> {

    @Override
    public Integer call() {
      try (Installation installation = Installation.open(System.getenv())) {
        installation.database().migrate();
        List<Subscriber> all =
            installation.database().subscribers().all().stream()
                .map(Business::subscriber)
                .sorted(Comparator.comparing(one -> one.slug().value()))
                .toList();
        for (Subscriber one : all) {
          System.out.printf(
              "%-32s %-10s %-20s %s%n", one.slug(), one.status(), one.zone(), one.name());
        }
        if (all.isEmpty()) {
          System.err.println(
              "There is none yet: make one by API (POST /v1/subscribers), or try ./rocket seed demo.");
        }
        return 0;
      }
    }
  }

  private SubscriberCommand() {}
}
