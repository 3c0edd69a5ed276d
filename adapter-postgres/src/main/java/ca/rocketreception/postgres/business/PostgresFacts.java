package ca.rocketreception.postgres.business;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.business.Fact;
import ca.rocketreception.ports.driven.business.Facts;
import ca.rocketreception.postgres.sql.Transactions;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Facts searched by their stems, which a trigger keeps in {@code fact_lexeme}. The question is
 * stemmed by the same function as the facts were.
 */
public final class PostgresFacts implements Facts {

  /** More words than anybody asks with; to_tsvector refuses texts of a megabyte. */
  private static final int LONGEST_QUESTION = 10_000;

  private final Transactions transactions;

  public PostgresFacts(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public List<Found> search(SubscriberId subscriber, Locale language, String question, int most) {
    return transactions.forSubscriber(
        subscriber,
        handle ->
            searchQuery(handle, "", subscriber, language, question, most)
                .map((row, context) ->
                    new Found(
                        new Fact(row.getString("topic"), row.getString("text")),
                        row.getDouble("score")))
                .list());
  }

  /**
   * A stem that few facts of the business have says more than one that many have. One that none has
   * says as much as one that a single fact has: what nobody wrote about lowers every score.
   *
   * @param before nothing, or "explain"
   */
  public static Query searchQuery(
      Handle handle,
      String before,
      SubscriberId subscriber,
      Locale language,
      String question,
      int most) {
    return handle
        .createQuery(
            before
                + """
                 with asked as materialized (
                   select distinct lexeme from word_stems(:language, :question) as lexeme
                 ), kept as (
                   select count(*)::float8 as facts from fact where subscriber_id = :subscriber
                 ), matched as (
                   select fact_id, lexeme, weight,
                          ln(1 + kept.facts / count(*) over (partition by lexeme)) as rarity
                     from fact_lexeme, kept
                    where subscriber_id = :subscriber and language = :language
                      and lexeme = any(array(select lexeme from asked))
                 ), whole as (
                   select sum(coalesce(known.rarity, ln(1 + kept.facts))) as rarity
                     from kept
                    cross join asked
                     left join (select distinct lexeme, rarity from matched) as known
                          using (lexeme)
                 ), best as (
                   select fact_id, sum(weight * matched.rarity) / 10 / whole.rarity as score
                     from matched, whole
                    group by fact_id, whole.rarity
                 )
                 select fact.topic, fact.text, least(best.score, 1) as score
                   from best
                   join fact on fact.subscriber_id = :subscriber and fact.id = best.fact_id
                  order by round(best.score::numeric, 9) desc, fact.topic collate "C"
                  limit :most
                """)
        .bind("subscriber", subscriber.value())
        .bind("language", language.getLanguage().equals("fr") ? "fr" : "en")
        .bind("question", sent(question))
        .bind("most", most);
  }

  private static String sent(String question) {
    String cut = question.substring(0, Math.min(question.length(), LONGEST_QUESTION));
    return cut.replace('\0', ' ');
  }
}
