package ca.rocketreception.domain;

import java.util.regex.Pattern;

/** The name of a subscriber in addresses and commands: unique, lower case, never changed. */
public record Slug(String value) {

  private static final Pattern SHAPE = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

  public Slug {
    if (value == null || !SHAPE.matcher(value).matches()) {
      throw new Refusal.Invalid(
          "slug",
          "'" + Refusal.shown(value) + "' is no slug",
          "Use 1 to 63 lower-case letters, digits and inner hyphens, such as prairie-smile-dental.");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
