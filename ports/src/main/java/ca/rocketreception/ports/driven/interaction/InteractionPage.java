package ca.rocketreception.ports.driven.interaction;

import ca.rocketreception.domain.interaction.Interaction;
import java.util.List;
import java.util.Optional;

/**
 * Some interactions, newest first.
 *
 * @param next where the next page begins; empty on the last page
 */
public record InteractionPage(
    List<Interaction> interactions, Optional<InteractionFilter.Cursor> next) {

  public InteractionPage {
    interactions = List.copyOf(interactions);
  }
}
