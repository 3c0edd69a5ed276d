package ca.rocketreception.app;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.access.Actor;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.number.NumberChain;
import ca.rocketreception.domain.number.NumberConnection;
import ca.rocketreception.domain.number.NumberLink;
import ca.rocketreception.domain.number.NumberStep;
import ca.rocketreception.domain.number.NumberWay;
import ca.rocketreception.ports.driven.number.PhoneNumbers;
import ca.rocketreception.ports.driving.number.ConnectingNumbers;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "number",
    mixinStandardHelpOptions = true,
    description = "Connects telephone numbers, from the carrier to our answer.",
    subcommands = {
      NumberCommand.Search.class,
      NumberCommand.Connect.class,
      NumberCommand.Check.class,
      NumberCommand.Release.class
    })
public final class NumberCommand {

  private static final Actor ACTOR = Actor.named("command line");

  /** A number of a subscriber, on the configured database. */
  abstract static class OfSubscriber implements Callable<Integer> {

    @Option(
        names = "--subscriber",
        required = true,
        paramLabel = "SLUG",
        description = "Whose number.")
    private Slug slug;

    @Option(
        names = "--number",
        required = true,
        paramLabel = "E164",
        description = "Such as +12045550177.")
    private PhoneNumber number;

    @Override
    public final Integer call() {
      try (Installation installation = Installation.open(System.getenv())) {
        installation.database().migrate();
        return run(
            installation.business(slug),
            number,
            installation.config(),
            Application.connecting(
                installation.config(), installation.database(), Installation.CLOCK));
      } catch (Refusal.Conflict wrong) {
        System.err.println(wrong.getMessage() + ". " + wrong.cure());
        return CommandLine.ExitCode.USAGE;
      }
    }

    abstract int run(
        Business business, PhoneNumber asked, Config config, ConnectingNumbers connecting);
  }

  @Command(
      name = "search",
      mixinStandardHelpOptions = true,
      description = "Lists numbers of Twilio's that can be bought. Changes nothing.")
  static final class Search implements Callable<Integer> {

    @Option(
        names = "--country",
        defaultValue = "CA",
        converter = Values.Country.class,
        description = "Two letters (${DEFAULT-VALUE}).")
    private String country;

    @Option(names = "--area-code", converter = Values.Some.class, description = "Such as 204.")
    private Integer areaCode;

    @Option(
        names = "--limit",
        defaultValue = "10",
        converter = Values.Some.class,
        description = "How many at most, up to 50 (${DEFAULT-VALUE}).")
    private int limit;

    @Override
    public Integer call() {
      try (Installation installation = Installation.open(System.getenv())) {
        installation.config().requireTwilio();
        List<PhoneNumbers.ForSale> found =
            Application.connecting(
                    installation.config(), installation.database(), Installation.CLOCK)
                .search(
                    country,
                    areaCode == null ? OptionalInt.empty() : OptionalInt.of(areaCode),
                    Math.clamp(limit, 1, 50));
        for (PhoneNumbers.ForSale one : found) {
          System.out.printf(
              "%s  %s, %s, %s%s%n",
              one.number(),
              one.locality(),
              one.region(),
              one.country(),
              one.addressRequirement().equals("none")
                  ? ""
                  : "; needs an address: " + one.addressRequirement());
        }
        if (found.isEmpty()) {
          System.err.println("There is none now. Try another area code.");
        }
        return 0;
      }
    }
  }

  @Command(
      name = "connect",
      mixinStandardHelpOptions = true,
      description =
          "Makes a number ring at the subscriber's receptionist, step by step. May be run again"
              + " after any failure: nothing is bought or made twice.")
  static final class Connect extends OfSubscriber {

    @Option(
        names = "--way",
        defaultValue = "TWILIO",
        description =
            "TWILIO: bought or owned there, over a SIP trunk; RETELL: bought at Retell; IMPORTED:"
                + " at Retell already (${DEFAULT-VALUE}).")
    private NumberWay way;

    @Option(names = "--own-trunk", description = "On a trunk of the subscriber's alone.")
    private boolean ownTrunk;

    @Option(names = "--shared", description = "Other subscribers are reached through it.")
    private boolean shared;

    @Override
    int run(Business business, PhoneNumber asked, Config config, ConnectingNumbers connecting) {
      config.requireVoice();
      if (way == NumberWay.TWILIO) {
        config.requireTwilio();
      }
      connecting.connect(
          business, ACTOR, new ConnectingNumbers.Wanted(asked, way, ownTrunk, shared), new Steps());
      return print(connecting.check(business, asked));
    }
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description =
          "Looks at both providers and prints the chain from the carrier to our answer, with the"
              + " cure for each broken link; exits with 1 when one is broken, with 4 when one could"
              + " not be looked at.")
  static final class Check extends OfSubscriber {

    @Override
    int run(Business business, PhoneNumber asked, Config config, ConnectingNumbers connecting) {
      config.requireVoice();
      return print(connecting.check(business, asked));
    }
  }

  @Command(
      name = "release",
      mixinStandardHelpOptions = true,
      description =
          "Undoes what connecting did, the last step first; a number that was there before, and a"
              + " shared trunk, stay.")
  static final class Release extends OfSubscriber {

    @Option(
        names = "--give-back",
        description = "Also give the number back for good: you may not get it again.")
    private boolean giveBack;

    @Override
    int run(Business business, PhoneNumber asked, Config config, ConnectingNumbers connecting) {
      NumberConnection released = connecting.release(business, ACTOR, asked, giveBack, new Steps());
      System.out.println(asked + " is released");
      if (released
          .taken(NumberStep.BUY)
          .filter(bought -> bought.progress() == NumberConnection.Progress.LEFT)
          .isPresent()) {
        System.err.println(
            "It stays in the account, which pays for it. To give it back, connect it again and"
                + " release it with --give-back.");
      }
      return 0;
    }
  }

  /** Tells each step as it comes. */
  private static final class Steps implements Consumer<NumberConnection> {
    private NumberConnection before;

    @Override
    public void accept(NumberConnection now) {
      for (NumberStep step : now.steps()) {
        now.taken(step)
            .filter(taken -> before == null || !before.taken(step).equals(now.taken(step)))
            .ifPresent(taken ->
                System.err.printf(
                    "%-11s %s%s%n",
                    step,
                    switch (taken.progress()) {
                      case BEGUN -> "…";
                      case DONE -> taken.made() ? "done" : "there already";
                      case UNDONE -> "undone";
                      case LEFT -> "left as it is";
                    },
                    taken.providerId().map(id -> "  " + id).orElse("")));
      }
      before = now;
    }
  }

  private static int print(NumberChain chain) {
    System.out.print(shown(chain));
    return chain.holds() ? 0 : chain.broken().isEmpty() ? Main.PROVIDER : Main.FAILED;
  }

  /** A line a link, and under a broken one its cure. */
  public static String shown(NumberChain chain) {
    StringBuilder lines = new StringBuilder(chain.number() + "\n");
    for (NumberLink link : chain.links()) {
      lines.append(
          "  %s %-14s %s%n"
              .formatted(
                  switch (link.state()) {
                    case HOLDS -> "✓";
                    case BROKEN -> "✗";
                    case UNKNOWN -> "?";
                  },
                  link.kind(),
                  link.found()));
      if (!link.cure().isEmpty()) {
        lines.append("      → ").append(link.cure()).append('\n');
      }
    }
    return lines.toString();
  }

  private NumberCommand() {}
}
