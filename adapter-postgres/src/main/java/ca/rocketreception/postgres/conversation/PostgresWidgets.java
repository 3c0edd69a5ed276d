package ca.rocketreception.postgres.conversation;

import ca.rocketreception.domain.Limits;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.conversation.Widget;
import ca.rocketreception.ports.driven.conversation.Widgets;
import ca.rocketreception.postgres.sql.AuditTrail;
import ca.rocketreception.postgres.sql.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/**
 * The widgets' settings in PostgreSQL, each remembered for two seconds, so that no visitor's
 * message reads them.
 */
public final class PostgresWidgets implements Widgets {

  private static final Duration FRESH = Duration.ofSeconds(2);

  private final Transactions transactions;
  private final Map<SubscriberId, Remembered> remembered = new ConcurrentHashMap<>();

  private record Remembered(Widget widget, long readAt) {
    boolean isFresh() {
      return System.nanoTime() - readAt < FRESH.toNanos();
    }
  }

  public PostgresWidgets(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Widget of(SubscriberId subscriber) {
    Remembered last = remembered.get(subscriber);
    if (last != null && last.isFresh()) {
      return last.widget();
    }
    try {
      Widget widget =
          transactions.forSubscriberAtOneMoment(subscriber, handle -> read(handle, subscriber));
      remembered.put(subscriber, new Remembered(widget, System.nanoTime()));
      return widget;
    } catch (Refusal.Unavailable away) {
      if (last == null) {
        throw away;
      }
      return last.widget();
    }
  }

  private static Widget read(Handle handle, SubscriberId subscriber) {
    record Settings(String colour, String identitySecret, boolean takesMessages) {}
    Optional<Settings> settings =
        handle
            .createQuery(
                """
                select colour, identity_secret, takes_messages
                  from chat_settings
                 where subscriber_id = :subscriber
                """)
            .bind("subscriber", subscriber.value())
            .map((row, context) ->
                new Settings(
                    row.getString("colour"),
                    row.getString("identity_secret"),
                    row.getBoolean("takes_messages")))
            .findFirst();
    return settings
        .map(found ->
            new Widget(
                Optional.ofNullable(found.colour()),
                Optional.ofNullable(found.identitySecret()),
                origins(handle, subscriber),
                questions(handle, subscriber),
                found.takesMessages()))
        .orElse(Widget.USUAL);
  }

  private static List<String> origins(Handle handle, SubscriberId subscriber) {
    return handle
        .createQuery(
            """
            select origin
              from chat_origin
             where subscriber_id = :subscriber
             order by origin
             limit :most
            """)
        .bind("subscriber", subscriber.value())
        .bind("most", Limits.MAX_ORIGINS)
        .mapTo(String.class)
        .list();
  }

  private static List<Widget.Question> questions(Handle handle, SubscriberId subscriber) {
    return handle
        .createQuery(
            """
            select name, label, required
              from chat_question
             where subscriber_id = :subscriber
             order by place, name
             limit :most
            """)
        .bind("subscriber", subscriber.value())
        .bind("most", Limits.MAX_QUESTIONS)
        .map((row, context) ->
            new Widget.Question(
                row.getString("name"), row.getString("label"), row.getBoolean("required")))
        .list();
  }

  @Override
  public Widget change(SubscriberId subscriber, UnaryOperator<Widget> change, AuditEntry entry) {
    Widget now =
        transactions.forSubscriber(
            subscriber,
            handle -> {
              UUID channel =
                  handle
                      .createQuery(
                          """
                          select id
                            from subscriber_channel
                           where subscriber_id = :subscriber and kind = 'CHAT'
                             for update
                          """)
                      .bind("subscriber", subscriber.value())
                      .mapTo(UUID.class)
                      .findOne()
                      .orElseThrow(() ->
                          new Refusal.NotFound(
                              "This subscriber has no chat channel", "Add a channel CHAT first."));
              Widget before = read(handle, subscriber);
              Widget next = change.apply(before);
              if (!next.equals(before)) {
                write(handle, subscriber, channel, next);
                AuditTrail.write(handle, entry.comparing(before.inWords(), next.inWords(before)));
              }
              return next;
            });
    remembered.remove(subscriber);
    return now;
  }

  /** The rows that hang on it go with it, and come again. */
  private static void write(Handle handle, SubscriberId subscriber, UUID channel, Widget widget) {
    handle
        .createUpdate(
            """
            delete from chat_settings
             where subscriber_id = :subscriber and channel_id = :channel
            """)
        .bind("subscriber", subscriber.value())
        .bind("channel", channel)
        .execute();
    handle
        .createUpdate(
            """
            with settings as (
              insert into chat_settings (subscriber_id, channel_id, colour, identity_secret,
                                         takes_messages)
              values (:subscriber, :channel, :colour, :secret, :takesMessages)
            ), origins as (
              insert into chat_origin (subscriber_id, channel_id, origin)
              select :subscriber, :channel, origin from unnest(:origins) as origin
            )
            insert into chat_question (subscriber_id, channel_id, name, place, label, required)
            select :subscriber, :channel, told.*
              from unnest(:names, :places, :labels, :required) as told
            """)
        .bind("subscriber", subscriber.value())
        .bind("channel", channel)
        .bind("colour", widget.colour().orElse(null))
        .bind("secret", widget.identitySecret().orElse(null))
        .bind("takesMessages", widget.takesMessages())
        .bindArray("origins", String.class, widget.origins())
        .bindArray("names", String.class, names(widget))
        .bindArray(
            "places",
            Integer.class,
            IntStream.rangeClosed(1, widget.questions().size()).boxed().toList())
        .bindArray(
            "labels",
            String.class,
            widget.questions().stream().map(Widget.Question::label).toList())
        .bindArray(
            "required",
            Boolean.class,
            widget.questions().stream().map(Widget.Question::required).toList())
        .execute();
  }

  private static List<String> names(Widget widget) {
    return widget.questions().stream().map(Widget.Question::name).toList();
  }
}
