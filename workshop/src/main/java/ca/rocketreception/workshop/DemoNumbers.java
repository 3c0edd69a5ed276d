package ca.rocketreception.workshop;

import ca.rocketreception.app.Application;
import ca.rocketreception.app.Installation;
import ca.rocketreception.app.NumberCommand;
import ca.rocketreception.app.Seeds;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.access.Actor;
import ca.rocketreception.domain.agent.AgentPlan;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.OwnedNumber;
import ca.rocketreception.domain.number.NumberWay;
import ca.rocketreception.doubles.twilio.TwilioDouble;
import ca.rocketreception.ports.driving.agent.PublishingAgents;
import ca.rocketreception.ports.driving.number.ConnectingNumbers;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Connects the demo's numbers at the make-believe providers, which forget everything when the demo
 * stops: their agents are published anew, their numbers are there and taken over.
 */
final class DemoNumbers {

  private static final Actor DEMO = Actor.named("demo");
  private static final List<String> FOR_SALE =
      List.of("+12045550171", "+12045550172", "+14315550173");

  private final Installation installation;
  private final TwilioDouble twilio;

  DemoNumbers(Installation installation, TwilioDouble twilio) {
    this.installation = installation;
    this.twilio = twilio;
    FOR_SALE.forEach(twilio::sell);
  }

  /** Whose a number is. */
  String owner(PhoneNumber number) {
    return business(number).subscriber().slug().value();
  }

  private Business business(PhoneNumber number) {
    return installation
        .database()
        .subscribers()
        .owner(number)
        .flatMap(installation.database().subscribers()::find)
        .orElseThrow();
  }

  /** Every link of every number. */
  String chains() {
    return List.of(Seeds.DEMO_NUMBER, Seeds.OWN_NUMBER).stream()
        .map(this::chain)
        .collect(Collectors.joining());
  }

  private String chain(PhoneNumber number) {
    twilio.own(number.e164());
    publish(business(number));
    Business business = business(number);
    boolean shared = business.numbers().contains(new OwnedNumber(number, true));
    ConnectingNumbers connecting =
        Application.connecting(installation.config(), installation.database(), Installation.CLOCK);
    connecting.connect(
        business,
        DEMO,
        new ConnectingNumbers.Wanted(number, NumberWay.TWILIO, false, shared),
        progress -> {});
    return NumberCommand.shown(connecting.check(business, number));
  }

  private void publish(Business business) {
    PublishingAgents publishing =
        Application.publishing(installation.config(), installation.database(), Installation.CLOCK);
    boolean forgotten =
        publishing.plan(business, Optional.empty()).stream().anyMatch(AgentPlan::missing);
    publishing.publish(business, DEMO, Optional.empty(), forgotten);
  }
}
