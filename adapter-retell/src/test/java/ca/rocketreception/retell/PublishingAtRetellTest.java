package ca.rocketreception.retell;

import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.domain.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.Actor;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.agent.AgentPlan;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.agent.AgentSettings;
import ca.rocketreception.domain.agent.AgentVersion;
import ca.rocketreception.domain.agent.ProviderAgent;
import ca.rocketreception.domain.business.AiProvider;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.ChannelId;
import ca.rocketreception.domain.business.Fact;
import ca.rocketreception.domain.business.SubscriberChannel;
import ca.rocketreception.domain.business.TransportProvider;
import ca.rocketreception.domain.routing.DialingRules;
import ca.rocketreception.doubles.retell.RetellDouble;
import ca.rocketreception.doubles.retell.RetellDouble.Fault;
import ca.rocketreception.ports.driven.agent.AgentPlatform.Made;
import ca.rocketreception.ports.driven.agent.AgentPublications;
import ca.rocketreception.ports.driven.agent.InMemoryAgentPublications;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import ca.rocketreception.ports.driving.agent.PublishingAgents;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Our rows become agents at Retell, whatever goes wrong on the way. */
class PublishingAtRetellTest {

  private static final Actor SOMEBODY = Actor.named("somebody");
  private static final Optional<AgentRole> RECEPTIONIST = Optional.of(AgentRole.RECEPTIONIST);
  private static final Optional<URI> US = Optional.of(URI.create("https://rocket.example.org/"));

  /** More requests than publishing makes. */
  private static final int STEPS = 16;

  private final RetellDouble retell = new RetellDouble();
  private final Subscribers subscribers = new InMemorySubscribers();
  private final AgentPublications publications = new InMemoryAgentPublications();
  private Instant now = MONDAY_MORNING;

  /** The program stops here: nothing after it happens. */
  private static final class Killed extends Error {}

  @AfterEach
  void close() {
    assertThat(retell.violations()).isEmpty();
    retell.close();
  }

  @Test
  void aFreshBusinessesAgentsArePlannedPublishedAndThenAnswer() {
    Business dentist = stored(withChat(unpublished(aDentist())));

    List<AgentPlan> plans = publishing().plan(dentist, Optional.empty());
    assertThat(plans).hasSize(4).allSatisfy(plan -> assertThat(plan.isDone()).isFalse());
    assertThat(plans.getFirst().changes())
        .contains(
            new AgentSettings.Change(
                "agent.timezone", Optional.empty(), Optional.of("America/Winnipeg")));
    assertThat(retell.agents()).isEmpty();

    List<PublishingAgents.Published> published =
        publishing().publish(dentist, SOMEBODY, Optional.empty(), false);

    assertThat(published).hasSize(4).allSatisfy(one -> assertThat(one.changed()).isTrue());
    Business after = current();
    assertThat(after.boundTo(after.agent(AgentRole.RECEPTIONIST).get(), ChannelKind.VOICE))
        .hasValue(new ProviderAgent("agent_1", Optional.of(0)));
    assertThat(after.boundTo(after.agent(AgentRole.RECEPTIONIST).get(), ChannelKind.CHAT))
        .hasValue(new ProviderAgent("agent_4", Optional.of(0)));
    assertThat(retell.agents())
        .allSatisfy(agent -> assertThat(agent.get("is_published").asBoolean()).isTrue());
    assertThat(publishing().plan(after, Optional.empty()))
        .allSatisfy(plan -> assertThat(plan.isDone()).isTrue());
  }

  @Test
  void whatIsAsItShallBeIsLeftAlone() {
    publish();
    int asked = retell.requests().size();

    assertThat(publish().changed()).isFalse();

    assertThat(retell.requests().subList(asked, retell.requests().size()))
        .allSatisfy(request -> assertThat(request).startsWith("GET"));
  }

  @Test
  void aChangeIsShownFieldByFieldAndBecomesTheNextVersion() {
    publish();
    change(business -> business.with(greeting(business, "Good day.")));

    assertThat(plan().changes())
        .containsExactly(
            new AgentSettings.Change(
                "llm.begin_message",
                Optional.of("Thank you for calling prairie-dental."),
                Optional.of("Good day.")),
            new AgentSettings.Change(
                "llm.variable.greeting",
                Optional.of("Thank you for calling prairie-dental."),
                Optional.of("Good day.")));
    assertThat(plan().drift()).isEmpty();

    assertThat(publish().version().number()).isEqualTo(2);
    assertThat(plan().isDone()).isTrue();
    assertThat(retell.agents()).hasSize(1);
  }

  @Test
  void driftIsFoundNamedAndHealed() {
    publish();
    retell.editAgent("agent_1", "voice_id", "openai-Nova");
    retell.editLlm("agent_1", "general_prompt", "Be rude.");

    AgentPlan plan = plan();
    assertThat(plan.drift())
        .extracting(AgentSettings.Change::field)
        .containsExactly("agent.voice_id", "llm.general_prompt");
    assertThat(plan.drift().getFirst().becomes()).hasValue("openai-Nova");
    assertThat(plan.isDone()).isFalse();

    assertThat(publish().changed()).isTrue();

    assertThat(plan().isDone()).isTrue();
    assertThat(retell.agents().getFirst().get("voice_id").asString()).isEqualTo("retell-Cimo");
  }

  @Test
  void goingBackBindsAnEarlierVersionAndPublishingGoesForthAgain() {
    publish();
    change(business -> business.with(greeting(business, "Good day.")));
    publish();
    int asked = retell.requests().size();

    AgentVersion back = rollback(Optional.empty());

    assertThat(back.number()).isEqualTo(1);
    assertThat(bound()).isEqualTo(new ProviderAgent("agent_1", Optional.of(0)));
    assertThat(retell.requests().subList(asked, retell.requests().size()))
        .allSatisfy(request -> assertThat(request).startsWith("GET"));
    assertThat(plan().changes()).hasSize(2);

    assertThat(publish().version().number()).isEqualTo(2);
    assertThat(bound()).isEqualTo(new ProviderAgent("agent_1", Optional.of(1)));
    assertThat(rollback(Optional.of(1)).number()).isEqualTo(1);
  }

  @Test
  void thereIsNothingToGoBackToBeforeASecondVersion() {
    publish();

    assertThatThrownBy(() -> rollback(Optional.empty()))
        .isInstanceOf(Refusal.NotFound.class)
        .hasMessageContaining("no earlier version");
    assertThatThrownBy(() -> rollback(Optional.of(7)))
        .isInstanceOf(Refusal.NotFound.class)
        .hasMessageContaining("no version 7");
  }

  static Stream<Arguments> everyFaultAtEveryStep() {
    return IntStream.range(0, STEPS)
        .boxed()
        .flatMap(step -> Arrays.stream(Fault.values()).map(fault -> Arguments.of(step, fault)));
  }

  @ParameterizedTest(name = "{1} at request {0}")
  @MethodSource("everyFaultAtEveryStep")
  void whateverFailsPublishingAgainEndsInTheSameState(int step, Fault fault) {
    stored(unpublished(aDentist()));
    retell.failAt(step, fault);
    publishOnceThenAgain(fault);
    assertThat(retell.agents()).hasSize(1);
    assertThat(retell.llms()).isEqualTo(1);
    assertThat(versions()).hasSize(1);

    change(business -> business.with(greeting(business, "Good day.")));
    retell.failAt(step, fault);
    publishOnceThenAgain(fault);

    assertThat(plan().isDone()).isTrue();
    assertThat(retell.agents()).hasSize(1);
    assertThat(retell.llms()).isEqualTo(1);
    assertThat(versions()).hasSize(2);
    assertThat(bound()).isEqualTo(new ProviderAgent("agent_1", Optional.of(1)));
  }

  private void publishOnceThenAgain(Fault fault) {
    try {
      publishing(api(RetellDouble.KEY, fault), publications)
          .publish(current(), SOMEBODY, RECEPTIONIST, false);
    } catch (Refusal.ProviderFailed | Refusal.Conflict | Refusal.Invalid told) {
      assertThat(told.cure()).isNotBlank();
    }
    retell.forgetFaults();
    publishing().publish(current(), SOMEBODY, RECEPTIONIST, false);
  }

  static IntStream everyStep() {
    return IntStream.range(0, STEPS);
  }

  @ParameterizedTest(name = "killed at request {0}")
  @MethodSource("everyStep")
  void killedAtAnyStepAndRunAgainItEndsInTheSameState(int step) {
    stored(unpublished(aDentist()));
    killedAt(step);
    publishing().publish(current(), SOMEBODY, RECEPTIONIST, false);
    change(business -> business.with(greeting(business, "Good day.")));
    killedAt(step);

    publishing().publish(current(), SOMEBODY, RECEPTIONIST, false);

    assertThat(plan().isDone()).isTrue();
    assertThat(retell.agents()).hasSize(1);
    assertThat(retell.llms()).isEqualTo(1);
    assertThat(versions()).hasSize(2);
    assertThat(bound()).isEqualTo(new ProviderAgent("agent_1", Optional.of(1)));
  }

  /** Retell acts on the request; the program never learns of it and keeps nothing any more. */
  private void killedAt(int step) {
    AtomicInteger left = new AtomicInteger(step);
    retell.onRequest(request -> left.getAndDecrement());
    AgentPublications dying =
        new AgentPublications() {
          private <T> T alive(T result) {
            if (left.get() < 0) {
              throw new Killed();
            }
            return result;
          }

          @Override
          public Claim claim(Target target, UUID id, boolean anew, Instant at, Instant until) {
            return alive(publications).claim(target, id, anew, at, until);
          }

          @Override
          public void keep(Claim claim, Made made, Instant until) {
            alive(publications).keep(claim, made, until);
          }

          @Override
          public void release(Claim claim) {
            alive(publications).release(claim);
          }

          @Override
          public AgentVersion add(SubscriberId subscriber, AgentVersion version) {
            return alive(publications).add(subscriber, version);
          }

          @Override
          public List<AgentVersion> versions(Target target) {
            return publications.versions(target);
          }
        };
    try {
      publishing(api(RetellDouble.KEY, Fault.FAIL), dying)
          .publish(current(), SOMEBODY, RECEPTIONIST, false);
    } catch (Killed dead) {
      now = now.plusSeconds(16); // its claim runs out
    }
    retell.onRequest(request -> {});
  }

  @Test
  void whoComesWhileAnotherPublishesIsToldToWait() {
    stored(unpublished(aDentist()));
    AtomicInteger requests = new AtomicInteger();
    retell.onRequest(request -> {
      if (requests.incrementAndGet() == 3) {
        assertThatThrownBy(() -> publishing().publish(current(), SOMEBODY, RECEPTIONIST, false))
            .isInstanceOf(Refusal.Conflict.class)
            .hasMessageContaining("published by somebody else");
      }
    });

    assertThat(publish().changed()).isTrue();
    assertThat(retell.agents()).hasSize(1);
  }

  @Test
  void aKeyOfAnotherWorkspaceChangesNothingThere() {
    publish();

    PublishingAgents elsewhere = publishing(api(RetellDouble.OTHER_KEY, Fault.FAIL), publications);
    assertThat(elsewhere.plan(current(), RECEPTIONIST).getFirst().missing()).isTrue();
    int asked = retell.requests().size();
    assertThatThrownBy(() -> elsewhere.publish(current(), SOMEBODY, RECEPTIONIST, false))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("agent_1");
    assertThat(retell.requests().subList(asked, retell.requests().size()))
        .allSatisfy(request -> assertThat(request).startsWith("GET"));
    assertThat(plan().isDone()).isTrue();
  }

  @Test
  void anAgentThatWasDeletedThereIsMadeAnewWhenAPersonSaysSo() {
    publish();
    retell.deleteAgent("agent_1");

    assertThatThrownBy(this::publish).isInstanceOf(Refusal.Conflict.class);

    PublishingAgents.Published anew =
        publishing().publish(current(), SOMEBODY, RECEPTIONIST, true).getFirst();
    assertThat(anew.version().number()).isEqualTo(2);
    assertThat(plan().isDone()).isTrue();
  }

  @Test
  void anAnswerAboutAnotherAgentIsNotBelieved() {
    publish();
    retell.editAgent("agent_1", "agent_id", "agent_of_somebody_else");
    change(business -> business.with(greeting(business, "Good day.")));

    assertThatThrownBy(this::publish)
        .isInstanceOf(Refusal.ProviderFailed.class)
        .hasMessageContaining("agent_of_somebody_else");
    assertThat(versions()).hasSize(1);
  }

  @Test
  void aWrongKeyIsToldInWords() {
    stored(unpublished(aDentist()));

    assertThatThrownBy(() ->
            publishing(api("wrong", Fault.FAIL), publications)
                .publish(current(), SOMEBODY, RECEPTIONIST, false))
        .isInstanceOf(Refusal.ProviderFailed.class)
        .hasMessageContaining("does not let us in (401)")
        .hasMessageNotContaining("wrong");
  }

  @Test
  void aVoiceThatRetellDoesNotHaveIsRefusedBeforeAnythingIsMade() {
    Business dentist = stored(unpublished(aDentist()));
    change(business -> business.with(voice(dentist, "no-such-voice")));

    assertThatThrownBy(this::publish)
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("no-such-voice");
    assertThat(retell.llms()).isZero();
    assertThat(retell.agents()).isEmpty();
  }

  @Test
  void whenOneAgentCannotBePublishedNoneIs() {
    stored(unpublished(aDentist()));
    change(business -> business.with(voice(business, AgentRole.FORWARDER, "no-such-voice")));

    assertThatThrownBy(() -> publishing().publish(current(), SOMEBODY, Optional.empty(), false))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("no-such-voice");
    assertThat(retell.agents()).isEmpty();
    assertThat(retell.llms()).isZero();
  }

  @Test
  void aLanguageThatNoReceptionistSpeaksIsRefused() {
    Business dentist = stored(unpublished(aDentist()));
    change(business -> business.with(language(dentist, Locale.forLanguageTag("tlh"))));

    assertThatThrownBy(this::plan)
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("'tlh'");
    assertThat(retell.requests()).isEmpty();
  }

  @Test
  void longFactsAreWarnedOfAndTooLongOnesRefused() {
    stored(unpublished(aDentist()));
    change(business -> withFacts(business, 4));
    assertThat(plan().warnings())
        .anySatisfy(warning -> assertThat(warning).contains("charges more"));

    change(business -> withFacts(business, 40));
    assertThatThrownBy(this::plan)
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("tokens");
  }

  @Test
  void aForwarderNeedsSomebodyToForwardTo() {
    stored(unpublished(aDentist()));
    change(business ->
        business.with(
            business
                .subscriber()
                .described(
                    "Dental", business.subscriber().zone(), Locale.CANADA, Optional.empty())));

    assertThatThrownBy(() -> publishing().plan(current(), Optional.of(AgentRole.FORWARDER)))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("nobody to transfer to");
    assertThat(publishing().plan(current(), Optional.empty()))
        .extracting(AgentPlan::role)
        .containsExactly(AgentRole.RECEPTIONIST, AgentRole.AFTER_HOURS);
  }

  @Test
  void withoutAPublicAddressOrAKeyNothingIsPublished() {
    stored(unpublished(aDentist()));
    PublishingAgents hidden =
        new PublishingAgents(
            subscribers,
            publications,
            Optional.of(
                new RetellAgentPlatform(api(RetellDouble.KEY, Fault.FAIL), Optional.empty())),
            DialingRules.unlimited(),
            () -> now,
            UUID::randomUUID);
    PublishingAgents keyless =
        new PublishingAgents(
            subscribers,
            publications,
            Optional.empty(),
            DialingRules.unlimited(),
            () -> now,
            UUID::randomUUID);

    assertThatThrownBy(() -> hidden.plan(current(), RECEPTIONIST))
        .isInstanceOf(Refusal.Conflict.class)
        .satisfies(told -> assertThat(((Refusal) told).cure()).contains("PUBLIC_URL"));
    assertThatThrownBy(() -> keyless.plan(current(), RECEPTIONIST))
        .isInstanceOf(Refusal.Conflict.class)
        .satisfies(told -> assertThat(((Refusal) told).cure()).contains("RETELL_API_KEY"));
  }

  @Test
  void everyFieldThatIsSentIsReadBack() {
    AgentDraft draft =
        AgentDraft.of(
            aDentist(),
            aDentist().agent(AgentRole.RECEPTIONIST).get(),
            ChannelKind.VOICE,
            "https://rocket.example.org");
    AgentSettings settings = OwnedFields.of(draft.llm(), draft.agent());

    draft
        .agent()
        .propertyNames()
        .forEach(name -> assertThat(settings.fields()).containsKey("agent." + name));
    draft
        .llm()
        .propertyStream()
        .forEach(field -> {
          if (!field.getValue().isContainer()) {
            assertThat(settings.fields()).containsKey("llm." + field.getKey());
          }
        });
    draft
        .llm()
        .get("general_tools")
        .forEach(tool ->
            tool.propertyNames().stream()
                .filter(name -> !name.equals("name"))
                .forEach(name ->
                    assertThat(settings.fields())
                        .containsKey("llm.function." + tool.get("name").asString() + "." + name)));
  }

  private PublishingAgents publishing() {
    return publishing(api(RetellDouble.KEY, Fault.FAIL), publications);
  }

  private PublishingAgents publishing(RetellApi api, AgentPublications kept) {
    return new PublishingAgents(
        subscribers,
        kept,
        Optional.of(new RetellAgentPlatform(api, US)),
        DialingRules.unlimited(),
        () -> now,
        UUID::randomUUID);
  }

  /** A fault that hangs is not waited for; a busy machine that takes long is no failure. */
  private RetellApi api(String key, Fault fault) {
    boolean hangs = fault == Fault.HANG || fault == Fault.HANG_AFTER_ACTING || fault == Fault.HALF;
    Duration patience = hangs ? Duration.ofMillis(60) : Duration.ofSeconds(20);
    return new RetellApi(
        retell.address(),
        key,
        new RetellApi.Patience(
            Duration.ofSeconds(20), patience, patience, Duration.ofMillis(500), patience));
  }

  private PublishingAgents.Published publish() {
    if (subscribers.find(aDentist().id()).isEmpty()) {
      stored(unpublished(aDentist()));
    }
    return publishing().publish(current(), SOMEBODY, RECEPTIONIST, false).getFirst();
  }

  private AgentPlan plan() {
    return publishing().plan(current(), RECEPTIONIST).getFirst();
  }

  private AgentVersion rollback(Optional<Integer> number) {
    return publishing()
        .rollback(current(), SOMEBODY, AgentRole.RECEPTIONIST, ChannelKind.VOICE, number);
  }

  private List<AgentVersion> versions() {
    return publishing().versions(current(), AgentRole.RECEPTIONIST, ChannelKind.VOICE);
  }

  private ProviderAgent bound() {
    Business business = current();
    return business
        .boundTo(business.agent(AgentRole.RECEPTIONIST).orElseThrow(), ChannelKind.VOICE)
        .orElseThrow();
  }

  private Business current() {
    return subscribers.find(aDentist().id()).orElseThrow();
  }

  private Business stored(Business business) {
    return SubscribersContract.stored(subscribers, business);
  }

  private void change(UnaryOperator<Business> change) {
    stored(change.apply(current()));
  }

  private static Business unpublished(Business business) {
    Business fresh = business;
    for (Agent agent : business.agents()) {
      fresh = fresh.with(agent.boundTo(Optional.empty(), Optional.empty()));
    }
    return fresh;
  }

  private static Business withChat(Business business) {
    return business.with(
        new SubscriberChannel(
            new ChannelId(uuid("chat")),
            ChannelKind.CHAT,
            true,
            TransportProvider.OTHER,
            AiProvider.RETELL,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  private static Business withFacts(Business business, int many) {
    Business full = business;
    for (int fact = 0; fact < many; fact++) {
      full = full.with(new Fact("topic " + fact, "words ".repeat(650)));
    }
    return full;
  }

  private static Agent greeting(Business business, String greeting) {
    Agent agent = business.agent(AgentRole.RECEPTIONIST).orElseThrow();
    return new Agent(
        agent.id(),
        agent.role(),
        agent.name(),
        greeting,
        agent.instructions(),
        agent.language(),
        agent.voice(),
        agent.providerAgentId(),
        agent.providerAgentVersion());
  }

  private static Agent voice(Business business, String voice) {
    return voice(business, AgentRole.RECEPTIONIST, voice);
  }

  private static Agent voice(Business business, AgentRole role, String voice) {
    Agent agent = business.agent(role).orElseThrow();
    return new Agent(
        agent.id(),
        agent.role(),
        agent.name(),
        agent.greeting(),
        agent.instructions(),
        agent.language(),
        Optional.of(voice),
        agent.providerAgentId(),
        agent.providerAgentVersion());
  }

  private static Agent language(Business business, Locale language) {
    Agent agent = business.agent(AgentRole.RECEPTIONIST).orElseThrow();
    return new Agent(
        agent.id(),
        agent.role(),
        agent.name(),
        agent.greeting(),
        agent.instructions(),
        language,
        agent.voice(),
        agent.providerAgentId(),
        agent.providerAgentVersion());
  }
}
