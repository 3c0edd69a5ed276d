package ca.rocketreception.retell;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Sha256;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.OwnedNumber;
import ca.rocketreception.domain.business.Schedule;
import ca.rocketreception.domain.business.SpokenHours;
import ca.rocketreception.domain.interaction.Clues;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.routing.InboundCall;
import ca.rocketreception.domain.routing.PutThrough;
import ca.rocketreception.domain.routing.RoutingDecision;
import ca.rocketreception.ports.driven.interaction.Interactions;
import ca.rocketreception.ports.driven.interaction.ProviderEvent;
import ca.rocketreception.ports.driven.interaction.Reading;
import ca.rocketreception.ports.driving.LogThrottle;
import ca.rocketreception.ports.driving.interaction.Webhook;
import ca.rocketreception.ports.driving.interaction.WebhookAnswer;
import ca.rocketreception.ports.driving.interaction.WebhookRequest;
import ca.rocketreception.ports.driving.routing.ReceivingCalls;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Retell's requests: lifecycle events, the question who answers an inbound call, and the functions
 * that its AI calls during one. Every request is verified over its raw bytes; a repeat is answered
 * like the first time.
 */
public final class RetellWebhook implements Webhook {

  private static final Logger LOG = LoggerFactory.getLogger(RetellWebhook.class);
  private static final String BASE = "/webhooks/retell";
  private static final String FUNCTIONS = BASE + "/functions/";
  private static final int LONGEST_EVENT_NAME = 100;
  private static final int MOST_OF_FUNCTIONS = 1 << 20;
  private static final int MOST_ELSEWHERE = 64 << 10;
  private static final int LONGEST_NAME_ASKED = 300;
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final Set<String> KNOWN_FUNCTIONS =
      new TreeSet<>(List.of("check_hours", "route_call", "take_message"));

  /** What models call the business that a caller asks for, in our languages. */
  private static final String[] BUSINESS = {
    "business",
    "businessname",
    "company",
    "companyname",
    "entreprise",
    "nomdelentreprise",
    "nomentreprise",
    "compagnie",
    "commerce",
    "societe",
    "businessrequested",
    "organization",
    "organisation",
    "destination",
    "store",
    "shop",
    "clinic",
    "office",
    "restaurant",
    "magasin",
    "clinique",
    "bureau",
    "name",
    "nom"
  };

  private final List<String> keys;
  private final RetellSignature signature;
  private final ReceivingCalls calls;
  private final InstantSource clock;
  private final LongAdder rejected = new LongAdder();
  private final LogThrottle forgeries = new LogThrottle();

  /**
   * @param keys the API keys that may sign; without any, every request is answered 503
   */
  public RetellWebhook(List<String> keys, ReceivingCalls calls, InstantSource clock) {
    this.keys = List.copyOf(keys);
    this.signature = new RetellSignature(keys);
    this.calls = calls;
    this.clock = clock;
  }

  /** Only events tell of whole calls; a function's request tells of one as far as it went. */
  @Override
  public Admission admit(WebhookRequest head) {
    requireKeys();
    Optional<String> header = head.header(RetellSignature.HEADER);
    RetellSignature.problemOfHead(header, clock.millis()).ifPresent(this::refuse);
    String path = head.path();
    int most =
        path.equals(BASE) ? MOST : path.startsWith(FUNCTIONS) ? MOST_OF_FUNCTIONS : MOST_ELSEWHERE;
    return new Passing(most, header.get());
  }

  /** Forged great bodies are refused without having been kept. */
  private final class Passing implements Admission {

    private final int most;
    private final String header;
    private RetellSignature.Check check; // made when it is needed, which is rare

    Passing(int most, String header) {
      this.most = most;
      this.header = header;
    }

    @Override
    public int most() {
      return most;
    }

    @Override
    public void pass(byte[] piece, int length) {
      check = check == null ? signature.check(header) : check;
      check.add(piece, length);
    }

    @Override
    public void passed() {
      check.problem().ifPresent(RetellWebhook.this::refuse);
    }
  }

  @Override
  public WebhookAnswer receive(WebhookRequest request) {
    requireKeys();
    verify(request);
    String path = request.path();
    if (!request.method().equals("POST")) {
      throw new Refusal.NotFound("Retell's requests are POST requests", "Send a POST.");
    }
    if (path.equals(BASE)) {
      return event(request);
    }
    if (path.equals(BASE + "/inbound")) {
      return inbound(request);
    }
    if (path.startsWith(FUNCTIONS)) {
      return function(path.substring(FUNCTIONS.length()), request);
    }
    throw new Refusal.NotFound(
        "There is nothing for Retell at this path",
        "Use " + BASE + ", " + BASE + "/inbound or " + FUNCTIONS + "NAME.");
  }

  /** How many requests came with a signature that does not hold. */
  public long rejectedSignatures() {
    return rejected.sum();
  }

  private void requireKeys() {
    if (keys.isEmpty()) {
      throw new Refusal.Unavailable(
          "RETELL_WEBHOOK_KEYS is not set, so no request of Retell can be verified", null);
    }
  }

  private void verify(WebhookRequest request) {
    signature
        .problem(request.header(RetellSignature.HEADER), request.body(), clock.millis())
        .ifPresent(this::refuse);
  }

  private void refuse(String problem) {
    rejected.increment();
    if (forgeries.admits(clock.millis())) {
      LOG.warn("Refused a request of Retell: {} ({} so far)", problem, rejected.sum());
    }
    throw new Refusal.Unauthenticated(
        problem, "Sign with the workspace's webhook key, and check RETELL_WEBHOOK_KEYS.");
  }

  private WebhookAnswer event(WebhookRequest request) {
    String text = JsonBody.text(request.body());
    Map<String, Object> body = JsonBody.object(text);
    String name = new Fields(body, new TreeSet<>()).text("event", LONGEST_EVENT_NAME).orElse("");
    Reading reading = RetellEvents.read(name, body);
    calls.record(evidence(name, reading, request.body(), text), reading);
    return WebhookAnswer.accepted();
  }

  private WebhookAnswer inbound(WebhookRequest request) {
    Fields body = new Fields(JsonBody.object(JsonBody.text(request.body())), new TreeSet<>());
    if (body.object("chat_inbound").isPresent()) {
      return answer(Map.of("chat_inbound", Map.of()));
    }
    Optional<Fields> call = body.object("call_inbound");
    return call.flatMap(RetellWebhook::ringing)
        .map(ringing ->
            calls.route(
                ringing,
                call.flatMap(fields -> fields.word("call_id"))
                    .flatMap(id -> ProviderReference.of(Provider.RETELL, id)),
                call.flatMap(fields -> forwardedFrom(fields, ringing.to()))))
        .map(RetellWebhook::routed)
        // a number that is no number is not known to be nobody's: the bound agent takes the call
        .orElseGet(() -> answer(Map.of("call_inbound", Map.of())));
  }

  private static Optional<InboundCall> ringing(Fields call) {
    return call.number("to_number")
        .map(to -> new InboundCall(to, call.number("from_number", Optional.of(to))));
  }

  /** The phone that sent the call on to us, where its carrier tells. */
  private static Optional<PhoneNumber> forwardedFrom(Fields call, PhoneNumber to) {
    return call.object("custom_sip_headers")
        .flatMap(headers -> headers.headerNumber("diversion", Optional.of(to)));
  }

  private static WebhookAnswer routed(RoutingDecision decision) {
    return answer(
        Map.of(
            "call_inbound",
            switch (decision) {
              case RoutingDecision.Answer taken -> taken(taken);
              case RoutingDecision.Reject _ -> Map.of("reject", true);
              case RoutingDecision.UnknownNumber _ -> Map.of();
            }));
  }

  private static Map<String, Object> taken(RoutingDecision.Answer answer) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put(RetellEvents.METADATA_SUBSCRIBER, answer.business().id().toString());
    metadata.put("rocket_subscriber", answer.business().subscriber().slug().value());
    metadata.put("rocket_role", answer.role().name());
    answer.agent().ifPresent(agent -> metadata.put("rocket_agent_id", agent.id().toString()));
    Map<String, Object> taken = new LinkedHashMap<>();
    answer.providerAgentId().ifPresent(id -> taken.put("override_agent_id", id));
    answer
        .providerAgentVersion()
        .ifPresent(version -> taken.put("override_agent_version", version));
    taken.put("dynamic_variables", answer.variables());
    taken.put("metadata", metadata);
    return taken;
  }

  private WebhookAnswer function(String name, WebhookRequest request) {
    String text = JsonBody.text(request.body());
    Map<String, Object> body = JsonBody.object(text);
    if (!KNOWN_FUNCTIONS.contains(name)) {
      throw new Refusal.NotFound(
          "There is no function of this name",
          "Use one of " + String.join(", ", KNOWN_FUNCTIONS) + ".");
    }
    String event = RetellEvents.FUNCTION + name;
    Reading reading = RetellEvents.read(event, body);
    ProviderEvent evidence = evidence(event, reading, request.body(), text);
    if (reading instanceof Reading.About about) {
      Fields fields = new Fields(body, new TreeSet<>());
      return switch (name) {
        case "check_hours" -> hours(evidence, about);
        case "route_call" -> route(evidence, about, fields);
        default -> take(evidence, about, GivenMessage.of(fields));
      };
    }
    throw new Refusal.Invalid(
        "call",
        "There is no call or chat in the request",
        "Leave args_at_root off, so that the call comes with the arguments.");
  }

  private WebhookAnswer hours(ProviderEvent evidence, Reading.About about) {
    Optional<Business> business = businessAsked(evidence, about);
    Map<String, Object> answer = new LinkedHashMap<>();
    Instant now = calls.now();
    Optional<Schedule> schedule = business.map(Business::schedule);
    Optional<SpokenHours> spoken = business.map(RetellWebhook::spoken);
    answer.put("open", schedule.map(hours -> hours.isOpen(now)).orElse(null));
    answer.put("hoursToday", spoken.map(hours -> hours.today(now)).orElse(null));
    answer.put(
        "nextOpening",
        schedule.flatMap(hours -> hours.nextOpening(now)).map(Instant::toString).orElse(null));
    answer.put(
        "say",
        spoken.map(hours -> hours.answer(now)).orElse("I do not have the opening hours at hand."));
    return answer(answer);
  }

  /**
   * The hours are known also while nothing can be stored, and the words of the whole call will tell
   * of the question. Only whom a call of a shared number is with is not known then.
   */
  private Optional<Business> businessAsked(ProviderEvent evidence, Reading.About about) {
    try {
      return calls.businessOf(calls.record(evidence, about), about.clues());
    } catch (Refusal.Unavailable away) {
      Optional<PhoneNumber> number = about.clues().number();
      return Optional.of(
          number
              .flatMap(calls::ownerOf)
              .filter(owner -> owner.numbers().contains(new OwnedNumber(number.get(), false)))
              .orElseThrow(() -> away));
    }
  }

  private WebhookAnswer route(ProviderEvent evidence, Reading.About about, Fields body) {
    String asked = cut(Arguments.of(body).textOrOnly(BUSINESS));
    PutThrough put = calls.putThrough(evidence, about, asked);
    Optional<PutThrough.With> with =
        put instanceof PutThrough.With found ? Optional.of(found) : Optional.empty();
    Optional<Business> business = with.map(found -> found.answer().business());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("routed", business.isPresent());
    answer.put("subscriber", business.map(found -> found.subscriber().slug().value()).orElse(null));
    answer.put("agentId", with.flatMap(found -> found.answer().providerAgentId()).orElse(null));
    // what the gatekeeper's transfer_call dials: see AgentDraft
    answer.put(
        AgentDraft.FORWARD_TO,
        with.flatMap(PutThrough.With::phone).map(PhoneNumber::e164).orElse(""));
    answer.put("candidates", put instanceof PutThrough.Unclear(var names) ? names : List.of());
    answer.put("say", said(put, about.clues()));
    return answer(answer);
  }

  private static String cut(String asked) {
    return asked.length() <= LONGEST_NAME_ASKED ? asked : asked.substring(0, LONGEST_NAME_ASKED);
  }

  private String said(PutThrough put, Clues clues) {
    return switch (put) {
      case PutThrough.With with -> greetingOf(with);
      case PutThrough.Unclear(List<String> names) -> whichOf(names, isFrench(clues));
      case PutThrough.Nobody _ -> notFound(isFrench(clues));
    };
  }

  /** A message is durable before the caller hears so; the same one again is kept once. */
  private WebhookAnswer take(ProviderEvent evidence, Reading.About about, GivenMessage given) {
    Interactions.Recorded recorded = calls.record(evidence, about);
    Optional<Business> business = calls.businessOf(recorded, about.clues());
    boolean taken = recorded.interaction().isPresent() && given instanceof GivenMessage.Whole;
    boolean french = business.filter(one -> french(one.subscriber().language())).isPresent();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("taken", taken);
    answer.put(
        "missing",
        switch (given) {
          case GivenMessage.Whole(var _, Optional<String> wrong) -> wrong.orElse(null);
          case GivenMessage.Lacking(String field) -> field;
        });
    answer.put(
        "say",
        switch (given) {
          case GivenMessage.Whole(var _, Optional<String> wrong) when taken ->
              wrong
                  .map(field -> written(french) + ask(field, french))
                  .orElseGet(() -> thanks(business, french));
          case GivenMessage.Whole _ -> nobody(french);
          case GivenMessage.Lacking(String field) -> ask(field, french);
        });
    return answer(answer);
  }

  private static String thanks(Optional<Business> business, boolean french) {
    String name = business.map(one -> one.subscriber().name()).orElse("");
    return french
        ? "Merci, j'ai pris votre message. " + name + " vous répondra."
        : "Thank you, I have taken your message. " + name + " will get back to you.";
  }

  /** What could be kept is; a model that is told what was wrong can mend it. */
  private static String written(boolean french) {
    return french ? "C'est noté. " : "I have written that down. ";
  }

  private static String nobody(boolean french) {
    return french
        ? "Je ne peux pas prendre de message en ce moment. Pouvez-vous rappeler plus tard?"
        : "I cannot take a message just now. Could you call again later?";
  }

  private static String ask(String field, boolean french) {
    return switch (field) {
      case "name" -> french ? "Puis-je avoir votre nom?" : "May I have your name?";
      case "callback" ->
          french
              ? "À quel numéro, ou à quelle adresse courriel, peut-on vous joindre?"
              : "At which phone number or e-mail can they reach you?";
      case "urgency" -> french ? "Est-ce urgent?" : "Is it urgent?";
      default ->
          french ? "En quelques mots, de quoi s'agit-il?" : "What is it about, in a few words?";
    };
  }

  private static String greetingOf(PutThrough.With with) {
    Business business = with.answer().business();
    String name = business.subscriber().name();
    boolean french = french(business.subscriber().language());
    if (with.forwards() && with.phone().isEmpty()) {
      return french
          ? name + " ne prend pas d'appels en ce moment. Puis-je prendre un message?"
          : name + " takes no calls at the moment. May I take a message?";
    }
    return french
        ? "Je vous mets en communication avec " + name + "."
        : "I am connecting you with " + name + ".";
  }

  private static String whichOf(List<String> names, boolean french) {
    if (names.isEmpty()) {
      return french
          ? "Plusieurs entreprises pourraient l'être. Pouvez-vous dire son nom en entier?"
          : "Several businesses could be meant. Could you say its whole name?";
    }
    return (french ? "Cherchez-vous " : "Do you mean ")
        + String.join(french ? " ou " : " or ", names)
        + "?";
  }

  private static String notFound(boolean french) {
    return french
        ? "Je ne trouve pas cette entreprise. Pouvez-vous répéter son nom?"
        : "I could not find that business. Could you say its name again?";
  }

  /** In which language the front of the number that was called speaks. */
  private boolean isFrench(Clues clues) {
    return clues
        .number()
        .flatMap(calls::ownerOf)
        .filter(front -> french(front.subscriber().language()))
        .isPresent();
  }

  private static SpokenHours spoken(Business business) {
    return new SpokenHours(business.schedule(), business.subscriber().language());
  }

  private static boolean french(Locale language) {
    return language.getLanguage().equals("fr");
  }

  private ProviderEvent evidence(String event, Reading reading, byte[] raw, String text) {
    String providerId =
        switch (reading) {
          case Reading.About about -> about.reference().id();
          case Reading.Nothing _ -> "";
        };
    return new ProviderEvent(
        Provider.RETELL,
        event,
        providerId,
        calls.now(),
        Sha256.hex(raw),
        JsonBody.withoutSecrets(text));
  }

  private static WebhookAnswer answer(Map<String, ?> json) {
    return WebhookAnswer.json(JSON.writeValueAsBytes(json));
  }
}
