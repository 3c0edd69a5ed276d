package ca.rocketreception.domain.billing;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.usage.UsageEntry;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A tax by its name, from a day on, until the next version of it. A version never changes.
 *
 * @param code such as gst
 * @param name as it stands on statements, with the registration number if there is one
 * @param percent of what is charged: 5 for 5 %
 */
public record Tax(Slug code, String name, LocalDate from, BigDecimal percent) {

  public Tax {
    requireNonNull(code, "code");
    requireNonNull(from, "from");
    if (name == null || name.isBlank() || name.length() > 100) {
      throw new Refusal.Invalid(
          "name", "A tax needs a name of at most 100 characters", "Give it, such as GST.");
    }
    percent = percent("percent", percent);
  }

  static BigDecimal percent(String field, BigDecimal percent) {
    if (percent == null
        || percent.signum() < 0
        || percent.compareTo(BigDecimal.valueOf(100)) > 0
        || UsageEntry.plain(percent).scale() > 6) {
      throw new Refusal.Invalid(
          field, Refusal.shown(percent) + " is no percentage", "Give 0 to 100, such as 5.");
    }
    return UsageEntry.plain(percent);
  }
}
