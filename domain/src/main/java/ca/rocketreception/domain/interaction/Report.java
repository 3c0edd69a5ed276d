package ca.rocketreception.domain.interaction;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** What one event tells about an interaction: any of its details, and perhaps its words. */
public record Report(Details details, Optional<Transcript> transcript) {

  public Report {
    requireNonNull(details, "details");
    requireNonNull(transcript, "transcript");
  }
}
