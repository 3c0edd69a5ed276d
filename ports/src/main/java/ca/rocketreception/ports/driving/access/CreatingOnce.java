package ca.rocketreception.ports.driving.access;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.ports.driven.access.Creations;
import ca.rocketreception.ports.driven.access.Creations.Answer;
import ca.rocketreception.ports.driving.Forgetting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What whoever creates things does when no answer came: asks again, and nothing is made twice. */
public final class CreatingOnce {

  private static final Duration KEPT = Duration.ofDays(1);
  private static final int LONGEST_NAME = 200;

  private final Creations creations;
  private final InstantSource clock;
  private final Supplier<UUID> ids;

  public CreatingOnce(Creations creations, InstantSource clock, Supplier<UUID> ids) {
    this.creations = creations;
    this.clock = clock;
    this.ids = ids;
  }

  /** Makes something under an id; again under the same id it must not make another. */
  public interface Creation {
    Made make(UUID id);
  }

  /**
   * @param kept what a repeat is answered: the same without what may be shown once only
   */
  public record Made(Answer answer, Answer kept) {}

  /**
   * Makes something, or gives the answer that the request of this name had within the last day.
   *
   * @param name empty when the asker gave none: then each request makes something
   * @param sha256 of all that is asked for
   * @throws Refusal.Reused when the name was given to a request that asked for something else
   */
  public Answer create(ApiKey key, Optional<String> name, String sha256, Creation creation) {
    return name.map(known -> once(key, checked(known), sha256, creation))
        .orElseGet(() -> creation.make(ids.get()).answer());
  }

  /** Forgets what nobody will repeat any more, and says how much. */
  public int forgetOld() {
    Instant moment = clock.instant().minus(KEPT);
    return Forgetting.inBatches(
        "idempotency keys", clock, most -> creations.forgetBefore(moment, most));
  }

  private Answer once(ApiKey key, String name, String sha256, Creation creation) {
    Creations.Known known =
        creations.remember(
            new Creations.Request(
                key.id(), key.subscriber(), name, sha256, ids.get(), clock.instant()));
    if (!known.sha256().equals(sha256)) {
      throw new Refusal.Reused(
          "The Idempotency-Key was used for another request",
          "Give each new request a new one, and repeat one only with the same body.");
    }
    return known
        .answer()
        .orElseGet(() -> {
          Made made = creation.make(known.id());
          creations.keep(key.id(), name, made.kept());
          return made.answer();
        });
  }

  private static String checked(String name) {
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw new Refusal.Invalid(
          "Idempotency-Key",
          "The Idempotency-Key has " + name.strip().length() + " characters",
          "Give 1 to " + LONGEST_NAME + ", such as a UUID.");
    }
    return name;
  }
}
