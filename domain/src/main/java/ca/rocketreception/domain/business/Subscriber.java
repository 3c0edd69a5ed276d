package ca.rocketreception.domain.business;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.Text;
import java.time.ZoneId;
import java.util.List;
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
    Text.language(language);
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

  /** The same under an id of its own. */
  public Subscriber under(SubscriberId next) {
    return new Subscriber(next, slug, name, status, zone, language, transferNumber);
  }

  /** The same business, described anew. */
  public Subscriber described(
      String nextName, ZoneId nextZone, Locale nextLanguage, Optional<PhoneNumber> nextTransfer) {
    return new Subscriber(id, slug, nextName, status, nextZone, nextLanguage, nextTransfer);
  }

  /** Refuses another phone for its calls than before, unless its number is said twice. */
  public void requireConfirmed(Subscriber next, Optional<PhoneNumber> confirmed) {
    if (transferNumber.isPresent()
        && next.transferNumber.isPresent()
        && !next.transferNumber.equals(transferNumber)
        && !next.transferNumber.equals(confirmed)) {
      throw new Refusal.Invalid(
          "confirmTransferNumber",
          "Calls would go on to another phone than before, and its number is not confirmed",
          "Repeat the new transferNumber in confirmTransferNumber.");
    }
  }

  List<String> inWords() {
    return List.of(
        "name " + name,
        "status " + status,
        "time zone " + zone,
        "language " + language.toLanguageTag(),
        "transfers to " + transferNumber.map(PhoneNumber::e164).orElse("nobody"));
  }

  private Subscriber with(Status next) {
    return new Subscriber(id, slug, name, next, zone, language, transferNumber);
  }
}
