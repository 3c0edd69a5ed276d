package ca.rocketreception.postgres;

import static ca.rocketreception.domain.Samples.CALLER;
import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.domain.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.business.BlockedCaller;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import ca.rocketreception.ports.driven.interaction.Activity;
import ca.rocketreception.ports.driven.interaction.Recordings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
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
