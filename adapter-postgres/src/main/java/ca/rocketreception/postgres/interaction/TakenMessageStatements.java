package ca.rocketreception.postgres.interaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Sha256;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.interaction.Evidence;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.Matter;
import ca.rocketreception.domain.interaction.TakenMessage;
import ca.rocketreception.domain.interaction.TakenMessageId;
import ca.rocketreception.domain.interaction.Urgency;
import ca.rocketreception.domain.usage.Usage;
import ca.rocketreception.postgres.sql.Binder;
import ca.rocketreception.postgres.sql.Rows;
import ca.rocketreception.postgres.usage.UsageStatements;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** How messages for businesses are kept, within others' transactions. */
public final class TakenMessageStatements {

  private TakenMessageStatements() {}

  /**
   * Keeps a message with its line of the ledger, unless the same is there. One that was not whole
   * becomes what it is told again as, and its line stays. The call or chat is locked meanwhile.
   *
   * @param provider of the call or chat
   */
  public static void keep(
      Handle handle,
      TakenMessage message,
      ChannelKind channel,
      Provider provider,
      Optional<Evidence> evidence)
      throws SQLException {
    Matter later = message.content();
    List<TakenMessage> earlier = alike(handle, message);
    if (earlier.stream().anyMatch(one -> one.content().equals(later))) {
      return;
    }
    for (TakenMessage one : earlier) {
      Optional<Matter> together = one.content().toldAgain(later);
      if (together.isPresent()) {
        become(handle, one, together.get());
        return;
      }
    }
    if (isNew(handle, message)) {
      UsageStatements.append(
          handle.getConnection(), Usage.of(message, channel, provider), evidence);
    }
  }

  /** What was taken in the same call or chat about the same matter. */
  private static List<TakenMessage> alike(Handle handle, TakenMessage message) {
    return handle
        .createQuery(
            """
            select id, interaction_id, taken_at, name, callback, matter, urgency, whole
              from taken_message
             where subscriber_id = :subscriber and interaction_id = :interaction
               and matter = :matter
             order by taken_at, id
            """)
        .bind("subscriber", message.subscriber().value())
        .bind("interaction", message.interaction().value())
        .bind("matter", message.content().matter())
        .map((row, context) -> read(message.subscriber(), row))
        .list();
  }

  private static void become(Handle handle, TakenMessage message, Matter content) {
    handle
        .createUpdate(
            """
            update taken_message
               set name = :name, callback = :callback, urgency = :urgency, whole = :whole,
                   content_sha256 = :contentSha256
             where subscriber_id = :subscriber and id = :id
            """)
        .bind("subscriber", message.subscriber().value())
        .bind("id", message.id().value())
        .bind("name", content.name())
        .bind("callback", content.callback())
        .bind("urgency", content.urgency())
        .bind("whole", content.whole())
        .bind("contentSha256", sha256(content))
        .execute();
  }

  private static boolean isNew(Handle handle, TakenMessage message) {
    Matter content = message.content();
    return handle
            .createUpdate(
                """
                insert into taken_message (subscriber_id, id, interaction_id, taken_at, name, callback,
                                           matter, urgency, whole, content_sha256)
                values (:subscriber, :id, :interaction, :takenAt, :name, :callback, :matter, :urgency,
                        :whole, :contentSha256)
                on conflict (subscriber_id, interaction_id, content_sha256) do nothing
                """)
            .bind("subscriber", message.subscriber().value())
            .bind("id", message.id().value())
            .bind("interaction", message.interaction().value())
            .bind("takenAt", Binder.stored(message.takenAt()))
            .bind("name", content.name())
            .bind("callback", content.callback())
            .bind("matter", content.matter())
            .bind("urgency", content.urgency())
            .bind("whole", content.whole())
            .bind("contentSha256", sha256(content))
            .execute()
        > 0;
  }

  private static byte[] sha256(Matter content) {
    MessageDigest digest = Sha256.begin();
    for (String part : List.of(content.name(), content.callback(), content.matter())) {
      digest.update(part.getBytes(UTF_8));
      digest.update((byte) 0);
    }
    return digest.digest(content.urgency().name().getBytes(UTF_8));
  }

  /**
   * The messages of a call that moved are the other business's, and count for it.
   *
   * @return whether there were any
   */
  static boolean moveUsage(
      Handle handle, SubscriberId front, Interaction next, Optional<Evidence> evidence)
      throws SQLException {
    List<TakenMessage> moved =
        handle
            .createQuery(
                """
                select id, interaction_id, taken_at, name, callback, matter, urgency, whole
                  from taken_message
                 where subscriber_id = :subscriber and interaction_id = :id
                """)
            .bind("subscriber", next.subscriber().value())
            .bind("id", next.id().value())
            .map((row, context) -> read(next.subscriber(), row))
            .list();
    for (TakenMessage message : moved) {
      Usage usage = Usage.of(message, next.channel(), next.reference().provider());
      UsageStatements.append(handle.getConnection(), usage.nothingFor(front), evidence);
      UsageStatements.append(handle.getConnection(), usage, evidence);
    }
    return !moved.isEmpty();
  }

  public static TakenMessage read(SubscriberId subscriber, ResultSet row) throws SQLException {
    return new TakenMessage(
        subscriber,
        new TakenMessageId(row.getObject("id", UUID.class)),
        new InteractionId(row.getObject("interaction_id", UUID.class)),
        Rows.instant(row, "taken_at"),
        new Matter(
            row.getString("name"),
            row.getString("callback"),
            row.getString("matter"),
            Urgency.valueOf(row.getString("urgency")),
            row.getBoolean("whole")));
  }
}
