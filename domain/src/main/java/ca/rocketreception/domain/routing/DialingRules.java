package ca.rocketreception.domain.routing;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Line;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.Subscriber;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Which telephone numbers people may give us, and where we put calls through to: at our expense,
 * only in the operator's countries, and never to what may cost anything. A number is held against
 * them when it is given and again when it is dialled, for the rules may be newer.
 *
 * @param countries where calls are put through to, each in two letters
 * @param plan what is known of a number
 */
public record DialingRules(Set<String> countries, Function<PhoneNumber, Line> plan) {

  private static final DialingRules UNLIMITED =
      new DialingRules(Set.of("CA"), _ -> new Line(Line.Kind.ORDINARY, Optional.of("CA")));

  public DialingRules {
    countries = Set.copyOf(countries);
    requireNonNull(plan, "plan");
  }

  /** Every number is as good as another. */
  public static DialingRules unlimited() {
    return UNLIMITED;
  }

  /** Whether calls may be put through to a number. */
  public boolean allows(PhoneNumber number) {
    Line line = plan.apply(number);
    return (line.kind() == Line.Kind.ORDINARY || line.kind() == Line.Kind.TOLL_FREE)
        && line.country().filter(countries::contains).isPresent();
  }

  /** The phone to which a business's calls may be put through. */
  public Optional<PhoneNumber> transferNumber(Subscriber subscriber) {
    return subscriber.transferNumber().filter(this::allows);
  }

  /** The same business, but for a phone that may not be dialled. */
  public Business dialled(Business business) {
    Subscriber one = business.subscriber();
    Optional<PhoneNumber> phone = transferNumber(one);
    return phone.equals(one.transferNumber())
        ? business
        : business.with(one.described(one.name(), one.zone(), one.language(), phone));
  }

  /** Refuses a number that no call may be put through to. */
  public void requireAllowed(String field, PhoneNumber number) {
    requireRinging(field, number);
    if (!allows(number)) {
      boolean costly = plan.apply(number).kind() == Line.Kind.COSTLY;
      throw new Refusal.Invalid(
          field,
          "Calls are not put through to "
              + number
              + (costly ? ": calling it may cost anything" : ": its country is not among ours"),
          "Give an ordinary telephone number of "
              + String.join(", ", new TreeSet<>(countries))
              + "; the operator may allow more countries with FORWARD_COUNTRIES.");
    }
  }

  /** Refuses a number that cannot ring. */
  public void requireRinging(String field, PhoneNumber number) {
    requirePossible(field, number);
    if (plan.apply(number).kind() == Line.Kind.UNASSIGNED) {
      throw new Refusal.Invalid(
          field, "Nobody can have the number " + number, "Look for a digit that is wrong.");
    }
  }

  /**
   * Refuses a number that is too short or too long for its country. Callers may show one that
   * nobody has.
   */
  public void requirePossible(String field, PhoneNumber number) {
    if (plan.apply(number).kind() == Line.Kind.IMPOSSIBLE) {
      throw new Refusal.Invalid(
          field,
          number + " is too short or too long for a number of its country",
          "Look for a digit that is missing, or there twice.");
    }
  }
}
