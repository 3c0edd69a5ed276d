package ca.rocketreception.http.request;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import io.javalin.http.Context;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.UUID;

/** The names that stand in a path. */
public final class Places {

  private static final int LAST_YEAR = 9999;

  private Places() {}

  public static Slug slug(Context request) {
    return new Slug(request.pathParam("slug"));
  }

  public static PhoneNumber number(Context request) {
    return new PhoneNumber(request.pathParam("number"));
  }

  /** In an address the names of kinds may be written small. */
  public static <E extends Enum<E>> E oneOf(Context request, String name, Class<E> type) {
    return Members.oneOf(name, request.pathParam(name).toUpperCase(Locale.ROOT), type);
  }

  public static LocalDate date(Context request) {
    String text = request.pathParam("date");
    try {
      LocalDate date = LocalDate.parse(text);
      if (date.getYear() >= 1 && date.getYear() <= LAST_YEAR) {
        return date;
      }
    } catch (DateTimeParseException e) {
      // the refusal below says all there is to say
    }
    throw new Refusal.Invalid(
        "date", "'" + Query.shown(text) + "' is no day", "Write it as 2026-12-25.");
  }

  public static UUID id(Context request, String thing) {
    String text = request.pathParam("id");
    try {
      UUID id = UUID.fromString(text);
      // fromString also takes what is cut short
      if (id.toString().equalsIgnoreCase(text)) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      // the refusal below says all there is to say
    }
    throw new Refusal.Invalid(
        "id",
        "'" + Query.shown(text) + "' is no id of " + thing,
        "Take an id from the list that has it.");
  }
}
