package ca.rocketreception.postgres;

import ca.rocketreception.domain.AuditEntry;
import ca.rocketreception.domain.Business;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.ports.driven.Subscribers;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Businesses in PostgreSQL, read and written set-wise. */
final class PostgresSubscribers implements Subscribers {

  private final Transactions transactions;

  PostgresSubscribers(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public List<Business> all() {
    return transactions.asOperatorAtOneMoment(BusinessRows::all);
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
  public Optional<Business> owning(PhoneNumber number) {
    return transactions.asOperatorAtOneMoment(handle ->
        handle
            .createQuery("select subscriber_id from phone_number where e164 = :number")
            .bind("number", number.e164())
            .mapTo(UUID.class)
            .findOne()
            .flatMap(id -> BusinessRows.one(handle, new SubscriberId(id))));
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
  static void lock(Handle handle, SubscriberId id) {
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

  static void tellEveryNode(Handle handle, SubscriberId id) {
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
