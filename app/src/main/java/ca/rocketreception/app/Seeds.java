package ca.rocketreception.app;

import static java.util.stream.Collectors.toMap;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.agent.AgentId;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.business.AiProvider;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.ChannelId;
import ca.rocketreception.domain.business.OwnedNumber;
import ca.rocketreception.domain.business.Subscriber;
import ca.rocketreception.domain.business.SubscriberChannel;
import ca.rocketreception.domain.business.TransportProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a new installation begins with. Planted by people, never by deployment. */
public final class Seeds {

  public static final PhoneNumber OWN_NUMBER = new PhoneNumber("+12048082733");
  public static final PhoneNumber DEMO_NUMBER = new PhoneNumber("+14316005505");

  enum Part {
    CORE,
    DEMO,
    AGENTS,
    CHANNELS
  }

  private Seeds() {}

  /**
   * The businesses as a part wants them: new ones for CORE and DEMO, the existing ones with more
   * for AGENTS and CHANNELS.
   */
  static List<Business> wanted(Part part, List<Business> existing, Supplier<UUID> ids) {
    return switch (part) {
      case CORE -> SeedBusinesses.core(() -> new SubscriberId(ids.get()));
      case DEMO -> SeedBusinesses.demo(() -> new SubscriberId(ids.get()));
      case AGENTS -> existing.stream().map(business -> withAgents(business, ids)).toList();
      case CHANNELS -> {
        String gatekeeper = gatekeeper(existing);
        yield existing.stream().map(business -> withChannels(business, gatekeeper, ids)).toList();
      }
    };
  }

  /** The businesses as they are once the wanted ones are filled in. */
  static List<Business> together(List<Business> existing, List<Business> wanted) {
    Map<String, Business> bySlug =
        existing.stream()
            .collect(toMap(Seeds::slug, Function.identity(), (a, b) -> a, LinkedHashMap::new));
    wanted.forEach(
        business -> bySlug.merge(slug(business), business, (old, more) -> old.filledFrom(more)));
    return List.copyOf(bySlug.values());
  }

  private static Business withAgents(Business business, Supplier<UUID> ids) {
    List<AgentRole> roles =
        new ArrayList<>(
            List.of(AgentRole.RECEPTIONIST, AgentRole.AFTER_HOURS, AgentRole.FORWARDER));
    if (business.numbers().stream().anyMatch(OwnedNumber::shared)) {
      roles.add(AgentRole.GATEKEEPER);
    }
    List<Agent> agents =
        roles.stream()
            .map(role -> agent(business.subscriber(), role, new AgentId(ids.get())))
            .toList();
    return business.filledFrom(only(business, List.of(), agents));
  }

  private static Agent agent(Subscriber subscriber, AgentRole role, AgentId id) {
    return new Agent(
        id,
        role,
        "Ava",
        greeting(subscriber, role),
        "",
        subscriber.language(),
        Optional.empty(),
        Optional.of(providerAgentId(subscriber.slug().value(), role)),
        Optional.empty());
  }

  private static String greeting(Subscriber subscriber, AgentRole role) {
    String name = subscriber.name();
    if (subscriber.language().getLanguage().equals("fr")) {
      return switch (role) {
        case RECEPTIONIST ->
            "Bonjour, ici Ava, la réceptionniste virtuelle de "
                + name
                + ". Comment puis-je vous aider?";
        case AFTER_HOURS ->
            "Bonjour, ici Ava de "
                + name
                + ". Nous sommes fermés, mais je peux prendre un message. Que puis-je faire pour vous?";
        case FORWARDER -> "Merci d'avoir appelé " + name + ". Je vous transfère tout de suite.";
        case GATEKEEPER -> "Bonjour, ici la réception. À quelle entreprise souhaitez-vous parler?";
      };
    }
    return switch (role) {
      case RECEPTIONIST ->
          "Thank you for calling "
              + name
              + ", this is Ava, the virtual receptionist. How can I help?";
      case AFTER_HOURS ->
          "Thank you for calling "
              + name
              + ". We are closed now, but I can take a message. What can I do for you?";
      case FORWARDER -> "Thank you for calling " + name + ". I am transferring you right away.";
      case GATEKEEPER -> "Hello, this is the front desk. Which business would you like to reach?";
    };
  }

  private static String providerAgentId(String slug, AgentRole role) {
    return "agent_seed_" + slug + "_" + role.name().toLowerCase(Locale.ROOT);
  }

  /** What the provider calls the front's gatekeeper now: perhaps no longer what we made up. */
  private static String gatekeeper(List<Business> existing) {
    return existing.stream()
        .filter(business -> business.numbers().contains(new OwnedNumber(DEMO_NUMBER, true)))
        .flatMap(front -> front.agent(AgentRole.GATEKEEPER).stream())
        .flatMap(agent -> agent.providerAgentId().stream())
        .findFirst()
        .orElseGet(() -> providerAgentId(SeedBusinesses.PLATFORM, AgentRole.GATEKEEPER));
  }

  private static Business withChannels(Business business, String gatekeeper, Supplier<UUID> ids) {
    Optional<PhoneNumber> own =
        business.numbers().stream()
            .filter(owned -> !owned.shared())
            .map(OwnedNumber::number)
            .findFirst();
    SubscriberChannel voice =
        new SubscriberChannel(
            new ChannelId(ids.get()),
            ChannelKind.VOICE,
            true,
            own.isPresent() ? TransportProvider.RETELL : TransportProvider.TWILIO,
            AiProvider.RETELL,
            Optional.of(own.orElse(DEMO_NUMBER)),
            own.isPresent() ? Optional.empty() : Optional.of(gatekeeper),
            Optional.empty(),
            Optional.empty());
    SubscriberChannel chat =
        new SubscriberChannel(
            new ChannelId(ids.get()),
            ChannelKind.CHAT,
            true,
            TransportProvider.OTHER,
            AiProvider.RETELL,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return business.filledFrom(only(business, List.of(voice, chat), List.of()));
  }

  private static Business only(
      Business business, List<SubscriberChannel> channels, List<Agent> agents) {
    return new Business(
        business.subscriber(),
        channels,
        agents,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static String slug(Business business) {
    return business.subscriber().slug().value();
  }
}
