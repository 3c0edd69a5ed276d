package ca.rocketreception.ports.driven.access;

import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.domain.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Limits;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.access.ApiKeyId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store of keys keeps to. */
public interface ApiKeysContract {

  Subscribers subscribers();

  /** An empty store. */
  ApiKeys keys();

  @Test
  default void aSubscribersKeyIsFoundByItsHashAndByNoOther() {
    SubscriberId dentist = SubscribersContract.stored(subscribers(), aDentist()).id();
    ApiKey key =
        new ApiKey(
            new ApiKeyId(uuid("key")), Optional.of(dentist), "till at the desk", MONDAY_MORNING);

    keys()
        .add(
            key,
            "a".repeat(64),
            Optional.of(
                new AuditEntry(dentist, MONDAY_MORNING, "a test", "created key", key.name())));

    assertThat(keys().find("a".repeat(64))).contains(key);
    assertThat(keys().find("b".repeat(64))).isEmpty();
  }

  @Test
  default void anOperatorsKeyBelongsToNoSubscriber() {
    ApiKey key =
        new ApiKey(new ApiKeyId(uuid("key")), Optional.empty(), "operator", MONDAY_MORNING);

    keys().add(key, "c".repeat(64), Optional.empty());

    assertThat(keys().find("c".repeat(64))).contains(key);
  }

  @Test
  default void eachSubscriberAndTheOperatorHaveTheirOwnKeys() {
    SubscriberId dentist = SubscribersContract.stored(subscribers(), aDentist()).id();
    ApiKey reading =
        new ApiKey(
            new ApiKeyId(uuid("reading")),
            Optional.of(dentist),
            "till",
            ApiKey.Scope.READ,
            MONDAY_MORNING.plusSeconds(1),
            Optional.empty());
    ApiKey older = aKey("older", Optional.of(dentist));
    ApiKey operators = aKey("operators", Optional.empty());
    keys().add(reading, "1".repeat(64), Optional.empty());
    keys().add(older, "2".repeat(64), Optional.empty());
    keys().add(operators, "3".repeat(64), Optional.empty());

    assertThat(keys().of(Optional.of(dentist))).containsExactly(older, reading);
    assertThat(keys().of(Optional.empty())).containsExactly(operators);
    assertThat(keys().of(Optional.of(new SubscriberId(uuid("nobody"))))).isEmpty();
  }

  @Test
  default void aRevokedKeyOpensNothingAndOnlyItsOwnerRevokesIt() {
    SubscriberId dentist = SubscribersContract.stored(subscribers(), aDentist()).id();
    ApiKey key = aKey("key", Optional.of(dentist));
    keys().add(key, "a".repeat(64), Optional.empty());

    assertThat(revoked(Optional.empty(), key)).isFalse();
    assertThat(revoked(Optional.of(new SubscriberId(uuid("other"))), key)).isFalse();
    assertThat(keys().find("a".repeat(64))).contains(key);
    assertThat(revoked(Optional.of(dentist), key)).isTrue();
    assertThat(revoked(Optional.of(dentist), key)).isFalse();
    assertThat(keys().find("a".repeat(64))).isEmpty();
    assertThat(keys().of(Optional.of(dentist))).isEmpty();
  }

  @Test
  default void manyKeysAreAskedAtOnceWhetherTheyStillOpenAnything() {
    SubscriberId dentist = SubscribersContract.stored(subscribers(), aDentist()).id();
    ApiKey own = aKey("own", Optional.of(dentist));
    ApiKey operators = aKey("operators", Optional.empty());
    ApiKey gone = aKey("gone", Optional.of(dentist));
    keys().add(own, "1".repeat(64), Optional.empty());
    keys().add(operators, "2".repeat(64), Optional.empty());
    keys().add(gone, "3".repeat(64), Optional.empty());
    revoked(Optional.of(dentist), gone);

    assertThat(
            keys()
                .valid(
                    Set.of(own.id(), operators.id(), gone.id(), new ApiKeyId(uuid("never made")))))
        .containsExactlyInAnyOrder(own.id(), operators.id());
    assertThat(keys().valid(Set.of())).isEmpty();
  }

  @Test
  default void keysMadeAtTheSameMomentAreNeverMoreThanTheLimit() {
    SubscriberId dentist = SubscribersContract.stored(subscribers(), aDentist()).id();
    for (Optional<SubscriberId> owner :
        List.of(Optional.of(dentist), Optional.<SubscriberId>empty())) {
      int room = 3;
      for (int made = keys().of(owner).size(); made < Limits.MAX_KEYS - room; made++) {
        keys().add(aKey(owner + " " + made, owner), hash(owner + " " + made), Optional.empty());
      }
      List<Future<?>> racing = new ArrayList<>();
      try (ExecutorService racers = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int racer = 0; racer < 4 * room; racer++) {
          String name = owner + " racer " + racer;
          racing.add(
              racers.submit(() -> keys().add(aKey(name, owner), hash(name), Optional.empty())));
        }
      }

      assertThat(keys().of(owner)).hasSize(Limits.MAX_KEYS);
      assertThat(racing)
          .filteredOn(one -> one.state() == Future.State.FAILED)
          .hasSize(3 * room)
          .allSatisfy(one -> assertThat(one.exceptionNow()).isInstanceOf(Refusal.Conflict.class));
    }
  }

  private static String hash(String name) {
    return (uuid(name).toString() + uuid(name + " too")).replace("-", "");
  }

  @Test
  default void anOperatorsKeyIsRevokedByTheOperator() {
    ApiKey key = aKey("key", Optional.empty());
    keys().add(key, "a".repeat(64), Optional.empty());

    assertThat(revoked(Optional.empty(), key)).isTrue();
    assertThat(keys().find("a".repeat(64))).isEmpty();
  }

  private boolean revoked(Optional<SubscriberId> subscriber, ApiKey key) {
    return keys().revoke(subscriber, key.id(), MONDAY_MORNING, Optional.empty());
  }

  private static ApiKey aKey(String name, Optional<SubscriberId> subscriber) {
    return new ApiKey(new ApiKeyId(uuid(name)), subscriber, name, MONDAY_MORNING);
  }
}
