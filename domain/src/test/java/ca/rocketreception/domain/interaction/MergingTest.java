package ca.rocketreception.domain.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.SubscriberId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MergingTest {

  private static final Interaction NEW =
      Interaction.begin(
          new SubscriberId(Samples.uuid("s")),
          new InteractionId(Samples.uuid("i")),
          ChannelKind.VOICE,
          new ProviderReference(Provider.RETELL, "call_1"),
          Samples.MONDAY_MORNING);

  @Test
  void whatIsToldLaterIsWorthMore() {
    Report ended = report(Details.none().tell(Detail.DURATION_MS, 9L, Stage.ENDED));
    Report reread = report(Details.none().tell(Detail.DURATION_MS, 5L, Stage.REREAD));

    assertThat(NEW.apply(reread).apply(ended).details().get(Detail.DURATION_MS)).hasValue(5L);
    assertThat(NEW.apply(ended).apply(reread).details().get(Detail.DURATION_MS)).hasValue(5L);
  }

  @Test
  void whatALaterStageDoesNotTellStays() {
    Report ended = report(Details.none().tell(Detail.SUMMARY, "words", Stage.ENDED));
    Report analysed = report(Details.none().tell(Detail.SUCCESSFUL, true, Stage.ANALYSED));

    assertThat(NEW.apply(analysed).apply(ended).details().get(Detail.SUMMARY)).hasValue("words");
  }

  @Test
  void withinAStageTheLongerTranscriptWinsAndALaterStageWinsAnyway() {
    Transcript shorter = Samples.aTranscript(Stage.UPDATED, "Hello");
    Transcript longer = Samples.aTranscript(Stage.UPDATED, "Hello", "Hi, it is me");
    Transcript late = Samples.aTranscript(Stage.ENDED, "Hi");

    assertThat(NEW.apply(told(longer)).apply(told(shorter)).transcript()).hasValue(longer);
    assertThat(NEW.apply(told(late)).apply(told(longer)).transcript()).hasValue(late);
  }

  @Test
  void itHappenedWhenItStartedElseWhenItEndedElseWhenWeHeardOfIt() {
    Instant start = Samples.MONDAY_MORNING.minusSeconds(90);
    Interaction ended =
        NEW.apply(report(Details.none().tell(Detail.ENDED_AT, start.plusSeconds(60), Stage.ENDED)));

    assertThat(NEW.happenedAt()).isEqualTo(Samples.MONDAY_MORNING);
    assertThat(ended.happenedAt()).isEqualTo(start.plusSeconds(60));
    assertThat(
            ended
                .apply(report(Details.none().tell(Detail.STARTED_AT, start, Stage.STARTED)))
                .happenedAt())
        .isEqualTo(start);
  }

  @Test
  void thePlacesOfDetailsAreStoredSoTheirOrderNeverChanges() {
    assertThat(Detail.all())
        .extracting(Detail::toString)
        .containsExactly(
            "status",
            "direction",
            "from",
            "to",
            "providerAgentId",
            "transportId",
            "startedAt",
            "answeredAt",
            "endedAt",
            "durationMs",
            "disconnectionReason",
            "transferredTo",
            "transferEndedAt",
            "summary",
            "sentiment",
            "successful",
            "recordingReference",
            "providerCost",
            "productCosts");
  }

  @Property(tries = 500)
  void inAnyOrderWithAnyRepeatsTheSameComesOut(
      @ForAll("reports") List<Report> reports, @ForAll Random random) {
    List<Report> played = new ArrayList<>(reports);
    reports.stream().filter(report -> random.nextInt(3) == 0).forEach(played::add);
    Collections.shuffle(played, random);

    assertThat(applied(played)).isEqualTo(applied(reports));
  }

  @Property(tries = 300)
  void detailsMergeInAnyGrouping(@ForAll("reports") List<Report> reports) {
    Details left = reports.stream().map(Report::details).reduce(Details.none(), Details::merge);
    Details right = Details.none();
    for (Report report : reports.reversed()) {
      right = report.details().merge(right);
    }

    assertThat(left).isEqualTo(right).isEqualTo(left.merge(left));
  }

  private static Interaction applied(List<Report> reports) {
    Interaction interaction = NEW;
    for (Report report : reports) {
      interaction = interaction.apply(report);
    }
    return interaction;
  }

  @Provide
  Arbitrary<List<Report>> reports() {
    Arbitrary<Stage> stages = Arbitraries.of(Stage.class);
    Arbitrary<Optional<Long>> durations = Arbitraries.longs().between(0, 3).optional();
    Arbitrary<Optional<InteractionStatus>> statuses =
        Arbitraries.of(InteractionStatus.class).optional();
    Arbitrary<Optional<String>> summaries = Arbitraries.of("a", "b", "c").optional();
    Arbitrary<Optional<String>> words = Arbitraries.of("Hello", "Hellu", "Hello there").optional();
    return Combinators.combine(stages, durations, statuses, summaries, words)
        .as((stage, duration, status, summary, text) ->
            new Report(
                Details.none()
                    .tell(Detail.DURATION_MS, duration, stage)
                    .tell(Detail.STATUS, status, stage)
                    .tell(Detail.SUMMARY, summary, stage),
                text.map(said -> Samples.aTranscript(stage, said))))
        .list()
        .ofMaxSize(8);
  }

  private static Report report(Details details) {
    return new Report(details, Optional.empty());
  }

  private static Report told(Transcript transcript) {
    return new Report(Details.none(), Optional.of(transcript));
  }
}
