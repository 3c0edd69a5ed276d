package ca.rocketreception.workshop;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.app.UnpackedPostgres;
import org.junit.jupiter.api.Test;

class FuzzTest {

  @Test
  void noSpoiledRequestMakesUsFailFallSilentOrTellOfAnybody() throws Exception {
    try (Fuzz fuzz = new Fuzz(UnpackedPostgres::in)) {
      Fuzz.Account account = fuzz.run(1, 0, 5_000);

      assertThat(account.isClean()).as(account.text()).isTrue();
      assertThat(account.answers()).containsKeys("200", "204", "400", "401", "404", "405");
    }
  }
}
