package ca.rocketreception.postgres.reconciliation;

import ca.rocketreception.domain.Discrepancy;
import ca.rocketreception.domain.access.AuditEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What in the database itself keeps rows from being changed or seen, and whether it is still there.
 * Whoever owns the tables can take it away, do something, and put it back: then only seals, chains
 * and what was told outside tell.
 */
final class Guards {

  /**
   * Triggers that must be there and on, and what they are on and when, as PostgreSQL writes it
   * down: one that is there for fewer events, or never, guards nothing.
   */
  private static final String TRIGGERS =
      """
      with kept (table_name) as (
        select unnest(array['plan_version', 'plan_rate', 'tax', 'issuer', 'exchange_rate',
                            'subscription', 'subscription_rate', 'statement', 'statement_line',
                            'usage_cap_reached'])
      ), wanted (table_name, trigger_name, events, level, function_name) as (
        select table_name, 'append_only', 'DELETE OR UPDATE OR TRUNCATE', 'STATEMENT',
               'is_append_only'
          from kept
        union all
        select table_name, 'sealed', 'INSERT', 'ROW', 'seals' from kept
        union all
        values ('audit_entry', 'append_only', 'DELETE OR UPDATE OR TRUNCATE', 'STATEMENT',
                'audit_entry_is_append_only'),
               ('usage_entry', 'append_only', 'DELETE OR UPDATE OR TRUNCATE', 'STATEMENT',
                'usage_entry_is_append_only')
      ), compared as (
        select wanted.trigger_name, wanted.table_name, there.oid, there.tgenabled,
               replace(pg_get_triggerdef(there.oid), 'public.', '') as made,
               format('CREATE TRIGGER %s BEFORE %s ON %s FOR EACH %s EXECUTE FUNCTION %s()',
                      wanted.trigger_name, wanted.events, wanted.table_name, wanted.level,
                      wanted.function_name) as should_be
          from wanted
          left join pg_trigger there
            on there.tgrelid = to_regclass('public.' || wanted.table_name)
               and there.tgname = wanted.trigger_name and not there.tgisinternal
      )
      select 'TRIGGER ' || trigger_name || ' on ' || table_name as place,
             case when oid is null then 'not there'
                  when tgenabled not in ('O', 'A') then 'switched off'
                  else made
             end as state
        from compared
       where oid is null or tgenabled not in ('O', 'A') or made <> should_be
       order by place
      """;

  /** Every table that has a subscriber's rows is guarded by one policy for all, and by no other. */
  private static final String POLICIES =
      """
      select 'ROW LEVEL SECURITY of ' || tenants.relname as place,
             case when not tenants.relrowsecurity then 'switched off'
                  when not tenants.relforcerowsecurity then 'not forced on the owner'
                  else 'other policies'
             end as state
        from pg_class tenants
        join pg_attribute whose
          on whose.attrelid = tenants.oid and whose.attname = 'subscriber_id'
             and not whose.attisdropped
       where tenants.relnamespace = 'public'::regnamespace and tenants.relkind in ('r', 'p')
         and (not tenants.relrowsecurity or not tenants.relforcerowsecurity
              or not exists (
                   select from pg_policies policy
                    where policy.schemaname = 'public' and policy.tablename = tenants.relname
                      and policy.permissive = 'PERMISSIVE' and policy.cmd = 'ALL'
                      and policy.with_check is null
                      and regexp_replace(policy.qual, '[() ]|::text', '', 'g') = :qual)
              or (select count(*) from pg_policies policy
                   where policy.schemaname = 'public'
                     and policy.tablename = tenants.relname) <> 1)
       order by place
      """;

  /** What the migrations say as PostgreSQL writes it down, without brackets and spaces. */
  private static final String QUAL =
      "subscriber_id=NULLIFcurrent_setting'rocket.subscriber',true,''::uuid"
          + "ORcurrent_setting'rocket.scope',true='operator'";

  /** SHA-256 of the bodies of the functions that guard, as the migrations make them. */
  static final Map<String, String> FUNCTIONS =
      Map.of(
          "is_append_only",
          "34060d5e598f7a279411fe1b6aab0aafc6b94e3712b0bb07eb79affd7dec93fe",
          "audit_entry_is_append_only",
          "0146557a7ade0cc21c9375fbb3f8cdab11266c89ed97beb174186ebd8e064fdf",
          "usage_entry_is_append_only",
          "f893a2100d5268d762615918390bddce8968ad58d2f475b36269f9981116da7c",
          "seals",
          "ac49d6ca950f92df36e43e177ae3a67ee2d9dbb1e33b7a8e4df62101a611b1dc",
          "seal_of",
          "a84cbf51b39c07bc5b6edd190446a30e7914a8dd683b5f52896897c69ab74297");

  private static final String BODIES =
      """
      select proname, encode(sha256(convert_to(prosrc, 'UTF8')), 'hex') as sha256
        from pg_proc
       where pronamespace = 'public'::regnamespace and proname = any (:names)
       order by proname
      """;

  private Guards() {}

  /** As the operator. */
  static List<Discrepancy> broken(Handle handle) {
    List<Discrepancy> found =
        handle
            .createQuery(TRIGGERS)
            .map((row, context) -> broken(row.getString("place"), row.getString("state")))
            .list();
    found.addAll(
        handle
            .createQuery(POLICIES)
            .bind("qual", QUAL)
            .map((row, context) -> broken(row.getString("place"), row.getString("state")))
            .list());
    handle
        .createQuery(BODIES)
        .bindArray("names", String.class, List.copyOf(FUNCTIONS.keySet()))
        .map((row, context) -> Map.entry(row.getString("proname"), row.getString("sha256")))
        .filter(body -> !body.getValue().equals(FUNCTIONS.get(body.getKey())))
        .forEach(body -> found.add(broken("FUNCTION " + body.getKey(), "another body")));
    return found;
  }

  private static Discrepancy broken(String place, String state) {
    return new Discrepancy(
        AuditEntry.NOBODY,
        Discrepancy.Kind.GUARD,
        place,
        "guard",
        Optional.of(state),
        Optional.of("as the migrations made it"));
  }
}
