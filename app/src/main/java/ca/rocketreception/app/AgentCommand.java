package ca.rocketreception.app;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.access.Actor;
import ca.rocketreception.domain.agent.AgentPlan;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.agent.AgentSettings;
import ca.rocketreception.domain.agent.AgentVersion;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.ports.driving.agent.PublishingAgents;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "agent",
    mixinStandardHelpOptions = true,
    description = "Makes a subscriber's agents at the AI provider what they are here.",
    subcommands = {
      AgentCommand.Plan.class,
      AgentCommand.Publish.class,
      AgentCommand.Rollback.class
    })
final class AgentCommand {

  private static final Actor ACTOR = Actor.named("command line");

  private static void tellWhatIsLeftOut(Business business, AgentRole asked) {
    if (asked == null
        && business.agent(AgentRole.FORWARDER).isPresent()
        && !business.canForward()) {
      System.err.println(
          "FORWARDER is left out: it has nobody to transfer to. Set the business's transferNumber.");
    }
  }

  /** What every one of them needs, on the configured database. */
  abstract static class OfSubscriber implements Callable<Integer> {

    @Option(
        names = "--subscriber",
        required = true,
        paramLabel = "SLUG",
        description = "Whose agents.")
    private Slug slug;

    @Option(
        names = "--role",
        description = "Only the agent of this role: ${COMPLETION-CANDIDATES}.")
    AgentRole role;

    @Override
    public final Integer call() {
      try (Installation installation = Installation.open(System.getenv())) {
        installation.database().migrate();
        Business business = installation.business(slug);
        return run(
            business,
            Application.publishing(
                installation.config(), installation.database(), Installation.CLOCK));
      }
    }

    abstract int run(Business business, PublishingAgents publishing);
  }

  @Command(
      name = "plan",
      mixinStandardHelpOptions = true,
      description =
          "Shows field by field what publishing would change at the provider, and changes nothing;"
              + " exits with 1 when somebody changed there what was published.")
  static final class Plan extends OfSubscriber {

    @Override
    int run(Business business, PublishingAgents publishing) {
      List<AgentPlan> plans = publishing.plan(business, Optional.ofNullable(role));
      plans.forEach(Plan::print);
      tellWhatIsLeftOut(business, role);
      return plans.stream().anyMatch(plan -> plan.missing() || !plan.drift().isEmpty())
          ? Main.FAILED
          : 0;
    }

    private static void print(AgentPlan plan) {
      System.out.printf(
          "%s %s: %s%n",
          plan.role(),
          plan.channel(),
          plan.isDone()
              ? "as it shall be, version " + plan.bound().orElseThrow().number()
              : plan.missing()
                  ? "published as "
                      + plan.bound().orElseThrow().providerAgentId()
                      + " and not there any more"
                  : plan.bound().isEmpty() ? "not published yet" : "to be published");
      plan.drift().forEach(change -> line("!", "changed at the provider: ", change));
      plan.changes().forEach(change -> line(sign(change), "", change));
      plan.warnings().forEach(warning -> System.err.println(plan.role() + ": " + warning));
    }

    private static String sign(AgentSettings.Change change) {
      return change.was().isEmpty() ? "+" : change.becomes().isEmpty() ? "-" : "~";
    }

    private static void line(String sign, String words, AgentSettings.Change change) {
      System.out.printf(
          "  %s %s%s: %s%n",
          sign,
          words,
          change.field(),
          change.was().isEmpty()
              ? shown(change.becomes())
              : shown(change.was()) + " -> " + shown(change.becomes()));
    }

    private static String shown(Optional<String> value) {
      return value
          .map(text -> text.replace("\n", "\\n"))
          .map(text -> text.length() <= 100 ? text : text.substring(0, 99) + "…")
          .map(text -> '"' + text + '"')
          .orElse("(nothing)");
    }
  }

  @Command(
      name = "publish",
      mixinStandardHelpOptions = true,
      description =
          "Drafts, changes, publishes and reads back; then the published version answers. May be"
              + " run again after any failure: nothing is created twice.")
  static final class Publish extends OfSubscriber {

    @Option(
        names = "--anew",
        description = "Create new agents there, although some were published.")
    private boolean anew;

    @Override
    int run(Business business, PublishingAgents publishing) {
      for (PublishingAgents.Published one :
          publishing.publish(business, ACTOR, Optional.ofNullable(role), anew)) {
        AgentVersion version = one.version();
        System.out.printf(
            "%s %s: version %d, %s version %d%s%n",
            one.role(),
            version.channel(),
            version.number(),
            version.providerAgentId(),
            version.providerVersion(),
            one.changed() ? "" : " (as it was)");
        one.warnings().forEach(warning -> System.err.println(one.role() + ": " + warning));
      }
      tellWhatIsLeftOut(business, role);
      return 0;
    }
  }

  @Command(name = "rollback", description = "Lets an earlier version answer again.")
  static final class Rollback extends OfSubscriber {

    // its own, because --version is the agent's here
    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help message and exit.")
    private boolean help;

    @Option(
        names = "--channel",
        defaultValue = "VOICE",
        description = "VOICE or CHAT (${DEFAULT-VALUE}).")
    private ChannelKind channel;

    @Option(
        names = "--version",
        paramLabel = "NUMBER",
        converter = Values.Some.class,
        description = "Which; the one before the one that answers if absent.")
    private Integer number;

    @Override
    int run(Business business, PublishingAgents publishing) {
      AgentVersion version =
          publishing.rollback(
              business,
              ACTOR,
              Optional.ofNullable(role).orElse(AgentRole.RECEPTIONIST),
              channel,
              Optional.ofNullable(number));
      System.out.printf(
          "version %d answers now: %s version %d%n",
          version.number(), version.providerAgentId(), version.providerVersion());
      return 0;
    }
  }

  private AgentCommand() {}
}
