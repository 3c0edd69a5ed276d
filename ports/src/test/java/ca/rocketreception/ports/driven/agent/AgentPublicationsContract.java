package ca.rocketreception.ports.driven.agent;

import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.domain.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.agent.AgentSettings;
import ca.rocketreception.domain.agent.AgentVersion;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.ports.driven.agent.AgentPlatform.Made;
import ca.rocketreception.ports.driven.agent.AgentPublications.Claim;
import ca.rocketreception.ports.driven.agent.AgentPublications.Target;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What every store of publications keeps to. */
public interface AgentPublicationsContract {

  Made HALF = new Made(Optional.of("llm_1"), Optional.empty());

  Instant LATER = MONDAY_MORNING.plusSeconds(15);

  /** An empty store of businesses, the same one during a test. */
  Subscribers subscribers();

  /** An empty store of publications, over those businesses. */
  AgentPublications publications();

  private Target aTarget() {
    Business dentist = SubscribersContract.stored(subscribers(), aDentist());
    return new Target(dentist.id(), dentist.agents().getFirst().id(), ChannelKind.VOICE);
  }

  private Claim claimed(Target target, String by, boolean anew, Instant now) {
    return publications().claim(target, uuid(by), anew, now, now.plusSeconds(15));
  }

  private static AgentVersion published(Target target, int providerVersion, String greeting) {
    return new AgentVersion(
        target.agent(),
        target.channel(),
        0,
        "agent_there",
        providerVersion,
        new AgentSettings(new TreeMap<>(Map.of("llm.begin_message", greeting))),
        MONDAY_MORNING,
        "command line");
  }

  @Test
  default void onePublishesAtATime() {
    Target target = aTarget();
    claimed(target, "one", false, MONDAY_MORNING);

    assertThatThrownBy(() -> claimed(target, "other", false, MONDAY_MORNING.plusSeconds(14)))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("published by somebody else");
  }

  @Test
  default void whoStoppedInTheMiddleIsTakenOverWithWhatExistsAlready() {
    Target target = aTarget();
    Claim stopped = claimed(target, "one", false, MONDAY_MORNING);
    publications().keep(stopped, HALF, LATER);

    Claim next = claimed(target, "other", false, LATER);

    assertThat(next.made()).isEqualTo(HALF);
    assertThat(next.generation()).isEqualTo(1);
    assertThatThrownBy(() -> publications().keep(stopped, Made.NOTHING, LATER.plusSeconds(15)))
        .isInstanceOf(Refusal.Conflict.class);
    publications().release(stopped);
    assertThatThrownBy(() -> claimed(target, "third", false, LATER))
        .isInstanceOf(Refusal.Conflict.class);
  }

  @Test
  default void whatWasGivenBackCanBeTakenAtOnceAndKeepsWhatExists() {
    Target target = aTarget();
    Claim first = claimed(target, "one", false, MONDAY_MORNING);
    publications().keep(first, HALF, LATER);
    publications().release(first);

    assertThat(claimed(target, "other", false, MONDAY_MORNING).made()).isEqualTo(HALF);
  }

  @Test
  default void makingItAnewForgetsWhatExists() {
    Target target = aTarget();
    Claim first = claimed(target, "one", false, MONDAY_MORNING);
    publications().keep(first, HALF, LATER);
    publications().release(first);

    Claim anew = claimed(target, "other", true, MONDAY_MORNING);

    assertThat(anew.made()).isEqualTo(Made.NOTHING);
    assertThat(anew.generation()).isEqualTo(2);
  }

  @Test
  default void versionsAreNumberedAndComeBackWholeNewestFirst() {
    Target target = aTarget();

    AgentVersion first = publications().add(target.subscriber(), published(target, 0, "Hello."));
    AgentVersion second = publications().add(target.subscriber(), published(target, 1, "Hi."));

    assertThat(first.number()).isEqualTo(1);
    assertThat(second).isEqualTo(published(target, 1, "Hi.").numbered(2));
    assertThat(publications().versions(target)).containsExactly(second, first);
  }

  @Test
  default void theSameVersionOfTheProviderIsAddedOnce() {
    Target target = aTarget();
    AgentVersion first = publications().add(target.subscriber(), published(target, 0, "Hello."));

    assertThat(publications().add(target.subscriber(), published(target, 0, "Hello.")))
        .isEqualTo(first);
    assertThat(publications().versions(target)).containsExactly(first);
  }

  @Test
  default void anotherSubscriberSeesNothingOfIt() {
    Target target = aTarget();
    publications().add(target.subscriber(), published(target, 0, "Hello."));

    assertThat(
            publications()
                .versions(
                    new Target(new SubscriberId(uuid("other")), target.agent(), target.channel())))
        .isEmpty();
  }
}
