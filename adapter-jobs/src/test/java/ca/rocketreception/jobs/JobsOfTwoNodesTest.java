package ca.rocketreception.jobs;

import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.aDentist;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.domain.routing.DialingRules;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import ca.rocketreception.ports.driven.interaction.InteractionFilter;
import ca.rocketreception.ports.driven.interaction.Reading;
import ca.rocketreception.ports.driven.interaction.Recordings;
import ca.rocketreception.ports.driving.access.CreatingOnce;
import ca.rocketreception.ports.driving.access.TellingTrails;
import ca.rocketreception.ports.driving.conversation.AnsweringVisitors;
import ca.rocketreception.ports.driving.interaction.RetryingEvents;
import ca.rocketreception.ports.driving.number.ConnectingNumbers;
import ca.rocketreception.ports.driving.reconciliation.ReconcilingRecords;
import ca.rocketreception.ports.driving.routing.ReceivingCalls;
import ca.rocketreception.postgres.Database;
import ca.rocketreception.postgres.EventuallyTrue;
import ca.rocketreception.postgres.TestPostgres;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes share the work. */
class JobsOfTwoNodesTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private Database one;
  private Database other;

  @BeforeEach
  void start() {
    Database.Settings settings = TestPostgres.copy();
    one = Database.open(settings);
    other = Database.open(settings);
  }

  @AfterEach
  void stop() {
    one.close();
    other.close();
  }

  private static Jobs jobs(Database database, Jobs.Work work) {
    Database.Pool pool = database.pool("jobs", Jobs.CONNECTIONS);
    return Jobs.start(pool.source(), pool.close(), work, (job, took, succeeded) -> {});
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
    Jobs.Work work =
        new Jobs.Work(
            retrying,
            creating,
            answering,
            connecting,
            reconciling,
            one.usageLedger(),
            one.caps(),
            new TellingTrails(one.auditTrails(), told -> {}),
            longKept,
            () -> MONDAY_MORNING);

    try (Jobs here = jobs(one, work);
        Jobs there = jobs(other, work)) {
      EventuallyTrue.within(SOON, () -> one.providerEvents().waiting() == 0);
      assertThat(here).isNotSameAs(there);
    }

    assertThat(
            one.interactions().page(aDentist().id(), InteractionFilter.everything()).interactions())
        .singleElement()
        .satisfies(call -> assertThat(call.details().get(Detail.SUMMARY)).contains("said"));
  }
}
