package ca.rocketreception.postgres.business;

import static ca.rocketreception.domain.Samples.aDentist;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.postgres.Database;
import ca.rocketreception.postgres.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

class FactsMigrationTest {

  @Test
  void factsThatStoodThereBeforeTheSearchAreFoundToo() throws SQLException {
    Database.Settings settings = TestPostgres.copy();
    try (Database database = Database.open(settings);
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "drop schema public cascade; drop schema scheduler cascade; create schema public");
      Flyway.configure()
          .dataSource(settings.jdbcUrl(), settings.user(), settings.password())
          .target("2.1")
          .load()
          .migrate();
      statement.execute(
          """
          set rocket.scope = 'operator';
          insert into subscriber (subscriber_id, name, status, zone, language, slug)
          values ('%1$s', 'Dentist', 'ACTIVE', 'UTC', 'en', 'prairie-dental');
          insert into fact (subscriber_id, id, topic, text)
          values ('%1$s', gen_random_uuid(), 'parking', 'Free behind the building.')
          """
              .formatted(aDentist().id()));

      assertThat(database.migrate()).isPositive();

      assertThat(database.facts().search(aDentist().id(), Locale.CANADA, "Where can I park?", 3))
          .singleElement()
          .satisfies(found -> assertThat(found.fact().topic()).isEqualTo("parking"));
    }
  }
}
