package ca.rocketreception.postgres.reconciliation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Discrepancy;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.billing.Account;
import ca.rocketreception.domain.billing.Statement;
import ca.rocketreception.domain.conversation.Conversation;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.Evidence;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.Said;
import ca.rocketreception.domain.interaction.TakenMessage;
import ca.rocketreception.domain.usage.Usage;
import ca.rocketreception.domain.usage.UsageEntry;
import ca.rocketreception.ports.driven.interaction.EventReader;
import ca.rocketreception.ports.driven.interaction.ProviderEvent;
import ca.rocketreception.ports.driven.interaction.Reading;
import ca.rocketreception.ports.driven.reconciliation.ProviderRecords;
import ca.rocketreception.ports.driven.reconciliation.UsageAudit;
import ca.rocketreception.postgres.access.PostgresAuditTrails;
import ca.rocketreception.postgres.billing.PostgresStatements;
import ca.rocketreception.postgres.conversation.ConversationStatements;
import ca.rocketreception.postgres.interaction.EventStatements;
import ca.rocketreception.postgres.interaction.InteractionColumns;
import ca.rocketreception.postgres.interaction.PostgresProviderEvents;
import ca.rocketreception.postgres.interaction.TakenMessageStatements;
import ca.rocketreception.postgres.sql.Binder;
import ca.rocketreception.postgres.sql.Ids;
import ca.rocketreception.postgres.sql.Transactions;
import ca.rocketreception.postgres.sql.Zones;
import ca.rocketreception.postgres.usage.UsageStatements;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Reads sources in pages, each with its lines at one moment, and lets the domain say what they
 * amount to; what concerns lines alone is one statement for each subscriber.
 */
public final class PostgresUsageAudit implements UsageAudit {

  static final int PAGE = 500;

  /** With their transcripts they are large. */
  private static final int EVENTS_AT_ONCE = 50;

  private static final UUID FIRST = new UUID(0, 0);

  /** Also those who are in the ledger and nowhere else. */
  private static final String SUBSCRIBERS =
      """
      select known.subscriber_id, coalesce(business.zone, 'UTC') as zone
        from (select subscriber_id from subscriber
              union
              select subscriber_id from usage_entry
              union
              select subscriber_id from usage_rollup) known
        left join subscriber business on business.subscriber_id = known.subscriber_id
       order by known.subscriber_id
      """;

  private static final String INTERACTIONS =
      """
      select %s
        from interaction
       where subscriber_id = :subscriber and id > :after
       order by id
       limit :limit
      """
          .formatted(InteractionColumns.NAMES);

  private static final String WORDS =
      """
      select interaction_id, seq, speaker, text
        from interaction_message
       where subscriber_id = :subscriber and interaction_id = any (:ids)
      """;

  /** Of interactions of which no event was forgotten yet, since the first is still there. */
  private static final String EVENTS =
      """
      select interaction.id, event.provider, event.event, event.provider_id, event.received_at,
             event.body_sha256, event.body
        from interaction
        join provider_event event
          on event.provider = interaction.provider
             and event.provider_id = interaction.provider_interaction_id
       where interaction.subscriber_id = :subscriber and interaction.id = any (:ids)
         and interaction.provider <> 'ROCKET'
         and event.subscriber_id = :subscriber and event.outcome = 'APPLIED'
         and exists (select from provider_event first
                      where first.provider = interaction.provider
                        and first.provider_id = interaction.provider_interaction_id
                        and first.subscriber_id = :subscriber and first.outcome = 'APPLIED'
                        and first.received_at <= interaction.first_seen_at)
      """;

  private static final String CONVERSATIONS =
      """
      select %s
        from conversation
       where subscriber_id = :subscriber and id = any (:ids)
      """
          .formatted(ConversationStatements.COLUMNS);

  private static final String TAKEN =
      """
      select message.id, message.interaction_id, message.taken_at, message.name, message.callback,
             message.matter, message.urgency, message.whole, interaction.channel,
             interaction.provider
        from taken_message message
        join interaction
          on interaction.subscriber_id = message.subscriber_id
             and interaction.id = message.interaction_id
       where message.subscriber_id = :subscriber and message.id > :after
       order by message.id
       limit :limit
      """;

  private static final String LINES =
      """
      select %s
        from usage_entry line
       where line.subscriber_id = :subscriber and line.source_id = any (:ids)
      """
          .formatted(UsageStatements.of("line"));

  private static final String ORPHANS =
      """
      select source || ' ' || source_id || ' on ' || local_day as place, meter, product, currency,
             sum(quantity) as told, null::numeric as due
        from usage_entry line
       where subscriber_id = :subscriber
         and not exists (select from interaction
                          where subscriber_id = :subscriber and id = line.source_id)
         and not exists (select from taken_message
                          where subscriber_id = :subscriber and id = line.source_id)
         and source <> 'NUMBER'
       group by source, source_id, local_day, meter, product, currency
      having sum(quantity) <> 0
       order by place
      """;

  /** A number counts once for its month; whose it was then is told by its line alone. */
  private static final String NUMBERS =
      """
      select min(source) || ' ' || source_id as place, meter, product, min(currency) as currency,
             sum(quantity) as told, 1::numeric as due
        from usage_entry
       where subscriber_id = :subscriber and source = 'NUMBER'
       group by source_id, meter, product
      having sum(quantity) <> 1
       order by place
      """;

  private static final String GAPS =
      """
      select min(source) || ' ' || source_id as place, meter, product, min(currency) as currency,
             count(*)::numeric as told, (max(revision) + 1)::numeric as due
        from usage_entry
       where subscriber_id = :subscriber
       group by source_id, meter, product
      having count(*) <> max(revision) + 1
       order by place
      """;

  /** Days that are marked are not added up yet, and are not expected to agree. */
  private static final String ROLLUPS =
      """
      with marked as materialized (
        select distinct local_day from usage_dirty where subscriber_id = :subscriber
      ), summed as (
        select local_day, channel, meter, product, currency, sum(quantity) as quantity
          from usage_entry
         where subscriber_id = :subscriber
           and local_day not in (select local_day from marked)
         group by local_day, channel, meter, product, currency
      ), rolled as (
        select local_day, channel, meter, product, currency, quantity
          from usage_rollup
         where subscriber_id = :subscriber
           and local_day not in (select local_day from marked)
      )
      select channel || ' on ' || local_day as place, meter, product, currency,
             rolled.quantity as told, summed.quantity as due
        from summed
        full join rolled using (local_day, channel, meter, product, currency)
       where summed.quantity is distinct from rolled.quantity
       order by local_day, channel
      """;

  private static final String DAYS =
      """
      select count(distinct local_day) from usage_rollup where subscriber_id = :subscriber
      """;

  private static final String KNOWN =
      """
      select known.provider_interaction_id, known.subscriber_id, known.interaction_id,
             (select sum(line.quantity)
                from usage_entry line
               where line.subscriber_id = known.subscriber_id
                 and line.source_id = known.interaction_id
                 and line.meter = 'PROVIDER_COST' and line.currency = 'USD') as cents
        from interaction_reference known
       where known.provider = :provider and known.provider_interaction_id = any (:ids)
      """;

  private static final String STARTED =
      """
      select provider_interaction_id, id::text as id
        from interaction
       where subscriber_id = :subscriber and provider = :provider and channel = 'VOICE'
         and status = 'ENDED' and started_at is not null
         and happened_at >= :from and happened_at < :to
      """;

  private final Transactions transactions;
  private final EventReader reader;

  public PostgresUsageAudit(Transactions transactions, EventReader reader) {
    this.transactions = transactions;
    this.reader = reader;
  }

  private record Someone(SubscriberId id, ZoneId zone) {}

  /** What the kept events of an interaction tell, and which they are. */
  private record Told(Details details, Set<Evidence> events) {

    static final Told NOTHING = new Told(Details.none(), Set.of());

    Told plus(Told other) {
      Set<Evidence> all = new HashSet<>(events);
      all.addAll(other.events);
      return new Told(details.merge(other.details), all);
    }
  }

  /**
   * What there is of a source, from one page of sources.
   *
   * @param events that its lines may be due to; empty where they were forgotten
   */
  private record Counted(
      UUID source, List<Usage> usages, List<Discrepancy> discrepancies, Set<Evidence> events) {

    List<Discrepancy> withoutEvent(SubscriberId subscriber, List<UsageEntry> lines) {
      return lines.stream()
          .filter(line -> !events.isEmpty())
          .filter(line -> line.evidence().filter(event -> !events.contains(event)).isPresent())
          .map(line ->
              new Discrepancy(
                  subscriber,
                  Discrepancy.Kind.LEDGER,
                  line.source().kind() + " " + line.source().id() + " on " + line.localDay(),
                  line.measure() + " revision " + line.revision(),
                  Optional.of("due to an event that is not there"),
                  Optional.empty()))
          .toList();
    }
  }

  @Override
  public Audited audit(Consumer<Discrepancy> found) {
    transactions.asOperatorAtOneMoment(Guards::broken).forEach(found);
    transactions.asOperatorAtOneMoment(Seals::broken).forEach(found);
    transactions.asOperatorAtOneMoment(Seals::gone).forEach(found);
    trail(AuditEntry.NOBODY).ifPresent(found);
    unreadable().forEach(found);
    return everybody().stream()
        .map(one -> audit(one, found))
        .reduce(new Audited(0, 0, 0, 0), Audited::plus);
  }

  /** Whose days can be told; whose cannot is {@link #unreadable}. */
  private List<Someone> everybody() {
    return zones().entrySet().stream()
        .flatMap(
            one -> Zones.read(one.getValue()).map(zone -> new Someone(one.getKey(), zone)).stream())
        .toList();
  }

  private List<Discrepancy> unreadable() {
    return zones().entrySet().stream()
        .filter(one -> Zones.read(one.getValue()).isEmpty())
        .map(one ->
            new Discrepancy(
                one.getKey(),
                Discrepancy.Kind.LEDGER,
                "all days",
                "timezone",
                Optional.of(one.getValue()),
                Optional.of("a time zone that this node's rules know")))
        .toList();
  }

  private Map<SubscriberId, String> zones() {
    return transactions.asOperatorAtOneMoment(handle ->
        handle
            .createQuery(SUBSCRIBERS)
            .map((row, context) ->
                Map.entry(
                    new SubscriberId(row.getObject("subscriber_id", UUID.class)),
                    row.getString("zone")))
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    Map.Entry::getValue,
                    (one, same) -> one,
                    LinkedHashMap::new)));
  }

  private Audited audit(Someone one, Consumer<Discrepancy> found) {
    long interactions = sources(one, this::interactions, found);
    long taken = sources(one, PostgresUsageAudit::taken, found);
    compare(one, Discrepancy.Kind.ORPHAN, ORPHANS, found);
    compare(one, Discrepancy.Kind.LEDGER, NUMBERS, found);
    compare(one, Discrepancy.Kind.GAP, GAPS, found);
    compare(one, Discrepancy.Kind.ROLLUP, ROLLUPS, found);
    statements(one.id()).forEach(found);
    trail(one.id()).ifPresent(found);
    long days =
        transactions.forSubscriber(
            one.id(),
            handle ->
                handle
                    .createQuery(DAYS)
                    .bind("subscriber", one.id().value())
                    .mapTo(Long.class)
                    .one());
    return new Audited(1, interactions, taken, days);
  }

  private Optional<Discrepancy> trail(SubscriberId subscriber) {
    return new PostgresAuditTrails(transactions)
        .verify(subscriber)
        .brokenAt()
        .map(seq ->
            new Discrepancy(
                subscriber,
                Discrepancy.Kind.TRAIL,
                "TRAIL entry " + seq,
                "entry",
                Optional.of("changed or gone"),
                Optional.of("as it was written")));
  }

  /** Nobody has a statement who is in the ledger alone. */
  private List<Discrepancy> statements(SubscriberId subscriber) {
    return transactions.forSubscriberAtOneMoment(
        subscriber,
        handle -> {
          List<Statement> issued = PostgresStatements.issued(handle, subscriber);
          if (issued.isEmpty()) {
            return List.of();
          }
          Account account = PostgresStatements.account(handle, subscriber);
          List<Discrepancy> found = new ArrayList<>();
          for (Statement last : account.issued()) {
            Statement.Issue issue = last.issue().orElseThrow();
            found.addAll(
                account.discrepancies(
                    last, new PostgresStatements.Counted(handle, subscriber, issue.through())));
            List<Statement> notes =
                issued.stream()
                    .filter(
                        one -> one.issue().orElseThrow().credits().equals(Optional.of(issue.id())))
                    .toList();
            for (int at = 0; at < notes.size(); at++) {
              found.addAll(account.discrepancies(notes.get(at), last, notes.subList(0, at)));
            }
          }
          return found;
        });
  }

  @Override
  public long charges(
      ProviderRecords records, Instant from, Instant to, Consumer<Discrepancy> found) {
    Set<String> told = new HashSet<>();
    List<ProviderRecords.Charged> page = new ArrayList<>();
    records.calls(
        from,
        to,
        charged -> {
          if (told.add(charged.providerId())) {
            page.add(charged);
          }
          if (page.size() == PAGE) {
            compare(records.provider(), page).forEach(found);
            page.clear();
          }
        });
    compare(records.provider(), page).forEach(found);
    everybody().forEach(one -> untold(one.id(), records.provider(), from, to, told).forEach(found));
    return told.size();
  }

  private record Known(SubscriberId subscriber, UUID interaction, Optional<BigDecimal> cents) {}

  private List<Discrepancy> compare(Provider provider, List<ProviderRecords.Charged> page) {
    Map<String, Known> known = new HashMap<>();
    transactions.asOperatorAtOneMoment(handle -> {
      handle
          .createQuery(KNOWN)
          .bind("provider", provider.name())
          .bindArray(
              "ids", String.class, page.stream().map(ProviderRecords.Charged::providerId).toList())
          .map((row, context) ->
              known.put(
                  row.getString("provider_interaction_id"),
                  new Known(
                      new SubscriberId(row.getObject("subscriber_id", UUID.class)),
                      row.getObject("interaction_id", UUID.class),
                      Optional.ofNullable(row.getBigDecimal("cents")).map(UsageEntry::plain))))
          .forEach(before -> {});
      return null;
    });
    List<Discrepancy> found = new ArrayList<>();
    for (ProviderRecords.Charged charged : page) {
      Optional<Known> ours = Optional.ofNullable(known.get(charged.providerId()));
      Optional<BigDecimal> is = ours.flatMap(Known::cents);
      Optional<BigDecimal> shouldBe = charged.cents().map(UsageEntry::plain);
      if (ours.isEmpty() || !is.equals(shouldBe)) {
        found.add(
            new Discrepancy(
                ours.map(Known::subscriber).orElse(AuditEntry.NOBODY),
                Discrepancy.Kind.PROVIDER,
                ours.map(one -> "INTERACTION " + one.interaction())
                    .orElse(provider + " " + charged.providerId()),
                ours.isEmpty() ? "call" : "cost in US cents",
                is.map(BigDecimal::toPlainString),
                Optional.of(shouldBe.map(BigDecimal::toPlainString).orElse("recorded"))
                    .filter(text -> ours.isEmpty() || shouldBe.isPresent())));
      }
    }
    return found;
  }

  private List<Discrepancy> untold(
      SubscriberId subscriber, Provider provider, Instant from, Instant to, Set<String> told) {
    return transactions.forSubscriber(
        subscriber,
        handle ->
            handle
                .createQuery(STARTED)
                .bind("subscriber", subscriber.value())
                .bind("provider", provider.name())
                .bind("from", Binder.stored(from))
                .bind("to", Binder.stored(to))
                .setFetchSize(PAGE)
                .map((row, context) ->
                    Map.entry(row.getString("provider_interaction_id"), row.getString("id")))
                .stream()
                .filter(call -> !told.contains(call.getKey()))
                .map(call ->
                    new Discrepancy(
                        subscriber,
                        Discrepancy.Kind.PROVIDER,
                        "INTERACTION " + call.getValue(),
                        "call",
                        Optional.of("recorded"),
                        Optional.empty()))
                .toList());
  }

  @Override
  public long append() {
    return everybody().stream()
        .mapToLong(
            one -> append(one, this::interactionsLocked) + append(one, PostgresUsageAudit::taken))
        .sum();
  }

  /** Page by page, so that nobody waits long for a source that is looked at. */
  private long append(Someone one, Page page) {
    long appended = 0;
    UUID last = FIRST;
    while (true) {
      UUID after = last;
      long[] lines = new long[1];
      List<Counted> read =
          transactions.forSubscriber(
              one.id(),
              handle -> {
                List<Counted> counted = page.after(handle, one.id(), after);
                Map<UUID, List<UsageEntry>> there = lines(handle, one.id(), counted);
                lines[0] =
                    UsageStatements.writeMany(
                        handle.getConnection(),
                        counted.stream()
                            .flatMap(source ->
                                source.usages().stream()
                                    .flatMap(usage ->
                                        usage
                                            .lacking(
                                                there.getOrDefault(source.source(), List.of()),
                                                one.zone(),
                                                Optional.empty(),
                                                Ids::next)
                                            .stream()))
                            .toList());
                return counted;
              });
      appended += lines[0];
      if (read.size() < PAGE) {
        return appended;
      }
      last = read.getLast().source();
    }
  }

  private List<Counted> interactionsLocked(Handle handle, SubscriberId subscriber, UUID last) {
    handle
        .createQuery(
            """
            select id
              from interaction
             where subscriber_id = :subscriber and id > :after
             order by id
             limit :limit
               for no key update
            """)
        .bind("subscriber", subscriber.value())
        .bind("after", last)
        .bind("limit", PAGE)
        .mapTo(UUID.class)
        .forEach(id -> {});
    return interactions(handle, subscriber, last, false);
  }

  @FunctionalInterface
  private interface Page {
    List<Counted> after(Handle handle, SubscriberId subscriber, UUID last);
  }

  private long sources(Someone one, Page page, Consumer<Discrepancy> found) {
    long count = 0;
    UUID last = FIRST;
    while (true) {
      UUID after = last;
      List<Discrepancy> discrepancies = new ArrayList<>();
      List<Counted> read =
          transactions.forSubscriberAtOneMoment(
              one.id(),
              handle -> {
                List<Counted> counted = page.after(handle, one.id(), after);
                discrepancies.addAll(discrepancies(handle, one, counted));
                return counted;
              });
      discrepancies.forEach(found);
      count += read.size();
      if (read.size() < PAGE) {
        return count;
      }
      last = read.getLast().source();
    }
  }

  private static List<Discrepancy> discrepancies(
      Handle handle, Someone one, List<Counted> counted) {
    Map<UUID, List<UsageEntry>> lines = lines(handle, one.id(), counted);
    return counted.stream()
        .flatMap(source ->
            Stream.of(
                    source.discrepancies().stream(),
                    source
                        .withoutEvent(one.id(), lines.getOrDefault(source.source(), List.of()))
                        .stream(),
                    source.usages().stream()
                        .flatMap(usage ->
                            usage
                                .discrepancies(
                                    lines.getOrDefault(source.source(), List.of()), one.zone())
                                .stream()))
                .flatMap(some -> some))
        .toList();
  }

  private static Map<UUID, List<UsageEntry>> lines(
      Handle handle, SubscriberId subscriber, List<Counted> counted) {
    return handle
        .createQuery(LINES)
        .bind("subscriber", subscriber.value())
        .bindArray("ids", UUID.class, counted.stream().map(Counted::source).toList())
        .map((row, context) -> UsageStatements.read(row).orElseThrow())
        .stream()
        .collect(groupingBy(line -> line.source().id()));
  }

  private List<Counted> interactions(Handle handle, SubscriberId subscriber, UUID last) {
    return interactions(handle, subscriber, last, true);
  }

  private List<Counted> interactions(
      Handle handle, SubscriberId subscriber, UUID last, boolean withEvents) {
    List<Interaction> read =
        handle
            .createQuery(INTERACTIONS)
            .bind("subscriber", subscriber.value())
            .bind("after", last)
            .bind("limit", PAGE)
            .map((row, context) -> InteractionColumns.read(row))
            .list();
    List<UUID> ids = read.stream().map(one -> one.id().value()).toList();
    Map<UUID, Said> said = said(handle, subscriber, read);
    Map<UUID, Told> told = withEvents ? told(handle, subscriber, ids) : Map.of();
    Map<UUID, List<Conversation>> conversations =
        handle
            .createQuery(CONVERSATIONS)
            .bind("subscriber", subscriber.value())
            .bindArray("ids", UUID.class, ids)
            .map((row, context) -> ConversationStatements.read(row))
            .stream()
            .collect(groupingBy(conversation -> conversation.id().value()));
    return read.stream()
        .map(one -> {
          UUID id = one.id().value();
          Told heard = told.getOrDefault(id, Told.NOTHING);
          return new Counted(
              id,
              Stream.concat(
                      Stream.of(Usage.of(one, said.getOrDefault(id, Said.NOTHING))),
                      conversations.getOrDefault(id, List.of()).stream().map(Usage::of))
                  .toList(),
              one.discrepancies(heard.details()),
              heard.events());
        })
        .toList();
  }

  private static Map<UUID, Said> said(
      Handle handle, SubscriberId subscriber, List<Interaction> read) {
    Map<UUID, List<InteractionMessage>> words =
        handle
            .createQuery(WORDS)
            .bind("subscriber", subscriber.value())
            .bindArray(
                "ids",
                UUID.class,
                read.stream().filter(Usage::countsWords).map(one -> one.id().value()).toList())
            .map((row, context) ->
                Map.entry(
                    row.getObject("interaction_id", UUID.class), EventStatements.message(row)))
            .stream()
            .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
    Map<UUID, Said> said = new HashMap<>();
    words.forEach((id, messages) -> said.put(id, Said.of(messages)));
    return said;
  }

  private Map<UUID, Told> told(Handle handle, SubscriberId subscriber, List<UUID> ids) {
    Map<UUID, Told> told = new HashMap<>();
    handle
        .createQuery(EVENTS)
        .bind("subscriber", subscriber.value())
        .bindArray("ids", UUID.class, ids)
        .setFetchSize(EVENTS_AT_ONCE)
        .map((row, context) -> {
          ProviderEvent event = PostgresProviderEvents.event(row);
          Details details =
              reader.read(event) instanceof Reading.About about
                  ? about.report().details()
                  : Details.none();
          told.merge(
              row.getObject("id", UUID.class),
              new Told(details, Set.of(EventStatements.evidence(event).orElseThrow())),
              Told::plus);
          return row;
        })
        .forEach(row -> {});
    return told;
  }

  private static List<Counted> taken(Handle handle, SubscriberId subscriber, UUID last) {
    return handle
        .createQuery(TAKEN)
        .bind("subscriber", subscriber.value())
        .bind("after", last)
        .bind("limit", PAGE)
        .map((row, context) -> counted(subscriber, row))
        .list();
  }

  private static Counted counted(SubscriberId subscriber, ResultSet row) throws SQLException {
    TakenMessage message = TakenMessageStatements.read(subscriber, row);
    return new Counted(
        message.id().value(),
        List.of(
            Usage.of(
                message,
                ChannelKind.valueOf(row.getString("channel")),
                Provider.valueOf(row.getString("provider")))),
        List.of(),
        Set.of());
  }

  private void compare(
      Someone one, Discrepancy.Kind kind, String sql, Consumer<Discrepancy> found) {
    transactions.forSubscriber(
        one.id(),
        handle -> {
          handle
              .createQuery(sql)
              .bind("subscriber", one.id().value())
              .setFetchSize(PAGE)
              .map((row, context) ->
                  new Discrepancy(
                      one.id(),
                      kind,
                      row.getString("place"),
                      UsageStatements.measure(row, "").toString(),
                      plain(row, "told"),
                      plain(row, "due")))
              .forEach(found);
          return null;
        });
  }

  private static Optional<String> plain(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getBigDecimal(column))
        .map(UsageEntry::plain)
        .map(BigDecimal::toPlainString);
  }
}
