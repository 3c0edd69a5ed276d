package ca.rocketreception.workshop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SimulatedVisitorsTest {

  @Test
  void theyFindEveryMessageOnce() throws Exception {
    try (BenchServer bench = new BenchServer(ServerProcess.USUAL_HEAP)) {
      SimulatedVisitors.Result result =
          new SimulatedVisitors(
                  URI.create("http://localhost:" + bench.port()), "prairie-smile-dental")
              .play(new SimulatedVisitors.Plan(4, 0, Locale.CANADA_FRENCH, 3));

      assertThat(result.problems()).isEmpty();
      assertThat(result.messages()).isEqualTo(12);
      assertThat(result.replies()).isEqualTo(12);
    }
  }
}
