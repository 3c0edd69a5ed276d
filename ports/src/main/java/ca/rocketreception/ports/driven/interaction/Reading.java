package ca.rocketreception.ports.driven.interaction;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.interaction.Clues;
import ca.rocketreception.domain.interaction.Matter;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Report;
import java.util.Optional;

/** What a provider's event says, in our words. */
public sealed interface Reading {

  /**
   * It tells about one interaction.
   *
   * @param note what could not be understood and was left out; empty when nothing was
   * @param taken a message for the business that the AI took
   */
  record About(
      ProviderReference reference,
      ChannelKind channel,
      Clues clues,
      Report report,
      String note,
      Optional<Matter> taken)
      implements Reading {
    public About {
      requireNonNull(reference, "reference");
      requireNonNull(channel, "channel");
      requireNonNull(clues, "clues");
      requireNonNull(report, "report");
      requireNonNull(note, "note");
      requireNonNull(taken, "taken");
    }

    public About(
        ProviderReference reference, ChannelKind channel, Clues clues, Report report, String note) {
      this(reference, channel, clues, report, note, Optional.empty());
    }

    public About with(Clues other) {
      return new About(reference, channel, other, report, note, taken);
    }

    public About with(Optional<Matter> message) {
      return new About(reference, channel, clues, report, note, message);
    }
  }

  /** It tells nothing that we use; why. */
  record Nothing(String reason) implements Reading {
    public Nothing {
      requireNonNull(reason, "reason");
    }
  }
}
