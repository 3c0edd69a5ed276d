package ca.rocketreception.app;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.postgres.UnusableDatabase;
import ca.rocketreception.zones.ZoneData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands of {@code ./rocket}. Results go to stdout, words to stderr. */
@Command(
    name = "rocket",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description =
        "An AI receptionist for many small businesses: calls are answered, kept and read.",
    footer = {
      "",
      "First steps: ./rocket demo. The tests: ./rocket test. More: README.md and docs/.",
      "Exit: 0 done, 1 failed or differences found, 2 usage, 3 configuration, 4 provider."
    },
    subcommands = {
      ServeCommand.class,
      MigrateCommand.class,
      SeedCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      SubscriberCommand.class,
      KeyCommand.class,
      AgentCommand.class,
      NumberCommand.class,
      ReconcileCommand.class,
      AuditCommand.class,
      RollupCommand.class,
      StatementCommand.class,
      RehearseCommand.class,
    })
public final class Main implements Callable<Integer> {

  public static final int FAILED = 1;
  static final int CONFIGURATION = 3;
  static final int PROVIDER = 4;

  /** As shells say it of what was interrupted. */
  private static final int STOPPED = 130;

  private static final int CARRIERS_A_CORE = 2;

  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    prepare();
    System.exit(commands().execute(arguments));
  }

  /** What must be so in this JVM before any command runs. */
  public static void prepare() {
    ZoneData.install(); // before anything asks what time it is somewhere
    moreCarriersThanCores();
  }

  /**
   * A virtual thread keeps its carrier until it waits for something, so that with few carriers some
   * requests that compute for long keep all others waiting; between more the kernel shares its
   * time, which costs. Measured on two cores: with two carriers p99 of routing is 17 to 20 ms, with
   * four 6 to 8 ms; with eight or sixteen a fifth fewer questions a second are answered, and in a
   * storm p99 is no better (30 ms with four, 35 to 38 ms with sixteen). Must be said before the
   * first virtual thread.
   */
  private static void moreCarriersThanCores() {
    String carriers = "jdk.virtualThreadScheduler.parallelism";
    if (System.getProperty(carriers) == null) {
      System.setProperty(
          carriers, Integer.toString(CARRIERS_A_CORE * Runtime.getRuntime().availableProcessors()));
    }
  }

  /** Of the program, and of the laws on clocks that it knows. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"Rocket Reception 1.0", "with " + ZoneData.current()};
    }
  }

  /**
   * The commands of the server, and more.
   *
   * @param more commands of picocli's, added behind them
   */
  public static CommandLine commands(Object... more) {
    CommandLine commands = new CommandLine(new Main());
    for (Object one : more) {
      commands.addSubcommand(one);
    }
    return Values.register(commands)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(Main::execute)
        .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure));
  }

  /**
   * What serves goes on until it is stopped; all else ends, and shows on the way that it goes on.
   */
  private static int execute(CommandLine.ParseResult parsed) {
    CommandLine.ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    boolean serves = last.commandSpec().userObject() instanceof Serving;
    try (Progress _ =
        serves ? Progress.silent("") : Progress.of(last.commandSpec().qualifiedName())) {
      return new CommandLine.RunLast().execute(parsed);
    }
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return 0;
  }

  /** Expected failures are told in words; a stack trace means a mistake of ours. */
  private static int explain(Exception failure) throws Exception {
    if (Stopping.begun()) {
      return STOPPED;
    }
    switch (failure) {
      case ConfigProblem problem -> {
        System.err.println(problem.getMessage());
        return CONFIGURATION;
      }
      case UnusableDatabase problem -> {
        System.err.println(problem.getMessage());
        return problem.kind() == UnusableDatabase.Kind.BUSY ? FAILED : CONFIGURATION;
      }
      case Refusal.ProviderFailed failed -> {
        System.err.println(failed.getMessage() + ". " + failed.cure());
        return PROVIDER;
      }
      case Refusal.NotFound unknown -> {
        System.err.println(unknown.getMessage() + ". " + unknown.cure());
        return CommandLine.ExitCode.USAGE;
      }
      case Refusal refusal -> {
        System.err.println(refusal.getMessage() + ". " + refusal.cure());
        return FAILED;
      }
      case UncheckedIOException outside -> {
        System.err.println(outside.getMessage() + ": " + inWords(outside.getCause()));
        return FAILED;
      }
      case IOException outside -> {
        System.err.println(inWords(outside));
        return FAILED;
      }
      default -> throw failure;
    }
  }

  /** What the JDK says of files and connections, which is at times a bare name or nothing. */
  public static String inWords(Exception failure) {
    String said = failure.getMessage() == null ? "" : failure.getMessage();
    return switch (failure) {
      case NoSuchFileException file -> file.getFile() + " is not there";
      case FileAlreadyExistsException file -> file.getFile() + " is there already";
      case AccessDeniedException file -> file.getFile() + " may not be read or written";
      case ConnectException _ -> "Nobody listens there";
      case HttpTimeoutException _ -> "It did not answer in time";
      default -> said.isEmpty() ? "The connection or file failed" : said;
    };
  }
}
