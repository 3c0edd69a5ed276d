package ca.rocketreception.ports.driven.business;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.business.Fact;
import java.util.List;
import java.util.Locale;

/** What may be told about businesses, searched by what a person asks. */
public interface Facts {

  /**
   * The facts of one business whose words match a question best, best first; none when nothing
   * matches. Words are compared by their stems in the question's language (English or French); a
   * word in the topic counts for more than one in the text.
   *
   * @param question as a person typed it: any length, any characters
   * @param most 1 or more
   * @throws ca.rocketreception.domain.Refusal.Unavailable when the store cannot be reached
   */
  List<Found> search(SubscriberId subscriber, Locale language, String question, int most);

  /**
   * @param score greater than 0 and at most 1: how much of what was asked the fact is about
   */
  record Found(Fact fact, double score) {}
}
