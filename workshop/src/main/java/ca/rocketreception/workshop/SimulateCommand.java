package ca.rocketreception.workshop;

import ca.rocketreception.app.Config;
import ca.rocketreception.app.ConfigProblem;
import ca.rocketreception.app.Installation;
import ca.rocketreception.app.Main;
import ca.rocketreception.app.Seeds;
import ca.rocketreception.app.Values;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.doubles.retell.Scenario;
import ca.rocketreception.doubles.retell.SimulatedCalls;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = "Plays what providers would send, and what visitors would say.",
    subcommands = {SimulateCommand.Call.class, SimulateCommand.Chat.class})
final class SimulateCommand {

  enum Language {
    EN,
    FR
  }

  @Command(
      name = "call",
      mixinStandardHelpOptions = true,
      description =
          "Plays believable calls, as webhooks signed with the first key of RETELL_WEBHOOK_KEYS,"
              + " against a running server.")
  static final class Call implements Callable<Integer> {

    @Option(
        names = "--url",
        defaultValue = "http://localhost:8080",
        description = "The server (${DEFAULT-VALUE}).")
    private URI url;

    @Option(
        names = "--to",
        description = "The number called (+12048082733, or the shared one for the gatekeeper).")
    private PhoneNumber to;

    @Option(
        names = "--from",
        description = "The caller's number; a different one each time if absent.")
    private PhoneNumber from;

    @Option(names = "--scenario", description = "One of ${COMPLETION-CANDIDATES}; a mix if absent.")
    private Scenario scenario;

    @Option(
        names = "--count",
        defaultValue = "1",
        converter = Values.Some.class,
        description = "How many calls (${DEFAULT-VALUE}).")
    private int count;

    @Option(
        names = "--rate",
        defaultValue = "0",
        converter = Values.Rate.class,
        description = "Calls a second; 0 is as fast as they are answered.")
    private double rate;

    @Option(
        names = "--shuffle",
        description = "Send the events in random order, some of them twice.")
    private boolean shuffle;

    @Option(
        names = "--business",
        defaultValue = "Prairie Smile Dental",
        description = "Whom the gatekeeper is asked for (${DEFAULT-VALUE}).")
    private String business;

    @Override
    public Integer call() {
      List<String> keys = Config.from(System.getenv()).retellWebhookKeys();
      if (keys.isEmpty()) {
        throw new ConfigProblem(
            List.of("RETELL_WEBHOOK_KEYS is not set: give the key that the server has"));
      }
      PhoneNumber standard = scenario == Scenario.GATEKEEPER ? Seeds.DEMO_NUMBER : Seeds.OWN_NUMBER;
      SimulatedCalls.Result result =
          new SimulatedCalls(url, keys.getFirst(), Installation.CLOCK, new Random())
              .play(
                  new SimulatedCalls.Plan(
                      Optional.ofNullable(to).orElse(standard),
                      Optional.ofNullable(from),
                      Optional.ofNullable(scenario),
                      count,
                      rate,
                      shuffle,
                      business));
      System.out.printf(
          "%d calls, %d of them rejected; %d events and functions sent; answers %s%n",
          result.calls(), result.rejected(), result.events(), result.answers());
      result.problems().forEach(System.err::println);
      return result.isClean() ? 0 : Main.FAILED;
    }
  }

  @Command(
      name = "chat",
      mixinStandardHelpOptions = true,
      description =
          "Plays visitors who chat with a business, through the widget's API of a running server,"
              + " and checks that every message came once. The limits for visitors hold it back,"
              + " unless the server has CHAT_LIMITS=off.")
  static final class Chat implements Callable<Integer> {

    @Option(
        names = "--url",
        defaultValue = "http://localhost:8080",
        description = "The server (${DEFAULT-VALUE}).")
    private URI url;

    @Option(
        names = "--subscriber",
        paramLabel = "SLUG",
        defaultValue = "prairie-smile-dental",
        description = "The business (${DEFAULT-VALUE}).")
    private Slug slug;

    @Option(
        names = "--count",
        defaultValue = "1",
        converter = Values.Some.class,
        description = "How many conversations (${DEFAULT-VALUE}).")
    private int count;

    @Option(
        names = "--rate",
        defaultValue = "0",
        converter = Values.Rate.class,
        description = "Conversations begun a second; 0 is as fast as they are answered.")
    private double rate;

    @Option(
        names = "--language",
        defaultValue = "en",
        description = "What the visitors speak, en or fr (${DEFAULT-VALUE}).")
    private Language language;

    @Option(
        names = "--messages",
        defaultValue = "8",
        converter = Values.Some.class,
        description = "How many each says at most, 1 to 8 (${DEFAULT-VALUE}).")
    private int messages;

    @Override
    public Integer call() {
      SimulatedVisitors.Result result =
          new SimulatedVisitors(url, slug.value())
              .play(
                  new SimulatedVisitors.Plan(
                      count,
                      rate,
                      language == Language.FR ? Locale.CANADA_FRENCH : Locale.CANADA,
                      messages));
      System.out.printf(
          "%d conversations, %d messages, %d replies, %d problems%n",
          result.conversations(), result.messages(), result.replies(), result.problems().size());
      result.problems().stream().distinct().forEach(System.err::println);
      return result.problems().isEmpty() ? 0 : Main.FAILED;
    }
  }
}
