package ca.rocketreception.domain.routing;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Limits;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.business.OpeningHours;
import ca.rocketreception.domain.business.Schedule;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether our receptionist answers a business's calls at all; else they go on to the business's own
 * phone.
 *
 * @param until when it answers again by itself; of OFF alone
 * @param hours when it answers, where the business is; of SCHEDULE alone
 */
public record ReceptionSwitch(Mode mode, Optional<Instant> until, List<OpeningHours> hours) {

  /** How it is set. */
  public enum Mode {
    ON,
    OFF,
    /** It answers in some hours of the week, and in no others. */
    SCHEDULE
  }

  public static final ReceptionSwitch ON =
      new ReceptionSwitch(Mode.ON, Optional.empty(), List.of());

  public ReceptionSwitch {
    requireNonNull(mode, "mode");
    requireNonNull(until, "until");
    hours = hours.stream().sorted().distinct().toList();
    Limits.check("hours", hours, Limits.MAX_HOURS);
    if (until.isPresent() && mode != Mode.OFF) {
      throw new Refusal.Invalid(
          "until", "A switch that is " + mode + " has no end", "Leave until out, or set OFF.");
    }
    if (hours.isEmpty() == (mode == Mode.SCHEDULE)) {
      throw new Refusal.Invalid(
          "hours",
          mode == Mode.SCHEDULE
              ? "A schedule without hours would never answer"
              : "A switch that is " + mode + " has no hours",
          "Give hours with SCHEDULE, and with nothing else.");
    }
  }

  /**
   * Whether our receptionist answers.
   *
   * @param zone where the business is
   */
  public boolean answers(Instant at, ZoneId zone) {
    return switch (mode) {
      case ON -> true;
      case OFF -> until.filter(end -> !at.isBefore(end)).isPresent();
      case SCHEDULE -> Schedule.of(zone, hours, List.of()).isOpen(at);
    };
  }

  /** Everything about it, one line a thing. */
  public List<String> inLines() {
    return Stream.concat(
            Stream.of("switched " + inWords()), hours.stream().map(OpeningHours::inWords))
        .toList();
  }

  /** In words, for the trail of changes. */
  public String inWords() {
    return switch (mode) {
      case ON -> "on";
      case OFF -> "off" + until.map(end -> " until " + end).orElse("");
      case SCHEDULE -> "by a schedule of " + hours.size() + " hours";
    };
  }
}
