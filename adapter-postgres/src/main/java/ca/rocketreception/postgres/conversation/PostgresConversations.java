package ca.rocketreception.postgres.conversation;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.conversation.Conversation;
import ca.rocketreception.domain.conversation.Visitor;
import ca.rocketreception.domain.conversation.Voucher;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Report;
import ca.rocketreception.domain.interaction.Said;
import ca.rocketreception.domain.interaction.TakenMessage;
import ca.rocketreception.domain.usage.Usage;
import ca.rocketreception.ports.driven.conversation.Conversations;
import ca.rocketreception.ports.driven.interaction.TakenMessages;
import ca.rocketreception.postgres.interaction.InteractionColumns;
import ca.rocketreception.postgres.interaction.PostgresInteractions;
import ca.rocketreception.postgres.interaction.TakenMessageStatements;
import ca.rocketreception.postgres.sql.AuditTrail;
import ca.rocketreception.postgres.sql.Batch;
import ca.rocketreception.postgres.sql.Binder;
import ca.rocketreception.postgres.sql.Transactions;
import ca.rocketreception.postgres.usage.UsageStatements;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Conversations in PostgreSQL; a message takes two round trips, a look for news one. */
public final class PostgresConversations implements Conversations, TakenMessages {

  static final String LAPSED = "lease_until <= :moment order by lease_until limit :limit";
  static final String SILENT =
      "state <> 'ENDED' and last_at <= :moment order by last_at limit :limit";

  private final Transactions transactions;

  public PostgresConversations(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void begin(Beginning beginning) {
    Conversation conversation = beginning.conversation();
    Interaction interaction = conversation.interaction(beginning.providerAgentId());
    transactions.forSubscriber(
        conversation.subscriber(),
        handle -> {
          insertInteraction(handle, interaction);
          insert(handle, beginning);
          return null;
        });
  }

  private static void insertInteraction(Handle handle, Interaction interaction)
      throws SQLException {
    try (PreparedStatement statement =
        handle
            .getConnection()
            .prepareStatement(
                "insert into interaction (%s) values (%s)"
                    .formatted(InteractionColumns.NAMES, InteractionColumns.PLACES))) {
      InteractionColumns.bind(new Binder(statement), interaction);
      statement.executeUpdate();
    }
  }

  private static void insert(Handle handle, Beginning beginning) {
    Conversation conversation = beginning.conversation();
    List<String> names = List.copyOf(beginning.answers().keySet());
    handle
        .createUpdate(
            """
            with reference as (
              insert into interaction_reference (provider, provider_interaction_id, subscriber_id,
                                                 interaction_id)
              values ('ROCKET', :id::text, :subscriber, :id)
            ), token as (
              insert into conversation_token (token_sha256, subscriber_id, conversation_id,
                                              expires_at, visitor_id, voucher_sha256)
              values (:token, :subscriber, :id, :expiresAt, :vouchedId, :voucher)
            ), begun as (
              insert into conversation (subscriber_id, id, language, state, taken_over, last_seq,
                                        visitor_seq, answered_seq, turns, started_at, last_at,
                                        visitor_id, visitor_name, visitor_email)
              values (:subscriber, :id, :language, :state, :takenOver, :lastSeq, :visitorSeq,
                      :answeredSeq, :turns, :startedAt, :lastAt, :visitorId, :visitorName,
                      :visitorEmail)
            )
            insert into conversation_answer (subscriber_id, conversation_id, name, answer)
            select :subscriber, :id, told.* from unnest(:names, :answers) as told
            """)
        .bind("subscriber", conversation.subscriber().value())
        .bind("id", conversation.id().value())
        .bind("token", beginning.tokenSha256())
        .bind("expiresAt", Binder.stored(beginning.expiresAt()))
        .bind("language", conversation.language().toLanguageTag())
        .bind("state", conversation.state())
        .bind("takenOver", conversation.takenOver())
        .bind("lastSeq", conversation.lastSeq())
        .bind("visitorSeq", conversation.visitorSeq())
        .bind("answeredSeq", conversation.answeredSeq())
        .bind("turns", conversation.turns())
        .bind("startedAt", Binder.stored(conversation.startedAt()))
        .bind("lastAt", Binder.stored(conversation.lastAt()))
        .bind("vouchedId", beginning.voucher().map(Voucher::visitorId).orElse(null))
        .bind("voucher", beginning.voucher().map(Voucher::sha256).orElse(null))
        .bind("visitorId", beginning.visitor().map(Visitor::id).orElse(null))
        .bind("visitorName", beginning.visitor().flatMap(Visitor::name).orElse(null))
        .bind("visitorEmail", beginning.visitor().flatMap(Visitor::email).orElse(null))
        .bindArray("names", String.class, names)
        .bindArray("answers", String.class, names.stream().map(beginning.answers()::get).toList())
        .execute();
  }

  @Override
  public Optional<Pass> find(String tokenSha256) {
    return transactions.begin(
        handle -> ConversationStatements.pass(handle.getConnection(), tokenSha256));
  }

  @Override
  public Changed change(
      SubscriberId subscriber,
      InteractionId id,
      Function<Conversation, Optional<Conversation.Step>> change) {
    return changed(subscriber, id, null, change, Optional.empty());
  }

  @Override
  public Changed change(
      SubscriberId subscriber,
      InteractionId id,
      Function<Conversation, Optional<Conversation.Step>> change,
      AuditEntry entry) {
    return changed(subscriber, id, null, change, Optional.of(entry));
  }

  @Override
  public int forgetExpired(Instant moment, int most) {
    return Batch.delete(
        transactions,
        """
        delete from conversation_token
         where token_sha256 in (select token_sha256
                                  from conversation_token
                                 where expires_at < :moment
                                 order by expires_at
                                 limit :most
                                   for update skip locked)
        """,
        moment,
        most);
  }

  @Override
  public Changed changeOnce(
      SubscriberId subscriber,
      InteractionId id,
      String clientMessageId,
      Function<Conversation, Optional<Conversation.Step>> change) {
    return changed(subscriber, id, clientMessageId, change, Optional.empty());
  }

  private Changed changed(
      SubscriberId subscriber,
      InteractionId id,
      String clientMessageId,
      Function<Conversation, Optional<Conversation.Step>> change,
      Optional<AuditEntry> entry) {
    return transactions.begin(handle -> {
      ConversationStatements.Found found =
          ConversationStatements.look(handle.getConnection(), subscriber, id, clientMessageId)
              .orElseThrow(() -> unknown(id));
      Conversation now = found.conversation();
      if (found.known().isPresent()) {
        return Changed.nothing(now, found.known().stream().toList());
      }
      Optional<Conversation.Step> step = change.apply(now);
      if (step.isEmpty()) {
        return Changed.nothing(now, List.of());
      }
      Conversation next = step.get().next();
      entry
          .filter(_ -> next.takenOver() != now.takenOver())
          .ifPresent(
              made -> AuditTrail.write(handle, made.comparing(now.inWords(), next.inWords())));
      return write(handle, now, step.get(), clientMessageId);
    });
  }

  private static Changed write(
      Handle handle, Conversation before, Conversation.Step step, String clientMessageId)
      throws SQLException {
    Conversation next = step.next();
    if (step.taken().isPresent()) {
      TakenMessageStatements.keep(
          handle, step.taken().get(), ChannelKind.CHAT, Provider.ROCKET, Optional.empty());
    }
    if (!next.providerChat().equals(before.providerChat())) {
      refer(handle, next, next.providerChat().orElseThrow());
    }
    if (next.hasEnded() && !before.hasEnded()) {
      close(handle, next);
      count(handle, Usage.of(next));
    }
    if (next.equals(before) && step.said().isEmpty()) {
      return Changed.nothing(next, List.of());
    }
    ConversationStatements.write(handle.getConnection(), step, clientMessageId, true);
    return Changed.by(step, before);
  }

  private static void count(Handle handle, Usage usage) throws SQLException {
    UsageStatements.append(handle.getConnection(), usage, Optional.empty());
  }

  /**
   * Lets the provider's id of the talk lead here. Its first event may have come before we knew the
   * id, and then stands as an interaction of its own: that one goes, what it was told comes along.
   */
  private static void refer(Handle handle, Conversation conversation, ProviderReference chat)
      throws SQLException {
    lineUp(handle, chat);
    Optional<Interaction> stray =
        handle
            .createQuery(
                """
                select %s
                  from interaction_reference reference
                  join interaction stray
                    on stray.subscriber_id = reference.subscriber_id
                       and stray.id = reference.interaction_id
                 where reference.provider = :provider
                   and reference.provider_interaction_id = :chat
                   and reference.interaction_id <> :id
                """
                    .formatted(InteractionColumns.of("stray")))
            .bind("provider", chat.provider())
            .bind("chat", chat.id())
            .bind("id", conversation.id().value())
            .map((row, context) -> InteractionColumns.read(row))
            .findOne();
    if (stray.isPresent()) {
      count(handle, Usage.of(stray.get(), Said.NOTHING).nothingFor(stray.get().subscriber()));
      handle
          .createUpdate("delete from interaction where subscriber_id = :subscriber and id = :id")
          .bind("subscriber", stray.get().subscriber().value())
          .bind("id", stray.get().id().value())
          .execute();
      tell(handle, conversation, stray.get().details());
    }
    handle
        .createUpdate(
            """
            insert into interaction_reference (provider, provider_interaction_id, subscriber_id,
                                               interaction_id)
            values (:provider, :chat, :subscriber, :id)
            on conflict (provider, provider_interaction_id) do update
               set subscriber_id = excluded.subscriber_id,
                   interaction_id = excluded.interaction_id
            """)
        .bind("provider", chat.provider())
        .bind("chat", chat.id())
        .bind("subscriber", conversation.subscriber().value())
        .bind("id", conversation.id().value())
        .execute();
  }

  private static void close(Handle handle, Conversation conversation) throws SQLException {
    if (conversation.providerChat().isPresent()) {
      lineUp(handle, conversation.providerChat().get());
    }
    Optional<Interaction> interaction = interaction(handle, conversation);
    if (interaction.isPresent()) {
      store(handle, interaction.get().tell(conversation.closing()));
    }
  }

  private static void tell(Handle handle, Conversation conversation, Details told)
      throws SQLException {
    Optional<Interaction> interaction = interaction(handle, conversation);
    if (interaction.isPresent()) {
      Interaction next = interaction.get().apply(new Report(told, Optional.empty()));
      store(handle, next);
      count(handle, Usage.of(next, Said.NOTHING));
    }
  }

  /** Behind whoever records an event of the same talk, so that neither undoes the other's work. */
  private static void lineUp(Handle handle, ProviderReference chat) {
    handle
        .createQuery("select pg_advisory_xact_lock(hashtextextended(:key, 0))")
        .bind("key", chat.provider().name() + ":" + chat.id())
        .mapTo(String.class)
        .findOne();
  }

  private static Optional<Interaction> interaction(Handle handle, Conversation conversation) {
    return handle
        .createQuery(PostgresInteractions.FIND + " for no key update")
        .bind("subscriber", conversation.subscriber().value())
        .bind("id", conversation.id().value())
        .map((row, context) -> InteractionColumns.read(row))
        .findOne();
  }

  private static void store(Handle handle, Interaction interaction) throws SQLException {
    try (PreparedStatement statement =
        handle
            .getConnection()
            .prepareStatement(
                "insert into interaction (%s) values (%s)"
                    .concat(" on conflict (subscriber_id, id) do update set %s")
                    .formatted(
                        InteractionColumns.NAMES,
                        InteractionColumns.PLACES,
                        InteractionColumns.TAKE_OVER))) {
      InteractionColumns.bind(new Binder(statement), interaction);
      statement.executeUpdate();
    }
  }

  @Override
  public Optional<Held> read(SubscriberId subscriber, InteractionId id) {
    return transactions.begin(
        handle -> ConversationStatements.held(handle.getConnection(), subscriber, id));
  }

  @Override
  public List<Heard> since(List<Place> places) {
    return transactions.begin(
        handle -> ConversationStatements.since(handle.getConnection(), places));
  }

  @Override
  public List<Conversation> lapsed(Instant now, int limit) {
    return found(LAPSED, now, limit);
  }

  @Override
  public List<Conversation> silentSince(Instant moment, int limit) {
    return found(SILENT, moment, limit);
  }

  @Override
  public int taken(SubscriberId subscriber, InteractionId id) {
    return transactions.forSubscriber(
        subscriber,
        handle ->
            handle
                .createQuery(
                    """
                    select count(*) from taken_message
                     where subscriber_id = :subscriber and interaction_id = :id
                    """)
                .bind("subscriber", subscriber.value())
                .bind("id", id.value())
                .mapTo(Integer.class)
                .one());
  }

  private List<Conversation> found(String which, Instant moment, int limit) {
    return transactions.asOperator(handle ->
        handle
            .createQuery(
                "select " + ConversationStatements.COLUMNS + " from conversation where " + which)
            .bind("moment", Binder.stored(moment))
            .bind("limit", limit)
            .map((row, context) -> ConversationStatements.read(row))
            .list());
  }

  @Override
  public List<TakenMessage> page(
      SubscriberId subscriber, int limit, Optional<TakenMessages.Cursor> after) {
    return transactions.forSubscriber(
        subscriber,
        handle -> {
          Query query =
              handle
                  .createQuery(takenPage(after.isEmpty()))
                  .bind("subscriber", subscriber.value())
                  .bind("limit", limit);
          after.ifPresent(last ->
              query
                  .bind("lastAt", Binder.stored(last.takenAt()))
                  .bind("lastId", last.id().value()));
          return query.map((row, context) -> TakenMessageStatements.read(subscriber, row)).list();
        });
  }

  static String takenPage(boolean first) {
    return """
    select id, interaction_id, taken_at, name, callback, matter, urgency, whole
      from taken_message
     where subscriber_id = :subscriber
    """
        + (first ? "" : " and (taken_at, id) < (:lastAt, :lastId)")
        + " order by taken_at desc, id desc limit :limit";
  }

  private static Refusal unknown(InteractionId id) {
    return new Refusal.NotFound(
        "There is no conversation " + id, "Take the id of a chat from the list of interactions.");
  }
}
