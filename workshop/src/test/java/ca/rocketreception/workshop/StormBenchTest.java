package ca.rocketreception.workshop;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.app.UnpackedPostgres;
import org.junit.jupiter.api.Test;

class StormBenchTest {

  @Test
  void aNodeLivesThroughAStormRoutesEveryCallAndLosesNoEvent() throws Exception {
    try (StormBench bench = new StormBench(20, UnpackedPostgres::in)) {
      StormBench.Account account = bench.run(5);

      assertThat(account.isLossless()).as(account.text()).isTrue();
      assertThat(account.attacks().get("great bodies, forged")).doesNotContainKey("204");
      assertThat(account.attacks().get("great bodies, no key")).doesNotContainKey("201");
    }
  }
}
