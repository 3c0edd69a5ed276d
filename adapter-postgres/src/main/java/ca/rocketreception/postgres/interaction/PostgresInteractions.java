package ca.rocketreception.postgres.interaction;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.interaction.Clues;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.domain.interaction.TakenMessage;
import ca.rocketreception.domain.interaction.Transcript;
import ca.rocketreception.domain.interaction.Verdict;
import ca.rocketreception.domain.usage.Usage;
import ca.rocketreception.ports.driven.interaction.InteractionFilter;
import ca.rocketreception.ports.driven.interaction.InteractionPage;
import ca.rocketreception.ports.driven.interaction.Interactions;
import ca.rocketreception.ports.driven.interaction.ProviderEvent;
import ca.rocketreception.postgres.sql.Binder;
import ca.rocketreception.postgres.sql.Deadline;
import ca.rocketreception.postgres.sql.Rows;
import ca.rocketreception.postgres.sql.Transactions;
import ca.rocketreception.postgres.usage.UsageStatements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Interactions in PostgreSQL; to record an event takes three round trips. */
public final class PostgresInteractions implements Interactions {

  public static final String FIND =
      """
      select %s
        from interaction
       where subscriber_id = :subscriber and id = :id
      """
          .formatted(InteractionColumns.NAMES);

  private static final String INSERT =
      "insert into interaction (%s) values (%s)"
          .formatted(InteractionColumns.NAMES, InteractionColumns.PLACES);

  public static final String MESSAGES =
      """
      select seq, speaker, text, at, tool_name, tool_result
        from interaction_message
       where subscriber_id = :subscriber and interaction_id = :id and seq > :after
       order by seq
       limit :limit
      """;

  /** So that whoever sent the event hears within two seconds whether to send it again. */
  private static final Duration LONGEST_TO_RECORD = Duration.ofMillis(1800);

  private final Transactions transactions;

  public PostgresInteractions(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Recorded record(ProviderEvent event, Clues clues, Judge judge) {
    return Deadline.within(
        LONGEST_TO_RECORD,
        () ->
            transactions.begin(handle -> {
              EventStatements.Found found =
                  EventStatements.look(handle.getConnection(), event, clues);
              return found.isRepeat()
                  ? new Recorded(true, found.current())
                  : write(handle, event, found, judge.judge(found.attribution(), found.current()));
            }));
  }

  private static Recorded write(
      Handle handle, ProviderEvent event, EventStatements.Found found, Verdict verdict)
      throws SQLException {
    Connection connection = handle.getConnection();
    switch (verdict) {
      case Verdict.Applied(Interaction next, String reason, Optional<TakenMessage> taken) -> {
        Usage usage = EventStatements.usage(connection, found.current(), next);
        if (found.staysHome(next)) {
          EventStatements.apply(
              connection, event, reason, found.current(), next, found.lacking(usage, event));
        } else {
          Optional<SubscriberId> front = found.current().map(Interaction::subscriber);
          front.ifPresent(one -> move(handle, one, next));
          EventStatements.apply(connection, event, reason, found.current(), next, List.of());
          moveUsage(connection, usage, event, found);
          if (front.isPresent()) {
            boolean counted =
                TakenMessageStatements.moveUsage(
                    handle, front.get(), next, EventStatements.evidence(event));
            if (counted || !found.ledger().isEmpty()) {
              leave(connection, found.current().get().stub());
            }
          }
        }
        if (taken.isPresent()) {
          TakenMessageStatements.keep(
              handle,
              taken.get(),
              next.channel(),
              next.reference().provider(),
              EventStatements.evidence(event));
        }
        return new Recorded(false, Optional.of(unread(next)));
      }
      case Verdict.Ignored(String reason) ->
          EventStatements.keep(connection, event, "IGNORED", reason);
      case Verdict.Waiting(String reason) ->
          EventStatements.keep(connection, event, "WAITING", reason);
    }
    return new Recorded(false, Optional.empty());
  }

  /**
   * Takes along the interaction, what was said and taken, and its evidence; the old go by cascade.
   */
  private static void move(Handle handle, SubscriberId front, Interaction next) {
    handle
        .createUpdate(
            """
            with gone as (
              delete from interaction where subscriber_id = :front and id = :id returning *
            ), arrived as (
              insert into interaction (<columns>)
              select <moved_columns> from gone
            ), words as (
              insert into interaction_message (subscriber_id, interaction_id, seq, speaker, text,
                                               at, tool_name, tool_result)
              select :business, interaction_id, seq, speaker, text, at, tool_name, tool_result
                from interaction_message
               where subscriber_id = :front and interaction_id = :id
            ), messages as (
              insert into taken_message (subscriber_id, id, interaction_id, taken_at, name,
                                         callback, matter, urgency, whole, content_sha256)
              select :business, id, interaction_id, taken_at, name, callback, matter, urgency,
                     whole, content_sha256
                from taken_message
               where subscriber_id = :front and interaction_id = :id
            ), reference as (
              update interaction_reference
                 set subscriber_id = :business
               where provider = :provider and provider_interaction_id = :providerId
                 and subscriber_id = :front
            )
            update provider_event
               set subscriber_id = :business
             where provider = :provider and provider_id = :providerId and subscriber_id = :front
            """
                .replace("<columns>", InteractionColumns.NAMES)
                .replace(
                    "<moved_columns>",
                    InteractionColumns.NAMES.replaceFirst("subscriber_id", ":business")))
        .bind("front", front.value())
        .bind("business", next.subscriber().value())
        .bind("id", next.id().value())
        .bind("provider", next.reference().provider().name())
        .bind("providerId", next.reference().id())
        .execute();
  }

  /** So that the lines at the front, and those that take them back, lead to something. */
  private static void leave(Connection connection, Interaction stub) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      InteractionColumns.bind(new Binder(statement), stub);
      statement.executeUpdate();
    }
  }

  /** The call is billed once: what stands at the front is taken back. */
  private static void moveUsage(
      Connection connection, Usage usage, ProviderEvent event, EventStatements.Found found)
      throws SQLException {
    if (found.current().isPresent()) {
      Usage atTheFront = usage.nothingFor(found.current().get().subscriber());
      UsageStatements.write(connection, found.lacking(atTheFront, event));
    }
    UsageStatements.append(connection, usage, EventStatements.evidence(event));
  }

  @Override
  public Optional<Interaction> find(
      SubscriberId subscriber, InteractionId id, int afterSeq, int limit) {
    return transactions.forSubscriberAtOneMoment(
        subscriber,
        handle ->
            handle
                .createQuery(FIND)
                .bind("subscriber", subscriber.value())
                .bind("id", id.value())
                .map((row, context) -> InteractionColumns.read(row))
                .findOne()
                .map(interaction -> withWords(handle, interaction, afterSeq, limit)));
  }

  private static Interaction withWords(
      Handle handle, Interaction interaction, int afterSeq, int limit) {
    return interaction
        .transcript()
        .map(words ->
            with(
                interaction,
                Optional.of(
                    new Transcript(
                        words.stage(),
                        words.length(),
                        words.digest(),
                        messages(handle, interaction, afterSeq, limit)))))
        .orElse(interaction);
  }

  private static List<InteractionMessage> messages(
      Handle handle, Interaction interaction, int afterSeq, int limit) {
    return handle
        .createQuery(MESSAGES)
        .bind("subscriber", interaction.subscriber().value())
        .bind("id", interaction.id().value())
        .bind("after", afterSeq)
        .bind("limit", limit)
        .map((row, context) -> message(row))
        .list();
  }

  private static InteractionMessage message(ResultSet row) throws SQLException {
    return new InteractionMessage(
        row.getInt("seq"),
        Speaker.valueOf(row.getString("speaker")),
        row.getString("text"),
        Optional.ofNullable(Rows.instant(row, "at")),
        Optional.ofNullable(row.getString("tool_name")),
        Optional.ofNullable(row.getString("tool_result")));
  }

  @Override
  public InteractionPage page(SubscriberId subscriber, InteractionFilter filter) {
    List<Interaction> found =
        transactions.forSubscriber(
            subscriber,
            handle ->
                pageQuery(handle, "", subscriber, filter)
                    .map((row, context) -> InteractionColumns.read(row))
                    .list());
    List<Interaction> shown = found.stream().limit(filter.limit()).toList();
    return new InteractionPage(
        shown,
        found.size() > shown.size()
            ? Optional.of(
                new InteractionFilter.Cursor(shown.getLast().happenedAt(), shown.getLast().id()))
            : Optional.empty());
  }

  /**
   * Only the conditions that are asked for, so that the plan can use an index for each. All say
   * something of happened_at, as the lists' indexes want.
   *
   * @param before the statement: empty, or "explain"
   */
  public static Query pageQuery(
      Handle handle, String before, SubscriberId subscriber, InteractionFilter filter) {
    StringBuilder sql = new StringBuilder(before);
    sql.append(" select ").append(InteractionColumns.NAMES).append(" from interaction");
    sql.append(" where subscriber_id = :subscriber and happened_at > '-infinity'");
    filter.from().ifPresent(from -> sql.append(" and happened_at >= :from"));
    filter.to().ifPresent(to -> sql.append(" and happened_at < :to"));
    filter.channel().ifPresent(kind -> sql.append(" and channel = :channel"));
    filter.status().ifPresent(status -> sql.append(" and coalesce(status, :ongoing) = :status"));
    filter.caller().ifPresent(caller -> sql.append(" and from_number = :caller"));
    filter.after().ifPresent(last -> sql.append(" and (happened_at, id) < (:lastAt, :lastId)"));
    sql.append(" order by happened_at desc, id desc limit :limit");
    Query query =
        handle
            .createQuery(sql.toString())
            .bind("subscriber", subscriber.value())
            .bind("limit", filter.limit() + 1);
    filter.from().ifPresent(from -> query.bind("from", Binder.stored(from)));
    filter.to().ifPresent(to -> query.bind("to", Binder.stored(to)));
    filter.channel().map(ChannelKind::name).ifPresent(kind -> query.bind("channel", kind));
    filter
        .status()
        .map(InteractionStatus::name)
        .ifPresent(status ->
            query.bindMap(Map.of("status", status, "ongoing", InteractionStatus.ONGOING.name())));
    filter.caller().map(PhoneNumber::e164).ifPresent(caller -> query.bind("caller", caller));
    filter
        .after()
        .ifPresent(last ->
            query
                .bind("lastAt", Binder.stored(last.happenedAt()))
                .bind("lastId", last.id().value()));
    return query;
  }

  private static Interaction unread(Interaction interaction) {
    return with(
        interaction,
        interaction
            .transcript()
            .map(
                words -> new Transcript(words.stage(), words.length(), words.digest(), List.of())));
  }

  private static Interaction with(Interaction one, Optional<Transcript> transcript) {
    return new Interaction(
        one.subscriber(),
        one.id(),
        one.channel(),
        one.reference(),
        one.firstSeenAt(),
        one.details(),
        transcript);
  }
}
