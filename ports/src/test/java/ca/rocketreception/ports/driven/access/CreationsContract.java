package ca.rocketreception.ports.driven.access;

import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.access.ApiKeyId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of requests that create something keeps to. */
public interface CreationsContract {

  /** An empty store. */
  Creations creations();

  private static Creations.Request request(String who, String name, String id, Instant at) {
    return new Creations.Request(
        new ApiKeyId(uuid(who)), Optional.empty(), name, "a".repeat(64), uuid(id), at);
  }

  private UUID remembered(Creations.Request request) {
    return creations().remember(request).id();
  }

  @Test
  default void aRepeatIsToldWhatTheFirstOneWas() {
    assertThat(remembered(request("me", "once", "first", MONDAY_MORNING))).isEqualTo(uuid("first"));

    assertThat(creations().remember(request("me", "once", "second", MONDAY_MORNING)))
        .isEqualTo(new Creations.Known("a".repeat(64), uuid("first"), Optional.empty()));
  }

  @Test
  default void theAnswerIsKept() {
    remembered(request("me", "once", "first", MONDAY_MORNING));
    creations().keep(new ApiKeyId(uuid("me")), "once", new Creations.Answer(201, "{\"a\":\"é\"}"));

    assertThat(creations().remember(request("me", "once", "second", MONDAY_MORNING)).answer())
        .contains(new Creations.Answer(201, "{\"a\":\"é\"}"));
  }

  @Test
  default void theNamesOfAnotherKeyAreOthers() {
    remembered(request("me", "once", "first", MONDAY_MORNING));

    assertThat(remembered(request("you", "once", "yours", MONDAY_MORNING)))
        .isEqualTo(uuid("yours"));
  }

  @Test
  default void oldOnesAreForgotten() {
    remembered(request("me", "old", "first", MONDAY_MORNING));
    remembered(request("me", "new", "second", MONDAY_MORNING.plusSeconds(60)));

    assertThat(creations().forgetBefore(MONDAY_MORNING.plusSeconds(30), 10)).isEqualTo(1);

    assertThat(remembered(request("me", "old", "third", MONDAY_MORNING))).isEqualTo(uuid("third"));
    assertThat(remembered(request("me", "new", "third", MONDAY_MORNING))).isEqualTo(uuid("second"));
  }

  @Test
  default void manyAreForgottenSomeAtATime() {
    for (int i = 0; i < 25; i++) {
      remembered(request("me", "old " + i, "first " + i, MONDAY_MORNING));
    }
    remembered(request("me", "new", "second", MONDAY_MORNING.plusSeconds(60)));
    Instant moment = MONDAY_MORNING.plusSeconds(30);

    assertThat(List.of(10, 10, 10, 10).stream().map(most -> creations().forgetBefore(moment, most)))
        .containsExactly(10, 10, 5, 0);
    assertThat(remembered(request("me", "new", "third", MONDAY_MORNING))).isEqualTo(uuid("second"));
  }
}
