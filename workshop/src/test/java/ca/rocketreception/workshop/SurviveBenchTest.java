package ca.rocketreception.workshop;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.app.UnpackedPostgres;
import org.junit.jupiter.api.Test;

class SurviveBenchTest {

  @Test
  void everyAcknowledgedEventHasOneEffectWhateverIsKilled() throws Exception {
    try (SurviveBench bench = new SurviveBench(1, UnpackedPostgres::in)) {
      SurviveBench.Account account = bench.run(100, 4);

      assertThat(account.isClean()).as(account.text()).isTrue();
      assertThat(account.found()).isEqualTo(300);
      assertThat(account.harm().servers()).isEqualTo(3);
      assertThat(account.harm().databases()).isEqualTo(1);
    }
  }
}
