package ca.rocketreception.domain;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Somebody whom the business's own page knows and has vouched for.
 *
 * @param id what the business's page calls the visitor
 */
public record Visitor(String id, Optional<String> name, Optional<String> email) {

  public Visitor {
    id = Text.required("identity.id", id, 200);
    requireNonNull(name, "name");
    requireNonNull(email, "email");
    name = name.filter(some -> !some.isBlank()).map(some -> Text.required("name", some, 200));
    email = email.filter(some -> !some.isBlank()).map(some -> Text.required("email", some, 320));
  }
}
