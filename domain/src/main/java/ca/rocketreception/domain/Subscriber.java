package ca.rocketreception.domain;

import static java.util.Objects.requireNonNull;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/**
 * A business that we answer for: the tenant to which everything belongs.
 *
 * @param zone where its hours are meant
 * @param language what it speaks to its callers, such as en-CA or fr-CA
 * @param transferNumber the business's own phone, to which a caller is put through or forwarded
 */
public record Subscriber(
    SubscriberId id,
    Slug slug,
    String name,
    Status status,
    ZoneId zone,
    Locale language,
    Optional<PhoneNumber> transferNumber) {

  public enum Status {
    ACTIVE,
    SUSPENDED
  }

  public Subscriber {
    requireNonNull(id, "id");
    requireNonNull(slug, "slug");
    requireNonNull(status, "status");
    requireNonNull(zone, "zone");
    requireNonNull(language, "language");
    requireNonNull(transferNumber, "transferNumber");
    name = Text.required("name", name, 200);
  }

  public boolean isActive() {
    return status == Status.ACTIVE;
  }

  public Subscriber suspend() {
    return with(Status.SUSPENDED);
  }

  public Subscriber resume() {
    return with(Status.ACTIVE);
  }

  private Subscriber with(Status next) {
    return new Subscriber(id, slug, name, next, zone, language, transferNumber);
  }
}
