package ca.rocketreception.http.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.rocketreception.http.request.Bodies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is taken in whatever order, there is never more, and all of it comes back. */
final class BudgetPropertyTest {

  private static final long MOST = 1000;

  /** Somebody takes some, again and again, and then fails or does not. */
  record Sender(int address, List<Integer> takes, boolean fails) {}

  @Property(tries = 60)
  void however_much_is_taken_the_sum_keeps_to_the_limit_and_everything_comes_back(
      @ForAll("senders") List<Sender> senders) throws Exception {
    Budget budget = new Budget(MOST, Duration.ofMillis(1));
    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> seen = new ArrayList<>();
      for (Sender sender : senders) {
        seen.add(all.submit(() -> send(sender, budget)));
      }
      for (Future<Long> most : seen) {
        assertThat(most.get()).isLessThanOrEqualTo(MOST);
      }
    }

    assertThat(budget.used()).isZero();
    for (int address = 0; address < 5; address++) {
      try (Budget.Share other = budget.share("other");
          Budget.Share share = budget.share("address " + address)) {
        other.take(1);
        share.take(MOST / 4 - 1);
        share.take(1);
      }
    }
    assertThat(budget.used()).isZero();
  }

  private static long send(Sender sender, Budget budget) {
    long most = 0;
    try (Budget.Share share = budget.share("address " + sender.address())) {
      for (int bytes : sender.takes()) {
        share.take(bytes);
        most = Math.max(most, budget.used());
      }
      if (sender.fails()) {
        throw new IllegalStateException("as a body that breaks off");
      }
    } catch (Budget.Spent | IllegalStateException known) {
      most = Math.max(most, budget.used());
    }
    return most;
  }

  @Provide
  Arbitrary<List<Sender>> senders() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(0, 90).list().ofMaxSize(8),
            Arbitraries.of(true, false))
        .as(Sender::new)
        .list()
        .ofMaxSize(12);
  }

  @Example
  void what_was_taken_for_a_body_comes_back_when_there_is_no_memory_for_it() {
    Budget budget = new Budget(MOST);
    Budget.Share share = budget.share("a");
    share.take(500);

    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(() ->
            Bodies.given(
                share,
                () -> {
                  throw new OutOfMemoryError("none");
                }));

    assertThat(budget.used()).isZero();
  }
}
