package ca.rocketreception.retell;

import static ca.rocketreception.domain.Samples.CALLER;
import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.SHARED_NUMBER;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.doubles.retell.Conversation;
import ca.rocketreception.doubles.retell.Conversations;
import ca.rocketreception.doubles.retell.EventBodies;
import ca.rocketreception.doubles.retell.SpokenCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What holds for every order of events and for every body. */
class RetellPropertiesTest {

  private static final List<String> SAMPLES =
      List.of(
          "call_analyzed",
          "call_started",
          "chat_ended",
          "transfer_started",
          "web_call_ended",
          "inbound_call_request",
          "custom_function_request",
          "chat_analyzed");
  private static final List<String> DOORS =
      List.of("", "/inbound", "/functions/check_hours", "/functions/route_call");
  private static final List<String> STRANGE =
      List.of(
          "null",
          "true",
          "-1",
          "1e400",
          "1e2147483647",
          "9223372036854775808",
          "0.5",
          "\"\"",
          "\"\\u0000\"",
          "\"\\udc00\"",
          "[]",
          "{}",
          "[[1]]",
          "[null]",
          "[{}]");

  private record Sent(String door, byte[] body) {}

  @Property(tries = 300)
  void anyOrderWithRepeatsAndGapsGivesTheSameCall(
      @ForAll @Size(7) List<Boolean> arrived, @ForAll boolean shared, @ForAll Random random) {
    List<Sent> all = eventsOfACall(shared ? SHARED_NUMBER : DENTAL_NUMBER);
    List<Sent> told = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (arrived.get(i)) {
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
    assertAnsweredOrRefused(
        DOORS.get(door), mutated(Sample.bytes(SAMPLES.get(sample)), changes, random));
  }

  @Property(tries = 1_000)
  void aValueOfAnyKindInAnyPlaceIsTaken(
      @ForAll @IntRange(max = 7) int sample,
      @ForAll @IntRange(max = 14) int kind,
      @ForAll Random random) {
    JsonNode body = Sample.json(SAMPLES.get(sample));
    put(body, random);
    String text = body.toString().replace("\"HERE\"", STRANGE.get(kind));

    assertThat(new House().event(text).status()).isEqualTo(204);
  }

  /** Puts a mark in place of a value somewhere in a body, as likely deep within it as not. */
  private static void put(JsonNode within, Random random) {
    switch (within) {
      case ObjectNode object when !object.isEmpty() -> {
        List<String> names = List.copyOf(object.propertyNames());
        String name = names.get(random.nextInt(names.size()));
        if (isLeaf(object.get(name)) || random.nextInt(4) == 0) {
          object.put(name, "HERE");
        } else {
          put(object.get(name), random);
        }
      }
      case ArrayNode array when !array.isEmpty() -> {
        int index = random.nextInt(array.size());
        if (isLeaf(array.get(index)) || random.nextInt(4) == 0) {
          array.set(index, "HERE");
        } else {
          put(array.get(index), random);
        }
      }
      default -> throw new IllegalArgumentException("There is no value in it to replace");
    }
  }

  private static boolean isLeaf(JsonNode value) {
    return value.isEmpty();
  }

  private static void assertAnsweredOrRefused(String door, byte[] body) {
    try {
      assertThat(new House().post(door, body).status()).isBetween(200, 204);
    } catch (Refusal.Invalid refused) {
      assertThat(refused.getMessage()).isNotBlank();
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
          if (mutated.length > 1) {
            System.arraycopy(mutated, at + 1, mutated, at, mutated.length - at - 1);
            mutated = Arrays.copyOf(mutated, mutated.length - 1);
          }
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

  /** Seven events of one call, in the order in which Retell sends them. */
  private static List<Sent> eventsOfACall(PhoneNumber to) {
    Conversation conversation = Conversations.ofTwentyTurns("Marta Kowalski");
    SpokenCall call =
        new SpokenCall(
            EventBodies.basics(
                "call_0123456789abcdef",
                to.e164(),
                Optional.of(CALLER.e164()),
                Optional.of(
                    to.equals(SHARED_NUMBER)
                        ? "agent_front_gatekeeper"
                        : "agent_prairie-dental_receptionist"),
                Map.of(),
                Map.of()),
            House.NOW.minusSeconds(180).toEpochMilli(),
            new SplittableRandom(1));
    List<Sent> events = new ArrayList<>();
    events.add(new Sent("", call.started()));
    call.say("agent", "Hello, whom would you like to reach?");
    call.say("user", "The bakery, please.");
    Map<String, Object> bakery = Map.of("business", "corner-bakery");
    events.add(new Sent("/functions/route_call", call.function("route_call", bakery)));
    call.use("route_call", "{\"business\":\"corner-bakery\"}", "{\"routed\":true}");
    events.add(new Sent("", call.updated()));
    String staff = "+12045550133";
    events.add(new Sent("", call.transfer("transfer_started", staff)));
    events.add(new Sent("", call.transfer("transfer_bridged", staff)));
    SpokenCall.Ended over =
        call.end(conversation, 60_000, Optional.of(new SpokenCall.Person(staff, 40_000)));
    events.add(new Sent("", over.ended()));
    events.add(new Sent("", over.analyzed()));
    return events;
  }

  private static Interaction after(List<Sent> events) {
    House house = new House();
    events.forEach(event -> house.post(event.door(), event.body()));
    Interaction call = house.theOnly();
    return new Interaction(
        call.subscriber(),
        new InteractionId(new UUID(0, 0)),
        call.channel(),
        call.reference(),
        Instant.EPOCH,
        call.details(),
        call.transcript());
  }
}
