package ca.rocketreception.http.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.access.ApiKeyId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.ports.driven.access.ApiKeys;
import ca.rocketreception.ports.driven.access.InMemoryApiKeys;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import ca.rocketreception.ports.driving.access.ManagingKeys;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Guessing keys costs the database no more than so many questions. */
final class UnknownKeysTest {

  private static final String GUESSER = "c6336401";
  private static final String CONFIGURED = "the-operator-key-of-this-node-000";

  private Instant now = Samples.MONDAY_MORNING;
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger names = new AtomicInteger();
  private final Semaphore inTheStore = new Semaphore(0);
  private volatile CountDownLatch hold;
  private final ManagingKeys managing =
      new ManagingKeys(
          new Counted(new InMemoryApiKeys(), this::asking),
          InMemorySubscribers.with(Samples.aDentist()),
          Optional.of(CONFIGURED),
          () -> now,
          UUID::randomUUID,
          () -> "rr_" + Samples.uuid("secret " + names.incrementAndGet()));
  private final String good = managing.createForOperator("good");
  private final String other = managing.createForOperator("other");
  private final UnknownKeys keys =
      new UnknownKeys(managing, new RateLimits(new Operating.Rate(5, 10), () -> now), () -> now);

  @Test
  void the_601st_guess_from_an_address_is_answered_without_asking_and_a_good_key_goes_on() {
    keys.recognise(good, GUESSER);
    for (int guess = 0; guess < 600; guess++) {
      String none = "rr_none " + guess;
      assertThatExceptionOfType(Refusal.Unauthenticated.class)
          .isThrownBy(() -> keys.recognise(none, GUESSER));
    }
    int before = asked.get();
    assertThat(before).isEqualTo(601);

    assertThatExceptionOfType(TokenBuckets.TooMany.class)
        .isThrownBy(() -> keys.recognise("rr_one more", GUESSER));
    assertThat(asked).hasValue(before);

    assertThat(keys.recognise(good, GUESSER).name()).isEqualTo("good");
    assertThat(keys.recognise(other, "c6336402").name()).isEqualTo("other");
    now = now.plusSeconds(1);
    assertThatExceptionOfType(Refusal.Unauthenticated.class)
        .isThrownBy(() -> keys.recognise("rr_later", GUESSER));
  }

  @Test
  void guesses_from_everywhere_keep_no_good_key_out() {
    for (int guess = 0; guess < 5000; guess++) {
      String none = "rr_none " + guess;
      String address = "address " + guess;
      assertThatExceptionOfType(Refusal.Unauthenticated.class)
          .isThrownBy(() -> keys.recognise(none, address));
    }

    assertThat(keys.recognise(other, "another").name()).isEqualTo("other");
  }

  @Test
  void only_two_at_once_ask_the_store_for_keys_that_were_not_good_lately() throws Exception {
    keys.recognise(good, GUESSER);
    CountDownLatch held = new CountDownLatch(1);
    hold = held;
    List<Thread> guessing =
        IntStream.range(0, 10)
            .mapToObj(guess ->
                Thread.ofVirtual()
                    .start(() -> {
                      try {
                        keys.recognise("rr_none " + guess, "address " + guess);
                      } catch (Refusal.Unauthenticated | TokenBuckets.TooMany expected) {
                        // as it should be
                      }
                    }))
            .toList();
    try {
      assertThat(inTheStore.tryAcquire(2, 10, TimeUnit.SECONDS)).isTrue();
      assertThat(inTheStore.tryAcquire(100, TimeUnit.MILLISECONDS)).isFalse();
    } finally {
      hold = null;
      held.countDown();
      for (Thread thread : guessing) {
        thread.join();
      }
    }
  }

  @Test
  void the_configured_key_needs_no_look_up_and_is_refused_by_nobodys_guesses() {
    for (int guess = 0; guess < 601; guess++) {
      String none = "rr_none " + guess;
      assertThatExceptionOfType(RuntimeException.class)
          .isThrownBy(() -> keys.recognise(none, GUESSER));
    }
    int before = asked.get();

    assertThat(keys.recognise(CONFIGURED, GUESSER).name()).isEqualTo("OPERATOR_KEY");
    assertThat(asked).hasValue(before);
  }

  @Test
  void a_good_key_beyond_its_rate_is_answered_without_asking() {
    for (int request = 0; request < 10; request++) {
      keys.recognise(good, GUESSER);
    }

    assertThatExceptionOfType(RateLimits.TooMany.class)
        .isThrownBy(() -> keys.recognise(good, GUESSER));
    assertThat(asked).hasValue(10);
  }

  /** Counts, and waits as a slow store does where a test wants it. */
  private void asking() {
    asked.incrementAndGet();
    CountDownLatch until = hold;
    if (until != null) {
      inTheStore.release();
      try {
        until.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private record Counted(ApiKeys keys, Runnable asking) implements ApiKeys {

    @Override
    public Optional<ApiKey> find(String sha256) {
      asking.run();
      return keys.find(sha256);
    }

    @Override
    public void add(ApiKey key, String sha256, Optional<AuditEntry> entry) {
      keys.add(key, sha256, entry);
    }

    @Override
    public Set<ApiKeyId> valid(Set<ApiKeyId> ids) {
      return keys.valid(ids);
    }

    @Override
    public List<ApiKey> of(Optional<SubscriberId> subscriber) {
      return keys.of(subscriber);
    }

    @Override
    public boolean revoke(
        Optional<SubscriberId> subscriber, ApiKeyId id, Instant at, Optional<AuditEntry> entry) {
      return keys.revoke(subscriber, id, at, entry);
    }

    @Override
    public void used(ApiKeyId id, Instant at) {
      keys.used(id, at);
    }
  }
}
