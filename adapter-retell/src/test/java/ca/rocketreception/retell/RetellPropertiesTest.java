package ca.rocketreception.retell;

import static ca.rocketreception.domain.Samples.CALLER;
import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.SHARED_NUMBER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Interaction;
import ca.rocketreception.domain.InteractionId;
import ca.rocketreception.domain.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds for every order of events and for every body. */
class RetellPropertiesTest {

  private static final String BUSINESS = "corner-bakery";

  private record Sent(String below, byte[] body) {}

  @Property(tries = 300)
  void anyOrderWithRepeatsAndGapsGivesTheSameCall(
      @ForAll @Size(8) List<Boolean> kept, @ForAll Random random, @ForAll boolean shared) {
    List<Sent> all = eventsOfACall(shared);
    List<Sent> told = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (kept.get(i)) {
        told.add(all.get(i));
      }
    }
    if (told.isEmpty()) {
      told.add(all.get(random.nextInt(all.size())));
    }
    List<Sent> mixed = new ArrayList<>(told);
    for (int i = random.nextInt(4); i > 0; i--) {
      mixed.add(told.get(random.nextInt(told.size())));
    }
    Collections.shuffle(mixed, random);

    assertThat(after(mixed)).isEqualTo(after(told));
  }

  @Property(tries = 500)
  void aBrokenBodyIsRefusedOrTakenAndNothingElse(
      @ForAll @IntRange(max = 7) int sample,
      @ForAll @IntRange(max = 3) int door,
      @ForAll @IntRange(min = 1, max = 12) int changes,
      @ForAll Random random) {
    List<String> names =
        List.of(
            "call_analyzed",
            "call_started",
            "chat_ended",
            "transfer_started",
            "web_call_ended",
            "inbound_call_request",
            "custom_function_request",
            "chat_analyzed");
    List<String> doors = List.of("", "/inbound", "/functions/check_hours", "/functions/route_call");
    byte[] body = mutated(House.sample(names.get(sample)), changes, random);

    assertAnsweredOrRefused(doors.get(door), body);
  }

  @Property(tries = 300)
  void aValueOfAnyOtherKindBreaksNothing(
      @ForAll @IntRange(max = 400) int place, @ForAll @IntRange(max = 9) int kind) {
    String body = new String(House.sample("call_analyzed"), UTF_8);
    List<String> strange =
        List.of(
            "null",
            "true",
            "-1",
            "1e400",
            "\"\\u0000\"",
            "[]",
            "{}",
            "[[1]]",
            "\"\\udc00\"",
            "0.5");
    String[] parts = body.split("(?<=\": )(?=[\"\\d\\[{tf])", -1);
    int part = 1 + place % (parts.length - 1);
    // The value that begins here becomes another member's: the old one stays, under a new name.
    parts[part] = strange.get(kind) + ", \"old value " + part + "\": " + parts[part];

    assertAnsweredOrRefused("", String.join("", parts).getBytes(UTF_8));
    assertThat(Body.parse(String.join("", parts).getBytes(UTF_8)).root()).isNotNull();
  }

  private static void assertAnsweredOrRefused(String door, byte[] body) {
    try {
      assertThat(House.withEverybody().post(door, body).status()).isBetween(200, 204);
    } catch (Refusal.Invalid refusal) {
      assertThat(refusal.getMessage()).contains("at line ");
    }
  }

  private static byte[] mutated(byte[] body, int changes, Random random) {
    byte[] mutated = body;
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(mutated.length);
      switch (random.nextInt(4)) {
        case 0 -> mutated[at] = (byte) random.nextInt(256);
        case 1 -> mutated[at] = (byte) "0123456789-e.{}[],:\"\\ntu".charAt(random.nextInt(24));
        case 2 -> {
          // One byte less, and never none.
          byte[] rest =
              Arrays.copyOfRange(mutated, Math.min(at + 1, mutated.length - 1), mutated.length);
          mutated = Arrays.copyOf(mutated, at + rest.length);
          System.arraycopy(rest, 0, mutated, at, rest.length);
        }
        default -> {
          if (random.nextInt(20) == 0) {
            mutated = Arrays.copyOf(mutated, at + 1);
          }
        }
      }
    }
    return mutated;
  }

  /** Eight events of one call, in the order in which Retell sends them. */
  private static List<Sent> eventsOfACall(boolean shared) {
    SpokenCall call =
        new SpokenCall(
            "call_0123456789abcdef",
            shared ? SHARED_NUMBER : DENTAL_NUMBER,
            Optional.of(CALLER),
            shared ? "agent_front_gatekeeper" : "agent_prairie-dental_receptionist",
            Outgoing.empty(),
            Outgoing.empty(),
            House.NOW.minus(Duration.ofMinutes(3)));
    List<Sent> events = new ArrayList<>();
    events.add(new Sent("", call.started()));
    call.say("agent", "Hello, whom would you like to reach?");
    call.say("user", "The bakery, please.");
    events.add(
        new Sent(
            "/functions/route_call",
            call.function("route_call", Outgoing.of("business", BUSINESS))));
    call.use("route_call", Outgoing.of("business", BUSINESS), "{\"routed\":true}");
    call.say("agent", "I am putting you through.");
    events.add(new Sent("", call.updated(2)));
    events.add(new Sent("", call.transfer("transfer_started", "+12045550133")));
    events.add(new Sent("", call.transfer("transfer_bridged", "+12045550133")));
    Optional<String> destination = Optional.of("+12045550133");
    events.add(new Sent("", call.ended("call_transfer", destination)));
    events.add(new Sent("", call.transferEnded(Duration.ofSeconds(40))));
    events.add(
        new Sent("", call.analyzed("call_transfer", destination, "Bakery.", "Positive", true)));
    return events;
  }

  private static Interaction after(List<Sent> events) {
    House house = House.withEverybody();
    events.forEach(event -> house.post(event.below(), event.body()));
    Interaction only = house.only();
    return new Interaction(
        only.subscriber(),
        new InteractionId(new UUID(0, 0)),
        only.channel(),
        only.reference(),
        Instant.EPOCH,
        only.details(),
        only.transcript());
  }
}
