package ca.rocketreception.postgres.agent;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.agent.AgentSettings;
import ca.rocketreception.domain.agent.AgentVersion;
import ca.rocketreception.ports.driven.agent.AgentPlatform.Made;
import ca.rocketreception.ports.driven.agent.AgentPublications;
import ca.rocketreception.postgres.sql.Transactions;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** What was published of each agent, in PostgreSQL. */
public final class PostgresAgentPublications implements AgentPublications {

  /** So many of an agent's versions are read, the newest; the others stay stored. */
  private static final int MAX_VERSIONS = 100;

  private final Transactions transactions;

  public PostgresAgentPublications(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Claim claim(Target target, UUID id, boolean anew, Instant now, Instant until) {
    return transactions
        .forSubscriber(
            target.subscriber(),
            handle ->
                named(
                        target,
                        handle.createQuery(
                            """
                            insert into agent_publication as publication
                                   (subscriber_id, agent_id, channel_kind, generation, claim,
                                    claimed_until)
                            values (:subscriber, :agent, :channel, 1, :claim, :until)
                            on conflict (subscriber_id, agent_id, channel_kind) do update
                               set claim = excluded.claim,
                                   claimed_until = excluded.claimed_until,
                                   generation = publication.generation
                                     + case when :anew then 1 else 0 end,
                                   provider_engine_id = case when :anew then null
                                     else publication.provider_engine_id end,
                                   provider_agent_id = case when :anew then null
                                     else publication.provider_agent_id end
                             where publication.claim is null or publication.claimed_until <= :now
                            returning generation, provider_engine_id, provider_agent_id
                            """))
                    .bind("claim", id)
                    .bind("until", until)
                    .bind("now", now)
                    .bind("anew", anew)
                    .map((row, context) ->
                        new Claim(
                            id,
                            target,
                            row.getInt("generation"),
                            new Made(
                                Optional.ofNullable(row.getString("provider_engine_id")),
                                Optional.ofNullable(row.getString("provider_agent_id")))))
                    .findOne())
        .orElseThrow(AgentPublications::taken);
  }

  @Override
  public void keep(Claim claim, Made made, Instant until) {
    int kept =
        transactions.forSubscriber(
            claim.target().subscriber(),
            handle ->
                named(
                        claim.target(),
                        handle.createUpdate(
                            """
                            update agent_publication
                               set provider_engine_id = :engine,
                                   provider_agent_id = :made,
                                   claimed_until = :until
                             where subscriber_id = :subscriber
                               and agent_id = :agent
                               and channel_kind = :channel
                               and claim = :claim
                            """))
                    .bind("claim", claim.id())
                    .bind("engine", made.engineId().orElse(null))
                    .bind("made", made.agentId().orElse(null))
                    .bind("until", until)
                    .execute());
    if (kept == 0) {
      throw AgentPublications.taken();
    }
  }

  @Override
  public void release(Claim claim) {
    transactions.forSubscriber(
        claim.target().subscriber(),
        handle ->
            named(
                    claim.target(),
                    handle.createUpdate(
                        """
                        update agent_publication
                           set claim = null, claimed_until = null
                         where subscriber_id = :subscriber
                           and agent_id = :agent
                           and channel_kind = :channel
                           and claim = :claim
                        """))
                .bind("claim", claim.id())
                .execute());
  }

  @Override
  public AgentVersion add(SubscriberId subscriber, AgentVersion version) {
    Target target = new Target(subscriber, version.agent(), version.channel());
    return transactions.forSubscriber(
        subscriber,
        handle -> {
          lock(handle, target);
          List<AgentVersion> known = versions(handle, target);
          return known.stream()
              .filter(one ->
                  one.providerAgentId().equals(version.providerAgentId())
                      && one.providerVersion() == version.providerVersion())
              .findFirst()
              .orElseGet(() ->
                  write(
                      handle,
                      target,
                      version.numbered(known.isEmpty() ? 1 : known.getFirst().number() + 1)));
        });
  }

  /** Two that add at once get two numbers. */
  private static void lock(Handle handle, Target target) {
    handle
        .createQuery(
            """
            select id from agent where subscriber_id = :subscriber and id = :agent for update
            """)
        .bind("subscriber", target.subscriber().value())
        .bind("agent", target.agent().value())
        .mapTo(UUID.class)
        .findOne()
        .orElseThrow(() ->
            new Refusal.NotFound("There is no such agent any more", "Look at the agents again."));
  }

  private static AgentVersion write(Handle handle, Target target, AgentVersion version) {
    named(
            target,
            handle.createUpdate(
                """
                with version as (
                  insert into agent_version (subscriber_id, agent_id, channel_kind, number,
                                             provider_agent_id, provider_version, published_at,
                                             published_by)
                  values (:subscriber, :agent, :channel, :number, :providerAgent,
                          :providerVersion, :at, :by)
                )
                insert into agent_version_field (subscriber_id, agent_id, channel_kind, number,
                                                 field, value)
                select :subscriber, :agent, :channel, :number, told.*
                  from unnest(:fields::text[], :values::text[]) as told
                """))
        .bind("number", version.number())
        .bind("providerAgent", version.providerAgentId())
        .bind("providerVersion", version.providerVersion())
        .bind("at", version.publishedAt())
        .bind("by", version.publishedBy())
        .bindArray("fields", String.class, List.copyOf(version.settings().fields().keySet()))
        .bindArray("values", String.class, new ArrayList<>(version.settings().fields().values()))
        .execute();
    return version;
  }

  @Override
  public List<AgentVersion> versions(Target target) {
    return transactions.forSubscriberAtOneMoment(
        target.subscriber(), handle -> versions(handle, target));
  }

  private static List<AgentVersion> versions(Handle handle, Target target) {
    record Field(int number, String name, String value) {}
    TreeMap<Integer, TreeMap<String, String>> fields = new TreeMap<>();
    named(
            target,
            handle.createQuery(
                """
                select number, field, value
                  from agent_version_field
                 where subscriber_id = :subscriber
                   and agent_id = :agent
                   and channel_kind = :channel
                   and number > coalesce(
                         (select max(number)
                            from agent_version
                           where subscriber_id = :subscriber
                             and agent_id = :agent
                             and channel_kind = :channel), 0) - %d
                """
                    .formatted(MAX_VERSIONS)))
        .map((row, context) ->
            new Field(row.getInt("number"), row.getString("field"), row.getString("value")))
        .forEach(field ->
            fields
                .computeIfAbsent(field.number(), _ -> new TreeMap<>())
                .put(field.name(), field.value()));
    return named(
            target,
            handle.createQuery(
                """
                select number, provider_agent_id, provider_version, published_at, published_by
                  from agent_version
                 where subscriber_id = :subscriber
                   and agent_id = :agent
                   and channel_kind = :channel
                 order by number desc
                 limit %d
                """
                    .formatted(MAX_VERSIONS)))
        .map((row, context) ->
            new AgentVersion(
                target.agent(),
                target.channel(),
                row.getInt("number"),
                row.getString("provider_agent_id"),
                row.getInt("provider_version"),
                new AgentSettings(fields.getOrDefault(row.getInt("number"), new TreeMap<>())),
                row.getObject("published_at", OffsetDateTime.class).toInstant(),
                row.getString("published_by")))
        .list();
  }

  private static <S extends SqlStatement<S>> S named(Target target, S statement) {
    return statement
        .bind("subscriber", target.subscriber().value())
        .bind("agent", target.agent().value())
        .bind("channel", target.channel().name());
  }
}
