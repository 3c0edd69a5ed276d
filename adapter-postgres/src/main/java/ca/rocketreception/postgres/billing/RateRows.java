package ca.rocketreception.postgres.billing;

import ca.rocketreception.domain.billing.Rate;
import ca.rocketreception.domain.billing.Rounding;
import ca.rocketreception.domain.billing.Tier;
import ca.rocketreception.domain.usage.Meter;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.PreparedBatch;

/** How rates are written and read, of plans and of subscriptions. */
final class RateRows {

  static final String COLUMNS =
      "meter, per, whole, minimum_seconds, increment_seconds, included, up_to, prices";
  static final String VALUES =
      ":meter, :per, :whole, :minimum, :increment, :included, :upTo, :prices";

  private RateRows() {}

  /** Binds {@link #VALUES}. */
  static PreparedBatch bind(PreparedBatch batch, Rate rate) {
    return batch
        .bind("meter", rate.meter().name())
        .bind("per", rate.per())
        .bind("whole", rate.whole())
        .bind("minimum", rate.rounding().map(Rounding::minimumSeconds).orElse(null))
        .bind("increment", rate.rounding().map(Rounding::incrementSeconds).orElse(null))
        .bind("included", rate.included())
        .bindArray(
            "upTo",
            BigDecimal.class,
            rate.tiers().stream().flatMap(tier -> tier.upTo().stream()).toList())
        .bindArray("prices", BigDecimal.class, rate.tiers().stream().map(Tier::price).toList());
  }

  /** The rate in a row, where there is one. */
  static Optional<Rate> read(ResultSet row) throws SQLException {
    String meter = row.getString("meter");
    if (meter == null) {
      return Optional.empty();
    }
    int minimum = row.getInt("minimum_seconds");
    boolean timed = !row.wasNull();
    return Optional.of(
        new Rate(
            Meter.valueOf(meter),
            row.getBigDecimal("per"),
            row.getBoolean("whole"),
            timed
                ? Optional.of(new Rounding(minimum, row.getInt("increment_seconds")))
                : Optional.empty(),
            row.getBigDecimal("included"),
            tiers(
                (BigDecimal[]) row.getArray("up_to").getArray(),
                (BigDecimal[]) row.getArray("prices").getArray())));
  }

  private static List<Tier> tiers(BigDecimal[] ends, BigDecimal[] prices) {
    List<Tier> tiers = new ArrayList<>();
    for (int place = 0; place < prices.length; place++) {
      tiers.add(
          new Tier(
              place < ends.length ? Optional.of(ends[place]) : Optional.empty(), prices[place]));
    }
    return tiers;
  }
}
