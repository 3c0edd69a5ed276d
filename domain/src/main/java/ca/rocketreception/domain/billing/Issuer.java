package ca.rocketreception.domain.billing;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Refusal;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Who charges: the operator, as it stands on statements from a day on, until the next version. A
 * version never changes.
 *
 * @param address with its lines as they are printed
 * @param registration under which taxes are charged, such as a GST/HST number
 * @param footer what the page ends with, such as how and until when to pay
 */
public record Issuer(
    LocalDate from,
    String name,
    String address,
    Optional<String> registration,
    Optional<String> footer) {

  public Issuer {
    requireNonNull(from, "from");
    text("name", Optional.ofNullable(name).orElse(""), 100);
    text("address", Optional.ofNullable(address).orElse(""), 500);
    registration.ifPresent(text -> text("registration", text, 100));
    footer.ifPresent(text -> text("footer", text, 1000));
  }

  private static void text(String field, String text, int longest) {
    if (text.isBlank() || text.length() > longest) {
      throw new Refusal.Invalid(
          field,
          "The issuer's " + field + " is empty or longer than " + longest + " characters",
          "Give it as it should stand on statements.");
    }
  }
}
