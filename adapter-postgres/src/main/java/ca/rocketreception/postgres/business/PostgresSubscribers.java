package ca.rocketreception.postgres.business;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import ca.rocketreception.domain.Limits;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.Subscriber;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.postgres.sql.AuditTrail;
import ca.rocketreception.postgres.sql.Notices;
import ca.rocketreception.postgres.sql.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Businesses in PostgreSQL, read and written set-wise. */
public final class PostgresSubscribers implements Subscribers {

  private final Transactions transactions;

  public PostgresSubscribers(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public List<Business> all() {
    return load().businesses();
  }

  /** Everybody who can be read, and who cannot. */
  public BusinessRows.Loaded load() {
    return transactions.asOperatorAtOneMoment(BusinessRows::all);
  }

  @Override
  public Optional<SubscriberId> id(Slug slug) {
    return transactions.asOperator(handle ->
        handle
            .createQuery("select subscriber_id from subscriber_slug where slug = :slug")
            .bind("slug", slug.value())
            .mapTo(UUID.class)
            .findOne()
            .map(SubscriberId::new));
  }

  @Override
  public Optional<Slug> slug(SubscriberId id) {
    return transactions.forSubscriber(
        id,
        handle ->
            handle
                .createQuery("select slug from subscriber where subscriber_id = :subscriber")
                .bind("subscriber", id.value())
                .mapTo(String.class)
                .findOne()
                .map(Slug::new));
  }

  @Override
  public Optional<Subscriber> subscriber(SubscriberId id) {
    return transactions.forSubscriber(
        id,
        handle ->
            handle
                .createQuery(
                    """
                    select subscriber_id, slug, name, status, zone, language, transfer_number
                      from subscriber
                     where subscriber_id = :subscriber
                    """)
                .bind("subscriber", id.value())
                .map((row, context) -> BusinessRows.subscriber(row))
                .findOne());
  }

  @Override
  public List<Agent> agents(SubscriberId id) {
    return transactions.forSubscriber(id, handle -> BusinessRows.agents(handle, id));
  }

  @Override
  public Page page(int limit, Optional<Slug> after) {
    return transactions.asOperator(handle -> {
      Map<UUID, String> found = slugs(handle, limit + 1, after);
      List<UUID> shown = found.keySet().stream().limit(limit).toList();
      return new Page(
          listed(handle, shown),
          found.size() > limit
              ? Optional.of(new Slug(found.get(shown.getLast())))
              : Optional.empty());
    });
  }

  /** By slug, of whom each is. */
  private static Map<UUID, String> slugs(Handle handle, int limit, Optional<Slug> after) {
    Map<UUID, String> found = new LinkedHashMap<>();
    handle
        .createQuery(
            """
            select slug, subscriber_id
              from subscriber_slug
             where slug > :after
             order by slug
             limit :limit
            """)
        .bind("after", after.map(Slug::value).orElse(""))
        .bind("limit", limit)
        .map((row, context) ->
            found.put(row.getObject("subscriber_id", UUID.class), row.getString("slug")))
        .list();
    return found;
  }

  /** In the order asked for; whoever cannot be read is left out. */
  private static List<Listed> listed(Handle handle, List<UUID> shown) {
    Map<UUID, Subscriber> subscribers = new HashMap<>();
    handle
        .createQuery(
            """
            select subscriber_id, slug, name, status, zone, language, transfer_number
              from subscriber
             where subscriber_id = any(:shown)
            """)
        .bindArray("shown", UUID.class, shown)
        .map((row, context) -> readable(row))
        .forEach(one ->
            one.ifPresent(subscriber -> subscribers.put(subscriber.id().value(), subscriber)));
    Map<UUID, List<PhoneNumber>> numbers =
        handle
            .createQuery(
                """
                select subscriber_id, e164
                  from (select subscriber_id, e164,
                               row_number() over (partition by subscriber_id order by e164) as place
                          from phone_number
                         where subscriber_id = any(:shown)) counted
                 where place <= :most
                 order by e164
                """)
            .bindArray("shown", UUID.class, shown)
            .bind("most", Limits.MAX_NUMBERS)
            .map((row, context) ->
                Map.entry(
                    row.getObject("subscriber_id", UUID.class),
                    new PhoneNumber(row.getString("e164"))))
            .stream()
            .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
    return shown.stream()
        .filter(subscribers::containsKey)
        .map(id -> new Listed(subscribers.get(id), numbers.getOrDefault(id, List.of())))
        .toList();
  }

  private static Optional<Subscriber> readable(ResultSet row) throws SQLException {
    try {
      return Optional.of(BusinessRows.subscriber(row));
    } catch (RuntimeException strange) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<Business> find(Slug slug) {
    return transactions.asOperatorAtOneMoment(
        handle -> bySlug(handle, slug, "").flatMap(id -> BusinessRows.one(handle, id)));
  }

  @Override
  public Optional<Business> find(SubscriberId id) {
    return transactions.forSubscriberAtOneMoment(id, handle -> BusinessRows.one(handle, id));
  }

  @Override
  public Optional<Business> find(SubscriberId id, Part part) {
    return transactions.forSubscriberAtOneMoment(
        id, handle -> BusinessRows.one(handle, id, EnumSet.of(part)));
  }

  @Override
  public Optional<SubscriberId> owner(PhoneNumber number) {
    return transactions.asOperator(handle ->
        handle
            .createQuery("select subscriber_id from phone_number where e164 = :number")
            .bind("number", number.e164())
            .mapTo(UUID.class)
            .findOne()
            .map(SubscriberId::new));
  }

  @Override
  public Business change(
      Slug slug,
      Function<Optional<Business>, Business> change,
      Function<Business, AuditEntry> entry) {
    return transactions.asOperator(handle -> {
      Optional<Business> now =
          bySlug(handle, slug, " for no key update of subscriber")
              .flatMap(id -> BusinessRows.one(handle, id));
      Business next = change.apply(now);
      if (now.filter(known -> sameThings(known, next)).isPresent()) {
        return next;
      }
      if (next.isAskedForOtherwise(now)) {
        next.requireNameUnlike(namesBehind(handle, next.sharedWithOthers().get(), next.id()));
      }
      BusinessDifference.write(handle, now, next);
      AuditTrail.write(handle, entry.apply(next).comparing(now, next));
      tellEveryNode(handle, next.id());
      return next;
    });
  }

  private static Optional<SubscriberId> bySlug(Handle handle, Slug slug, String locking) {
    return handle
        .createQuery(
            """
            select subscriber.subscriber_id
              from subscriber_slug
              join subscriber on subscriber.subscriber_id = subscriber_slug.subscriber_id
             where subscriber_slug.slug = :slug
            """
                + locking)
        .bind("slug", slug.value())
        .mapTo(UUID.class)
        .findOne()
        .map(SubscriberId::new);
  }

  /** Nobody else changes what hangs on a business until the transaction ends. */
  public static void lock(Handle handle, SubscriberId id) {
    handle
        .createQuery(
            """
            select subscriber_id
              from subscriber
             where subscriber_id = :subscriber
               for no key update
            """)
        .bind("subscriber", id.value())
        .mapTo(UUID.class)
        .findOne();
  }

  /** One at a time may take a name behind a number. */
  private static List<String> namesBehind(Handle handle, PhoneNumber shared, SubscriberId but) {
    handle
        .createQuery("select pg_advisory_xact_lock(hashtextextended('names of ' || :number, 0))")
        .bind("number", shared.e164())
        .mapToMap()
        .list();
    return handle
        .createQuery(
            """
            select subscriber.name
              from subscriber_channel channel
              join subscriber on subscriber.subscriber_id = channel.subscriber_id
             where channel.kind = 'VOICE' and channel.provider_number_e164 = :number
               and channel.subscriber_id <> :but
            """)
        .bind("number", shared.e164())
        .bind("but", but.value())
        .mapTo(String.class)
        .list();
  }

  public static void tellEveryNode(Handle handle, SubscriberId id) {
    handle
        .createQuery("select pg_notify(:channel, :subscriber)")
        .bind("channel", Notices.BUSINESS)
        .bind("subscriber", id.value().toString())
        .mapTo(String.class)
        .findOne();
  }

  /** The order of a business's things says nothing. */
  private static boolean sameThings(Business one, Business other) {
    return one.subscriber().equals(other.subscriber())
        && same(one.channels(), other.channels())
        && same(one.agents(), other.agents())
        && same(one.hours(), other.hours())
        && same(one.holidays(), other.holidays())
        && same(one.blockedCallers(), other.blockedCallers())
        && same(one.facts(), other.facts())
        && same(one.numbers(), other.numbers());
  }

  private static <T> boolean same(Collection<T> one, Collection<T> other) {
    return new HashSet<>(one).equals(new HashSet<>(other));
  }
}
