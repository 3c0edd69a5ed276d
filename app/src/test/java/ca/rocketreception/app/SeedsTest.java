package ca.rocketreception.app;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Business;
import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberChannel;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.TransportProvider;
import ca.rocketreception.ports.driven.InMemorySubscribers;
import ca.rocketreception.ports.driving.ManagingSubscribers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeedsTest {

  private final InMemorySubscribers subscribers = new InMemorySubscribers();
  private final ManagingSubscribers managing =
      new ManagingSubscribers(subscribers, () -> Instant.EPOCH);

  @Test
  void plantedTwiceTheyChangeNothing() {
    assertThat(plantAll()).isNotEmpty();
    List<Business> before = subscribers.all();

    assertThat(plantAll()).isEmpty();
    assertThat(subscribers.all()).isEqualTo(before);
  }

  @Test
  void everySubscriberHasAVoiceAndAChatChannelAndAgents() {
    plantAll();

    assertThat(subscribers.all())
        .hasSize(7)
        .allSatisfy(business -> {
          assertThat(business.channel(ChannelKind.VOICE)).isPresent();
          assertThat(business.channel(ChannelKind.CHAT)).isPresent();
          assertThat(business.agents()).hasSizeGreaterThanOrEqualTo(3);
        });
  }

  @Test
  void demoBusinessesAreReachedThroughTheGatekeeperOfTheSharedNumber() {
    plantAll();

    SubscriberChannel voice =
        business("prairie-smile-dental").channel(ChannelKind.VOICE).orElseThrow();
    assertThat(voice.transportProvider()).isEqualTo(TransportProvider.TWILIO);
    assertThat(voice.providerNumber()).hasValue(Seeds.DEMO_NUMBER);
    assertThat(business("rocketreception").agentCalled(voice.providerAgentId().orElseThrow()))
        .isPresent();
  }

  @Test
  void ourOwnBusinessHasItsOwnNumberAtRetell() {
    plantAll();

    SubscriberChannel voice =
        business("rocketsciencedesigns").channel(ChannelKind.VOICE).orElseThrow();
    assertThat(voice.transportProvider()).isEqualTo(TransportProvider.RETELL);
    assertThat(voice.providerNumber()).hasValue(Seeds.OWN_NUMBER);
  }

  @Test
  void everyDemoBusinessHasHoursAndFacts() {
    plantAll();

    assertThat(SeedBusinesses.demo(() -> new SubscriberId(Application.newId())))
        .hasSizeGreaterThanOrEqualTo(4)
        .allSatisfy(business -> {
          assertThat(business.hours()).isNotEmpty();
          assertThat(business.facts()).hasSizeGreaterThanOrEqualTo(6);
          assertThat(business.subscriber().transferNumber()).isPresent();
        });
  }

  private Business business(String slug) {
    return subscribers.find(new Slug(slug)).orElseThrow();
  }

  private List<String> plantAll() {
    List<String> additions = new ArrayList<>();
    for (Seeds.Part part : Seeds.Part.values()) {
      for (Business wanted : Seeds.wanted(part, subscribers.all(), Application::newId)) {
        additions.addAll(managing.fillIn(wanted, "test", false));
      }
    }
    return additions;
  }
}
