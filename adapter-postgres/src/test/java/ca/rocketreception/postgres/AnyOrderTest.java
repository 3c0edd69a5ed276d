package ca.rocketreception.postgres;

import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.SHARED_NUMBER;
import static ca.rocketreception.domain.Samples.aBusinessBehindTheFront;
import static ca.rocketreception.domain.Samples.aFront;
import static ca.rocketreception.domain.Samples.aTranscript;
import static ca.rocketreception.ports.driven.interaction.Recordings.about;
import static ca.rocketreception.ports.driven.interaction.Recordings.anEvent;
import static ca.rocketreception.ports.driven.interaction.Recordings.record;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.interaction.Clues;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.Report;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import ca.rocketreception.ports.driven.interaction.InMemoryInteractions;
import ca.rocketreception.ports.driven.interaction.Interactions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** A call on a shared number comes out the same as without a database, however its events come. */
class AnyOrderTest {

  private static final SubscriberId BAKERY = aBusinessBehindTheFront("bakery").id();
  private static final SubscriberId FRONT = aFront().id();

  private static final List<Clues> CLUES =
      List.of(
          about(SHARED_NUMBER),
          about(SHARED_NUMBER),
          about(SHARED_NUMBER).askedFor(BAKERY),
          about(SHARED_NUMBER),
          about(SHARED_NUMBER),
          about(SHARED_NUMBER));

  private static final List<Report> REPORTS =
      List.of(
          told(Stage.STARTED, "started"),
          told(Stage.UPDATED, "updated", "Hello."),
          new Report(Details.none(), Optional.empty()),
          told(Stage.ENDED, "ended", "Hello.", "The bakery, please.", "One moment."),
          told(Stage.ANALYSED, "analysed", "Hello.", "The bakery, please.", "One moment."),
          told(Stage.REREAD, "reread", "Hello.", "The bakery."));

  private static Database database;

  @BeforeContainer
  static void open() {
    database = Database.open(TestPostgres.copy());
    SubscribersContract.stored(database.subscribers(), aFront());
    SubscribersContract.stored(database.subscribers(), aBusinessBehindTheFront("bakery"));
  }

  @AfterContainer
  static void close() {
    database.close();
  }

  @Property(tries = 150)
  void theSameRowsComeOut(@ForAll("arrivals") List<Integer> arrivals) {
    Interactions fake =
        new InMemoryInteractions(
            InMemorySubscribers.with(aFront(), aBusinessBehindTheFront("bakery")));
    String call = "call_" + UUID.randomUUID();
    for (int event : arrivals) {
      Interactions.Recorded expected = arrive(fake, call, event);
      assertThat(arrive(database.interactions(), call, event)).isEqualTo(expected);
    }
    Interaction last = arrive(fake, call, arrivals.getFirst()).interaction().orElseThrow();
    for (SubscriberId whose : List.of(BAKERY, FRONT)) {
      assertThat(database.interactions().find(whose, last.id()))
          .isEqualTo(fake.find(whose, last.id()));
    }
    assertThat(last.subscriber()).isEqualTo(arrivals.contains(2) ? BAKERY : FRONT);
  }

  @Provide
  Arbitrary<List<Integer>> arrivals() {
    return Arbitraries.integers().between(0, REPORTS.size() - 1).list().ofMinSize(1).ofMaxSize(12);
  }

  private static Interactions.Recorded arrive(Interactions interactions, String call, int event) {
    return record(
        interactions, anEvent(call, "event " + event), CLUES.get(event), REPORTS.get(event));
  }

  private static Report told(Stage stage, String summary, String... words) {
    return new Report(
        Details.none()
            .tell(Detail.SUMMARY, summary, stage)
            .tell(Detail.STARTED_AT, MONDAY_MORNING, Stage.STARTED),
        words.length == 0 ? Optional.empty() : Optional.of(aTranscript(stage, words)));
  }
}
