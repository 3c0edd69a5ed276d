package ca.rocketreception.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.doubles.twilio.TwilioDouble;
import ca.rocketreception.doubles.twilio.TwilioDouble.Fault;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

class TwilioLineTest {

  private static final PhoneNumber NUMBER = new PhoneNumber("+12045550133");
  private static final String PASSWORD = "Correct-Horse-42";

  private final TwilioDouble twilio = new TwilioDouble();
  private final TwilioApi api = TwilioAccess.to(twilio);
  private final Logger log = (Logger) LoggerFactory.getLogger(TwilioLine.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    log.setLevel(Level.TRACE);
    log.addAppender(lines);
  }

  @AfterEach
  void close() {
    log.detachAppender(lines);
    log.setLevel(null);
    twilio.close();
  }

  @Test
  void readingIsTriedThreeTimesAndNotForever() {
    twilio.failNext(Fault.FAIL, Fault.JUNK);
    assertThat(api.ownedNumber(NUMBER)).isEmpty();
    assertThat(twilio.requests()).hasSize(3);

    twilio.failNext(Fault.FAIL, Fault.CUT, Fault.FAIL);
    assertThatExceptionOfType(TwilioFailure.Unclear.class)
        .isThrownBy(() -> api.ownedNumber(NUMBER))
        .withMessageContaining("503")
        .withMessageContaining("20503")
        .withMessageContaining("RQ00000000000000000000000000000006")
        .satisfies(unclear -> {
          assertThat(unclear.code()).hasValue(20503);
          assertThat(unclear.requestId()).contains("RQ00000000000000000000000000000006");
        });
    assertThat(twilio.requests()).hasSize(6);
  }

  @Test
  void anUnclearPurchaseIsLookedAtBeforeItIsRepeatedAndPaidOnce() {
    twilio.sell(NUMBER.e164());
    twilio.failNext(Fault.FAIL_AFTER_ACTING);

    TwilioFailure unclear =
        catchThrowableOfType(TwilioFailure.class, () -> api.buyNumber(NUMBER, NumberSettings.NONE));

    assertThat(unclear.mayHaveHappened()).isTrue();
    assertThat(unclear.cure()).contains("Look at Twilio");
    assertThat(api.ownedNumber(NUMBER)).isPresent();
    assertThat(twilio.purchases()).containsExactly(NUMBER.e164());
  }

  @Test
  void aPurchaseThatWasTurnedAwayIsAskedForAgainAtMostTwice() {
    twilio.sell(NUMBER.e164());
    twilio.failNext(Fault.BUSY, Fault.BUSY);
    assertThat(api.buyNumber(NUMBER, NumberSettings.NONE).number()).isEqualTo(NUMBER);
    assertThat(twilio.requests()).hasSize(3);

    twilio.failNext(Fault.BUSY, Fault.BUSY, Fault.BUSY);
    assertThatExceptionOfType(TwilioFailure.Busy.class)
        .isThrownBy(() -> api.createCredentialList("rocket-shared"))
        .satisfies(busy -> {
          assertThat(busy.code()).hasValue(20429);
          assertThat(busy.repeat()).isEqualTo(TwilioFailure.Repeat.LATER);
        });
    assertThat(twilio.sids("CL")).isEmpty();
    assertThat(twilio.purchases()).hasSize(1);
  }

  @Test
  void twilioBeingTooBusyForLongIsNotWaitedFor() {
    twilio.failNext(Fault.BUSY_FOR_LONG);

    assertThatExceptionOfType(TwilioFailure.Busy.class)
        .isThrownBy(() -> api.ownedNumber(NUMBER))
        .satisfies(busy -> assertThat(busy.retryAfter()).contains(Duration.ofHours(1)));
    assertThat(twilio.requests()).hasSize(1);
  }

  @Test
  void aHostThatKeepsFailingIsLeftAloneAndTheOtherHostIsNot() {
    try (TwilioDouble trunking = new TwilioDouble()) {
      TwilioApi both = TwilioAccess.to(twilio.address(), trunking.address(), TwilioAccess.PATIENT);
      fail(twilio, 6);
      for (int i = 0; i < 2; i++) {
        catchThrowable(() -> both.ownedNumber(NUMBER));
      }
      assertThat(twilio.requests()).hasSize(6);

      assertThatExceptionOfType(TwilioFailure.Resting.class)
          .isThrownBy(() -> both.ownedNumber(NUMBER))
          .satisfies(resting -> {
            assertThat(resting.mayHaveHappened()).isFalse();
            assertThat(resting.repeat()).isEqualTo(TwilioFailure.Repeat.LATER);
          });
      assertThatExceptionOfType(TwilioFailure.Resting.class)
          .isThrownBy(() -> both.buyNumber(NUMBER, NumberSettings.NONE));
      assertThat(twilio.requests()).hasSize(6);
      assertThat(both.trunksNamed("rocket-shared")).isEmpty();
    }
  }

  @Test
  @Timeout(30)
  void aHostThatRecoversIsUsedAgainAfterItsRest() {
    TwilioApi brief = TwilioAccess.to(twilio, TwilioAccess.restingFor(Duration.ofMillis(50)));
    fail(twilio, 6);
    for (int i = 0; i < 2; i++) {
      catchThrowable(() -> brief.ownedNumber(NUMBER));
    }

    Throwable outcome;
    do {
      outcome = catchThrowable(() -> brief.ownedNumber(NUMBER));
    } while (outcome instanceof TwilioFailure.Resting);

    assertThat(outcome).isNull();
    assertThat(brief.ownedNumber(NUMBER)).isEmpty();
  }

  @Test
  void whatTwilioRefusesDoesNotMakeItSick() {
    for (int i = 0; i < 20; i++) {
      assertThatExceptionOfType(TwilioFailure.Taken.class)
          .isThrownBy(() -> api.buyNumber(NUMBER, NumberSettings.NONE));
    }
    assertThat(api.ownedNumber(NUMBER)).isEmpty();
  }

  @Test
  void aTwilioThatCannotBeReachedDidNothing() throws Exception {
    int free;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = closed.getLocalPort();
    }
    URI nowhere = URI.create("http://127.0.0.1:" + free);
    TwilioApi lost = TwilioAccess.to(nowhere, nowhere, TwilioAccess.PATIENT);

    assertThatExceptionOfType(TwilioFailure.Unreachable.class)
        .isThrownBy(() -> lost.buyNumber(NUMBER, NumberSettings.NONE))
        .satisfies(unreachable -> {
          assertThat(unreachable.mayHaveHappened()).isFalse();
          assertThat(unreachable.cure()).contains("TWILIO_API_URL");
        });
  }

  @Test
  void aWrongKeyIsToldAsSuch() {
    TwilioApi stranger =
        new TwilioApi(
            new TwilioApi.Addresses(twilio.address(), twilio.address(), twilio.address()),
            new TwilioApi.Access(TwilioDouble.ACCOUNT_SID, TwilioDouble.KEY_SID, "wrong"),
            TwilioAccess.PATIENT);

    assertThatExceptionOfType(TwilioFailure.NotAllowed.class)
        .isThrownBy(() -> stranger.trunksNamed("rocket-shared"))
        .satisfies(refused -> {
          assertThat(refused.cure()).contains("TWILIO_API_KEY_SID");
          assertThat(refused.code()).hasValue(20003);
        });
    assertThat(twilio.requests()).hasSize(1);
  }

  @Test
  void whatTwilioDoesNotUnderstandNamesThePageThatExplainsIt() {
    assertThatExceptionOfType(TwilioFailure.Refused.class)
        .isThrownBy(() ->
            api.createTrunk(
                new TrunkSettings(
                    "x", "reception.example", "", "POST", "enable-all", "from-transferee", true)))
        .satisfies(
            refused -> assertThat(refused.cure()).contains("twilio.com/docs/api/errors/21245"));
  }

  @Test
  @Timeout(30)
  void aThreadThatIsStoppedDoesNotWaitForTwilio() throws InterruptedException {
    twilio.failNext(Fault.HANG);
    CountDownLatch asked = new CountDownLatch(1);
    twilio.onRequest(request -> asked.countDown());
    AtomicReference<Throwable> outcome = new AtomicReference<>();
    AtomicBoolean stillInterrupted = new AtomicBoolean();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              outcome.set(catchThrowable(() -> api.ownedNumber(NUMBER)));
              stillInterrupted.set(Thread.currentThread().isInterrupted());
            });
    asked.await();
    caller.interrupt();
    caller.join();

    assertThat(outcome.get())
        .isInstanceOf(TwilioFailure.Unclear.class)
        .hasMessageContaining("Nobody waits");
    assertThat(stillInterrupted).isTrue();
    assertThat(twilio.requests()).hasSize(1);
  }

  @Test
  void ofTwoWhoWantOneNumberOneGetsIt() throws InterruptedException, ExecutionException {
    twilio.sell(NUMBER.e164());
    List<Future<Throwable>> outcomes = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        outcomes.add(
            threads.submit(() -> catchThrowable(() -> api.buyNumber(NUMBER, NumberSettings.NONE))));
      }
    }
    int bought = 0;
    for (Future<Throwable> outcome : outcomes) {
      if (outcome.get() == null) {
        bought++;
      } else {
        assertThat(outcome.get()).isInstanceOf(TwilioFailure.Taken.class);
      }
    }
    assertThat(bought).isEqualTo(1);
    assertThat(twilio.purchases()).containsExactly(NUMBER.e164());
  }

  @Test
  void theKeyGoesToNoOtherHostWhateverALinkSays() {
    IntStream.range(0, 101).forEach(i -> twilio.own("+1204555%04d".formatted(i)));
    // the double's links of trunking lead to trunking.twilio.com, and it is the double that answers
    String trunk =
        api.createTrunk(
                new TrunkSettings("x", "", "", "POST", "enable-all", "from-transferee", false))
            .sid();
    twilio.sids("PN").forEach(number -> twilio.edit(number, "trunk_sid", trunk));

    assertThat(api.numbersOn(trunk)).hasSize(101);
    assertThat(twilio.requests()).hasSize(3);
  }

  @Test
  void aLinkThatIsNoneIsNotFollowed() {
    TwilioLine line =
        new TwilioLine(
            HttpClient.newHttpClient(), twilio.address(), "Basic secret", TwilioAccess.PATIENT);
    for (String link :
        List.of("@elsewhere.example/", ".elsewhere.example/", "mailto:a@b", ":81/", "", "%")) {
      assertThatExceptionOfType(TwilioFailure.Unclear.class)
          .isThrownBy(() -> line.follow(link))
          .withMessageContaining("no address");
    }
    assertThat(twilio.requests()).isEmpty();
  }

  @Test
  void whenTwilioSaysWhenToComeBackWeDoNotComeEarlier() {
    long began = System.nanoTime();
    twilio.failNext(Fault.BUSY_FOR_A_SECOND);

    assertThat(api.ownedNumber(NUMBER)).isEmpty();

    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(twilio.requests()).hasSize(2);
  }

  @Test
  void whenTwilioDoesNotSayWhenToComeBackWeLeaveItInPeaceForAWhile() {
    TwilioApi.Patience usual = TwilioApi.Patience.USUAL;
    TwilioApi slower =
        TwilioAccess.to(
            twilio,
            new TwilioApi.Patience(
                usual.connect(),
                TwilioAccess.PATIENT.answer(),
                Duration.ofMillis(300),
                usual.busy(),
                usual.rest()));
    long began = System.nanoTime();
    twilio.failNext(Fault.BUSY_WITHOUT_A_WORD);

    assertThat(slower.ownedNumber(NUMBER)).isEmpty();

    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isGreaterThanOrEqualTo(Duration.ofMillis(270));
  }

  @Test
  @Timeout(60)
  void neitherLogsNorFailuresHaveSecretsOrNumbersInThem() {
    List<Throwable> failures = new ArrayList<>();
    twilio.sell(NUMBER.e164());
    String list = api.createCredentialList("rocket-shared").sid();
    for (Fault fault : Fault.values()) {
      TwilioApi hasty =
          TwilioAccess.to(twilio, TwilioAccess.answeringWithin(Duration.ofMillis(200)));
      twilio.failNext(fault);
      failures.add(catchThrowable(() -> hasty.buyNumber(NUMBER, NumberSettings.NONE)));
      twilio.failNext(fault);
      failures.add(catchThrowable(() -> hasty.createCredential(list, "retell" + fault, PASSWORD)));
      twilio.failNext(fault, fault, fault);
      failures.add(catchThrowable(() -> hasty.ownedNumber(NUMBER)));
      twilio.heal();
    }
    api.numbersForSale("CA", OptionalInt.of(204), 5);
    failures.add(catchThrowable(() -> api.buyNumber(NUMBER, NumberSettings.NONE)));

    StringWriter told = new StringWriter();
    try (PrintWriter writer = new PrintWriter(told)) {
      failures.stream()
          .filter(failure -> failure != null)
          .forEach(failure -> failure.printStackTrace(writer));
      List.copyOf(lines.list).forEach(line -> writer.println(line.getFormattedMessage()));
    }
    String key = TwilioDouble.KEY_SID + ":" + TwilioDouble.KEY_SECRET;
    assertThat(told.toString())
        .contains("request RQ0000")
        .contains("/2010-04-01/Accounts/…/IncomingPhoneNumbers.json")
        .contains("TwilioFailure$Unclear")
        .doesNotContain(TwilioDouble.KEY_SECRET)
        .doesNotContain(Base64.getEncoder().encodeToString(key.getBytes(UTF_8)))
        .doesNotContain(PASSWORD)
        .doesNotContain(NUMBER.e164().substring(1))
        .doesNotContain("AreaCode");
    assertThat(
            new TwilioApi.Access(
                    TwilioDouble.ACCOUNT_SID, TwilioDouble.KEY_SID, TwilioDouble.KEY_SECRET)
                .toString())
        .doesNotContain(TwilioDouble.KEY_SECRET);
  }

  private static void fail(TwilioDouble twilio, int times) {
    Fault[] faults = new Fault[times];
    Arrays.fill(faults, Fault.FAIL);
    twilio.failNext(faults);
  }
}
