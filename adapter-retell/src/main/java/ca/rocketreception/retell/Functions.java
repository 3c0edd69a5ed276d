package ca.rocketreception.retell;

import ca.rocketreception.domain.Agent;
import ca.rocketreception.domain.AgentRole;
import ca.rocketreception.domain.Business;
import ca.rocketreception.domain.Clues;
import ca.rocketreception.domain.Interaction;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Schedule;
import ca.rocketreception.domain.SpokenHours;
import ca.rocketreception.ports.driven.ProviderEvent;
import ca.rocketreception.ports.driven.Reading;
import ca.rocketreception.ports.driving.ReceivingCalls;
import ca.rocketreception.ports.driving.WebhookAnswer;
import java.time.Instant;
import java.util.Optional;

/**
 * The functions that Retell's AI calls in the middle of a conversation. Whose conversation it is
 * comes from the call alone, never from the arguments: those are the caller's words. Each call is
 * kept as evidence like an event; a repeat is answered like the first time.
 */
final class Functions {

  private static final int LONGEST_BUSINESS = 200;

  private final ReceivingCalls calls;
  private final RetellEvents events = new RetellEvents();

  Functions(ReceivingCalls calls) {
    this.calls = calls;
  }

  @FunctionalInterface
  interface Evidence {
    ProviderEvent of(String name, Reading reading, Body body, byte[] raw);
  }

  WebhookAnswer call(String name, byte[] raw, Evidence evidence) {
    boolean route = name.equals("route_call");
    if (!route && !name.equals("check_hours")) {
      throw new Refusal.NotFound(
          "There is no such function", "The functions are check_hours and route_call.");
    }
    Body body = Body.parse(raw);
    String event = RetellEvents.FUNCTION + name;
    Reading reading = events.read(event, body.root());
    ProviderEvent kept = evidence.of(event, reading, body, raw);
    Outgoing answer = route ? routeCall(kept, reading, body) : checkHours(kept, reading);
    return WebhookAnswer.json(answer.bytes());
  }

  private Outgoing checkHours(ProviderEvent event, Reading reading) {
    Optional<Business> business = keptOrAtLeastAnswered(event, reading);
    Instant now = calls.now();
    return business
        .map(known -> {
          Schedule schedule = known.schedule();
          SpokenHours spoken = new SpokenHours(schedule, known.subscriber().language());
          return Outgoing.of("open", schedule.isOpen(now))
              .and("hoursToday", spoken.today(now))
              .and("nextOpening", schedule.nextOpening(now))
              .and("say", spoken.answer(now));
        })
        // Never "closed" out of ignorance.
        .orElseGet(() ->
            Outgoing.of("open", true)
                .and("hoursToday", "")
                .and("nextOpening", Optional.empty())
                .and("say", "I do not have the opening hours at hand."));
  }

  /**
   * The hours are answered from memory also while nothing can be stored: the caller waits for them,
   * Retell asks once only, and the words of the whole call tell of it again later.
   */
  private Optional<Business> keptOrAtLeastAnswered(ProviderEvent event, Reading reading) {
    try {
      return whose(calls.record(event, reading).interaction(), reading);
    } catch (Refusal.Unavailable _) {
      return whose(Optional.empty(), reading);
    }
  }

  private Outgoing routeCall(ProviderEvent event, Reading reading, Body body) {
    String asked =
        Fields.of(body.root())
            .object("args")
            .flatMap(args -> args.text("business", LONGEST_BUSINESS))
            .map(String::strip)
            .orElse("");
    if (!(reading instanceof Reading.About about) || asked.isEmpty()) {
      return notRouted(whose(calls.record(event, reading).interaction(), reading), asked);
    }
    return calls
        .putThrough(event, about, asked)
        .map(this::routed)
        .orElseGet(() -> notRouted(calls.businessOf(about.clues()), asked));
  }

  private Outgoing routed(Business business) {
    String name = business.subscriber().name();
    return Outgoing.of("routed", true)
        .and("subscriber", business.subscriber().slug())
        .and("agentId", receptionist(business).flatMap(Agent::providerAgentId))
        .and(
            "say",
            speaksFrench(business)
                ? "Je vous mets en communication avec " + name + "."
                : "I am putting you through to " + name + ".");
  }

  private static Outgoing notRouted(Optional<Business> front, String asked) {
    boolean french = front.filter(Functions::speaksFrench).isPresent();
    String say;
    if (asked.isEmpty()) {
      say =
          french
              ? "Quelle entreprise souhaitez-vous joindre?"
              : "Which business would you like to reach?";
    } else {
      say =
          french
              ? "Je ne trouve pas cette entreprise. Pouvez-vous répéter son nom complet?"
              : "I cannot find that business. Could you tell me its full name again?";
    }
    return Outgoing.of("routed", false)
        .and("subscriber", Optional.empty())
        .and("agentId", Optional.empty())
        .and("say", say);
  }

  private Optional<Agent> receptionist(Business business) {
    return business
        .agent(AgentRole.AFTER_HOURS)
        .filter(_ -> !business.schedule().isOpen(calls.now()))
        .or(() -> business.agent(AgentRole.RECEPTIONIST));
  }

  /** The business that has the conversation now; before it is recorded, the one that it names. */
  private Optional<Business> whose(Optional<Interaction> recorded, Reading reading) {
    return recorded
        .map(Interaction::subscriber)
        .map(owner ->
            new Clues(Optional.empty(), Optional.of(owner), Optional.empty(), Optional.empty()))
        .or(() ->
            reading instanceof Reading.About about ? Optional.of(about.clues()) : Optional.empty())
        .flatMap(calls::businessOf);
  }

  private static boolean speaksFrench(Business business) {
    return business.subscriber().language().getLanguage().equals("fr");
  }
}
