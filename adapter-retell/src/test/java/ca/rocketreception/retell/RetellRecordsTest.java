package ca.rocketreception.retell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.doubles.retell.RetellDouble;
import ca.rocketreception.ports.driven.reconciliation.ProviderRecords.Charged;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Retell's own records, read from its double. */
class RetellRecordsTest {

  private static final Instant FROM = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2026-12-01T00:00:00Z");
  private static final Duration LONG = Duration.ofSeconds(20);

  private final RetellDouble retell = new RetellDouble();
  private final List<Charged> told = new ArrayList<>();

  @AfterEach
  void close() {
    retell.close();
  }

  private RetellRecords records(String key) {
    return new RetellRecords(
        new RetellApi(
            retell.address(),
            key,
            new RetellApi.Patience(LONG, LONG, LONG, Duration.ofMillis(500), LONG)));
  }

  private void read(String key) {
    records(key).calls(FROM, TO, told::add);
  }

  private void call(String id, Instant start, Map<String, ?> more) {
    Map<String, Object> call = new HashMap<>(more);
    call.put("call_id", id);
    call.put("agent_id", "agent_1");
    call.put("start_timestamp", start.toEpochMilli());
    retell.addCall(RetellDouble.KEY, call);
  }

  @Test
  void eachCallOfTheTimeIsToldOnceWithWhatItCost() {
    call("before", FROM.minusMillis(1), Map.of());
    call("first", FROM, Map.of("call_cost", Map.of("combined_cost", 12.345)));
    call("second", TO.minusMillis(1), Map.of());
    call("after", TO, Map.of());
    call("goes_on", FROM, Map.of("call_status", "ongoing"));

    read(RetellDouble.KEY);

    assertThat(told)
        .containsExactly(
            new Charged("first", Optional.of(new BigDecimal("12.345"))),
            new Charged("second", Optional.empty()));
  }

  @Test
  void allPagesAreRead() {
    for (int call = 0; call < 1003; call++) {
      call("call_" + call, FROM.plusSeconds(call), Map.of());
    }

    read(RetellDouble.KEY);

    assertThat(told).extracting(Charged::providerId).hasSize(1003).doesNotHaveDuplicates();
  }

  @Test
  void oneStrangeRecordHidesNoOtherOfAList() {
    call("first", FROM, Map.of());
    call("x".repeat(201), FROM, Map.of());
    call("endless", FROM, Map.of("duration_ms", new BigDecimal("1e30").toBigInteger()));
    call("last", FROM, Map.of());
    List<String> listed = new ArrayList<>();

    records(RetellDouble.KEY)
        .list(FROM, TO, page -> page.forEach(one -> listed.add(one.reference().id())));

    assertThat(listed).containsExactlyInAnyOrder("first", "endless", "last");
  }

  @Test
  void aRefusalSaysWhatToDo() {
    assertThatThrownBy(() -> read("key_that_is_none"))
        .isInstanceOf(Refusal.ProviderFailed.class)
        .hasMessageContaining("Could not list Retell's records");
  }
}
