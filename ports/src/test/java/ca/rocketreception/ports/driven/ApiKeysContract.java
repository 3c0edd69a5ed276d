package ca.rocketreception.ports.driven;

import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.domain.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.ApiKey;
import ca.rocketreception.domain.ApiKeyId;
import ca.rocketreception.domain.AuditEntry;
import ca.rocketreception.domain.SubscriberId;
import java.util.Optional;
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
}
