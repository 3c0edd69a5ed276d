package ca.rocketreception.zones;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.zone.ZoneRulesProvider;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which zone rules this program goes by.
 *
 * @param version the release of the IANA's database, such as 2026e
 * @param origin whose they are: "built in", "the system's", "the JDK's" or what the operator named
 * @param made no later than this; within the year of the release, whatever a file's date says
 * @param warnings what could not be used, and why
 */
public record ZoneData(String version, String origin, LocalDate made, List<String> warnings) {

  private static final String PROPERTY = "java.time.zone.DefaultZoneRulesProvider";
  private static final int MONTHS_UNTIL_OLD = 6;

  /** A release; ThreeTen's are of a variant that keeps more of the past. */
  private static final Pattern RELEASE = Pattern.compile("(\\d{4}[a-z]{1,2}?)(?:gtz|-.+)?");

  public ZoneData {
    warnings = List.copyOf(warnings);
  }

  /** Has the JDK ask us. Does nothing once the JDK has its rules, so it must come first of all. */
  public static void install() {
    if (System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, NewestZoneRules.class.getName());
    }
  }

  /** What is in use. */
  public static ZoneData current() {
    ZoneRulesProvider.getAvailableZoneIds(); // the JDK takes its rules now at the latest
    NewestZoneRules ours = NewestZoneRules.used();
    if (ours == null) {
      String version = ZoneRulesProvider.getVersions("Europe/Paris").lastKey();
      return new ZoneData(
          version,
          "the JDK's",
          withinYear(version, LocalDate.MAX),
          List.of("The JDK took its own zone rules before it was told to ask us"));
    }
    return of(ours);
  }

  static ZoneData of(NewestZoneRules rules) {
    ZoneSource newest = rules.newest();
    return new ZoneData(
        newest.version(),
        newest.origin(),
        withinYear(newest.version(), madeOr(newest, LocalDate.MAX)),
        rules.warnings());
  }

  /** Whether they are so old that newer ones are likely. */
  public boolean isOld(LocalDate today) {
    return made.plusMonths(MONTHS_UNTIL_OLD).isBefore(today);
  }

  /** One word for whose they are: built-in, system, jdk or named. */
  public String kind() {
    return switch (origin) {
      case "built in" -> "built-in";
      case "the system's" -> "system";
      case "the JDK's" -> "jdk";
      default -> "named";
    };
  }

  /** {@link #made}, as a moment. */
  public Instant madeAt() {
    return made.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** Such as "zone rules 2026e, built in". */
  @Override
  public String toString() {
    return "zone rules " + version + ", " + origin;
  }

  private static LocalDate madeOr(ZoneSource source, LocalDate unknown) {
    try {
      return source.made();
    } catch (IOException untold) {
      return unknown;
    }
  }

  /** A copied file is as young as its copying, but a release of 2025 was made in 2025. */
  private static LocalDate withinYear(String version, LocalDate told) {
    int year = Integer.parseInt(version.substring(0, 4));
    LocalDate first = LocalDate.of(year, 1, 1);
    LocalDate last = LocalDate.of(year, 12, 31);
    return told.isBefore(first) ? first : told.isAfter(last) ? last : told;
  }

  static String release(String text) throws IOException {
    Matcher form = RELEASE.matcher(text);
    if (!form.matches()) {
      throw new IOException("is of no release that we know: " + text);
    }
    return form.group(1);
  }
}
