package ca.rocketreception.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Who changed what of a subscriber, and when.
 *
 * @param actor who: "command line", or the name of a key
 * @param action what was done, in words: "created key", "seeded"
 * @param subject to what: the name of the thing
 */
public record AuditEntry(
    SubscriberId subscriber, Instant at, String actor, String action, String subject) {

  public AuditEntry {
    requireNonNull(subscriber, "subscriber");
    requireNonNull(at, "at");
    actor = Text.required("actor", actor, 200);
    action = Text.required("action", action, 200);
    subject = Text.required("subject", subject, 1000);
  }
}
