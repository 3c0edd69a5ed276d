package ca.rocketreception.workshop;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.interaction.Detail;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * For measuring with much in the tables: writes ended calls with all that belongs to them, twenty
 * messages, the reference, three events of a few words and four lines of the ledger, as if they had
 * come over the years.
 */
public final class ManyCalls {

  private static final int AT_A_TIME = 10_000;

  private ManyCalls() {}

  /**
   * Adds calls to one subscriber, evenly up to {@code newest}, and lets PostgreSQL count what is
   * there, as its own upkeep would in time.
   *
   * @param connection one of {@link ca.rocketreception.postgres.Database#connect}
   * @param apart from one call to the next, in whole milliseconds
   * @param parts what is added
   */
  public static void add(
      Connection connection,
      SubscriberId subscriber,
      PhoneNumber number,
      long count,
      Instant newest,
      Duration apart,
      Parts parts)
      throws SQLException {
    connection.setAutoCommit(false);
    try (Handle handle = Jdbi.open(connection)) {
      for (long first = 0; first < count; first += AT_A_TIME) {
        handle.execute("set local rocket.scope = 'operator'");
        long last = Math.min(count, first + AT_A_TIME) - 1;
        for (String sql : parts.statements()) {
          handle
              .createUpdate(sql)
              .bind("subscriber", subscriber.value())
              .bind("number", number.e164())
              .bind("oldest", newest.minus(apart.multipliedBy(count)).toEpochMilli())
              .bind("apart", apart.toMillis())
              .bind("label", newest.getEpochSecond())
              .bind("details", Detail.all().size())
              .bind("first", first)
              .bind("last", last)
              .execute();
        }
        handle.commit();
      }
      connection.setAutoCommit(true);
      try (Statement statement = connection.createStatement()) {
        statement.execute("vacuum analyze");
      }
    }
  }

  /** What the statements share: numbers, and of each its id (a version 7 UUID), name and time. */
  private static final String CALL =
      """
      with given as (
        select cast(:subscriber as uuid) as subscriber_id, cast(:number as text) as number,
               cast(:details as integer) as details, cast(:apart as bigint) as apart,
               cast(:oldest as bigint) as oldest, cast(:label as text) as label
      ), call as (
        select given.*,
               (lpad(to_hex(oldest + n * apart), 12, '0') || '70008'
                || lpad(to_hex(n), 15, '0'))::uuid as id,
               'call_filled_' || label || '_' || n as name,
               to_timestamp((oldest + n * apart) / 1000.0) as at,
               60000 + n * 7919 % 120000 as millis,
               n
          from given, generate_series(cast(:first as bigint), cast(:last as bigint)) as n
      )
      """;

  private static final String CALLS =
      CALL
          + """
          insert into interaction (subscriber_id, id, channel, provider, provider_interaction_id,
                                   first_seen_at, happened_at, status, direction, from_number,
                                   to_number, provider_agent_id, transport_id, started_at,
                                   answered_at, ended_at, duration_ms, disconnection_reason,
                                   transferred_to, transfer_ended_at, summary, sentiment,
                                   successful, recording_reference, provider_cost, provider_cost_currency, stages, transcript_stage,
                                   transcript_length, transcript_digest)
          select subscriber_id, id, 'VOICE', 'RETELL', name, at, at, 'ENDED', 'INBOUND',
                 '+1204555' || lpad((n % 10000)::text, 4, '0'), number, 'agent_filled',
                 'CA' || n, at, at, at + millis * interval '1 ms', millis, 'call_transfer', '+12045550100',
                 at + (millis + 110000) * interval '1 ms', 'Asked for an appointment on Tuesday, and got it.',
                 'POSITIVE', true, 'https://recordings.example.invalid/' || name, 0.155, 'USD',
                 array_fill(4::smallint, array[details]), 4, 1200, md5(name)
            from call
          """;

  private static final String REFERENCES =
      CALL
          + """
          insert into interaction_reference (provider, provider_interaction_id, subscriber_id,
                                             interaction_id)
          select 'RETELL', name, subscriber_id, id from call
          """;

  private static final String MESSAGES =
      CALL
          + """
          insert into interaction_message (subscriber_id, interaction_id, seq, speaker, text, at)
          select subscriber_id, id, seq, case when seq % 2 = 1 then 'AGENT' else 'CALLER' end,
                 'Some words, about as many as people say at a turn of a call.',
                 at + seq * interval '4 s'
            from call, generate_series(1, 20) as seq
          """;

  private static final String EVENTS =
      CALL
          + """
          insert into provider_event (provider, provider_id, event, body_sha256, received_at, body,
                                      outcome, reason, tried_at, subscriber_id)
          select 'RETELL', name, event, sha256(convert_to(name || event, 'UTF8')), at,
                 '{"event":"' || event || '"}', 'APPLIED', '', at, subscriber_id
            from call, unnest(array['call_started', 'call_ended', 'call_analyzed']) as event
          """;

  private static final String USAGE =
      CALL
          + """
          , line as (
            insert into usage_entry (subscriber_id, source_id, meter, product, revision, id,
                                     source, interaction_id, channel, currency, quantity,
                                     event_provider, event_provider_id, event, event_sha256,
                                     occurred_at, local_day, zone)
            select subscriber_id, id, meter, product, 0,
                   (left(id::text, 24) || lpad(to_hex(n * 4 + place), 12, '0'))::uuid,
                   'INTERACTION', id, 'VOICE', currency, quantity,
                   'RETELL', name, event, sha256(convert_to(name || event, 'UTF8')),
                   at, (at at time zone 'UTC')::date, 'UTC'
              from call cross join lateral
                   (values ('CALLS', '', '', 1.0, 'call_ended', 0),
                           ('VOICE_SECONDS', '', '', millis / 1000.0, 'call_ended', 1),
                           ('TRANSFER_SECONDS', '', '', 110.0, 'call_ended', 3),
                           ('PROVIDER_COST', 'all', 'USD', 15.5, 'call_analyzed', 2))
                     as used (meter, product, currency, quantity, event, place)
            returning subscriber_id, local_day, id
          )
          insert into usage_dirty (subscriber_id, local_day, entry_id)
          select distinct on (subscriber_id, local_day) subscriber_id, local_day, id
            from line
           order by subscriber_id, local_day, id
          """;

  /** What belongs to a call. */
  public enum Parts {
    ALL,
    WITHOUT_MESSAGES,
    /** As if recorded before there was a ledger. */
    WITHOUT_USAGE;

    private List<String> statements() {
      return switch (this) {
        case ALL -> List.of(CALLS, REFERENCES, MESSAGES, EVENTS, USAGE);
        case WITHOUT_MESSAGES -> List.of(CALLS, REFERENCES, EVENTS, USAGE);
        case WITHOUT_USAGE -> List.of(CALLS, REFERENCES, EVENTS);
      };
    }
  }
}
