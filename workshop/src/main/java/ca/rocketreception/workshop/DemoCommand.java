package ca.rocketreception.workshop;

import ca.rocketreception.app.Application;
import ca.rocketreception.app.Config;
import ca.rocketreception.app.Installation;
import ca.rocketreception.app.Progress;
import ca.rocketreception.app.SeedCommand;
import ca.rocketreception.app.Seeds;
import ca.rocketreception.app.ServeCommand;
import ca.rocketreception.app.Serving;
import ca.rocketreception.app.Values;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.doubles.retell.RetellDouble;
import ca.rocketreception.doubles.retell.Scenario;
import ca.rocketreception.doubles.retell.SimulatedCalls;
import ca.rocketreception.doubles.twilio.TwilioDouble;
import ca.rocketreception.postgres.Database;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Shows everything with make-believe businesses and calls, without any account.")
final class DemoCommand implements Callable<Integer>, Serving {

  private static final long PAUSE_MS = 20_000;
  private static final int MESSAGES_OF_A_VISITOR = 8;
  private static final List<String> BUSINESSES =
      List.of(
          "Prairie Smile Dental",
          "Red River Plumbing",
          "Exchange Taproom",
          "Harbour Physiotherapy");

  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = Values.Port.class,
      description = "Where to listen; PORT or 8080 if absent.")
  private Integer port;

  private final Random random = new Random();

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> variables = new HashMap<>(System.getenv());
    DemoKeys.in(Config.from(variables).dataDir()).forEach(variables::putIfAbsent);
    Optional.ofNullable(port).ifPresent(own -> variables.put("PORT", own.toString()));
    int asked = Config.from(variables).port();
    RetellDouble retell = new RetellDouble(asked == 0 ? 0 : asked + 2);
    retell.refuseChats(); // the built-in receptionist answers them better
    variables.putIfAbsent("RETELL_API_KEY", RetellDouble.KEY);
    variables.putIfAbsent("RETELL_API_URL", retell.address().toString());
    TwilioDouble twilio = new TwilioDouble(Clock.systemUTC(), asked == 0 ? 0 : asked + 3);
    variables.putIfAbsent("TWILIO_ACCOUNT_SID", TwilioDouble.ACCOUNT_SID);
    variables.putIfAbsent("TWILIO_API_KEY_SID", TwilioDouble.KEY_SID);
    variables.putIfAbsent("TWILIO_API_KEY_SECRET", TwilioDouble.KEY_SECRET);
    variables.putIfAbsent("TWILIO_API_URL", twilio.address().toString());
    variables.putIfAbsent("TWILIO_TRUNKING_URL", twilio.address().toString());
    variables.putIfAbsent("PUBLIC_URL", "http://localhost:" + asked);
    ServeCommand.sayZoneRules();
    Installation installation = Installation.open(variables);
    installation.closeFirst(retell);
    installation.closeFirst(twilio);
    installation.database().migrate();
    SeedCommand.plant(
        installation.database(),
        SeedCommand.Choice.ALL,
        false,
        new PrintStream(OutputStream.nullOutputStream()));
    Application application =
        Application.start(installation.config(), installation.database(), Installation.CLOCK);
    installation.closeFirst(application);
    DemoSite site =
        DemoSite.open(
            URI.create("http://localhost:" + application.port()),
            installation.config().port() == 0 ? 0 : application.port() + 1);
    installation.closeFirst(site);
    DemoNumbers numbers = new DemoNumbers(installation, twilio);
    play(installation.database(), application.port(), site.port(), variables, numbers);
    return 0;
  }

  private void play(
      Database database,
      int servedAt,
      int siteAt,
      Map<String, String> variables,
      DemoNumbers numbers)
      throws InterruptedException {
    URI server = URI.create("http://localhost:" + servedAt);
    String webhookKey = variables.get("RETELL_WEBHOOK_KEYS").split(",")[0];
    SimulatedCalls calls = new SimulatedCalls(server, webhookKey, Installation.CLOCK, random);
    Instant now = Installation.CLOCK.instant();
    DemoMonth past = new DemoMonth(database, now);
    Progress progress = Progress.of("Playing a month of make-believe calls");
    past.play(calls, BUSINESSES, random, now);
    for (String business : BUSINESSES) {
      calls.play(plan(Seeds.DEMO_NUMBER, Optional.of(Scenario.GATEKEEPER), 1, business));
    }
    calls.play(
        plan(Seeds.DEMO_NUMBER, Optional.of(Scenario.GATEKEEPER), 1, "Boulangerie Saint-Boniface"));
    calls.play(plan(Seeds.OWN_NUMBER, Optional.empty(), 9, ""));
    new SimulatedVisitors(server, "prairie-smile-dental")
        .play(new SimulatedVisitors.Plan(1, 0, Locale.CANADA, MESSAGES_OF_A_VISITOR));
    new SimulatedVisitors(server, "boulangerie-saint-boniface")
        .play(new SimulatedVisitors.Plan(1, 0, Locale.CANADA_FRENCH, MESSAGES_OF_A_VISITOR));
    progress.close();
    System.out.printf(
        """

        Rocket Reception is running, with make-believe calls. Open

            %s/#key=%s

        and, to chat as a visitor, the page of a make-believe business:

            http://localhost:%d/

        A new call comes every %d seconds. To make more, in another terminal:

            RETELL_WEBHOOK_KEYS=%s ./rocket simulate call --url %s --count 5
            curl -H 'Authorization: Bearer %s' %s/v1/subscribers/rocketsciencedesigns/interactions?limit=2

        To publish its agents at a make-believe Retell, which forgets them when the demo stops:

            export RETELL_API_URL=%s RETELL_API_KEY=%s PUBLIC_URL=%s
            ./rocket agent plan --subscriber prairie-smile-dental
            ./rocket agent publish --subscriber prairie-smile-dental

        Its numbers, from a make-believe Twilio to our answer:

        %s
        To look again, to connect another or to break a link by hand:

            export TWILIO_API_URL=%s TWILIO_TRUNKING_URL=%s
            export TWILIO_ACCOUNT_SID=%s TWILIO_API_KEY_SID=%s TWILIO_API_KEY_SECRET=%s
            ./rocket number check --subscriber %s --number %s
            ./rocket number search --area-code 204

        To print what it owes for the month that is over, as a page:

            ./rocket statement show --subscriber prairie-smile-dental --month %s --format html

        Stop with Ctrl-C; what happened is kept for the next time.
        """,
        server,
        variables.get("OPERATOR_KEY"),
        siteAt,
        PAUSE_MS / 1000,
        webhookKey,
        server,
        variables.get("OPERATOR_KEY"),
        server,
        variables.get("RETELL_API_URL"),
        variables.get("RETELL_API_KEY"),
        variables.get("PUBLIC_URL"),
        numbers.chains().indent(4),
        variables.get("TWILIO_API_URL"),
        variables.get("TWILIO_TRUNKING_URL"),
        variables.get("TWILIO_ACCOUNT_SID"),
        variables.get("TWILIO_API_KEY_SID"),
        variables.get("TWILIO_API_KEY_SECRET"),
        numbers.owner(Seeds.DEMO_NUMBER),
        Seeds.DEMO_NUMBER,
        past.month());
    while (true) {
      Thread.sleep(PAUSE_MS);
      boolean direct = random.nextBoolean();
      calls.play(
          direct
              ? plan(Seeds.OWN_NUMBER, Optional.empty(), 1, "")
              : plan(
                  Seeds.DEMO_NUMBER,
                  Optional.of(Scenario.GATEKEEPER),
                  1,
                  BUSINESSES.get(random.nextInt(BUSINESSES.size()))));
    }
  }

  private static SimulatedCalls.Plan plan(
      PhoneNumber to, Optional<Scenario> scenario, int count, String business) {
    return new SimulatedCalls.Plan(to, Optional.empty(), scenario, count, 0, false, business);
  }
}
