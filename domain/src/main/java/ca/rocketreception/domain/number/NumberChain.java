package ca.rocketreception.domain.number;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.routing.RoutingDecision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The whole chain of a number, from its carrier to our answer, as it was found at a moment. */
public record NumberChain(
    SubscriberId subscriber, PhoneNumber number, Instant checkedAt, List<NumberLink> links) {

  public NumberChain {
    requireNonNull(subscriber, "subscriber");
    requireNonNull(number, "number");
    requireNonNull(checkedAt, "checkedAt");
    links = List.copyOf(links);
  }

  public boolean holds() {
    return links.stream().allMatch(link -> link.state() == NumberLink.State.HOLDS);
  }

  public List<NumberLink> broken() {
    return links.stream().filter(link -> link.state() == NumberLink.State.BROKEN).toList();
  }

  /** What a provider or our own routing said, or why it could not be asked. */
  public sealed interface Read<T> {

    record Known<T>(T value) implements Read<T> {}

    record Unknown<T>(String problem, String cure) implements Read<T> {}
  }

  /**
   * How it shall be.
   *
   * @param slug of the subscriber, for the cure
   * @param origination where the trunk leads calls: an address that begins so
   * @param recoveryUrl what the carrier asks when the voice AI takes no call
   * @param webhook whom the voice AI asks who answers
   */
  public record Wanted(
      NumberConnection connection,
      Slug slug,
      String origination,
      String recoveryUrl,
      String webhook) {

    String cureOf(String what) {
      return what
          + ": ./rocket number connect --subscriber "
          + slug
          + " --number "
          + connection.number()
          + (connection.way() == NumberWay.TWILIO ? "" : " --way " + connection.way())
          + (connection.ownTrunk() ? " --own-trunk" : "");
    }
  }

  /**
   * How it is.
   *
   * @param agentThere whether the agent that is bound exists at the voice AI
   * @param owner whose the number is here
   * @param answer of our routing to a call that rings now; unknown when the business cannot be read
   */
  public record Found(
      Read<Optional<CarrierNumber>> carrier,
      Read<Optional<SipTrunk>> trunk,
      Read<Optional<VoiceNumber>> voice,
      Read<Boolean> agentThere,
      Optional<SubscriberId> owner,
      Read<RoutingDecision> answer) {}

  /** Holds what was found against what shall be. */
  public static NumberChain of(Wanted wanted, Found found, Instant now) {
    List<NumberLink> links = new ArrayList<>();
    NumberConnection connection = wanted.connection();
    if (connection.way() == NumberWay.TWILIO) {
      links.add(read(NumberLink.Kind.CARRIER_NUMBER, found.carrier(), one -> carrier(one, wanted)));
      links.add(
          read(
              NumberLink.Kind.ON_TRUNK,
              found.carrier(),
              one ->
                  read(NumberLink.Kind.ON_TRUNK, found.trunk(), on -> onTrunk(one, on, wanted))));
      for (NumberLink.Kind kind :
          List.of(
              NumberLink.Kind.RECOVERY,
              NumberLink.Kind.TRANSFERS,
              NumberLink.Kind.ORIGINATION,
              NumberLink.Kind.CREDENTIAL)) {
        links.add(read(kind, found.trunk(), one -> trunk(kind, one, wanted)));
      }
    }
    links.add(read(NumberLink.Kind.VOICE_NUMBER, found.voice(), one -> voice(one, wanted)));
    if (connection.way() == NumberWay.TWILIO) {
      links.add(
          read(
              NumberLink.Kind.TERMINATION,
              found.voice(),
              one ->
                  read(
                      NumberLink.Kind.TERMINATION,
                      found.trunk(),
                      on -> termination(one, on, wanted))));
    }
    links.add(
        read(
            NumberLink.Kind.BOUND_AGENT,
            found.voice(),
            one ->
                read(
                    NumberLink.Kind.BOUND_AGENT,
                    found.agentThere(),
                    there -> bound(one, there, wanted))));
    links.add(read(NumberLink.Kind.WEBHOOK, found.voice(), one -> webhook(one, wanted)));
    links.add(owner(found.owner(), connection));
    links.add(read(NumberLink.Kind.ANSWER, found.answer(), NumberChain::answer));
    return new NumberChain(connection.subscriber(), connection.number(), now, links);
  }

  private static <T> NumberLink read(
      NumberLink.Kind kind, Read<T> read, Function<T, NumberLink> judge) {
    return switch (read) {
      case Read.Known<T>(T value) -> judge.apply(value);
      case Read.Unknown<T>(String problem, String cure) -> NumberLink.unknown(kind, problem, cure);
    };
  }

  private static NumberLink carrier(Optional<CarrierNumber> number, Wanted wanted) {
    if (number.isEmpty()) {
      return NumberLink.broken(
          NumberLink.Kind.CARRIER_NUMBER,
          "the number is not in our account",
          wanted.cureOf("Buy it again, if it can still be had"));
    }
    return number.get().voice()
        ? NumberLink.holds(NumberLink.Kind.CARRIER_NUMBER, number.get().id())
        : NumberLink.broken(
            NumberLink.Kind.CARRIER_NUMBER,
            number.get().id() + " takes no calls",
            "Take a number that takes calls.");
  }

  private static NumberLink onTrunk(
      Optional<CarrierNumber> number, Optional<SipTrunk> trunk, Wanted wanted) {
    Optional<String> on = number.flatMap(CarrierNumber::trunkId);
    return on.isPresent() && on.equals(trunk.map(SipTrunk::id))
        ? NumberLink.holds(NumberLink.Kind.ON_TRUNK, on.get())
        : NumberLink.broken(
            NumberLink.Kind.ON_TRUNK,
            on.map(other -> "it is on another trunk, " + other).orElse("it is on no trunk"),
            wanted.cureOf("Put it on its trunk"));
  }

  private static NumberLink trunk(NumberLink.Kind kind, Optional<SipTrunk> trunk, Wanted wanted) {
    if (trunk.isEmpty()) {
      return NumberLink.broken(kind, "there is no trunk", wanted.cureOf("Make it again"));
    }
    SipTrunk one = trunk.get();
    String user = user(wanted.connection().number());
    return switch (kind) {
      case RECOVERY ->
          one.recoveryUrl().equals(wanted.recoveryUrl())
              ? NumberLink.holds(kind, one.recoveryUrl())
              : NumberLink.broken(
                  kind,
                  one.recoveryUrl().isEmpty()
                      ? "nobody is asked: the caller hears nothing"
                      : "another address is asked, " + one.recoveryUrl(),
                  wanted.cureOf("Set it again"));
      case TRANSFERS ->
          one.transfers()
              ? NumberLink.holds(kind, "allowed")
              : NumberLink.broken(
                  kind,
                  "not allowed: nobody can be put through",
                  wanted.cureOf("Allow them again"));
      case ORIGINATION ->
          one.originations().stream().anyMatch(to -> to.startsWith(wanted.origination()))
              ? NumberLink.holds(kind, String.join(", ", one.originations()))
              : NumberLink.broken(
                  kind,
                  one.originations().isEmpty()
                      ? "the trunk leads nowhere"
                      : "the trunk leads to " + String.join(", ", one.originations()),
                  wanted.cureOf("Lead it to " + wanted.origination()));
      default ->
          one.users().contains(user)
              ? NumberLink.holds(kind, user)
              : NumberLink.broken(
                  kind, "the trunk does not know " + user, wanted.cureOf("Make it again"));
    };
  }

  /** As whom the voice AI calls out for a number. */
  public static String user(PhoneNumber number) {
    return "rocket" + number.e164().substring(1);
  }

  private static NumberLink voice(Optional<VoiceNumber> number, Wanted wanted) {
    return number.isPresent()
        ? NumberLink.holds(NumberLink.Kind.VOICE_NUMBER, number.get().number().e164())
        : NumberLink.broken(
            NumberLink.Kind.VOICE_NUMBER,
            "the voice AI does not know the number",
            wanted.cureOf("Make it known again"));
  }

  private static NumberLink termination(
      Optional<VoiceNumber> number, Optional<SipTrunk> trunk, Wanted wanted) {
    String shall = trunk.map(SipTrunk::domain).orElse("no trunk");
    Optional<String> is = number.flatMap(VoiceNumber::terminationUri);
    String user = user(wanted.connection().number());
    if (!is.equals(Optional.of(shall))) {
      return NumberLink.broken(
          NumberLink.Kind.TERMINATION,
          is.map(uri -> "it calls out through " + uri).orElse("it cannot call out"),
          wanted.cureOf("Set it to " + shall));
    }
    return number.flatMap(VoiceNumber::user).equals(Optional.of(user))
        ? NumberLink.holds(NumberLink.Kind.TERMINATION, shall + " as " + user)
        : NumberLink.broken(
            NumberLink.Kind.TERMINATION,
            "it calls out as somebody else than " + user,
            wanted.cureOf("Set it again"));
  }

  private static NumberLink bound(Optional<VoiceNumber> number, boolean there, Wanted wanted) {
    List<VoiceNumber.Bound> agents = number.map(VoiceNumber::agents).orElse(List.of());
    if (agents.isEmpty()) {
      return NumberLink.broken(
          NumberLink.Kind.BOUND_AGENT,
          "none is bound: when we do not answer, nobody does",
          wanted.cureOf("Bind one"));
    }
    String words =
        agents.getFirst().agentId()
            + agents.getFirst().version().map(version -> " version " + version).orElse("");
    return there
        ? NumberLink.holds(NumberLink.Kind.BOUND_AGENT, words)
        : NumberLink.broken(
            NumberLink.Kind.BOUND_AGENT,
            words + " is not there any more",
            wanted.cureOf("Publish the agents anew, then bind one"));
  }

  private static NumberLink webhook(Optional<VoiceNumber> number, Wanted wanted) {
    Optional<String> is = number.flatMap(VoiceNumber::webhook);
    return is.equals(Optional.of(wanted.webhook()))
        ? NumberLink.holds(NumberLink.Kind.WEBHOOK, wanted.webhook())
        : NumberLink.broken(
            NumberLink.Kind.WEBHOOK,
            is.map(url -> "another address is asked, " + url).orElse("nobody is asked"),
            wanted.cureOf("Set it to " + wanted.webhook()));
  }

  private static NumberLink owner(Optional<SubscriberId> owner, NumberConnection connection) {
    return owner.equals(Optional.of(connection.subscriber()))
        ? NumberLink.holds(NumberLink.Kind.OWNER, connection.subscriber().toString())
        : NumberLink.broken(
            NumberLink.Kind.OWNER,
            owner.isPresent() ? "the number is another subscriber's" : "the number is nobody's",
            "Give it back to the subscriber it is connected for, or release the connection.");
  }

  private static NumberLink answer(RoutingDecision decision) {
    NumberLink.Kind kind = NumberLink.Kind.ANSWER;
    return switch (decision) {
      case RoutingDecision.Answer answer when answer.providerAgentId().isPresent() ->
          NumberLink.holds(kind, answer.role() + ", " + answer.providerAgentId().get());
      case RoutingDecision.Answer answer ->
          NumberLink.broken(
              kind,
              answer.role() + " has no agent at the voice AI: the bound one answers",
              "Publish it: ./rocket agent publish --subscriber "
                  + answer.business().subscriber().slug());
      case RoutingDecision.Reject(RoutingDecision.Reason reason) ->
          NumberLink.broken(
              kind,
              "calls are rejected: " + reason,
              reason == RoutingDecision.Reason.SUBSCRIBER_SUSPENDED
                  ? "Resume the subscriber."
                  : "Give the number to a subscriber.");
      case RoutingDecision.UnknownNumber _ ->
          NumberLink.broken(kind, "we do not know the number", "Give it to a subscriber.");
    };
  }
}
