package ca.rocketreception.ports.driven;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Clues;
import ca.rocketreception.domain.ProviderReference;
import ca.rocketreception.domain.Report;

/** What a provider's event says, in our words. */
public sealed interface Reading {

  /**
   * It tells about one interaction.
   *
   * @param note what could not be understood and was left out; empty when nothing was
   */
  record About(
      ProviderReference reference, ChannelKind channel, Clues clues, Report report, String note)
      implements Reading {
    public About {
      requireNonNull(reference, "reference");
      requireNonNull(channel, "channel");
      requireNonNull(clues, "clues");
      requireNonNull(report, "report");
      requireNonNull(note, "note");
    }

    public About with(Clues other) {
      return new About(reference, channel, other, report, note);
    }
  }

  /** It tells nothing that we use; why. */
  record Nothing(String reason) implements Reading {
    public Nothing {
      requireNonNull(reason, "reason");
    }
  }
}
