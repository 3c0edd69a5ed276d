package ca.rocketreception.postgres.conversation;

import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.conversation.ChatTurn;
import ca.rocketreception.domain.conversation.Conversation;
import ca.rocketreception.domain.conversation.ConversationState;
import ca.rocketreception.domain.conversation.Voucher;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.ports.driven.conversation.Conversations;
import ca.rocketreception.postgres.sql.Binder;
import ca.rocketreception.postgres.sql.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The statements that every message of a chat needs, each one round trip, the commit within the
 * last. Their text never changes, so that the server plans them once a connection; like those that
 * record events they run in operator scope, for a text that named the subscriber would change.
 */
public final class ConversationStatements {

  private static final int SETTINGS = 3;

  private static final String BEGIN =
      """
      set local rocket.scope = 'operator';
      set local plan_cache_mode = force_generic_plan;
      set local enable_seqscan = off;
      """;

  public static final String COLUMNS =
      """
      conversation.subscriber_id, conversation.id, conversation.language, conversation.state,
      conversation.taken_over, conversation.last_seq, conversation.visitor_seq,
      conversation.answered_seq, conversation.turns, conversation.turn_number,
      conversation.lease_until, conversation.opening, conversation.provider,
      conversation.provider_chat_id, conversation.started_at, conversation.last_at
      """;

  /**
   * Locks, and looks whether the message was stored before. Who waited for the lock sees the
   * conversation as it is then, but not a message stored meanwhile; storing it again then violates
   * its key, and the transaction runs once more.
   */
  private static final String LOOK =
      BEGIN
          + """
          select %s, known.seq as known_seq, known.speaker as known_speaker,
                 known.text as known_text, known.at as known_at
            from conversation
            left join client_message named
              on named.subscriber_id = conversation.subscriber_id
                 and named.conversation_id = conversation.id and named.client_message_id = ?
            left join interaction_message known
              on known.subscriber_id = named.subscriber_id
                 and known.interaction_id = named.conversation_id and known.seq = named.seq
           where conversation.subscriber_id = ? and conversation.id = ?
             for no key update of conversation
          """
              .formatted(COLUMNS);

  /** Whoever holds the row writes the next state and what was said by it. */
  private static final String WRITE =
      """
      with moved as (
        update conversation
           set state = ?, taken_over = ?, last_seq = ?, visitor_seq = ?, answered_seq = ?,
               turns = ?, turn_number = ?, lease_until = ?, opening = ?, provider = ?,
               provider_chat_id = ?, last_at = ?
         where subscriber_id = ? and id = ?
      ), named as (
        insert into client_message (subscriber_id, conversation_id, client_message_id, seq)
        select ?, ?, name, seq from (values (?, ?)) as told (name, seq) where name is not null
      )
      insert into interaction_message (subscriber_id, interaction_id, seq, speaker, text, at)
      select ?, ?, told.*
        from unnest(?::integer[], ?::text[], ?::text[], ?::timestamptz[]) as told
      """;

  private static final String COMMITTED = "; commit";

  private static final String MESSAGES =
      BEGIN
          + """
          select %s, said.seq, said.speaker, said.text, said.at
            from conversation
            left join lateral (
              select seq, speaker, text, at
                from interaction_message
               where subscriber_id = conversation.subscriber_id
                 and interaction_id = conversation.id
               order by seq desc
               limit %d
            ) said on true
           where conversation.subscriber_id = ? and conversation.id = ?
           order by said.seq
          """
              .formatted(COLUMNS, Conversations.LAST)
          + COMMITTED;

  private static final String SINCE =
      BEGIN
          + """
          select place.number, conversation.state, conversation.turn_number,
                 conversation.last_seq, said.seq, said.speaker, said.text, said.at,
                 named.client_message_id
            from unnest(?::integer[], ?::uuid[], ?::uuid[], ?::integer[])
                 as place (number, subscriber_id, id, seq)
            join conversation
              on conversation.subscriber_id = place.subscriber_id and conversation.id = place.id
            left join lateral (
              select seq, speaker, text, at
                from interaction_message
               where subscriber_id = place.subscriber_id and interaction_id = place.id
                 and seq > place.seq and conversation.last_seq > place.seq
               order by seq
               limit %d
            ) said on true
            left join client_message named
              on named.subscriber_id = place.subscriber_id and named.conversation_id = place.id
                 and named.seq = said.seq and said.speaker = 'VISITOR'
           order by place.number, said.seq
          """
              .formatted(Conversations.PAGE)
          + COMMITTED;

  private static final String PASS =
      BEGIN
          + """
          select subscriber_id, conversation_id, expires_at, visitor_id, voucher_sha256
            from conversation_token
           where token_sha256 = ?
          """
          + COMMITTED;

  private ConversationStatements() {}

  /**
   * @param known the message that has the client's name already
   */
  record Found(Conversation conversation, Optional<InteractionMessage> known) {}

  static Optional<Found> look(
      Connection connection, SubscriberId subscriber, InteractionId id, String clientMessageId)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOOK)) {
      new Binder(statement).text(clientMessageId).uuid(subscriber.value()).uuid(id.value());
      try (ResultSet row = rows(statement)) {
        if (!row.next()) {
          return Optional.empty();
        }
        Optional<InteractionMessage> known =
            row.getObject("known_seq") == null
                ? Optional.empty()
                : Optional.of(
                    InteractionMessage.said(
                        row.getInt("known_seq"),
                        Speaker.valueOf(row.getString("known_speaker")),
                        row.getString("known_text"),
                        Optional.ofNullable(Rows.instant(row, "known_at"))));
        return Optional.of(new Found(read(row), known));
      }
    }
  }

  /**
   * @param clientMessageId the client's name of the one message that is said; null where it has
   *     none
   * @param last whether nothing comes after it in its transaction
   */
  static void write(
      Connection connection, Conversation.Step step, String clientMessageId, boolean last)
      throws SQLException {
    Conversation next = step.next();
    List<InteractionMessage> said = step.said();
    UUID subscriber = next.subscriber().value();
    UUID id = next.id().value();
    try (PreparedStatement statement =
        connection.prepareStatement(last ? WRITE + COMMITTED : WRITE)) {
      new Binder(statement)
          .text(next.state().name())
          .flag(next.takenOver())
          .number(next.lastSeq())
          .number(next.visitorSeq())
          .number(next.answeredSeq())
          .bigNumber(next.turns())
          .bigNumber(next.turn().map(ChatTurn::number).orElse(null))
          .instant(next.turn().map(ChatTurn::leaseUntil).orElse(null))
          .text(next.opening().orElse(null))
          .text(next.providerChat().map(chat -> chat.provider().name()).orElse(null))
          .text(next.providerChat().map(ProviderReference::id).orElse(null))
          .instant(next.lastAt())
          .uuid(subscriber)
          .uuid(id)
          .uuid(subscriber)
          .uuid(id)
          .text(clientMessageId)
          .number(said.isEmpty() ? null : said.getFirst().seq())
          .uuid(subscriber)
          .uuid(id)
          .array("int4", said.stream().mapToInt(InteractionMessage::seq).toArray())
          .array("text", said.stream().map(one -> one.speaker().name()).toArray(String[]::new))
          .array("text", said.stream().map(InteractionMessage::text).toArray(String[]::new))
          .array(
              "timestamptz",
              said.stream()
                  .map(one -> one.at().map(at -> Binder.stored(at).toString()).orElse(null))
                  .toArray(String[]::new));
      statement.execute();
    }
  }

  static Optional<Conversations.Held> held(
      Connection connection, SubscriberId subscriber, InteractionId id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(MESSAGES)) {
      new Binder(statement).uuid(subscriber.value()).uuid(id.value());
      try (ResultSet row = rows(statement)) {
        Conversation conversation = null;
        List<InteractionMessage> messages = new ArrayList<>();
        while (row.next()) {
          conversation = conversation == null ? read(row) : conversation;
          message(row).ifPresent(messages::add);
        }
        return Optional.ofNullable(conversation)
            .map(found -> new Conversations.Held(found, messages));
      }
    }
  }

  static List<Conversations.Heard> since(Connection connection, List<Conversations.Place> places)
      throws SQLException {
    int[] numbers = new int[places.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    try (PreparedStatement statement = connection.prepareStatement(SINCE)) {
      new Binder(statement)
          .array("int4", numbers)
          .array(
              "uuid", places.stream().map(place -> place.subscriber().value()).toArray(UUID[]::new))
          .array("uuid", places.stream().map(place -> place.id().value()).toArray(UUID[]::new))
          .array("int4", places.stream().mapToInt(Conversations.Place::seq).toArray());
      try (ResultSet row = rows(statement)) {
        return heard(places, row);
      }
    }
  }

  private static List<Conversations.Heard> heard(List<Conversations.Place> places, ResultSet row)
      throws SQLException {
    Map<Integer, Conversations.Heard> first = new LinkedHashMap<>();
    Map<Integer, List<Conversations.Line>> lines = new HashMap<>();
    while (row.next()) {
      int number = row.getInt("number");
      if (!first.containsKey(number)) {
        first.put(
            number,
            new Conversations.Heard(
                places.get(number),
                ConversationState.valueOf(row.getString("state")),
                row.getObject("turn_number") != null,
                row.getInt("last_seq"),
                List.of()));
        lines.put(number, new ArrayList<>());
      }
      Optional<InteractionMessage> message = message(row);
      if (message.isPresent()) {
        lines
            .get(number)
            .add(
                new Conversations.Line(
                    message.get(), Optional.ofNullable(row.getString("client_message_id"))));
      }
    }
    return first.entrySet().stream()
        .map(entry -> {
          Conversations.Heard found = entry.getValue();
          return new Conversations.Heard(
              found.place(),
              found.state(),
              found.answering(),
              found.lastSeq(),
              lines.get(entry.getKey()));
        })
        .toList();
  }

  static Optional<Conversations.Pass> pass(Connection connection, String tokenSha256)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PASS)) {
      new Binder(statement).text(tokenSha256);
      try (ResultSet row = rows(statement)) {
        return row.next()
            ? Optional.of(
                new Conversations.Pass(
                    new SubscriberId(row.getObject("subscriber_id", UUID.class)),
                    new InteractionId(row.getObject("conversation_id", UUID.class)),
                    Rows.instant(row, "expires_at"),
                    voucher(row)))
            : Optional.empty();
      }
    }
  }

  private static Optional<Voucher> voucher(ResultSet row) throws SQLException {
    String visitor = row.getString("visitor_id");
    return visitor == null
        ? Optional.empty()
        : Optional.of(new Voucher(visitor, row.getString("voucher_sha256")));
  }

  public static Conversation read(ResultSet row) throws SQLException {
    Long turn = row.getObject("turn_number", Long.class);
    String provider = row.getString("provider");
    Instant leaseUntil = Rows.instant(row, "lease_until");
    return new Conversation(
        new SubscriberId(row.getObject("subscriber_id", UUID.class)),
        new InteractionId(row.getObject("id", UUID.class)),
        Locale.forLanguageTag(row.getString("language")),
        ConversationState.valueOf(row.getString("state")),
        row.getBoolean("taken_over"),
        row.getInt("last_seq"),
        row.getInt("visitor_seq"),
        row.getInt("answered_seq"),
        row.getLong("turns"),
        turn == null ? Optional.empty() : Optional.of(new ChatTurn(turn, leaseUntil)),
        Optional.ofNullable(row.getString("opening")),
        provider == null
            ? Optional.empty()
            : Optional.of(
                new ProviderReference(
                    Provider.valueOf(provider), row.getString("provider_chat_id"))),
        Rows.instant(row, "started_at"),
        Rows.instant(row, "last_at"));
  }

  private static Optional<InteractionMessage> message(ResultSet row) throws SQLException {
    return row.getObject("seq") == null
        ? Optional.empty()
        : Optional.of(
            InteractionMessage.said(
                row.getInt("seq"),
                Speaker.valueOf(row.getString("speaker")),
                row.getString("text"),
                Optional.ofNullable(Rows.instant(row, "at"))));
  }

  /** Past the settings, which give no rows. */
  private static ResultSet rows(PreparedStatement statement) throws SQLException {
    statement.execute();
    for (int setting = 0; setting < SETTINGS; setting++) {
      statement.getMoreResults();
    }
    return statement.getResultSet();
  }
}
