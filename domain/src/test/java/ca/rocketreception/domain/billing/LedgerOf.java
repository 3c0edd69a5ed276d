package ca.rocketreception.domain.billing;

import ca.rocketreception.domain.Days;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.domain.usage.UsageEntry;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A ledger in memory, line by line. */
public final class LedgerOf implements Ledger {

  /** A line, at its place in the order of writing. */
  public record Line(String source, Meter meter, LocalDate day, BigDecimal quantity) {}

  private final List<Line> lines = new ArrayList<>();

  public LedgerOf write(String source, Meter meter, String day, String quantity) {
    return write(new Line(source, meter, LocalDate.parse(day), new BigDecimal(quantity)));
  }

  public LedgerOf write(Line line) {
    lines.add(line);
    return this;
  }

  public List<Line> lines() {
    return Collections.unmodifiableList(lines);
  }

  @Override
  public List<Tally> tallies(Days days, long through) {
    Map<Meter, Map<String, BigDecimal>> sums = new TreeMap<>();
    for (Line line : lines.subList(0, Math.toIntExact(through))) {
      if (line.meter().billable() && days.contain(line.day())) {
        sums.computeIfAbsent(line.meter(), meter -> new LinkedHashMap<>())
            .merge(line.source(), line.quantity(), BigDecimal::add);
      }
    }
    return sums.entrySet().stream()
        .map(of -> {
          Map<BigDecimal, Long> counts = new TreeMap<>();
          of.getValue().values().stream()
              .filter(sum -> sum.signum() != 0)
              .forEach(sum -> counts.merge(UsageEntry.plain(sum), 1L, Long::sum));
          return new Tally(of.getKey(), counts);
        })
        .filter(tally -> !tally.isNone())
        .toList();
  }

  @Override
  public boolean grewAfter(Days days, long place) {
    return lines.stream().skip(place).anyMatch(line -> days.contain(line.day()));
  }

  @Override
  public long end() {
    return lines.size();
  }
}
