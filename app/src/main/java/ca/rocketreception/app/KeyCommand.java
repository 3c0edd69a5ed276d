package ca.rocketreception.app;

import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.ports.driving.access.ManagingKeys;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    description = "Keys to the API.",
    subcommands = KeyCommand.Create.class)
final class KeyCommand {

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Makes an API key and prints it, once: only its hash is kept.")
  static final class Create implements Callable<Integer> {

    @ArgGroup(multiplicity = "1")
    private Whose whose;

    @Option(
        names = "--name",
        defaultValue = "made on the command line",
        description = "What the key is for.")
    private String name;

    @Option(
        names = "--scope",
        paramLabel = "read|manage",
        defaultValue = "manage",
        description = "What may be done with it: read, or also change (the default).")
    private ApiKey.Scope scope;

    static final class Whose {
      @Option(
          names = "--subscriber",
          paramLabel = "SLUG",
          description = "A key for one subscriber.")
      private Slug subscriber;

      @Option(names = "--operator", description = "A key for everything.")
      private boolean operator;
    }

    @Override
    public Integer call() {
      try (Installation installation = Installation.open(System.getenv())) {
        installation.database().migrate();
        ManagingKeys keys =
            Application.keys(installation.config(), installation.database(), Installation.CLOCK);
        System.out.println(
            whose.operator
                ? keys.createForOperator(name, scope)
                : keys.createFor(whose.subscriber, name, scope, "command line"));
        System.err.println("Keep it: it cannot be shown again.");
        return 0;
      }
    }
  }
}
