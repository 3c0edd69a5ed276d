package ca.rocketreception.zones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.joda.time.DateTimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewestZoneRulesTest {

  private static final Path NOWHERE = Path.of("nowhere");
  private static final Path JDKS = Path.of(System.getProperty("java.home"), "lib", "tzdb.dat");
  private static final Instant FROM = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2045-01-01T00:00:00Z");

  /** After this, releases may know of different laws. */
  private static final Instant JDK_KNOWS = Instant.parse("2026-01-01T00:00:00Z");

  /** What somebody found out about 1979 and 1992 in 2026. */
  private static final Set<String> CORRECTED_SINCE =
      Set.of("America/Bogota", "Asia/Tehran", "Iran");

  /** 2026f, which this Joda has, lets Cuba stay on summer time in the winter of 2026. */
  private static final Set<String> CHANGED_SINCE = Set.of("America/Havana", "Cuba");

  @ParameterizedTest
  @CsvSource({
    "America/Winnipeg, -05:00",
    "Canada/Central, -05:00",
    "America/Edmonton, -06:00",
    "America/Vancouver, -07:00",
    "America/Toronto, -05:00",
    "America/Regina, -06:00",
    "America/Halifax, -04:00",
    "America/St_Johns, -03:30",
    "America/Chicago, -06:00"
  })
  void provincesThatStoppedChangingTheirClocksStayOnSummersTime(String zone, String offset) {
    ZoneRules rules = ZoneId.of(zone).getRules();

    assertThat(rules.getOffset(Instant.parse("2026-11-25T18:00:00Z")))
        .isEqualTo(ZoneOffset.of(offset));
    assertThat(rules.getOffset(Instant.parse("2031-01-15T18:00:00Z")))
        .isEqualTo(ZoneOffset.of(offset));
  }

  @Test
  void theWholeProgramGoesByOurRules() {
    assertThat(ZoneData.current().version()).isGreaterThanOrEqualTo("2026e");
    assertThat(ZoneData.current().warnings()).isEmpty();
    assertThat(ZoneData.current().made()).isBetween(date("2026-09-01"), date("2099-12-31"));
  }

  @Test
  void everyZoneOfTheJdkStaysKnownAndCanBeRead() throws IOException {
    NewestZoneRules rules = builtIn();

    Set<String> jdks = jdks().ids();
    assertThat(jdks).hasSizeGreaterThan(590);
    assertThat(rules.provideZoneIds()).containsAll(jdks);
    for (String id : rules.provideZoneIds()) {
      assertThatCode(() -> rules.provideRules(id, false)).as(id).doesNotThrowAnyException();
    }
    assertThat(rules.warnings()).isEmpty();
  }

  @Test
  void everyZoneIsAsTheJdkHasItUntilTheJdkWasMade() throws IOException {
    NewestZoneRules ours = builtIn();
    ZoneSource jdks = jdks();
    for (String id : jdks.ids()) {
      if (!CORRECTED_SINCE.contains(id)) {
        assertSame(id, ours.provideRules(id, false), jdks.rules(id), FROM, JDK_KNOWS);
      }
    }
  }

  @Test
  void everyZoneIsAsJodaHasItForDecades() {
    NewestZoneRules ours = builtIn();
    Set<String> common = new TreeSet<>(ours.provideZoneIds());
    common.retainAll(DateTimeZone.getAvailableIDs());
    common.removeAll(CHANGED_SINCE);
    assertThat(common).hasSizeGreaterThan(580);
    Random random = new Random(42);
    List<String> different = new ArrayList<>();
    for (String id : common) {
      ZoneRules rules = ours.provideRules(id, false);
      DateTimeZone joda = DateTimeZone.forID(id);
      for (long at : moments(joda, random)) {
        int offset = rules.getOffset(Instant.ofEpochMilli(at)).getTotalSeconds() * 1000;
        if (offset != joda.getOffset(at)) {
          different.add(id + " at " + Instant.ofEpochMilli(at));
        }
      }
    }
    assertThat(different).isEmpty();
  }

  private static List<Long> moments(DateTimeZone joda, Random random) {
    List<Long> moments = new ArrayList<>();
    long at = FROM.toEpochMilli();
    while (at < UNTIL.toEpochMilli()) {
      moments.add(at - 1000); // Joda ends some days a thousandth of a second early
      moments.add(at + 1000);
      long next = joda.nextTransition(at);
      if (next == at) {
        break;
      }
      at = next;
    }
    for (int i = 0; i < 100; i++) {
      moments.add(random.nextLong(FROM.toEpochMilli(), UNTIL.toEpochMilli()));
    }
    moments.remove(0); // what was before 1970 is told differently
    return moments;
  }

  @Test
  void theNewestRulesWinWhoeverHasThem() {
    ZoneData data =
        ZoneData.of(new NewestZoneRules(ZoneSources.of(Optional.of(JDKS), NOWHERE, JDKS)));

    if (jdkIsOlder()) {
      assertThat(data.origin()).isEqualTo("built in");
      assertThat(data.warnings()).singleElement().asString().contains("ZONE_DATA", "older than");
    }
  }

  private static boolean jdkIsOlder() {
    try {
      return jdks().version().compareTo("2026e") < 0;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void rulesAreOldSixMonthsAfterTheyWereMade() {
    ZoneData data = new ZoneData("2026e", "built in", date("2026-10-03"), List.of());

    assertThat(data.isOld(date("2027-04-03"))).isFalse();
    assertThat(data.isOld(date("2027-04-04"))).isTrue();
  }

  private static LocalDate date(String text) {
    return LocalDate.parse(text);
  }

  static NewestZoneRules builtIn() {
    return new NewestZoneRules(ZoneSources.of(Optional.empty(), NOWHERE, JDKS));
  }

  static ZoneSource jdks() throws IOException {
    try (InputStream in = Files.newInputStream(JDKS)) {
      return CompiledRules.read(in, "the JDK's", () -> LocalDate.EPOCH);
    }
  }

  static void assertSame(String id, ZoneRules one, ZoneRules other, Instant from, Instant until) {
    assertThat(one.getOffset(from)).as("%s at %s", id, from).isEqualTo(other.getOffset(from));
    Instant at = from;
    while (true) {
      var next = one.nextTransition(at);
      var othersNext = other.nextTransition(at);
      boolean over = next == null || next.getInstant().isAfter(until);
      boolean othersOver = othersNext == null || othersNext.getInstant().isAfter(until);
      if (over && othersOver) {
        return;
      }
      assertThat(next).as("%s after %s", id, at).isEqualTo(othersNext);
      at = next.getInstant();
    }
  }
}
