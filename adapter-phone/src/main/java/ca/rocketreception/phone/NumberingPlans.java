package ca.rocketreception.phone;

import ca.rocketreception.domain.Line;
import ca.rocketreception.domain.PhoneNumber;
import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The numbering plans of all countries. A country's is read when a number of it is first asked for;
 * what was found is remembered, for a call that rings waits for it.
 */
public final class NumberingPlans implements Function<PhoneNumber, Line> {

  private static final int MAX_REMEMBERED = 20_000;

  private final Map<PhoneNumber, Line> remembered = new ConcurrentHashMap<>();

  @Override
  public Line apply(PhoneNumber number) {
    Line known = remembered.get(number);
    if (known != null) {
      return known;
    }
    if (remembered.size() >= MAX_REMEMBERED) {
      remembered.clear();
    }
    Line found = find(number);
    remembered.put(number, found);
    return found;
  }

  private static Line find(PhoneNumber number) {
    PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
    Phonenumber.PhoneNumber parsed;
    try {
      parsed = plans.parse(number.e164(), null);
    } catch (NumberParseException none) {
      return new Line(Line.Kind.IMPOSSIBLE, Optional.empty());
    }
    if (!plans.isPossibleNumber(parsed)) {
      return new Line(Line.Kind.IMPOSSIBLE, Optional.empty());
    }
    if (!plans.isValidNumber(parsed)) {
      return new Line(Line.Kind.UNASSIGNED, Optional.empty());
    }
    return new Line(
        switch (plans.getNumberType(parsed)) {
          case FIXED_LINE, MOBILE, FIXED_LINE_OR_MOBILE, VOIP -> Line.Kind.ORDINARY;
          case TOLL_FREE -> Line.Kind.TOLL_FREE;
          default -> Line.Kind.COSTLY;
        },
        Optional.ofNullable(plans.getRegionCodeForNumber(parsed))
            .filter(country -> country.matches("[A-Z]{2}")));
  }
}
