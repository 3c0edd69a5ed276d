package ca.rocketreception.postgres;

import static ca.rocketreception.domain.Samples.CALLER;
import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.domain.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.business.BlockedCaller;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.domain.routing.DialingRules;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import ca.rocketreception.ports.driven.interaction.Activity;
import ca.rocketreception.ports.driven.interaction.InteractionFilter;
import ca.rocketreception.ports.driven.interaction.Reading;
import ca.rocketreception.ports.driven.interaction.Recordings;
import ca.rocketreception.ports.driving.access.CreatingOnce;
import ca.rocketreception.ports.driving.conversation.AnsweringVisitors;
import ca.rocketreception.ports.driving.interaction.RetryingEvents;
import ca.rocketreception.ports.driving.number.ConnectingNumbers;
import ca.rocketreception.ports.driving.reconciliation.ReconcilingRecords;
import ca.rocketreception.ports.driving.routing.ReceivingCalls;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one database tell each other, and share the work. */
class TwoNodesTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private Database one;
  private Database other;

  @BeforeEach
  void start() {
    Database.Settings settings = TestPostgres.copy();
    one = Database.open(settings);
    other = Database.open(settings);
    one.startListening();
    other.startListening();
  }

  @AfterEach
  void stop() {
    one.close();
    other.close();
  }

  @Test
  void aChangedBusinessReachesBothRoutingTables() {
    SubscribersContract.stored(one.subscribers(), aDentist());
    EventuallyTrue.within(SOON, () -> answers(one) && answers(other));

    Business dentist = aDentist();
    SubscribersContract.stored(
        one.subscribers(),
        new Business(
            dentist.subscriber(),
            dentist.channels(),
            dentist.agents(),
            dentist.hours(),
            dentist.holidays(),
            List.of(new BlockedCaller(CALLER, "Shouts")),
            dentist.facts(),
            dentist.numbers()));

    EventuallyTrue.within(
        SOON,
        () ->
            other
                .routingTables()
                .current()
                .owner(DENTAL_NUMBER)
                .filter(business -> business.blocks(CALLER))
                .isPresent());
    assertThat(other.routingTables().lastLoaded()).isPresent();
  }

  @Test
  void aChangeMadeByHandIsSeenToo() throws SQLException {
    SubscribersContract.stored(one.subscribers(), aDentist());
    EventuallyTrue.within(SOON, () -> answers(other));

    try (Connection connection = one.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "set rocket.scope = 'operator'; update subscriber set status = 'SUSPENDED'");
    }

    EventuallyTrue.within(
        SOON,
        () ->
            other
                .routingTables()
                .current()
                .owner(DENTAL_NUMBER)
                .filter(business -> !business.subscriber().isActive())
                .isPresent());
  }

  private static boolean answers(Database node) {
    return node.routingTables().current().owner(DENTAL_NUMBER).isPresent();
  }

  @Test
  void newsReachTheOtherNodeAndOnlyOnceTheirOwn() {
    List<Activity.News> here = new CopyOnWriteArrayList<>();
    Set<Activity.News> there = ConcurrentHashMap.newKeySet();
    one.activity().listen(here::add);
    other.activity().listen(there::add);
    one.activity()
        .listen(news -> {
          throw new IllegalStateException("a listener may fail");
        });
    List<Activity.News> news =
        IntStream.range(0, 250)
            .mapToObj(call ->
                new Activity.News(
                    new SubscriberId(uuid("subscriber")), new InteractionId(uuid("call " + call))))
            .toList();

    EventuallyTrue.within(
        SOON,
        () -> {
          // the first ones may be told before the other listens
          one.activity().tell(news.getFirst());
          return there.contains(news.getFirst());
        });
    here.clear();
    news.forEach(one.activity()::tell);

    EventuallyTrue.within(SOON, () -> there.containsAll(news));
    assertThat(here).isEqualTo(news);
  }

  @Test
  void aWaitingEventIsAppliedByTheJobsOnceItsBusinessIsThere() throws Exception {
    Reading.About reading =
        new Reading.About(
            new ProviderReference(Recordings.anEvent("call_1", "a").provider(), "call_1"),
            ChannelKind.VOICE,
            Recordings.about(DENTAL_NUMBER),
            Recordings.report(Stage.ENDED, "said"),
            "");
    ReceivingCalls calls =
        new ReceivingCalls(
            one.routingTables(),
            one.interactions(),
            one.activity(),
            InstantSource.fixed(MONDAY_MORNING),
            UUID::randomUUID);
    calls.record(Recordings.anEvent("call_1", "a"), reading);
    SubscribersContract.stored(one.subscribers(), aDentist());
    assertThat(one.providerEvents().waiting()).isEqualTo(1);
    RetryingEvents retrying =
        new RetryingEvents(one.providerEvents(), event -> reading, calls, InstantSource.system());
    CreatingOnce creating =
        new CreatingOnce(one.creations(), InstantSource.system(), UUID::randomUUID);

    AnsweringVisitors answering =
        new AnsweringVisitors(
            one.routingTables(),
            one.conversations(),
            one.activity(),
            Map.of(),
            AnsweringVisitors.Patience.USUAL,
            InstantSource.system(),
            UUID::randomUUID);
    ConnectingNumbers connecting =
        new ConnectingNumbers(
            one.subscribers(),
            one.numberConnections(),
            one.routingTables(),
            DialingRules.unlimited(),
            new ConnectingNumbers.Means(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                UUID::randomUUID,
                () -> ""),
            InstantSource.system());
    ReconcilingRecords reconciling =
        new ReconcilingRecords(
            calls,
            one.reconciliations(),
            Optional.empty(),
            Optional.empty(),
            InstantSource.system());
    Duration longKept = Duration.ofDays(30_000);
    Database.JobDone done = (job, took, succeeded) -> {};

    try (AutoCloseable here =
            one.jobs(
                retrying,
                creating,
                answering,
                connecting,
                reconciling,
                longKept,
                () -> MONDAY_MORNING,
                done);
        AutoCloseable there =
            other.jobs(
                retrying,
                creating,
                answering,
                connecting,
                reconciling,
                longKept,
                () -> MONDAY_MORNING,
                done)) {
      EventuallyTrue.within(SOON, () -> one.providerEvents().waiting() == 0);
      assertThat(here).isNotSameAs(there);
    }

    assertThat(
            one.interactions().page(aDentist().id(), InteractionFilter.everything()).interactions())
        .singleElement()
        .satisfies(call -> assertThat(call.details().get(Detail.SUMMARY)).contains("said"));
  }

  @Test
  void nothingIsHeldWhileNothingRuns() throws SQLException {
    SubscribersContract.stored(one.subscribers(), aDentist());
    Recordings.record(
        one.interactions(),
        Recordings.anEvent("call_1", "a"),
        Recordings.about(DENTAL_NUMBER),
        Recordings.aFullReport());

    try (Connection connection = one.connect();
        Statement statement = connection.createStatement()) {
      EventuallyTrue.within(
          SOON,
          () -> {
            try (var row =
                statement.executeQuery(
                    """
                    select (select count(*) from pg_stat_activity
                             where datname = current_database() and state like '%in transaction%')
                         + (select count(*) from pg_locks where locktype = 'advisory')
                    """)) {
              return row.next() && row.getInt(1) == 0;
            } catch (SQLException e) {
              throw new IllegalStateException(e);
            }
          });
    }
  }
}
