package ca.rocketreception.app;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.Actor;
import ca.rocketreception.domain.billing.Statement;
import ca.rocketreception.http.billing.PrintedStatement;
import ca.rocketreception.ports.driving.billing.BillingUsage;
import ca.rocketreception.postgres.Database;
import java.time.YearMonth;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "statement",
    mixinStandardHelpOptions = true,
    description = "What subscribers owe for a month.",
    subcommands = {
      StatementCommand.Draft.class,
      StatementCommand.Finalise.class,
      StatementCommand.Show.class
    })
final class StatementCommand {

  enum Format {
    JSON,
    CSV,
    HTML
  }

  /** Which statement, and how it is printed. */
  static final class Meant {
    @Option(
        names = "--subscriber",
        paramLabel = "SLUG",
        required = true,
        description = "Whose statement.")
    private Slug subscriber;

    @Option(
        names = "--month",
        paramLabel = "YYYY-MM",
        required = true,
        description = "Which month, such as 2026-11.")
    private YearMonth month;

    @Option(
        names = "--format",
        paramLabel = "json|csv|html",
        defaultValue = "json",
        description = "How it is printed; html is a page to print or send.")
    private Format format;

    private int printed(Asking asking) {
      try (Installation installation = Installation.open(System.getenv())) {
        Database database = installation.database();
        database.migrate();
        SubscriberId id = installation.business(subscriber).id();
        Statement statement = asking.of(database, id, month);
        System.out.print(
            switch (format) {
              case JSON -> PrintedStatement.json(statement) + "\n";
              case CSV -> PrintedStatement.csv(statement);
              case HTML -> PrintedStatement.html(statement);
            });
        return 0;
      }
    }
  }

  @FunctionalInterface
  private interface Asking {
    Statement of(Database database, SubscriberId subscriber, YearMonth month);
  }

  @Command(
      name = "draft",
      mixinStandardHelpOptions = true,
      description = "Prints what would be owed now; changes nothing.")
  static final class Draft implements Callable<Integer> {
    @Mixin private Meant meant;

    @Override
    public Integer call() {
      return meant.printed((database, subscriber, month) -> {
        Statement statement = database.statements().read(subscriber, month);
        if (statement.isFinal()) {
          throw new Refusal.Conflict(
              "The statement " + statement.number() + " is final already",
              "Print it with ./rocket statement show.");
        }
        return statement;
      });
    }
  }

  @Command(
      name = "finalise",
      mixinStandardHelpOptions = true,
      description =
          "Makes a month's statement final, once it is over, and prints it. It never changes again;"
              + " what comes later goes to the next month's.")
  static final class Finalise implements Callable<Integer> {
    @Mixin private Meant meant;

    @Override
    public Integer call() {
      return meant.printed((database, subscriber, month) -> {
        return new BillingUsage(
                database.subscribers(),
                database.plans(),
                database.statements(),
                database.caps(),
                Installation.CLOCK)
            .finalise(Actor.named("command line"), subscriber, month);
      });
    }
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Prints a month's final statement, or its draft where there is none.")
  static final class Show implements Callable<Integer> {
    @Mixin private Meant meant;

    @Option(
        names = "--credit-note",
        paramLabel = "N",
        converter = Values.Some.class,
        description = "Prints that credit note of the month's statement instead; the first is 1.")
    private Integer note;

    @Override
    public Integer call() {
      return meant.printed((database, subscriber, month) ->
          note == null
              ? database.statements().read(subscriber, month)
              : database.statements().issued(subscriber).stream()
                  .filter(one -> one.isCreditNote(month, note))
                  .findFirst()
                  .orElseThrow(() ->
                      new Refusal.NotFound(
                          "There is no credit note " + note + " of " + month,
                          "Count from 1, of those that were issued.")));
    }
  }
}
