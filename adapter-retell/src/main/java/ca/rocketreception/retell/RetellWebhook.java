package ca.rocketreception.retell;

import ca.rocketreception.domain.InboundCall;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.ports.driven.ProviderEvent;
import ca.rocketreception.ports.driven.Reading;
import ca.rocketreception.ports.driving.ReceivingCalls;
import ca.rocketreception.ports.driving.Webhook;
import ca.rocketreception.ports.driving.WebhookAnswer;
import ca.rocketreception.ports.driving.WebhookRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retell's door: its events, its question who takes a ringing call, and the functions that its AI
 * calls. Nothing is read before the signature is verified; an event is answered when it is durable,
 * and a repeat like the first time.
 */
public final class RetellWebhook implements Webhook {

  private static final Logger LOG = LoggerFactory.getLogger(RetellWebhook.class);

  private static final String EVENTS = "/webhooks/retell";
  private static final String INBOUND = EVENTS + "/inbound";
  private static final String FUNCTIONS = EVENTS + "/functions/";

  private final Signature signature;
  private final ReceivingCalls calls;
  private final Functions functions;
  private final InstantSource clock;
  private final RetellEvents events = new RetellEvents();
  private final LongAdder rejectedSignatures = new LongAdder();

  /**
   * @param keys any of which may have signed: two while keys are rotated; with none, every request
   *     is refused as unavailable
   */
  public RetellWebhook(List<String> keys, ReceivingCalls calls, InstantSource clock) {
    this.signature = new Signature(keys);
    this.calls = calls;
    this.functions = new Functions(calls);
    this.clock = clock;
  }

  /** How many requests came without a valid signature since the start. */
  public long rejectedSignatures() {
    return rejectedSignatures.sum();
  }

  @Override
  public WebhookAnswer receive(WebhookRequest request) {
    if (!signature.hasKeys()) {
      throw new Refusal.Unavailable(
          "Retell's requests cannot be verified: RETELL_WEBHOOK_KEYS is not set", null);
    }
    String path = request.path();
    boolean function = path.startsWith(FUNCTIONS) && path.length() > FUNCTIONS.length();
    if (!request.method().equals("POST")
        || !(path.equals(EVENTS) || path.equals(INBOUND) || function)) {
      throw new Refusal.NotFound(
          "Retell's webhooks have no such address",
          "POST to " + EVENTS + ", " + INBOUND + " or " + FUNCTIONS + "{name}.");
    }
    verify(request);
    if (function) {
      return functions.call(path.substring(FUNCTIONS.length()), request.body(), this::evidence);
    }
    Body body = Body.parse(request.body());
    return path.equals(INBOUND) ? inbound(body) : event(body, request.body());
  }

  private void verify(WebhookRequest request) {
    Optional<String> problem =
        signature.problem(
            request.header("x-retell-signature"), request.body(), clock.instant().toEpochMilli());
    if (problem.isPresent()) {
      rejectedSignatures.increment();
      LOG.warn("A request in Retell's name was refused: {}", problem.get());
      throw new Refusal.Unauthenticated(
          problem.get(),
          "Sign with the key that has the webhook badge at Retell and is in RETELL_WEBHOOK_KEYS.");
    }
  }

  private WebhookAnswer event(Body body, byte[] raw) {
    String name = RetellEvents.nameOf(body.root()).orElse("");
    Reading reading = events.read(name, body.root());
    calls.record(evidence(name, reading, body, raw), reading);
    return WebhookAnswer.accepted();
  }

  private WebhookAnswer inbound(Body body) {
    Fields request = Fields.of(body.root());
    if (request.object("chat_inbound").isPresent()) {
      return WebhookAnswer.json(Outgoing.of("chat_inbound", Outgoing.empty()).bytes());
    }
    Optional<Fields> ringing = request.object("call_inbound");
    Optional<PhoneNumber> from = ringing.flatMap(call -> call.number("from_number"));
    // What cannot be understood is no reason to hang up: the agent bound to the number answers.
    Outgoing answer =
        ringing
            .flatMap(call -> call.number("to_number"))
            .map(to -> InboundAnswer.of(calls.route(new InboundCall(to, from))))
            .orElse(InboundAnswer.BOUND_AGENT);
    return WebhookAnswer.json(answer.bytes());
  }

  private ProviderEvent evidence(String name, Reading reading, Body body, byte[] raw) {
    return new ProviderEvent(
        Provider.RETELL,
        name,
        reading instanceof Reading.About about ? about.reference().id() : "",
        clock.instant(),
        sha256(raw),
        body.text());
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
