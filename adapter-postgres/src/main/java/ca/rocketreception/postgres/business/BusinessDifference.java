package ca.rocketreception.postgres.business;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.agent.AgentId;
import ca.rocketreception.domain.business.BlockedCaller;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.Fact;
import ca.rocketreception.domain.business.Holiday;
import ca.rocketreception.domain.business.Interval;
import ca.rocketreception.domain.business.OpeningHours;
import ca.rocketreception.domain.business.OwnedNumber;
import ca.rocketreception.domain.business.Subscriber;
import ca.rocketreception.domain.business.SubscriberChannel;
import ca.rocketreception.postgres.sql.Ids;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * Writes what makes one business into the next, set-wise: of each table first what is gone, then
 * what is new or other.
 */
final class BusinessDifference {

  private final Handle handle;
  private final UUID subscriber;

  private BusinessDifference(Handle handle, UUID subscriber) {
    this.handle = handle;
    this.subscriber = subscriber;
  }

  static void write(Handle handle, Optional<Business> now, Business next) {
    BusinessDifference difference = new BusinessDifference(handle, next.id().value());
    if (now.isEmpty()) {
      difference.addSubscriber(next.subscriber());
    } else if (!now.get().subscriber().equals(next.subscriber())) {
      difference.updateSubscriber(next.subscriber());
    }
    Business before = now.orElseGet(() -> Business.of(next.subscriber()));
    difference.channels(before, next);
    difference.agents(before, next);
    difference.hours(before, next);
    difference.holidays(before, next);
    difference.blockedCallers(before, next);
    difference.facts(before, next);
    difference.numbers(before, next);
  }

  private void addSubscriber(Subscriber next) {
    update("insert into subscriber_slug (slug, subscriber_id) values (:slug, :subscriber)")
        .bind("slug", next.slug().value())
        .execute();
    bound(
            """
            insert into subscriber (subscriber_id, slug, name, status, zone, language,
                                    transfer_number)
            values (:subscriber, :slug, :name, :status, :zone, :language, :transferNumber)
            """,
            next)
        .bind("slug", next.slug().value())
        .execute();
  }

  private void updateSubscriber(Subscriber next) {
    bound(
            """
            update subscriber
               set name = :name, status = :status, zone = :zone, language = :language,
                   transfer_number = :transferNumber
             where subscriber_id = :subscriber
            """,
            next)
        .execute();
  }

  private Update bound(String sql, Subscriber next) {
    return update(sql)
        .bind("name", next.name())
        .bind("status", next.status().name())
        .bind("zone", next.zone().getId())
        .bind("language", next.language().toLanguageTag())
        .bind("transferNumber", next.transferNumber().map(PhoneNumber::e164).orElse(null));
  }

  private void channels(Business now, Business next) {
    Difference<SubscriberChannel> changes =
        Difference.of(now.channels(), next.channels(), SubscriberChannel::id);
    delete(
        "delete from subscriber_channel where subscriber_id = :subscriber and id = any(:gone)",
        UUID.class,
        changes.gone(channel -> channel.id().value()));
    insert(
            changes,
            """
            insert into subscriber_channel (subscriber_id, id, kind, enabled, transport_provider,
                                            ai_provider, provider_number_e164, provider_agent_id,
                                            provider_agent_version, provider_inbox_id)
            select :subscriber, told.*
              from unnest(:id::uuid[], :kind::text[], :enabled::boolean[], :transport::text[],
                          :ai::text[], :number::text[], :agent::text[], :version::integer[],
                          :inbox::text[]) as told
            on conflict (subscriber_id, id) do update
               set kind = excluded.kind,
                   enabled = excluded.enabled,
                   transport_provider = excluded.transport_provider,
                   ai_provider = excluded.ai_provider,
                   provider_number_e164 = excluded.provider_number_e164,
                   provider_agent_id = excluded.provider_agent_id,
                   provider_agent_version = excluded.provider_agent_version,
                   provider_inbox_id = excluded.provider_inbox_id
            """)
        .with("id", UUID.class, channel -> channel.id().value())
        .with("kind", String.class, channel -> channel.kind().name())
        .with("enabled", Boolean.class, SubscriberChannel::enabled)
        .with("transport", String.class, channel -> channel.transportProvider().name())
        .with("ai", String.class, channel -> channel.aiProvider().name())
        .with(
            "number",
            String.class,
            channel -> channel.providerNumber().map(PhoneNumber::e164).orElse(null))
        .with("agent", String.class, channel -> channel.providerAgentId().orElse(null))
        .with("version", Integer.class, channel -> channel.providerAgentVersion().orElse(null))
        .with("inbox", String.class, channel -> channel.providerInboxId().orElse(null))
        .execute();
  }

  private void agents(Business now, Business next) {
    Difference<Agent> changes = Difference.of(now.agents(), next.agents(), Agent::id);
    delete(
        "delete from agent where subscriber_id = :subscriber and id = any(:gone)",
        UUID.class,
        changes.gone(agent -> agent.id().value()));
    insert(
            changes,
            """
            insert into agent (subscriber_id, id, role, name, greeting, instructions, language,
                               voice, provider_agent_id, provider_agent_version)
            select :subscriber, told.*
              from unnest(:id::uuid[], :role::text[], :name::text[], :greeting::text[],
                          :instructions::text[], :language::text[], :voice::text[],
                          :agent::text[], :version::integer[]) as told
            on conflict (subscriber_id, id) do update
               set role = excluded.role,
                   name = excluded.name,
                   greeting = excluded.greeting,
                   instructions = excluded.instructions,
                   language = excluded.language,
                   voice = excluded.voice,
                   provider_agent_id = excluded.provider_agent_id,
                   provider_agent_version = excluded.provider_agent_version
            """)
        .with("id", UUID.class, agent -> agent.id().value())
        .with("role", String.class, agent -> agent.role().name())
        .with("name", String.class, Agent::name)
        .with("greeting", String.class, Agent::greeting)
        .with("instructions", String.class, Agent::instructions)
        .with("language", String.class, agent -> agent.language().toLanguageTag())
        .with("voice", String.class, agent -> agent.voice().orElse(null))
        .with("agent", String.class, agent -> agent.providerAgentId().orElse(null))
        .with("version", Integer.class, agent -> agent.providerAgentVersion().orElse(null))
        .execute();
    providerAgents(providerAgentsOf(now), providerAgentsOf(next));
  }

  private static List<ProviderAgent> providerAgentsOf(Business business) {
    return business.providerAgents().entrySet().stream()
        .map(entry -> new ProviderAgent(entry.getKey(), entry.getValue()))
        .toList();
  }

  private record ProviderAgent(String id, Optional<AgentId> agent) {}

  private void providerAgents(List<ProviderAgent> now, List<ProviderAgent> next) {
    Difference<ProviderAgent> changes = Difference.of(now, next, ProviderAgent::id);
    delete(
        """
        delete from provider_agent
         where subscriber_id = :subscriber and provider_agent_id = any(:gone)
        """,
        String.class,
        changes.gone(ProviderAgent::id));
    int written =
        insert(
                changes,
                """
                insert into provider_agent (subscriber_id, provider_agent_id, agent_id)
                select :subscriber, told.* from unnest(:id::text[], :agent::uuid[]) as told
                on conflict (provider_agent_id) do update
                   set agent_id = excluded.agent_id
                 where provider_agent.subscriber_id = excluded.subscriber_id
                """)
            .with("id", String.class, ProviderAgent::id)
            .with("agent", UUID.class, agent -> agent.agent().map(AgentId::value).orElse(null))
            .execute();
    refuseOthers(
        changes.written(),
        written,
        "Another subscriber has one of these provider's agents: ",
        ProviderAgent::id);
  }

  /** All that is not of the next week goes, also what was beyond the limits and never read. */
  private void hours(Business now, Business next) {
    Difference<OpeningHours> changes =
        Difference.of(now.hours(), next.hours(), Function.identity());
    if (changes.isEmpty()) {
      return;
    }
    hours(
            update(
                """
                delete from opening_hours
                 where subscriber_id = :subscriber
                   and (weekday, opens_at, closes_at) not in (
                         select kept.day, kept.opens, kept.closes
                           from unnest(:id::uuid[], :day::integer[], :opens::time[],
                                       :closes::time[]) as kept (id, day, opens, closes))
                """),
            next.hours())
        .executeAlways();
    hours(
            update(
                """
                insert into opening_hours (subscriber_id, id, weekday, opens_at, closes_at)
                select :subscriber, told.*
                  from unnest(:id::uuid[], :day::integer[], :opens::time[], :closes::time[])
                       as told
                on conflict (subscriber_id, weekday, opens_at, closes_at) do nothing
                """),
            changes.written())
        .execute();
  }

  private static Rows<OpeningHours> hours(Update update, List<OpeningHours> hours) {
    return new Rows<>(update, hours)
        .with("id", UUID.class, hour -> Ids.next())
        .with("day", Integer.class, hour -> hour.day().getValue())
        .with("opens", String.class, hour -> hour.opens().toString())
        .with("closes", String.class, hour -> hour.closes().toString());
  }

  /**
   * A changed day is taken away and put back, so that its hours go by cascade; so is one that was
   * beyond the limits and never read.
   */
  private void holidays(Business now, Business next) {
    Difference<Holiday> changes =
        Difference.of(now.holidays(), next.holidays(), Function.identity());
    delete(
        "delete from holiday where subscriber_id = :subscriber and day = any(:gone::date[])",
        String.class,
        Stream.concat(changes.gone().stream(), changes.written().stream())
            .map(holiday -> holiday.day().toString())
            .toList());
    List<NewHoliday> added =
        changes.written().stream().map(holiday -> new NewHoliday(Ids.next(), holiday)).toList();
    new Rows<>(
            update(
                """
                insert into holiday (subscriber_id, id, day, name)
                select :subscriber, told.*
                  from unnest(:id::uuid[], :day::date[], :name::text[]) as told
                """),
            added)
        .with("id", UUID.class, NewHoliday::id)
        .with("day", String.class, holiday -> holiday.holiday().day().toString())
        .with("name", String.class, holiday -> holiday.holiday().name())
        .execute();
    new Rows<>(
            update(
                """
                insert into holiday_hours (subscriber_id, id, holiday_id, opens_at, closes_at)
                select :subscriber, told.*
                  from unnest(:id::uuid[], :holiday::uuid[], :opens::time[], :closes::time[])
                       as told
                """),
            added.stream().flatMap(holiday -> holiday.hours().stream()).toList())
        .with("id", UUID.class, hours -> Ids.next())
        .with("holiday", UUID.class, NewHolidayHours::holiday)
        .with("opens", String.class, hours -> hours.interval().opens().toString())
        .with("closes", String.class, hours -> hours.interval().closes().toString())
        .execute();
  }

  private record NewHoliday(UUID id, Holiday holiday) {
    List<NewHolidayHours> hours() {
      return holiday.hours().stream().map(interval -> new NewHolidayHours(id, interval)).toList();
    }
  }

  private record NewHolidayHours(UUID holiday, Interval interval) {}

  private void blockedCallers(Business now, Business next) {
    Difference<BlockedCaller> changes =
        Difference.of(now.blockedCallers(), next.blockedCallers(), BlockedCaller::number);
    delete(
        """
        delete from blocked_caller
         where subscriber_id = :subscriber and number_e164 = any(:gone)
        """,
        String.class,
        changes.gone(caller -> caller.number().e164()));
    insert(
            changes,
            """
            insert into blocked_caller (subscriber_id, id, number_e164, reason)
            select :subscriber, told.*
              from unnest(:id::uuid[], :number::text[], :reason::text[]) as told
            on conflict (subscriber_id, number_e164) do update set reason = excluded.reason
            """)
        .with("id", UUID.class, caller -> Ids.next())
        .with("number", String.class, caller -> caller.number().e164())
        .with("reason", String.class, BlockedCaller::reason)
        .execute();
  }

  private void facts(Business now, Business next) {
    Difference<Fact> changes = Difference.of(now.facts(), next.facts(), Fact::topic);
    delete(
        "delete from fact where subscriber_id = :subscriber and topic = any(:gone)",
        String.class,
        changes.gone(Fact::topic));
    insert(
            changes,
            """
            insert into fact (subscriber_id, id, topic, text)
            select :subscriber, told.*
              from unnest(:id::uuid[], :topic::text[], :text::text[]) as told
            on conflict (subscriber_id, topic) do update set text = excluded.text
            """)
        .with("id", UUID.class, fact -> Ids.next())
        .with("topic", String.class, Fact::topic)
        .with("text", String.class, Fact::text)
        .execute();
  }

  private void numbers(Business now, Business next) {
    Difference<OwnedNumber> changes =
        Difference.of(now.numbers(), next.numbers(), OwnedNumber::number);
    delete(
        "delete from phone_number where subscriber_id = :subscriber and e164 = any(:gone)",
        String.class,
        changes.gone(owned -> owned.number().e164()));
    int written =
        insert(
                changes,
                """
                insert into phone_number (subscriber_id, e164, shared)
                select :subscriber, told.* from unnest(:number::text[], :shared::boolean[]) as told
                on conflict (e164) do update
                   set shared = excluded.shared
                 where phone_number.subscriber_id = excluded.subscriber_id
                """)
            .with("number", String.class, owned -> owned.number().e164())
            .with("shared", Boolean.class, OwnedNumber::shared)
            .execute();
    refuseOthers(
        changes.written(),
        written,
        "Another subscriber has one of these numbers: ",
        owned -> owned.number().e164());
  }

  private static <T> void refuseOthers(
      List<T> wanted, int written, String message, Function<T, String> name) {
    if (written < wanted.size()) {
      throw new Refusal.Conflict(
          message + String.join(", ", wanted.stream().map(name).toList()),
          "Release it there first.");
    }
  }

  private <T> void delete(String sql, Class<T> type, List<T> gone) {
    if (!gone.isEmpty()) {
      update(sql).bindArray("gone", type, gone).execute();
    }
  }

  private <T> Rows<T> insert(Difference<T> changes, String sql) {
    return new Rows<>(update(sql), changes.written());
  }

  private Update update(String sql) {
    return handle.createUpdate(sql).bind("subscriber", subscriber);
  }

  /** Many rows in one statement: an array a column. */
  private record Rows<T>(Update update, List<T> things) {

    <C> Rows<T> with(String name, Class<C> type, Function<T, C> column) {
      update.bindArray(name, type, things.stream().map(column).toArray());
      return this;
    }

    int execute() {
      if (things.isEmpty()) {
        update.close();
        return 0;
      }
      return executeAlways();
    }

    int executeAlways() {
      return update.execute();
    }
  }

  /** What is gone, by key, and what is new or other than before. */
  private record Difference<T>(List<T> gone, List<T> written) {

    static <T, K> Difference<T> of(List<T> now, List<T> next, Function<T, K> key) {
      Set<K> kept = new HashSet<>(next.stream().map(key).toList());
      Set<T> known = new HashSet<>(now);
      return new Difference<>(
          now.stream().filter(thing -> !kept.contains(key.apply(thing))).toList(),
          next.stream().filter(thing -> !known.contains(thing)).distinct().toList());
    }

    boolean isEmpty() {
      return gone.isEmpty() && written.isEmpty();
    }

    <C> List<C> gone(Function<T, C> column) {
      return gone.stream().map(column).toList();
    }
  }
}
