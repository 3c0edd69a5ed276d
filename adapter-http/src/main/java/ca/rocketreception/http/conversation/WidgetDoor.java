package ca.rocketreception.http.conversation;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.conversation.ChatWelcome;
import ca.rocketreception.domain.conversation.Widget;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.http.limit.InFlight;
import ca.rocketreception.http.limit.TokenBuckets;
import ca.rocketreception.http.limit.UnknownKeys;
import ca.rocketreception.http.request.Identity;
import ca.rocketreception.http.request.Query;
import ca.rocketreception.http.request.Visitors;
import ca.rocketreception.ports.driven.conversation.Conversations.Pass;
import ca.rocketreception.ports.driving.conversation.ChattingWithVisitors;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The chat widget's side of the server, under /v1/widget. */
public final class WidgetDoor {

  private static final String SCHEME = "Bearer ";
  private static final int LONGEST_TOKEN = 512;

  private final ChattingWithVisitors chatting;
  private final ConversationStreams streams;
  private final Identity identity;
  private final Visitors visitors;
  private final InstantSource clock;
  private final TokenBuckets requests;
  private final TokenBuckets requestsOfAddress;
  private final TokenBuckets requestsOfBusiness;
  private final TokenBuckets talks;
  private final TokenBuckets talksOfBusiness;
  private final TokenBuckets messages;
  private final InFlight unknownTokens = new InFlight(UnknownKeys.AT_ONCE);

  public WidgetDoor(
      ChattingWithVisitors chatting,
      ConversationStreams streams,
      Identity identity,
      Visitors visitors,
      WidgetLimits limits,
      InstantSource clock) {
    this.chatting = chatting;
    this.streams = streams;
    this.identity = identity;
    this.visitors = visitors;
    this.clock = clock;
    this.requests = new TokenBuckets(limits.requestsAMinute());
    this.requestsOfAddress = new TokenBuckets(limits.requestsOfAnAddress());
    this.requestsOfBusiness = new TokenBuckets(limits.requestsOfABusiness());
    this.talks = new TokenBuckets(limits.talksAMinute());
    this.talksOfBusiness = new TokenBuckets(limits.talksOfABusiness());
    this.messages = new TokenBuckets(limits.messagesAMinute());
  }

  record BusinessOfIt(String name, String language, Optional<String> phone) {}

  record Question(String name, String label, boolean required) {}

  record Settings(
      BusinessOfIt business,
      boolean open,
      Optional<String> hoursToday,
      Optional<Instant> nextOpening,
      Optional<String> opens,
      String greeting,
      Optional<String> colour,
      List<Question> preChat,
      boolean takesMessages) {

    static Settings of(ChatWelcome welcome) {
      Widget widget = welcome.widget();
      return new Settings(
          new BusinessOfIt(
              welcome.name(), welcome.language(), welcome.phone().map(PhoneNumber::e164)),
          welcome.open(),
          welcome.hoursToday(),
          welcome.nextOpening(),
          welcome.opens(),
          welcome.greeting(),
          widget.colour(),
          widget.questions().stream()
              .map(asked -> new Question(asked.name(), asked.label(), asked.required()))
              .toList(),
          widget.takesMessages());
    }
  }

  record Talk(UUID id, String token, Instant expiresAt) {}

  record Receipt(int seq, Instant at) {
    static Receipt of(InteractionMessage message) {
      return new Receipt(message.seq(), message.at().orElseThrow());
    }
  }

  record Taken(boolean taken) {}

  public void settings(Context request) {
    Slug slug = slug(request);
    Query.of(request);
    request.json(
        Settings.of(chatting.welcome(slug, WidgetBody.languages(request, Optional.empty()))));
  }

  public void preflightOfBusiness(Context request) {
    slug(request);
    Visitors.answerPreflight(request);
  }

  /** Whose conversation it is only the token tells, which a preflight does not have. */
  public void preflightOfTalk(Context request) {
    Visitors.answerPreflight(request);
  }

  public void begin(Context request) {
    Slug slug = slug(request);
    talks.take(address(request) + " " + slug, clock.instant());
    talksOfBusiness.take(slug.value(), clock.instant());
    WidgetBody body = body(request, chatting.subscriber(slug));
    List<Locale> languages = WidgetBody.languages(request, body.text("language"));
    ChattingWithVisitors.Begun begun =
        chatting.begin(
            slug,
            new ChattingWithVisitors.Arrival(
                languages, body.answers(), body.visitor(), body.signature()));
    request.status(201);
    request.json(new Talk(begun.id().value(), begun.token(), begun.expiresAt()));
  }

  public void say(Context request) {
    Pass pass = pass(request);
    messages.take(pass.id().toString(), clock.instant());
    WidgetBody body = body(request, pass.subscriber());
    InteractionMessage said =
        chatting.say(pass, body.text("clientMessageId").orElse(""), body.text("text").orElse(""));
    request.status(201);
    request.json(Receipt.of(said));
  }

  public void leave(Context request) {
    Pass pass = pass(request);
    messages.take(pass.id().toString(), clock.instant());
    chatting.leave(pass, body(request, pass.subscriber()).matter());
    request.status(201);
    request.json(new Taken(true));
  }

  public void events(Context request) throws IOException, InterruptedException {
    Pass pass = pass(request);
    String token = token(request);
    String origin = request.req().getHeader("Origin");
    streams.stream(
        request,
        pass,
        address(request),
        () -> {
          Pass now = chatting.recognise(token);
          Visitors.check(origin, chatting.widget(now));
          chatting.endUnlessItGoesOn(now);
        });
  }

  /**
   * Read when it is settled that the sender may send one; then the request waits for its place
   * among those of the business's visitors.
   */
  private WidgetBody body(Context request, SubscriberId business) {
    identity.read(request, WidgetBody.MOST);
    identity.enter(request, "visitors of " + business);
    return WidgetBody.of(request);
  }

  private Slug slug(Context request) {
    requestsOfAddress.take(address(request), clock.instant());
    Slug slug = new Slug(request.pathParam("slug"));
    Widget widget = chatting.widget(slug);
    countRequest(request, slug.value());
    Visitors.check(request, widget);
    return slug;
  }

  private Pass pass(Context request) {
    requestsOfAddress.take(address(request), clock.instant());
    Pass pass = recognised(token(request));
    countRequest(request, pass.subscriber().toString());
    Visitors.check(request, chatting.widget(pass));
    if (!pass.id().toString().equals(request.pathParam("id"))) {
      throw new Refusal.NotFound(
          "This token opens no such conversation", "Use the id that came with the token.");
    }
    return pass;
  }

  /** Tokens that nobody gave out, from everywhere, do not hold all connections to the store. */
  private Pass recognised(String token) {
    if (chatting.remembers(token)) {
      return chatting.recognise(token);
    }
    try (InFlight.Share _ = unknownTokens.enter("")) {
      return chatting.recognise(token);
    }
  }

  /** By address and business, and by business, so that none shuts out those of the others. */
  private void countRequest(Context request, String business) {
    requests.take(address(request) + " " + business, clock.instant());
    requestsOfBusiness.take(business, clock.instant());
  }

  private String address(Context request) {
    return visitors.address(request);
  }

  private static String token(Context request) {
    String header = request.req().getHeader("Authorization");
    if (header == null
        || header.length() > LONGEST_TOKEN
        || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new Refusal.Unauthenticated(
          "The request carries no token of a conversation",
          "Send the header Authorization: Bearer TOKEN.");
    }
    return header.substring(SCHEME.length()).strip();
  }
}
