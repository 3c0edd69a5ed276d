package ca.rocketreception.ports.driven.access;

import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.aBusinessBehindTheFront;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.domain.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.access.Actor;
import ca.rocketreception.domain.access.ApiKeyId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.access.ChainedEntry;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.Fact;
import ca.rocketreception.ports.driven.Together;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What every store of audit trails keeps to. */
public interface AuditTrailsContract {

  Subscribers subscribers();

  /** An empty store: of what is changed of the subscribers. */
  AuditTrails trails();

  private void changed(Business business, UnaryOperator<Business> change) {
    changed(subscribers(), business, change);
  }

  static void changed(Subscribers subscribers, Business business, UnaryOperator<Business> change) {
    subscribers.change(
        business.subscriber().slug(),
        current -> change.apply(current.orElse(business)),
        now ->
            new AuditEntry(
                now.id(),
                MONDAY_MORNING.plusNanos(123_456_789),
                new Actor("a key", Optional.of(new ApiKeyId(uuid("key"))), Optional.of("req-1")),
                "changed it — ✓",
                "everything"));
  }

  private List<String> pageOf(Business business, int limit, Optional<Long> before) {
    return trails().page(business.id(), limit, before).stream()
        .map(chained -> chained.seq() + " " + chained.entry().after())
        .toList();
  }

  @Test
  default void anEntrySaysWhoDidWhatWhenAndWhatBecameOther() {
    SubscribersContract.stored(subscribers(), aDentist());
    changed(aDentist(), business -> business.with(new Fact("parking", "In front.\nReally.")));

    ChainedEntry chained = trails().page(aDentist().id(), 1, Optional.empty()).getFirst();

    assertThat(chained.seq()).isEqualTo(2);
    assertThat(chained.entry())
        .isEqualTo(
            new AuditEntry(
                aDentist().id(),
                MONDAY_MORNING.plusNanos(123_456_000),
                new Actor("a key", Optional.of(new ApiKeyId(uuid("key"))), Optional.of("req-1")),
                "changed it — ✓",
                "everything",
                "fact parking: Free behind the building.",
                "fact parking: In front.\nReally."));
  }

  @Test
  default void entriesComeNewestFirstInPagesAndEachSubscriberHasItsOwn() {
    Business bare = Business.of(aDentist().subscriber());
    SubscribersContract.stored(subscribers(), bare);
    SubscribersContract.stored(subscribers(), aBusinessBehindTheFront("bakery"));
    for (String topic : List.of("a", "b", "c")) {
      changed(bare, business -> business.with(new Fact(topic, "yes")));
    }

    assertThat(pageOf(bare, 2, Optional.empty())).containsExactly("4 fact c: yes", "3 fact b: yes");
    assertThat(pageOf(bare, 1, Optional.of(3L))).containsExactly("2 fact a: yes");
    assertThat(pageOf(bare, 5, Optional.of(1L))).isEmpty();
    assertThat(pageOf(aBusinessBehindTheFront("bakery"), 5, Optional.empty())).hasSize(1);
  }

  @Test
  default void whatWasNotTamperedWithHolds() {
    assertThat(trails().verify(aDentist().id()))
        .isEqualTo(new AuditTrails.Verified(0, Optional.empty()));
    SubscribersContract.stored(subscribers(), aDentist());
    changed(aDentist(), business -> business.with(new Fact("é", "予約")));

    assertThat(trails().verify(aDentist().id()))
        .isEqualTo(new AuditTrails.Verified(2, Optional.empty()));
  }

  @Test
  default void someEntriesAreVerifiedWithoutReadingTheOthers() {
    SubscribersContract.stored(subscribers(), aDentist());
    for (String topic : List.of("a", "b", "c", "d")) {
      changed(aDentist(), business -> business.with(new Fact(topic, "yes")));
    }

    assertThat(trails().verify(aDentist().id(), Optional.empty(), 2))
        .isEqualTo(new AuditTrails.Verified(2, Optional.empty()));
    assertThat(trails().verify(aDentist().id(), Optional.empty(), 10))
        .isEqualTo(new AuditTrails.Verified(5, Optional.empty()));
    assertThat(trails().verify(aDentist().id(), Optional.of(4L), 2))
        .isEqualTo(new AuditTrails.Verified(2, Optional.empty()));
    assertThat(trails().verify(aDentist().id(), Optional.of(1L), 2))
        .isEqualTo(new AuditTrails.Verified(0, Optional.empty()));
  }

  @Test
  default void halfACharacterBreaksNoChain() {
    SubscribersContract.stored(subscribers(), aDentist());
    changed(aDentist(), business -> business.with(new Fact("half", "\ud800 and \udc00")));

    assertThat(trails().verify(aDentist().id()).holds()).isTrue();
    assertThat(subscribers().find(aDentist().id()).orElseThrow().facts())
        .contains(new Fact("half", "? and ?"));
  }

  @Test
  default void changesAtTheSameTimeMakeOneChain() {
    SubscribersContract.stored(subscribers(), aDentist());
    Together.run(
        12,
        place -> changed(aDentist(), business -> business.with(new Fact("topic " + place, "yes"))));

    assertThat(trails().verify(aDentist().id()))
        .isEqualTo(new AuditTrails.Verified(13, Optional.empty()));
  }
}
