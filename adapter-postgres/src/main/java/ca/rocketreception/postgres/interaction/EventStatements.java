package ca.rocketreception.postgres.interaction;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Money;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.interaction.Attribution;
import ca.rocketreception.domain.interaction.Clues;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.Direction;
import ca.rocketreception.domain.interaction.Evidence;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.ProductCosts;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Report;
import ca.rocketreception.domain.interaction.Said;
import ca.rocketreception.domain.interaction.Sentiment;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.domain.interaction.Transcript;
import ca.rocketreception.domain.usage.Usage;
import ca.rocketreception.domain.usage.UsageEntry;
import ca.rocketreception.ports.driven.interaction.ProviderEvent;
import ca.rocketreception.postgres.sql.Binder;
import ca.rocketreception.postgres.sql.Ids;
import ca.rocketreception.postgres.usage.UsageStatements;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The two statements that record an event, each one round trip; the commit is the third. Their text
 * never changes, so that the server plans them once a connection.
 */
public final class EventStatements {

  private static final int STATEMENTS_BEFORE_THE_ROW = 4;

  /**
   * What is known: begins the transaction's scope, lines up behind whoever records the same
   * interaction (a null key locks nothing), then reads, with a snapshot taken after the wait. The
   * plans are made once a connection, for planning costs more than running; and without scans, for
   * all look-ups are by key, and a plan made while the tables were empty would scan them for ever.
   */
  public static final String LOOK =
      """
      set local rocket.scope = 'operator';
      set local plan_cache_mode = force_generic_plan;
      set local enable_seqscan = off;
      select pg_advisory_xact_lock(hashtextextended(?, 0));
      select %s,
             seen.outcome as seen_outcome,
             phone_number.subscriber_id as number_owner,
             phone_number.shared as number_shared,
             provider_agent.subscriber_id as agent_owner,
             named.subscriber_id as metadata_subscriber,
             home.subscriber_id as home_subscriber,
             home.zone as home_zone,
             %s
        from (values (?, ?)) as about (provider, provider_id)
        left join provider_event seen
          on seen.provider = about.provider and seen.provider_id = about.provider_id
             and seen.event = ? and seen.body_sha256 = ?
        left join interaction_reference reference
          on reference.provider = about.provider
             and reference.provider_interaction_id = about.provider_id
        left join interaction current
          on current.subscriber_id = reference.subscriber_id
             and current.id = reference.interaction_id
        left join phone_number on phone_number.e164 = ?
        left join provider_agent
          on provider_agent.provider_agent_id = ? and provider_agent.agent_id is not null
        left join subscriber named on named.subscriber_id = ?
        left join subscriber home
          on home.subscriber_id = coalesce(current.subscriber_id, ?, named.subscriber_id,
                                           phone_number.subscriber_id,
                                           provider_agent.subscriber_id)
        left join usage_entry line
          on line.subscriber_id = current.subscriber_id and line.source_id = current.id
      """
          .formatted(InteractionColumns.of("current"), UsageStatements.of("line"));

  private static final String SAID =
      """
      select seq, speaker, text
        from interaction_message
       where subscriber_id = ? and interaction_id = ?
      """;

  /** The evidence alone, of an event that changes nothing. */
  static final String KEEP =
      """
      insert into provider_event (provider, provider_id, event, body_sha256, received_at, body,
                                  outcome, reason, tried_at, subscriber_id)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (provider, provider_id, event, body_sha256) do update
         set outcome = excluded.outcome,
             reason = excluded.reason,
             subscriber_id = excluded.subscriber_id
      """;

  /**
   * The evidence and what it tells. The reference is inserted only for a new interaction, and then
   * without mercy: whoever had the same idea at the same time loses the race and looks again.
   */
  private static final String APPLYING =
      """
      with evidence as (
        %s
      ), reference as (
        insert into interaction_reference (provider, provider_interaction_id, subscriber_id,
                                           interaction_id)
        select ?, ?, ?, ? where ?
      ), merged as (
        insert into interaction (%s)
        values (%s)
        on conflict (subscriber_id, id) do update set %s
      ), shortened as (
        delete from interaction_message
         where subscriber_id = ? and interaction_id = ? and seq > ?
      )<more>
      insert into interaction_message (subscriber_id, interaction_id, seq, speaker, text, at,
                                       tool_name, tool_result)
      select ?, ?, told.*
        from unnest(?::integer[], ?::text[], ?::text[], ?::timestamptz[], ?::text[], ?::text[])
             as told
      on conflict (subscriber_id, interaction_id, seq) do update
         set speaker = excluded.speaker,
             text = excluded.text,
             at = excluded.at,
             tool_name = excluded.tool_name,
             tool_result = excluded.tool_result
      """
          .formatted(
              KEEP,
              InteractionColumns.NAMES,
              InteractionColumns.PLACES,
              InteractionColumns.TAKE_OVER);

  private static final String APPLY = APPLYING.replace("<more>", "");

  /** The same, and lines of the ledger. */
  private static final String APPLY_AND_COUNT =
      APPLYING.replace("<more>", ", " + UsageStatements.PARTS);

  private static final int MESSAGES = 20;
  private static final Instant STARTED = Instant.parse("2026-01-05T16:00:00Z");
  private static final List<Report> CALL = List.of(started(), ended(), analysed());

  private EventStatements() {}

  /**
   * For measuring what the database does alone: sends the statements of one whole call, its start,
   * its end with its words, and its analysis, three transactions in all, as recording it would, and
   * judges nothing.
   *
   * @param connection one of {@link ca.rocketreception.postgres.Database#connect}, its autocommit
   *     off
   * @param subscriber one that is there, and has the number
   * @param call tells calls apart; a time-ordered UUID, as the product gives its interactions
   * @param bodies of the three events, kept as the evidence
   */
  public static void replay(
      Connection connection,
      SubscriberId subscriber,
      PhoneNumber number,
      UUID call,
      List<String> bodies)
      throws SQLException {
    Clues clues =
        new Clues(
            Optional.of(number), Optional.empty(), Optional.of("agent_replay"), Optional.empty());
    Interaction next =
        Interaction.begin(
            subscriber,
            new InteractionId(call),
            ChannelKind.VOICE,
            new ProviderReference(Provider.RETELL, "replay_" + call),
            STARTED);
    for (int event = 0; event < CALL.size(); event++) {
      ProviderEvent received =
          new ProviderEvent(
              Provider.RETELL,
              "replay_" + event,
              next.reference().id(),
              STARTED,
              "00".repeat(32),
              bodies.get(event));
      Found found = look(connection, received, clues);
      Interaction told = next.apply(CALL.get(event));
      apply(
          connection,
          received,
          "",
          event == 0 ? Optional.empty() : Optional.of(next),
          told,
          found.lacking(Usage.of(told, Said.NOTHING), received));
      connection.commit();
      next = told;
    }
  }

  private static Report started() {
    return new Report(
        Details.none()
            .tell(Detail.STATUS, InteractionStatus.ONGOING, Stage.STARTED)
            .tell(Detail.DIRECTION, Direction.INBOUND, Stage.STARTED)
            .tell(Detail.FROM, new PhoneNumber("+12045550100"), Stage.STARTED)
            .tell(Detail.TO, new PhoneNumber("+12045550101"), Stage.STARTED)
            .tell(Detail.PROVIDER_AGENT_ID, "agent_replay", Stage.STARTED)
            .tell(Detail.STARTED_AT, STARTED, Stage.STARTED),
        Optional.empty());
  }

  private static Report ended() {
    return new Report(
        Details.none()
            .tell(Detail.STATUS, InteractionStatus.ENDED, Stage.ENDED)
            .tell(Detail.ENDED_AT, STARTED.plusSeconds(90), Stage.ENDED)
            .tell(Detail.DURATION_MS, 90_000L, Stage.ENDED)
            .tell(Detail.DISCONNECTION_REASON, "user_hangup", Stage.ENDED)
            .tell(Detail.RECORDING_REFERENCE, "https://example.org/recording.wav", Stage.ENDED),
        Optional.of(
            Transcript.of(
                Stage.ENDED,
                IntStream.rangeClosed(1, MESSAGES)
                    .mapToObj(seq ->
                        InteractionMessage.said(
                            seq,
                            seq % 2 == 1 ? Speaker.AGENT : Speaker.CALLER,
                            "Some words, about as many as people say at a turn of a call.",
                            Optional.of(STARTED.plusSeconds(4L * seq))))
                    .toList())));
  }

  private static Report analysed() {
    return new Report(
        Details.none()
            .tell(
                Detail.SUMMARY, "Asked for an appointment on Tuesday, and got it.", Stage.ANALYSED)
            .tell(Detail.SENTIMENT, Sentiment.POSITIVE, Stage.ANALYSED)
            .tell(Detail.SUCCESSFUL, true, Stage.ANALYSED)
            .tell(Detail.PROVIDER_COST, Money.usCents(new BigDecimal("15.5")), Stage.ANALYSED)
            .tell(
                Detail.PRODUCT_COSTS,
                ProductCosts.of(
                    Map.of(
                        "voice_engine", Money.usCents(new BigDecimal("8.25")),
                        "llm", Money.usCents(new BigDecimal("5.75")),
                        "telephony", Money.usCents(new BigDecimal("1.5")))),
                Stage.ANALYSED),
        Optional.empty());
  }

  /**
   * What the database knows of an event and its clues.
   *
   * @param outcome of the same event, recorded before
   * @param home whose it is most likely
   * @param zone where that one is
   * @param ledger the interaction's lines, with whoever has it
   */
  record Found(
      Optional<String> outcome,
      Optional<Interaction> current,
      Attribution attribution,
      Optional<SubscriberId> home,
      ZoneId zone,
      List<UsageEntry> ledger) {

    boolean isRepeat() {
      return outcome.isPresent() && !outcome.get().equals("WAITING");
    }

    /** Whether it is at home with whom it was found to be most likely. */
    boolean staysHome(Interaction next) {
      return home.equals(Optional.of(next.subscriber()));
    }

    /** What the ledger lacks of an interaction that stays at home. */
    List<UsageEntry> lacking(Usage usage, ProviderEvent event) {
      return usage.lacking(ledger, zone, evidence(event), Ids::next);
    }
  }

  /** What the interaction amounts to now; of a provider's chat, the stored messages are counted. */
  static Usage usage(Connection connection, Optional<Interaction> stored, Interaction next)
      throws SQLException {
    if (!Usage.countsWords(next)) {
      return Usage.of(next, Said.NOTHING);
    }
    Optional<List<InteractionMessage>> words = changedWords(stored, next);
    return Usage.of(
        next,
        words.isPresent()
            ? Said.of(words.get())
            : stored.isPresent() ? said(connection, stored.get()) : Said.NOTHING);
  }

  /** What is stored of an interaction's words. */
  private static Said said(Connection connection, Interaction stored) throws SQLException {
    List<InteractionMessage> words = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(SAID)) {
      new Binder(statement).uuid(stored.subscriber().value()).uuid(stored.id().value());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          words.add(message(row));
        }
      }
    }
    return Said.of(words);
  }

  /** Who said what, and no more. */
  public static InteractionMessage message(ResultSet row) throws SQLException {
    return InteractionMessage.said(
        row.getInt("seq"),
        Speaker.valueOf(row.getString("speaker")),
        row.getString("text"),
        Optional.empty());
  }

  public static Optional<Evidence> evidence(ProviderEvent event) {
    return Optional.of(
        new Evidence(event.provider(), event.providerId(), event.event(), event.bodySha256()));
  }

  static Found look(Connection connection, ProviderEvent event, Clues clues) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOOK)) {
      new Binder(statement)
          .text(
              event.providerId().isEmpty()
                  ? null
                  : event.provider().name() + ":" + event.providerId())
          .text(event.provider().name())
          .text(event.providerId())
          .text(event.event())
          .bytes(HexFormat.of().parseHex(event.bodySha256()))
          .text(clues.number().map(PhoneNumber::e164).orElse(null))
          .text(clues.providerAgentId().orElse(null))
          .uuid(clues.metadata().map(SubscriberId::value).orElse(null))
          .uuid(clues.asked().map(SubscriberId::value).orElse(null));
      statement.execute();
      for (int before = 0; before < STATEMENTS_BEFORE_THE_ROW; before++) {
        statement.getMoreResults();
      }
      try (ResultSet row = statement.getResultSet()) {
        row.next();
        Found found = found(row, clues);
        while (row.next()) {
          UsageStatements.read(row).ifPresent(found.ledger()::add);
        }
        return found;
      }
    }
  }

  private static Found found(ResultSet row, Clues clues) throws SQLException {
    Optional<Interaction> current =
        row.getObject("id") == null ? Optional.empty() : Optional.of(InteractionColumns.read(row));
    Attribution attribution =
        new Attribution(
            current.map(Interaction::subscriber),
            subscriber(row, "number_owner"),
            row.getBoolean("number_shared"),
            clues.asked(),
            subscriber(row, "agent_owner"),
            subscriber(row, "metadata_subscriber"));
    return new Found(
        Optional.ofNullable(row.getString("seen_outcome")),
        current,
        attribution,
        subscriber(row, "home_subscriber"),
        zone(row.getString("home_zone")),
        new ArrayList<>(UsageStatements.read(row).stream().toList()));
  }

  private static ZoneId zone(String name) {
    return name == null ? null : ZoneId.of(name);
  }

  private static Optional<SubscriberId> subscriber(ResultSet row, String column)
      throws SQLException {
    return Optional.ofNullable(row.getObject(column, UUID.class)).map(SubscriberId::new);
  }

  static void keep(Connection connection, ProviderEvent event, String outcome, String reason)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(KEEP)) {
      bindEvidence(new Binder(statement), event, outcome, reason, null);
      statement.executeUpdate();
    }
  }

  /**
   * @param stored the interaction before; its words are written only when the next ones differ
   * @param lines of the ledger, to be appended
   */
  static void apply(
      Connection connection,
      ProviderEvent event,
      String reason,
      Optional<Interaction> stored,
      Interaction next,
      List<UsageEntry> lines)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(lines.isEmpty() ? APPLY : APPLY_AND_COUNT)) {
      UUID subscriber = next.subscriber().value();
      UUID id = next.id().value();
      Optional<List<InteractionMessage>> words = changedWords(stored, next);
      Binder to = new Binder(statement);
      bindEvidence(to, event, "APPLIED", reason, subscriber);
      to.text(next.reference().provider().name())
          .text(next.reference().id())
          .uuid(subscriber)
          .uuid(id)
          .flag(stored.isEmpty());
      InteractionColumns.bind(to, next);
      to.uuid(subscriber)
          .uuid(id)
          .number(stored.flatMap(any -> words).map(List::size).orElse(null));
      if (!lines.isEmpty()) {
        UsageStatements.bind(to, lines);
      }
      to.uuid(subscriber).uuid(id);
      bindWords(to, words.orElse(List.of()));
      statement.executeUpdate();
    }
  }

  private static Optional<List<InteractionMessage>> changedWords(
      Optional<Interaction> stored, Interaction next) {
    Optional<Transcript> before = stored.flatMap(Interaction::transcript);
    return next.transcript()
        .filter(words -> before.filter(words::saysTheSameAs).isEmpty())
        .map(Transcript::messages);
  }

  private static void bindEvidence(
      Binder to, ProviderEvent event, String outcome, String reason, UUID subscriber)
      throws SQLException {
    to.text(event.provider().name())
        .text(event.providerId())
        .text(event.event())
        .bytes(HexFormat.of().parseHex(event.bodySha256()))
        .instant(event.receivedAt())
        .text(event.body())
        .text(outcome)
        .text(reason)
        .instant(event.receivedAt())
        .uuid(subscriber);
  }

  private static void bindWords(Binder to, List<InteractionMessage> words) throws SQLException {
    to.array("int4", words.stream().mapToInt(InteractionMessage::seq).toArray())
        .array("text", texts(words, word -> word.speaker().name()))
        .array("text", texts(words, InteractionMessage::text))
        .array("timestamptz", texts(words, word -> word.at().map(Binder::moment).orElse(null)))
        .array("text", texts(words, word -> word.toolName().orElse(null)))
        .array("text", texts(words, word -> word.toolResult().orElse(null)));
  }

  private static String[] texts(
      List<InteractionMessage> words, Function<InteractionMessage, String> part) {
    return words.stream().map(part).toArray(String[]::new);
  }
}
