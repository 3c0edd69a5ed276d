package ca.rocketreception.domain.conversation;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Text;
import java.util.Optional;

/**
 * Somebody whom the business's own page knows and has vouched for.
 *
 * @param id what the business's page calls the visitor
 */
public record Visitor(String id, Optional<String> name, Optional<String> email) {

  public Visitor {
    id = Text.kept("identity.id", id, 200);
    requireNonNull(name, "name");
    requireNonNull(email, "email");
    name = line("name", name, 200);
    email = line("email", email, 320);
  }

  private static Optional<String> line(String field, Optional<String> text, int most) {
    return text.map(Text::cleanLine)
        .filter(some -> !some.isBlank())
        .map(some -> Text.required(field, some, most));
  }
}
