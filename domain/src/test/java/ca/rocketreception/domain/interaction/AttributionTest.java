package ca.rocketreception.domain.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.SubscriberId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AttributionTest {

  private static final Optional<SubscriberId> NOBODY = Optional.empty();
  private static final Optional<SubscriberId> FRONT =
      Optional.of(new SubscriberId(Samples.uuid("front")));
  private static final Optional<SubscriberId> BAKERY =
      Optional.of(new SubscriberId(Samples.uuid("bakery")));
  private static final Optional<SubscriberId> DENTIST =
      Optional.of(new SubscriberId(Samples.uuid("dentist")));

  @Test
  void onANumberOfItsOwnTheMetadataTellsElseTheNumber() {
    assertThat(own(NOBODY, BAKERY, NOBODY, DENTIST)).isEqualTo(DENTIST);
    assertThat(own(NOBODY, BAKERY, DENTIST, NOBODY)).isEqualTo(BAKERY);
    assertThat(own(NOBODY, NOBODY, DENTIST, NOBODY)).isEqualTo(DENTIST);
    assertThat(own(NOBODY, NOBODY, NOBODY, NOBODY)).isEmpty();
  }

  @Test
  void whatWasDecidedStays() {
    assertThat(own(BAKERY, DENTIST, DENTIST, DENTIST)).isEqualTo(BAKERY);
    assertThat(shared(BAKERY, DENTIST, DENTIST, DENTIST)).isEqualTo(BAKERY);
  }

  @Test
  void onASharedNumberTheBusinessAskedForComesFirstThenTheAgentThenTheMetadataThenTheFront() {
    assertThat(shared(NOBODY, BAKERY, DENTIST, DENTIST)).isEqualTo(BAKERY);
    assertThat(shared(NOBODY, NOBODY, BAKERY, DENTIST)).isEqualTo(BAKERY);
    assertThat(shared(NOBODY, NOBODY, FRONT, BAKERY)).isEqualTo(BAKERY);
    assertThat(shared(NOBODY, NOBODY, FRONT, FRONT)).isEqualTo(FRONT);
    assertThat(shared(FRONT, BAKERY, FRONT, FRONT)).isEqualTo(BAKERY);
  }

  @Property(tries = 300)
  void aCallMovesAtMostOnceAndInAnyOrderToTheSameBusiness(
      @ForAll @Size(max = 10) List<Boolean> asks) {
    List<SubscriberId> owners = new ArrayList<>();
    Optional<SubscriberId> decided = NOBODY;
    for (boolean asking : asks) {
      decided = shared(decided, asking ? BAKERY : NOBODY, FRONT, FRONT);
      owners.add(decided.orElseThrow());
    }

    assertThat(owners.stream().distinct().count()).isLessThanOrEqualTo(2);
    if (asks.contains(true)) {
      assertThat(owners.getLast()).isEqualTo(BAKERY.orElseThrow());
    }
  }

  private static Optional<SubscriberId> own(
      Optional<SubscriberId> decided,
      Optional<SubscriberId> number,
      Optional<SubscriberId> agent,
      Optional<SubscriberId> metadata) {
    return new Attribution(decided, number, false, NOBODY, agent, metadata).subscriber();
  }

  private static Optional<SubscriberId> shared(
      Optional<SubscriberId> decided,
      Optional<SubscriberId> asked,
      Optional<SubscriberId> agent,
      Optional<SubscriberId> metadata) {
    return new Attribution(decided, FRONT, true, asked, agent, metadata).subscriber();
  }
}
