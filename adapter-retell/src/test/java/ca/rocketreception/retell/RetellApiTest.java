package ca.rocketreception.retell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.doubles.retell.RetellDouble;
import ca.rocketreception.doubles.retell.RetellDouble.Fault;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How Retell is asked, whatever for. */
class RetellApiTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Map<String, ?> AN_LLM = Map.of("start_speaker", "agent");

  private final RetellDouble retell = new RetellDouble();

  @AfterEach
  void close() {
    retell.close();
  }

  private RetellApi api(Duration rest) {
    return new RetellApi(
        retell.address(),
        RetellDouble.KEY,
        new RetellApi.Patience(LONG, LONG, LONG, Duration.ofMillis(500), rest));
  }

  @Test
  void whenRetellFailsAgainAndAgainItIsLeftInPeace() {
    RetellApi api = api(LONG);
    retell.failNext(Collections.nCopies(5, Fault.FAIL).toArray(Fault[]::new));
    for (int time = 0; time < 5; time++) {
      assertThatThrownBy(() -> api.create("/create-retell-llm", AN_LLM))
          .isInstanceOf(RetellFailure.Unclear.class);
    }

    assertThatThrownBy(() -> api.create("/create-retell-llm", AN_LLM))
        .isInstanceOfSatisfying(
            RetellFailure.Resting.class,
            resting -> {
              assertThat(resting.mayHaveHappened()).isFalse();
              assertThat(resting.passes()).isTrue();
              assertThat(resting.cure()).contains("seconds");
            });
    assertThat(retell.requests()).hasSize(5);
  }

  @Test
  void afterItsRestRetellIsAskedAgain() {
    RetellApi api = api(Duration.ofNanos(1));
    retell.failNext(Collections.nCopies(5, Fault.FAIL).toArray(Fault[]::new));
    for (int time = 0; time < 5; time++) {
      assertThatThrownBy(() -> api.create("/create-retell-llm", AN_LLM))
          .isInstanceOf(RetellFailure.class);
    }

    assertThat(api.create("/create-retell-llm", AN_LLM)).contains("llm_1");
    assertThat(api.read("/get-retell-llm/llm_1")).contains("agent");
  }

  @Test
  void whatTheAskerDidWrongDoesNotTireRetell() {
    RetellApi api = api(LONG);
    for (int time = 0; time < 20; time++) {
      assertThatThrownBy(() -> api.read("/get-agent/agent_none"))
          .isInstanceOf(RetellFailure.NotHere.class);
    }

    assertThat(api.create("/create-retell-llm", AN_LLM)).contains("llm_1");
  }

  @Test
  void onlyWhatMayHappenTwiceIsAskedAgainByItself() {
    RetellApi api = api(LONG);
    retell.failNext(Fault.FAIL_AFTER_ACTING);
    assertThatThrownBy(() -> api.create("/create-retell-llm", AN_LLM))
        .isInstanceOf(RetellFailure.Unclear.class);
    assertThat(retell.requests()).hasSize(1);

    retell.failNext(Fault.FAIL);
    assertThat(api.read("/get-retell-llm/llm_1")).contains("agent");
    assertThat(retell.requests()).hasSize(3);

    retell.failNext(Fault.BUSY);
    assertThat(api.create("/create-retell-llm", AN_LLM)).contains("llm_2");
    assertThat(retell.llms()).isEqualTo(2);
  }

  @Test
  void whoeverNoLongerWaitsAsksNoSecondTime() {
    RetellApi api = api(LONG);

    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> api.read("/get-retell-llm/llm_1"))
        .isInstanceOf(RetellFailure.Unclear.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(retell.requests().size()).isLessThanOrEqualTo(1);
  }

  @Test
  void whatRetellSaidIsKeptFromTheMessage() {
    RetellApi api = api(LONG);

    assertThatThrownBy(() -> api.create("/create-retell-llm", Map.of("start_speaker", "nobody")))
        .isInstanceOfSatisfying(
            RetellFailure.Refused.class,
            refused -> {
              assertThat(refused.told()).contains("start_speaker");
              assertThat(refused).hasMessageNotContaining("nobody");
            });
  }
}
