package ca.rocketreception.ports.driving;

import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.ports.driven.interaction.Recordings.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.agent.ProviderAgent;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Report;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.domain.number.CarrierNumber;
import ca.rocketreception.domain.number.NumberConnection;
import ca.rocketreception.domain.number.NumberConnectionId;
import ca.rocketreception.domain.number.NumberLink;
import ca.rocketreception.domain.number.NumberWay;
import ca.rocketreception.domain.number.SipTrunk;
import ca.rocketreception.domain.number.VoiceNumber;
import ca.rocketreception.domain.reconciliation.HeldRecord;
import ca.rocketreception.domain.reconciliation.ProviderDifference;
import ca.rocketreception.domain.routing.DialingRules;
import ca.rocketreception.domain.routing.RoutingTable;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import ca.rocketreception.ports.driven.interaction.InMemoryActivity;
import ca.rocketreception.ports.driven.interaction.InMemoryInteractions;
import ca.rocketreception.ports.driven.interaction.Reading;
import ca.rocketreception.ports.driven.interaction.Recordings;
import ca.rocketreception.ports.driven.number.InMemoryNumberConnections;
import ca.rocketreception.ports.driven.number.PhoneNumbers;
import ca.rocketreception.ports.driven.number.SipTrunks;
import ca.rocketreception.ports.driven.number.VoiceNumbers;
import ca.rocketreception.ports.driven.reconciliation.InMemoryReconciliations;
import ca.rocketreception.ports.driven.reconciliation.InteractionRecords;
import ca.rocketreception.ports.driven.routing.InMemoryRoutingTables;
import ca.rocketreception.ports.driven.routing.RoutingTables;
import ca.rocketreception.ports.driving.number.ConnectingNumbers;
import ca.rocketreception.ports.driving.reconciliation.ReconcilingRecords;
import ca.rocketreception.ports.driving.routing.ReceivingCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** One bad record or number holds up none behind it, and what all share is asked for once. */
class HoldingUpNobodyTest {

  private static final int NUMBERS = 250;

  private final Business dentist = Samples.aDentist();
  private final InMemorySubscribers subscribers = InMemorySubscribers.with(dentist);
  private final InMemoryRoutingTables routing = new InMemoryRoutingTables(subscribers);
  private final InMemoryInteractions interactions = new InMemoryInteractions(subscribers);
  private final InMemoryReconciliations reconciliations =
      new InMemoryReconciliations(subscribers, interactions);
  private final ReceivingCalls calls =
      new ReceivingCalls(
          routing, interactions, new InMemoryActivity(), () -> MONDAY_MORNING, UUID::randomUUID);

  private static HeldRecord.Listed listed(String id) {
    return new HeldRecord.Listed(
        new ProviderReference(Provider.RETELL, id),
        ChannelKind.VOICE,
        Optional.of(MONDAY_MORNING.minus(Duration.ofHours(1))),
        Optional.of(60_000L),
        Optional.empty());
  }

  /** Two pages; one record of the first cannot be read, and the list breaks off in the end. */
  private final class Records implements InteractionRecords {
    @Override
    public void list(Instant from, Instant to, Consumer<List<HeldRecord.Listed>> page) {
      page.accept(List.of(listed("call_1"), listed("call_bad"), listed("call_2")));
      page.accept(List.of(listed("call_3")));
      throw new Refusal.ProviderFailed("The list broke off", "Repeat it.", true, null);
    }

    @Override
    public Optional<Found> read(HeldRecord.Listed listed, Instant now) {
      if (listed.reference().id().equals("call_bad")) {
        throw new Refusal.ProviderFailed("500", "Repeat it.", true, null);
      }
      return Optional.of(
          new Found(
              anEvent(listed.reference().id(), "reread"),
              new Reading.About(
                  listed.reference(),
                  ChannelKind.VOICE,
                  Recordings.about(DENTAL_NUMBER),
                  new Report(
                      Details.none()
                          .tell(Detail.STATUS, InteractionStatus.ENDED, Stage.ENDED)
                          .tell(Detail.DURATION_MS, 60_000L, Stage.ENDED),
                      Optional.empty()),
                  "",
                  Optional.empty())));
    }
  }

  @Test
  void aRecordThatCannotBeReadIsADifferenceAndThoseBehindItAreReadAllTheSame() {
    ReconcilingRecords reconciling =
        new ReconcilingRecords(
            calls,
            reconciliations,
            Optional.of(new Records()),
            Optional.empty(),
            () -> MONDAY_MORNING);

    assertThatThrownBy(() -> reconciling.reconcile(MONDAY_MORNING.minus(Duration.ofDays(1))))
        .hasMessage("The list broke off");

    assertThat(interactions.all())
        .extracting(one -> one.reference().id())
        .containsExactlyInAnyOrder("call_1", "call_2", "call_3");
    assertThat(
            reconciliations.differences(
                Optional.of(ProviderDifference.State.OPEN), 9, Optional.empty()))
        .filteredOn(one -> one.kind() == ProviderDifference.Kind.UNHEARD)
        .singleElement()
        .satisfies(one -> {
          assertThat(one.reference().id()).isEqualTo("call_bad");
          assertThat(one.theirs()).contains("ended, and could not be read from the provider");
        });
  }

  /** Numbers of which one always breaks. */
  private static final class Numbers implements PhoneNumbers {
    private final List<PhoneNumber> asked = new ArrayList<>();

    @Override
    public Optional<CarrierNumber> find(PhoneNumber number) {
      asked.add(number);
      if (number.equals(number(1))) {
        throw new IllegalStateException("a mistake of ours");
      }
      return Optional.of(new CarrierNumber("PN1", number, Optional.of("TK1"), true));
    }

    @Override
    public List<ForSale> search(String country, OptionalInt areaCode, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String buy(PhoneNumber number, String label) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void giveBack(String id) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Trunks implements SipTrunks {
    private int asked;

    @Override
    public Optional<SipTrunk> named(String name) {
      asked++;
      return Optional.of(new SipTrunk("TK1", "d", "r", true, List.of(), List.of()));
    }

    @Override
    public String make(String name, String recoveryUrl) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void originate(String trunkId, String address) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void allow(String trunkId, String user, String password) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void forbid(String trunkId, String user) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void attach(String trunkId, String numberId) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void detach(String trunkId, String numberId) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void deleteUnused(String trunkId) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Voice implements VoiceNumbers {
    private int agents;

    @Override
    public String origination() {
      return "sip:ai.example";
    }

    @Override
    public Optional<VoiceNumber> find(PhoneNumber number) {
      return Optional.of(
          new VoiceNumber(
              number,
              false,
              Optional.of("d"),
              Optional.empty(),
              List.of(new VoiceNumber.Bound("agent_1", Optional.empty())),
              Optional.empty()));
    }

    @Override
    public boolean knows(VoiceNumber.Bound agent) {
      agents++;
      return true;
    }

    @Override
    public void buy(PhoneNumber number, String label) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void importFrom(
        PhoneNumber number, String label, String terminationUri, String user, String password) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void bind(PhoneNumber number, ProviderAgent agent, String webhook) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void unbind(PhoneNumber number) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void delete(PhoneNumber number) {
      throw new UnsupportedOperationException();
    }
  }

  private static PhoneNumber number(int place) {
    return new PhoneNumber("+1204555" + (1000 + place));
  }

  private final InMemoryNumberConnections connections = new InMemoryNumberConnections();
  private final Numbers numbers = new Numbers();
  private final Trunks trunks = new Trunks();
  private final Voice voice = new Voice();

  private ConnectingNumbers connecting(RoutingTables tables) {
    UUID holder = new UUID(0, 1);
    connections.claim(holder, MONDAY_MORNING, MONDAY_MORNING.plusSeconds(60));
    for (int place = 0; place < NUMBERS; place++) {
      connections.keep(
          NumberConnection.begin(
                  new NumberConnectionId(new UUID(1, place)),
                  dentist.id(),
                  number(place),
                  NumberWay.TWILIO,
                  false)
              .connected(),
          holder,
          MONDAY_MORNING.plusSeconds(60));
    }
    return new ConnectingNumbers(
        subscribers,
        connections,
        tables,
        DialingRules.unlimited(),
        new ConnectingNumbers.Means(
            Optional.of(numbers),
            Optional.of(trunks),
            Optional.of(voice),
            Optional.of("https://reception.example"),
            UUID::randomUUID,
            () -> ""),
        () -> MONDAY_MORNING);
  }

  @Test
  void checkingManyNumbersAsksOnceWhatTheyShareAndGoesOnWhereTheRunBeforeStopped() {
    ConnectingNumbers connecting = connecting(routing);

    assertThatThrownBy(connecting::checkAll).hasMessage("a mistake of ours");

    assertThat(numbers.asked).hasSize(200);
    assertThat(trunks.asked).isEqualTo(1);
    assertThat(voice.agents).isEqualTo(1);
    assertThat(connections.chains()).hasSize(199);

    assertThatThrownBy(connecting::checkAll).hasMessage("a mistake of ours");
    assertThat(connections.chains()).hasSize(NUMBERS - 1);
    assertThat(trunks.asked).isEqualTo(2);
  }

  @Test
  void numbersOfBusinessesThatCannotBeReadAreLookedAtAsFarAsTheyCanBe() {
    ConnectingNumbers connecting =
        connecting(
            new RoutingTables() {
              @Override
              public RoutingTable current() {
                return routing.current();
              }

              @Override
              public RoutingTable lookingUp(PhoneNumber number) {
                throw new Refusal.Conflict("The business cannot be read", "Mend it.");
              }
            });

    assertThatThrownBy(connecting::checkAll).hasMessage("a mistake of ours");
    assertThatThrownBy(connecting::checkAll).hasMessage("a mistake of ours");

    assertThat(connections.chains())
        .hasSize(NUMBERS - 1)
        .allSatisfy(chain ->
            assertThat(chain.links())
                .filteredOn(link -> link.kind() == NumberLink.Kind.ANSWER)
                .extracting(NumberLink::state)
                .containsExactly(NumberLink.State.UNKNOWN));
  }
}
