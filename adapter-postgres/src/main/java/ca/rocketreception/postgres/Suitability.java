package ca.rocketreception.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Whether a database and our role in it are what the tables and their guards need. */
final class Suitability {

  private static final int OLDEST = 150_000;
  private static final int FIRST_ROLE = 10;

  private static final String ABOUT_US =
      """
      select current_setting('server_version_num')::int as version,
             current_setting('server_version') as version_name,
             pg_is_in_recovery() as standby,
             role.oid::int as role_id, role.rolname as role, role.rolsuper, role.rolbypassrls,
             current_database() as name,
             coalesce(has_schema_privilege(current_schema(), 'create'), false)
               and has_database_privilege(current_database(), 'create') as may_make_tables,
             history.oid is not null as has_tables,
             exists (select from pg_class other
                      where other.relnamespace = to_regnamespace(quote_ident(current_schema()))
                        and other.relkind in ('r', 'p', 'v', 'm', 'f')
                        and not exists (select from pg_depend
                                         where classid = 'pg_class'::regclass
                                           and objid = other.oid and deptype = 'e'))
               as has_some,
             -- an application's role that owns nothing has rights, see docs/audit.md
             case when not pg_has_role(history.relowner, 'usage')
                   and not has_table_privilege(history.oid, 'select')
                  then pg_get_userbyid(history.relowner) end as stranger
        from pg_roles role
        left join pg_class history on history.oid = to_regclass('flyway_schema_history')
       where role.rolname = current_user
      """;

  private Suitability() {}

  /** The first thing that a person must mend before we may work there. */
  static Optional<UnusableDatabase> problem(Database.Settings settings, Connection connection)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet us = statement.executeQuery(ABOUT_US)) {
      us.next();
      return problem(settings, us);
    }
  }

  private static Optional<UnusableDatabase> problem(Database.Settings settings, ResultSet us)
      throws SQLException {
    if (us.getInt("version") < OLDEST) {
      return wrong(
          settings,
          "it is PostgreSQL " + us.getString("version_name"),
          "Take PostgreSQL 15 or later.");
    }
    if (us.getBoolean("rolsuper") || us.getBoolean("rolbypassrls")) {
      return wrong(
          settings,
          "its user is a superuser or has BYPASSRLS, for whom one business's rows are not guarded"
              + " from another",
          cureOfPower(us));
    }
    if (us.getBoolean("standby")) {
      return wrong(
          settings,
          "it is a standby, which cannot be written",
          "Give the address of its primary in DATABASE_URL.");
    }
    String stranger = us.getString("stranger");
    if (stranger != null) {
      return wrong(
          settings,
          "its tables belong to the role \"" + stranger + "\"",
          "Use that role in DATABASE_URL, or give its tables to this one.");
    }
    if (!us.getBoolean("has_tables") && us.getBoolean("has_some")) {
      return wrong(
          settings,
          "it has tables that are not ours",
          "Give a database of its own, which is empty at first.");
    }
    if (!us.getBoolean("has_tables") && !us.getBoolean("may_make_tables")) {
      return wrong(
          settings,
          "its user may not make tables there",
          "Make it the owner, as a superuser: alter database \"%s\" owner to \"%s\";"
              .formatted(us.getString("name"), us.getString("role")));
    }
    return Optional.empty();
  }

  /** The role that a cluster began with stays a superuser. */
  private static String cureOfPower(ResultSet us) throws SQLException {
    return us.getInt("role_id") == FIRST_ROLE
        ? "Make a role of its own, as a superuser: create role rocket login password '…'; create"
            + " database rocket owner rocket; and put both into DATABASE_URL."
        : "Take that away, as another superuser: alter role \"%s\" nosuperuser nobypassrls;"
            .formatted(us.getString("role"));
  }

  private static Optional<UnusableDatabase> wrong(
      Database.Settings settings, String problem, String cure) {
    return Optional.of(new UnusableDatabase(UnusableDatabase.Kind.WRONG, settings, problem, cure));
  }
}
