package ca.rocketreception.postgres.number;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.number.NumberChain;
import ca.rocketreception.domain.number.NumberConnection;
import ca.rocketreception.domain.number.NumberConnectionId;
import ca.rocketreception.domain.number.NumberLink;
import ca.rocketreception.domain.number.NumberStep;
import ca.rocketreception.domain.number.NumberWay;
import ca.rocketreception.ports.driven.number.NumberConnections;
import ca.rocketreception.postgres.sql.Binder;
import ca.rocketreception.postgres.sql.Rows;
import ca.rocketreception.postgres.sql.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** How far numbers are connected, in PostgreSQL. */
public final class PostgresNumberConnections implements NumberConnections {

  private static final String CONNECTIONS =
      """
      select connection.subscriber_id, connection.id, connection.e164, connection.way,
             connection.own_trunk, connection.state, step.step, step.progress, step.provider_id,
             step.made, step.problem, step.at
        from number_connection connection
        left join number_connection_step step
          on step.subscriber_id = connection.subscriber_id and step.connection_id = connection.id
       where connection.state <> 'RELEASED' <more>
       order by connection.e164, connection.id, step.step
      """;

  private static final String CHAINS =
      """
      select connection.subscriber_id, connection.e164, link.kind, link.state, link.found,
             link.cure, link.checked_at
        from number_connection connection
        join number_link link
          on link.subscriber_id = connection.subscriber_id and link.connection_id = connection.id
       where connection.state <> 'RELEASED' <more>
       order by connection.e164, link.seq
      """;

  private static final String LONGEST_UNCHECKED =
      """
      select connection.id
        from number_connection connection
        left join number_link link
          on link.subscriber_id = connection.subscriber_id and link.connection_id = connection.id
       where connection.state = 'CONNECTED'
       group by connection.id, connection.e164
       order by max(link.checked_at) nulls first, connection.e164
       limit :limit
      """;

  private static final String OF_ONE =
      "and connection.subscriber_id = :subscriber and connection.e164 = :number";

  private final Transactions transactions;

  public PostgresNumberConnections(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void claim(UUID holder, Instant now, Instant until) {
    int claimed =
        transactions.asOperator(handle ->
            handle
                .createUpdate(
                    """
                    insert into number_claim as claim (holder, until)
                    values (:holder, :until)
                    on conflict (one) do update
                       set holder = excluded.holder, until = excluded.until
                     where claim.until <= :now
                    """)
                .bind("holder", holder)
                .bind("now", Binder.stored(now))
                .bind("until", Binder.stored(until))
                .execute());
    if (claimed == 0) {
      throw NumberConnections.taken();
    }
  }

  @Override
  public void free(UUID holder) {
    transactions.asOperator(handle ->
        handle
            .createUpdate("delete from number_claim where holder = :holder")
            .bind("holder", holder)
            .execute());
  }

  @Override
  public void keep(NumberConnection connection, UUID holder, Instant until) {
    transactions.forSubscriber(
        connection.subscriber(),
        handle -> {
          int held =
              handle
                  .createUpdate("update number_claim set until = :until where holder = :holder")
                  .bind("holder", holder)
                  .bind("until", Binder.stored(until))
                  .execute();
          if (held == 0) {
            throw NumberConnections.taken();
          }
          if (upsert(handle, connection) == 0) {
            throw NumberConnections.connectedElsewhere(connection.number());
          }
          return null;
        });
  }

  private static int upsert(Handle handle, NumberConnection connection) {
    List<NumberStep> steps = List.copyOf(connection.done().keySet());
    List<NumberConnection.Taken> taken = steps.stream().map(connection.done()::get).toList();
    int written =
        handle
            .createUpdate(
                """
                insert into number_connection (subscriber_id, id, e164, way, own_trunk, state)
                values (:subscriber, :id, :number, :way, :ownTrunk, :state)
                on conflict do nothing
                """)
            .bind("subscriber", connection.subscriber().value())
            .bind("id", connection.id().value())
            .bind("number", connection.number().e164())
            .bind("way", connection.way().name())
            .bind("ownTrunk", connection.ownTrunk())
            .bind("state", connection.state().name())
            .execute();
    written +=
        handle
            .createUpdate(
                """
                update number_connection
                   set state = :state
                 where subscriber_id = :subscriber and id = :id
                """)
            .bind("subscriber", connection.subscriber().value())
            .bind("id", connection.id().value())
            .bind("state", connection.state().name())
            .execute();
    if (written > 0) {
      handle
          .createUpdate(
              """
              insert into number_connection_step (subscriber_id, connection_id, step, progress,
                                                  provider_id, made, problem, at)
              select :subscriber, :id, told.*
                from unnest(:steps::text[], :progress::text[], :providerIds::text[],
                            :made::boolean[], :problems::text[], :moments::timestamptz[]) as told
              on conflict (subscriber_id, connection_id, step) do update
                 set progress = excluded.progress,
                     provider_id = excluded.provider_id,
                     made = excluded.made,
                     problem = excluded.problem,
                     at = excluded.at
              """)
          .bind("subscriber", connection.subscriber().value())
          .bind("id", connection.id().value())
          .bindArray("steps", String.class, steps.stream().map(Enum::name).toList())
          .bindArray(
              "progress", String.class, taken.stream().map(one -> one.progress().name()).toList())
          .bindArray(
              "providerIds",
              String.class,
              taken.stream().map(one -> one.providerId().orElse(null)).toList())
          .bindArray(
              "made", Boolean.class, taken.stream().map(NumberConnection.Taken::made).toList())
          .bindArray(
              "problems",
              String.class,
              taken.stream().map(one -> one.problem().orElse(null)).toList())
          .bindArray(
              "moments", String.class, taken.stream().map(one -> Binder.moment(one.at())).toList())
          .execute();
    }
    return written;
  }

  @Override
  public Optional<NumberConnection> find(SubscriberId subscriber, PhoneNumber number) {
    return transactions.forSubscriber(
        subscriber,
        handle ->
            connections(
                    handle
                        .createQuery(CONNECTIONS.replace("<more>", OF_ONE))
                        .bind("subscriber", subscriber.value())
                        .bind("number", number.e164()))
                .stream()
                .findFirst());
  }

  @Override
  public List<NumberConnection> all() {
    return transactions.asOperator(
        handle -> connections(handle.createQuery(CONNECTIONS.replace("<more>", ""))));
  }

  @Override
  public List<NumberConnection> longestUnchecked(int limit) {
    return transactions.asOperator(handle -> {
      List<UUID> longest =
          handle.createQuery(LONGEST_UNCHECKED).bind("limit", limit).mapTo(UUID.class).list();
      Map<UUID, NumberConnection> found = new HashMap<>();
      connections(
              handle
                  .createQuery(CONNECTIONS.replace("<more>", "and connection.id = any (:ids)"))
                  .bindArray("ids", UUID.class, longest))
          .forEach(one -> found.put(one.id().value(), one));
      return longest.stream().map(found::get).toList();
    });
  }

  private static List<NumberConnection> connections(Query query) {
    Map<UUID, NumberConnection> found = new LinkedHashMap<>();
    query
        .map((row, context) -> connection(row))
        .forEach(one ->
            found.merge(
                one.id().value(),
                one,
                (all, next) -> {
                  Map<NumberStep, NumberConnection.Taken> done = new EnumMap<>(NumberStep.class);
                  done.putAll(all.done());
                  done.putAll(next.done());
                  return new NumberConnection(
                      all.id(),
                      all.subscriber(),
                      all.number(),
                      all.way(),
                      all.ownTrunk(),
                      all.state(),
                      done);
                }));
    return List.copyOf(found.values());
  }

  /** With the one step that is in the row. */
  private static NumberConnection connection(ResultSet row) throws SQLException {
    return new NumberConnection(
        new NumberConnectionId(row.getObject("id", UUID.class)),
        new SubscriberId(row.getObject("subscriber_id", UUID.class)),
        new PhoneNumber(row.getString("e164")),
        NumberWay.valueOf(row.getString("way")),
        row.getBoolean("own_trunk"),
        NumberConnection.State.valueOf(row.getString("state")),
        row.getString("step") == null
            ? Map.of()
            : Map.of(
                NumberStep.valueOf(row.getString("step")),
                new NumberConnection.Taken(
                    NumberConnection.Progress.valueOf(row.getString("progress")),
                    Optional.ofNullable(row.getString("provider_id")),
                    row.getBoolean("made"),
                    Optional.ofNullable(row.getString("problem")),
                    Rows.instant(row, "at"))));
  }

  @Override
  public void keep(NumberChain chain) {
    List<NumberLink> links = chain.links();
    transactions.forSubscriber(
        chain.subscriber(),
        handle ->
            handle
                .createUpdate(
                    """
                    with connection as (
                      select id
                        from number_connection
                       where subscriber_id = :subscriber and e164 = :number
                         and state <> 'RELEASED'
                    ), shorter as (
                      delete from number_link
                       where subscriber_id = :subscriber
                         and connection_id in (select id from connection) and seq > :count
                    )
                    insert into number_link (subscriber_id, connection_id, seq, kind, state, found,
                                             cure, checked_at)
                    select :subscriber, connection.id, told.*, :checkedAt
                      from connection,
                           unnest(:seqs::integer[], :kinds::text[], :states::text[],
                                  :found::text[], :cures::text[]) as told
                    on conflict (subscriber_id, connection_id, seq) do update
                       set kind = excluded.kind,
                           state = excluded.state,
                           found = excluded.found,
                           cure = excluded.cure,
                           checked_at = excluded.checked_at
                    """)
                .bind("subscriber", chain.subscriber().value())
                .bind("number", chain.number().e164())
                .bind("count", links.size())
                .bind("checkedAt", Binder.stored(chain.checkedAt()))
                .bindArray(
                    "seqs", Integer.class, IntStream.rangeClosed(1, links.size()).boxed().toList())
                .bindArray(
                    "kinds", String.class, links.stream().map(link -> link.kind().name()).toList())
                .bindArray(
                    "states",
                    String.class,
                    links.stream().map(link -> link.state().name()).toList())
                .bindArray("found", String.class, links.stream().map(NumberLink::found).toList())
                .bindArray("cures", String.class, links.stream().map(NumberLink::cure).toList())
                .execute());
  }

  @Override
  public Optional<NumberChain> chain(SubscriberId subscriber, PhoneNumber number) {
    return transactions.forSubscriber(
        subscriber,
        handle ->
            chains(
                    handle
                        .createQuery(CHAINS.replace("<more>", OF_ONE))
                        .bind("subscriber", subscriber.value())
                        .bind("number", number.e164()))
                .stream()
                .findFirst());
  }

  @Override
  public List<NumberChain> chains() {
    return transactions.asOperator(
        handle -> chains(handle.createQuery(CHAINS.replace("<more>", ""))));
  }

  private static List<NumberChain> chains(Query query) {
    record Row(SubscriberId subscriber, PhoneNumber number, Instant at, NumberLink link) {}
    Map<PhoneNumber, List<Row>> rows =
        query
            .map((row, context) ->
                new Row(
                    new SubscriberId(row.getObject("subscriber_id", UUID.class)),
                    new PhoneNumber(row.getString("e164")),
                    Rows.instant(row, "checked_at"),
                    new NumberLink(
                        NumberLink.Kind.valueOf(row.getString("kind")),
                        NumberLink.State.valueOf(row.getString("state")),
                        row.getString("found"),
                        row.getString("cure"))))
            .stream()
            .collect(groupingBy(Row::number, LinkedHashMap::new, toList()));
    List<NumberChain> chains = new ArrayList<>();
    rows.forEach((number, links) ->
        chains.add(
            new NumberChain(
                links.getFirst().subscriber(),
                number,
                links.getFirst().at(),
                links.stream().map(Row::link).toList())));
    return chains;
  }
}
