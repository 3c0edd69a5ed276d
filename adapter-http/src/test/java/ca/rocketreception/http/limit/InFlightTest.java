package ca.rocketreception.http.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.rocketreception.http.Reception;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One business's requests do not hold what all work with. */
@Timeout(60)
final class InFlightTest {

  private static final String CHANGE = "{\"timezone\":\"America/Winnipeg\"}";

  private final InFlight inFlight = new InFlight(2, Duration.ofMillis(50));

  @Test
  void one_name_has_so_many_places_and_the_others_have_theirs() {
    InFlight.Share first = inFlight.enter("dentist");
    inFlight.enter("dentist");

    assertThatExceptionOfType(TokenBuckets.TooMany.class)
        .isThrownBy(() -> inFlight.enter("dentist"))
        .satisfies(refused -> assertThat(refused.seconds()).isEqualTo(1));
    inFlight.enter("bakery").close();
    first.close();
    first.close();

    inFlight.enter("dentist");
    assertThatExceptionOfType(TokenBuckets.TooMany.class)
        .isThrownBy(() -> inFlight.enter("dentist"));
  }

  @Test
  void who_waits_gets_the_place_that_is_given_back() throws Exception {
    InFlight patient = new InFlight(1, Duration.ofSeconds(20));
    InFlight.Share first = patient.enter("dentist");
    CompletableFuture<InFlight.Share> second = new CompletableFuture<>();
    Thread.startVirtualThread(() -> second.complete(patient.enter("dentist")));

    first.close();

    second.get(20, TimeUnit.SECONDS).close();
  }

  @Test
  void names_of_which_nobody_is_in_are_forgotten() {
    for (int name = 0; name < 1000; name++) {
      InFlight.Share share = inFlight.enter("name " + name);
      InFlight.Share other = inFlight.enter("name " + name);
      share.close();
      other.close();
    }
    InFlight none = new InFlight(1, Duration.ZERO);
    try (InFlight.Share _ = none.enter("one")) {
      assertThatExceptionOfType(TokenBuckets.TooMany.class).isThrownBy(() -> none.enter("one"));
    }

    assertThat(none.names()).isZero();

    assertThat(inFlight.names()).isZero();
  }

  @Test
  void a_key_whose_requests_all_stand_still_holds_no_more_than_its_places() throws Exception {
    try (Reception reception =
        new Reception(
            new Operating(
                Operating.unlimited().meters(),
                new Operating.Rate(1000, 1000),
                Operating.PATIENCE,
                false,
                new Operating.Limits(100, 100, 3, 2, 96 << 20)))) {
      String bakery = "/v1/subscribers/" + Reception.BAKERY;
      List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
      CountDownLatch refused = new CountDownLatch(3);
      synchronized (reception.subscribers) { // so that no change of a subscriber gets on
        for (int asked = 0; asked < 5; asked++) {
          CompletableFuture<HttpResponse<String>> answer =
              CompletableFuture.supplyAsync(
                  () -> reception.ask("PATCH", bakery, reception.bakeryKey, CHANGE),
                  Thread::startVirtualThread);
          answer.thenRun(refused::countDown);
          all.add(answer);
        }
        assertThat(refused.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(reception.get("/v1/plans", reception.operatorKey).statusCode()).isEqualTo(200);
      }
      List<HttpResponse<String>> told = all.stream().map(CompletableFuture::join).toList();
      assertThat(told).filteredOn(answer -> answer.statusCode() == 200).hasSize(2);
      assertThat(told)
          .filteredOn(answer -> answer.statusCode() == 429)
          .hasSize(3)
          .allSatisfy(answer -> assertThat(answer.headers().firstValue("retry-after")).isPresent());
      assertThat(reception.get(bakery, reception.bakeryKey).statusCode()).isEqualTo(200);
    }
  }
}
