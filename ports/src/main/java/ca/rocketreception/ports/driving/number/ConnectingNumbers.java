package ca.rocketreception.ports.driving.number;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.access.Actor;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.agent.ProviderAgent;
import ca.rocketreception.domain.business.AiProvider;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.ChannelId;
import ca.rocketreception.domain.business.OwnedNumber;
import ca.rocketreception.domain.number.CarrierNumber;
import ca.rocketreception.domain.number.NumberChain;
import ca.rocketreception.domain.number.NumberConnection;
import ca.rocketreception.domain.number.NumberConnectionId;
import ca.rocketreception.domain.number.NumberStep;
import ca.rocketreception.domain.number.NumberWay;
import ca.rocketreception.domain.number.SipTrunk;
import ca.rocketreception.domain.number.VoiceNumber;
import ca.rocketreception.domain.routing.DialingRules;
import ca.rocketreception.domain.routing.InboundCall;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.number.NumberConnections;
import ca.rocketreception.ports.driven.number.PhoneNumbers;
import ca.rocketreception.ports.driven.number.SipTrunks;
import ca.rocketreception.ports.driven.number.VoiceNumbers;
import ca.rocketreception.ports.driven.routing.RoutingTables;
import ca.rocketreception.ports.driving.OneByOne;
import ca.rocketreception.ports.driving.access.Asked;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes a subscriber's number ring at our receptionist, shows whether it still does, and gives it
 * up again. Each step looks first whether what it would make is there; so all of it may be repeated
 * after any failure, and nothing is bought or made twice.
 */
public final class ConnectingNumbers {

  /** Longer than a step with all its requests and their repeats takes. */
  private static final Duration CLAIM = Duration.ofMinutes(3);

  /** Each costs two requests to providers. */
  private static final int MOST_A_RUN = 200;

  private static final String SHARED_TRUNK = "rocket-reception";

  /** What connects numbers, and who makes up names and passwords. */
  public record Means(
      Optional<PhoneNumbers> carrier,
      Optional<SipTrunks> trunks,
      Optional<VoiceNumbers> voice,
      Optional<String> publicUrl,
      Supplier<UUID> ids,
      Supplier<String> passwords) {}

  /**
   * What is wanted.
   *
   * @param shared whether other subscribers are reached through the number
   * @param ownTrunk whether it gets a trunk of the subscriber's alone
   */
  public record Wanted(PhoneNumber number, NumberWay way, boolean ownTrunk, boolean shared) {
    public Wanted {
      requireNonNull(number, "number");
      requireNonNull(way, "way");
    }

    /** A number that others share stays so, also when it is connected again. */
    private Wanted asShared(Business business) {
      return business.numbers().contains(new OwnedNumber(number, true))
          ? new Wanted(number, way, ownTrunk, true)
          : this;
    }
  }

  private final Subscribers subscribers;
  private final NumberConnections connections;
  private final RoutingTables routing;
  private final DialingRules rules;
  private final Means means;
  private final InstantSource clock;

  public ConnectingNumbers(
      Subscribers subscribers,
      NumberConnections connections,
      RoutingTables routing,
      DialingRules rules,
      Means means,
      InstantSource clock) {
    this.subscribers = subscribers;
    this.connections = connections;
    this.routing = routing;
    this.rules = rules;
    this.means = means;
    this.clock = clock;
  }

  /** A connection, and its chain as it was found the last time. */
  public record Looked(NumberConnection connection, Optional<NumberChain> chain) {
    public Looked {
      requireNonNull(connection, "connection");
      requireNonNull(chain, "chain");
    }
  }

  /** Searches for somebody who holds the operator's key. */
  public List<PhoneNumbers.ForSale> search(
      ApiKey key, String country, OptionalInt areaCode, int limit) {
    key.requireOperator();
    return search(country, areaCode, limit);
  }

  /** How far a number is connected, and how its chain was found the last time. */
  public Looked look(ApiKey key, Slug slug, PhoneNumber number) {
    key.requireOperator();
    return looked(connected(opened(key, slug), number));
  }

  /** Looks anew for somebody who holds the operator's key. */
  public Looked check(ApiKey key, Slug slug, PhoneNumber number) {
    key.requireOperator();
    NumberConnection connection = connected(opened(key, slug), number);
    return new Looked(connection, Optional.of(check(connection)));
  }

  private Business opened(ApiKey key, Slug slug) {
    return Asked.read(key, slug, subscribers);
  }

  private Looked looked(NumberConnection connection) {
    return new Looked(connection, connections.chain(connection.subscriber(), connection.number()));
  }

  private NumberConnection connected(Business business, PhoneNumber number) {
    return connections
        .find(business.id(), number)
        .orElseThrow(() ->
            new Refusal.NotFound(
                number + " is not connected for " + business.subscriber().slug(),
                "Connect it: ./rocket number connect --subscriber "
                    + business.subscriber().slug()
                    + " --number "
                    + number));
  }

  /** See {@link PhoneNumbers#search}. */
  public List<PhoneNumbers.ForSale> search(String country, OptionalInt areaCode, int limit) {
    return carrier().search(country, areaCode, limit);
  }

  /** Connects for somebody who holds a key: the operator's, for it may cost money. */
  public Looked connect(Asked asked, Wanted wanted) {
    asked.key().requireOperator();
    return looked(connect(asked.allowed(subscribers), asked.actor(), wanted, progress -> {}));
  }

  /**
   * Takes every step that is not done, in order.
   *
   * @param progress told after each step, and before one that makes something
   * @throws Refusal.Invalid when the number cannot ring
   * @throws Refusal.Conflict when the number is another subscriber's, no agent is published that
   *     could be bound, or somebody else connects a number now
   * @throws Refusal.ProviderFailed when a provider did not do its part: repeat it
   */
  public NumberConnection connect(
      Business business, Actor actor, Wanted asked, Consumer<NumberConnection> progress) {
    Wanted wanted = asked.asShared(business);
    rules.requireRinging("number", wanted.number());
    require(wanted.way());
    ProviderAgent bound = business.boundAgent(wanted.shared());
    subscribers
        .owner(wanted.number())
        .filter(owner -> !owner.equals(business.id()))
        .ifPresent(other -> {
          throw new Refusal.Conflict(
              wanted.number() + " is another subscriber's", "Release it there first.");
        });
    letIn(wanted, bound);
    return holding(holder -> {
      NumberConnection connection =
          connections
              .find(business.id(), wanted.number())
              .map(known -> known.again(wanted.way(), wanted.ownTrunk()))
              .orElseGet(() ->
                  NumberConnection.begin(
                      new NumberConnectionId(means.ids().get()),
                      business.id(),
                      wanted.number(),
                      wanted.way(),
                      wanted.ownTrunk()));
      connections.keep(connection, holder, until());
      Work work = new Work(business, actor, wanted, bound);
      for (NumberStep step : connection.steps()) {
        connection = take(step, connection, work, holder, progress);
      }
      connection = connection.connected();
      connections.keep(connection, holder, until());
      return connection;
    });
  }

  /** Both providers answer, and this is the workspace with our agents, before money is spent. */
  private void letIn(Wanted wanted, ProviderAgent bound) {
    if (!voice().knows(Work.boundTo(bound))) {
      throw new Refusal.ProviderFailed(
          "The agent " + bound.id() + " is not in this workspace of the AI provider",
          "Check that RETELL_API_KEY is the key of the workspace to which the agents were"
              + " published, or publish them there: ./rocket agent publish --anew",
          false,
          null);
    }
    if (wanted.way() == NumberWay.TWILIO) {
      carrier().find(wanted.number());
    }
  }

  private NumberConnection take(
      NumberStep step,
      NumberConnection before,
      Work work,
      UUID holder,
      Consumer<NumberConnection> progress) {
    NumberConnection connection = before;
    try {
      Optional<String> there = work.look(step, connection);
      if (there.isPresent()) {
        connection = connection.found(step, there.get(), clock.instant());
      } else {
        connection = connection.begun(step, clock.instant());
        connections.keep(connection, holder, until());
        progress.accept(connection);
        connection = connection.made(step, work.make(step, connection), clock.instant());
      }
    } catch (Refusal failure) {
      connections.keep(
          connection.failed(step, failure.getMessage(), clock.instant()), holder, until());
      throw named(step, connection, failure);
    }
    connections.keep(connection, holder, until());
    progress.accept(connection);
    return connection;
  }

  private static Refusal named(NumberStep step, NumberConnection connection, Refusal failure) {
    return failure instanceof Refusal.ProviderFailed failed
        ? new Refusal.ProviderFailed(
            step + " of " + connection.number() + ": " + failed.getMessage(),
            failed.cure() + " Then connect it again: what is done stays done.",
            failed.passes(),
            failed)
        : failure;
  }

  /** Releases for somebody who holds the operator's key. */
  public Looked release(Asked asked, PhoneNumber number, boolean giveBack) {
    asked.key().requireOperator();
    return looked(
        release(asked.allowed(subscribers), asked.actor(), number, giveBack, progress -> {}));
  }

  /**
   * Undoes the steps, the last one first. What was there before us stays, and so does a number that
   * is not to be given back.
   *
   * @param giveBack gives the number back to who rents it out, for good
   * @throws Refusal.NotFound when it is not connected for this subscriber
   */
  public NumberConnection release(
      Business business,
      Actor actor,
      PhoneNumber number,
      boolean giveBack,
      Consumer<NumberConnection> progress) {
    return holding(holder -> {
      NumberConnection connection = connected(business, number).releasing();
      require(connection.way());
      connections.keep(connection, holder, until());
      Work work =
          new Work(
              business,
              actor,
              new Wanted(number, connection.way(), connection.ownTrunk(), false),
              null);
      for (NumberStep step : connection.toUndo()) {
        try {
          boolean undone = work.undo(step, connection, giveBack);
          connection =
              undone
                  ? connection.undone(step, clock.instant())
                  : connection.left(step, clock.instant());
        } catch (Refusal failure) {
          connections.keep(
              connection.failed(step, failure.getMessage(), clock.instant()), holder, until());
          throw named(step, connection, failure);
        }
        connections.keep(connection, holder, until());
        progress.accept(connection);
      }
      connection = connection.released();
      connections.keep(connection, holder, until());
      return connection;
    });
  }

  /** Looks at the whole chain of a connected number, and keeps what was found. */
  public NumberChain check(Business business, PhoneNumber number) {
    return check(connected(business, number));
  }

  /**
   * The same of numbers that are connected, those first that were looked at longest ago; so many at
   * most that a run ends soon, the others are the next run's.
   */
  public List<NumberChain> checkAll() {
    Seen seen = new Seen();
    List<NumberChain> chains = new ArrayList<>();
    new OneByOne("check a number")
        .each(
            connections.longestUnchecked(MOST_A_RUN),
            one -> one.number().e164(),
            one -> chains.add(check(one, seen)))
        .end();
    return chains;
  }

  /** What numbers share is asked for once a run. */
  private final class Seen {
    private final Map<String, NumberChain.Read<Optional<SipTrunk>>> trunks = new HashMap<>();
    private final Map<VoiceNumber.Bound, Boolean> agents = new HashMap<>();

    NumberChain.Read<Optional<SipTrunk>> trunk(NumberConnection connection) {
      return connection.way() == NumberWay.TWILIO
          ? trunks.computeIfAbsent(trunkName(connection), name -> read(() -> trunks().named(name)))
          : new NumberChain.Read.Known<>(Optional.empty());
    }

    boolean knows(VoiceNumber.Bound agent) {
      return agents.computeIfAbsent(agent, voice()::knows);
    }
  }

  private NumberChain check(NumberConnection connection) {
    return check(connection, new Seen());
  }

  private NumberChain check(NumberConnection connection, Seen seen) {
    PhoneNumber number = connection.number();
    NumberChain.Read<Optional<VoiceNumber>> voice = read(() -> voice().find(number));
    NumberChain chain =
        NumberChain.of(
            new NumberChain.Wanted(
                connection,
                subscribers.slug(connection.subscriber()).orElseThrow(),
                means.voice().map(VoiceNumbers::origination).orElse("the voice AI"),
                recoveryUrl(),
                webhook()),
            new NumberChain.Found(
                overTwilio(connection, () -> carrier().find(number)),
                seen.trunk(connection),
                voice,
                boundIsThere(voice, seen),
                subscribers.owner(number),
                read(() ->
                    routing
                        .lookingUp(number)
                        .decide(new InboundCall(number, Optional.empty()), clock.instant()))),
            clock.instant());
    connections.keep(chain);
    return chain;
  }

  /** Nobody is asked of what another way has not. */
  private static <T> NumberChain.Read<Optional<T>> overTwilio(
      NumberConnection connection, Supplier<Optional<T>> work) {
    return connection.way() == NumberWay.TWILIO
        ? read(work)
        : new NumberChain.Read.Known<>(Optional.empty());
  }

  private static NumberChain.Read<Boolean> boundIsThere(
      NumberChain.Read<Optional<VoiceNumber>> voice, Seen seen) {
    return switch (voice) {
      case NumberChain.Read.Known<Optional<VoiceNumber>>(Optional<VoiceNumber> number) ->
          read(() -> number.stream().flatMap(one -> one.agents().stream()).allMatch(seen::knows));
      case NumberChain.Read.Unknown<Optional<VoiceNumber>>(String problem, String cure) ->
          new NumberChain.Read.Unknown<>(problem, cure);
    };
  }

  private static <T> NumberChain.Read<T> read(Supplier<T> work) {
    try {
      return new NumberChain.Read.Known<>(work.get());
    } catch (Refusal failure) {
      return new NumberChain.Read.Unknown<>(failure.getMessage(), failure.cure());
    }
  }

  private <T> T holding(Function<UUID, T> work) {
    UUID holder = means.ids().get();
    connections.claim(holder, clock.instant(), until());
    try {
      return work.apply(holder);
    } finally {
      connections.free(holder);
    }
  }

  private Instant until() {
    return clock.instant().plus(CLAIM);
  }

  /** All that a way needs, before anything is done. */
  private void require(NumberWay way) {
    publicUrl();
    voice();
    if (way == NumberWay.TWILIO) {
      carrier();
      trunks();
    }
  }

  private String publicUrl() {
    return means
        .publicUrl()
        .orElseThrow(() ->
            new Refusal.Conflict(
                "Nobody outside knows where this installation is",
                "Set PUBLIC_URL to the address at which providers reach it, and restart."));
  }

  private PhoneNumbers carrier() {
    return means.carrier().orElseThrow(ConnectingNumbers::noCarrier);
  }

  private SipTrunks trunks() {
    return means.trunks().orElseThrow(ConnectingNumbers::noCarrier);
  }

  private static Refusal noCarrier() {
    return new Refusal.Conflict(
        "This installation has no key to Twilio",
        "Set TWILIO_ACCOUNT_SID, TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET, and restart.");
  }

  private VoiceNumbers voice() {
    return means
        .voice()
        .orElseThrow(() ->
            new Refusal.Conflict(
                "This installation has no key to the AI provider",
                "Set RETELL_API_KEY and restart."));
  }

  private String recoveryUrl() {
    return publicUrl() + "/webhooks/twilio/voice-fallback";
  }

  private String webhook() {
    return publicUrl() + "/webhooks/retell/inbound";
  }

  private String trunkName(NumberConnection connection) {
    return connection.ownTrunk()
        ? SHARED_TRUNK + "-" + connection.subscriber().value().toString().substring(24)
        : SHARED_TRUNK;
  }

  /** What each step looks for, makes and undoes. */
  private final class Work {
    private final Business business;
    private final Actor actor;
    private final Wanted wanted;
    private final ProviderAgent bound;

    Work(Business business, Actor actor, Wanted wanted, ProviderAgent bound) {
      this.business = business;
      this.actor = actor;
      this.wanted = wanted;
      this.bound = bound;
    }

    /** The provider's id of what is there as it shall be, empty where it has none. */
    Optional<String> look(NumberStep step, NumberConnection connection) {
      PhoneNumber number = wanted.number();
      return switch (step) {
        case RESERVE -> Optional.empty(); // changes nothing when all is so
        case BUY ->
            wanted.way() == NumberWay.TWILIO
                ? carrier().find(number).map(CarrierNumber::id)
                : voice().find(number).map(_ -> "");
        case TRUNK ->
            trunk(connection)
                .filter(trunk -> trunk.recoveryUrl().equals(recoveryUrl()) && trunk.transfers())
                .map(SipTrunk::id);
        case ORIGINATION ->
            trunk(connection)
                .filter(trunk -> trunk.originations().contains(voice().origination()))
                .map(_ -> "");
        case CREDENTIAL ->
            trunk(connection)
                .filter(trunk -> trunk.users().contains(NumberChain.user(number)))
                .map(_ -> "");
        case ATTACH ->
            carrier()
                .find(number)
                .filter(one -> one.trunkId().equals(connection.providerId(NumberStep.TRUNK)))
                .map(_ -> "");
        case IMPORT ->
            voice()
                .find(number)
                .filter(one -> one.terminationUri().equals(trunk(connection).map(SipTrunk::domain)))
                .filter(one -> one.user().equals(Optional.of(NumberChain.user(number))))
                .map(_ -> "");
        case BIND ->
            voice()
                .find(number)
                .filter(one -> one.webhook().equals(Optional.of(webhook())))
                .filter(one -> one.agents().equals(List.of(boundTo(bound))))
                .map(_ -> bound.id());
      };
    }

    private static VoiceNumber.Bound boundTo(ProviderAgent agent) {
      return new VoiceNumber.Bound(agent.id(), agent.version().map(String::valueOf));
    }

    String make(NumberStep step, NumberConnection connection) {
      PhoneNumber number = wanted.number();
      String label = business.subscriber().slug().value();
      return switch (step) {
        case RESERVE -> {
          change(
              "gave number",
              current -> {
                return current.answeringAt(
                    new OwnedNumber(number, wanted.shared()),
                    wanted.way().transport(),
                    AiProvider.RETELL,
                    new ChannelId(connection.id().value()));
              });
          yield "";
        }
        case BUY -> {
          if (wanted.way() == NumberWay.TWILIO) {
            yield carrier().buy(number, label);
          }
          voice().buy(number, label);
          yield "";
        }
        case TRUNK -> trunks().make(trunkName(connection), recoveryUrl());
        case ORIGINATION -> {
          trunks().originate(trunkId(connection), voice().origination());
          yield "";
        }
        case CREDENTIAL -> {
          trunks().allow(trunkId(connection), NumberChain.user(number), means.passwords().get());
          yield "";
        }
        case ATTACH -> {
          trunks().attach(trunkId(connection), connection.providerId(NumberStep.BUY).orElseThrow());
          yield "";
        }
        case IMPORT -> {
          // nobody keeps the password, so each import has one of its own
          String password = means.passwords().get();
          String user = NumberChain.user(number);
          trunks().allow(trunkId(connection), user, password);
          voice()
              .importFrom(
                  number,
                  label,
                  trunk(connection).map(SipTrunk::domain).orElseThrow(() -> gone(number)),
                  user,
                  password);
          yield "";
        }
        case BIND -> {
          if (voice().find(number).isEmpty()) {
            throw gone(number);
          }
          voice().bind(number, bound, webhook());
          yield bound.id();
        }
      };
    }

    private static Refusal gone(PhoneNumber number) {
      return new Refusal.NotFound(
          number + " is not at the voice AI in this workspace",
          "Check the number and RETELL_API_KEY, or connect it in another way.");
    }

    /** Whether it was undone, else it is left as it is. */
    boolean undo(NumberStep step, NumberConnection connection, boolean giveBack) {
      PhoneNumber number = wanted.number();
      boolean made = connection.madeHere(step);
      switch (step) {
        case BIND -> {
          if (voice().find(number).isPresent()) {
            voice().unbind(number);
          }
        }
        case IMPORT -> {
          if (made) {
            voice().delete(number);
          }
          return made;
        }
        case ATTACH ->
            carrier()
                .find(number)
                .filter(one -> one.trunkId().equals(connection.providerId(NumberStep.TRUNK)))
                .ifPresent(one -> trunks().detach(trunkId(connection), one.id()));
        case CREDENTIAL -> {
          if (trunk(connection).isPresent()) {
            trunks().forbid(trunkId(connection), NumberChain.user(number));
          }
        }
        case ORIGINATION -> {
          return false;
        }
        case TRUNK -> {
          if (made && connection.ownTrunk()) {
            trunks().deleteUnused(trunkId(connection));
          }
          return made && connection.ownTrunk();
        }
        case BUY -> {
          if (giveBack) {
            giveBack(number);
          }
          return giveBack || connection.providerId(NumberStep.BUY).isEmpty() && !isInAccount();
        }
        case RESERVE ->
            change(
                "released number",
                current ->
                    current.numbers().stream().anyMatch(one -> one.number().equals(number))
                        ? current.withoutNumber(number)
                        : current);
      }
      return true;
    }

    /** Asked where buying was begun, and nobody knows how it ended. */
    private boolean isInAccount() {
      return wanted.way() == NumberWay.TWILIO
          ? carrier().find(wanted.number()).isPresent()
          : voice().find(wanted.number()).isPresent();
    }

    private void giveBack(PhoneNumber number) {
      if (wanted.way() == NumberWay.TWILIO) {
        carrier().find(number).map(CarrierNumber::id).ifPresent(carrier()::giveBack);
      } else {
        voice().delete(number);
      }
    }

    private Optional<SipTrunk> trunk(NumberConnection connection) {
      return trunks().named(trunkName(connection));
    }

    private String trunkId(NumberConnection connection) {
      return connection.providerId(NumberStep.TRUNK).orElseThrow();
    }

    private void change(String action, Function<Business, Business> change) {
      subscribers.change(
          business.subscriber().slug(),
          current ->
              current
                  .filter(known -> known.id().equals(business.id()))
                  .map(change)
                  .orElseThrow(() -> Business.unknown(business.subscriber().slug())),
          now -> new AuditEntry(now.id(), clock.instant(), actor, action, wanted.number().e164()));
    }
  }
}
