package ca.rocketreception.zones;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The file that the JDK calls {@code lib/tzdb.dat} and ThreeTen {@code TZDB.dat}: all zones of a
 * release, each as {@link ZoneRules} are serialized.
 */
final class CompiledRules implements ZoneSource {

  /** Tells when the data was made. */
  @FunctionalInterface
  interface Made {
    LocalDate on() throws IOException;
  }

  private static final int HIGHEST_COUNT = 5_000;

  private final String version;
  private final String origin;
  private final Made made;
  private final Map<String, byte[]> rules;

  private CompiledRules(String version, String origin, Made made, Map<String, byte[]> rules) {
    this.version = version;
    this.origin = origin;
    this.made = made;
    this.rules = rules;
  }

  /** Reads the table of contents; the stream is closed by whoever opened it. */
  static CompiledRules read(InputStream in, String origin, Made made) throws IOException {
    DataInputStream data = new DataInputStream(in);
    if (data.readByte() != 1 || !data.readUTF().equals("TZDB")) {
      throw new IOException("is no file of compiled zone rules");
    }
    int versions = data.readShort();
    String version = "";
    for (int i = 0; i < versions; i++) {
      version = data.readUTF();
    }
    String[] regions = new String[count(data)];
    for (int i = 0; i < regions.length; i++) {
      regions[i] = data.readUTF();
    }
    byte[][] each = new byte[count(data)][];
    for (int i = 0; i < each.length; i++) {
      each[i] = data.readNBytes(data.readUnsignedShort());
    }
    Map<String, byte[]> rules = new HashMap<>();
    for (int i = 0; i < versions; i++) {
      rules.clear(); // what counts is the newest, and the newest is last
      int known = count(data);
      for (int j = 0; j < known; j++) {
        int region = data.readUnsignedShort();
        int rule = data.readUnsignedShort();
        if (region >= regions.length || rule >= each.length) {
          throw new IOException("is cut or spoiled");
        }
        rules.put(regions[region], each[rule]);
      }
    }
    if (rules.isEmpty()) {
      throw new IOException("has no zones");
    }
    return new CompiledRules(ZoneData.release(version), origin, made, rules);
  }

  private static int count(DataInputStream data) throws IOException {
    int count = data.readUnsignedShort();
    if (count > HIGHEST_COUNT) {
      throw new IOException("is cut or spoiled");
    }
    return count;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public String origin() {
    return origin;
  }

  @Override
  public LocalDate made() throws IOException {
    return made.on();
  }

  @Override
  public Set<String> ids() {
    return rules.keySet();
  }

  @Override
  public ZoneRules rules(String id) throws IOException {
    try {
      return rules(new DataInputStream(new ByteArrayInputStream(rules.get(id))));
    } catch (DateTimeException | IllegalArgumentException spoiled) {
      throw new IOException("has unreadable rules of " + id + ": " + spoiled.getMessage(), spoiled);
    }
  }

  /** As the serialized form of {@link ZoneRules} is documented. */
  private static ZoneRules rules(DataInputStream data) throws IOException {
    if (data.readByte() != 1) {
      throw new IOException("has something else where rules should be");
    }
    List<ZoneOffsetTransition> standard = new ArrayList<>();
    ZoneOffset firstStandard = transitions(data, standard);
    List<ZoneOffsetTransition> wall = new ArrayList<>();
    ZoneOffset firstWall = transitions(data, wall);
    int count = data.readByte();
    List<ZoneOffsetTransitionRule> last = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      last.add(rule(data));
    }
    return ZoneRules.of(firstStandard, firstWall, standard, wall, last);
  }

  /** Returns the offset before the first one. */
  private static ZoneOffset transitions(DataInputStream data, List<ZoneOffsetTransition> into)
      throws IOException {
    int count = data.readInt();
    if (count < 0 || count > HIGHEST_COUNT) {
      throw new IOException("is cut or spoiled");
    }
    long[] at = new long[count];
    for (int i = 0; i < count; i++) {
      at[i] = second(data);
    }
    ZoneOffset first = offset(data);
    ZoneOffset before = first;
    for (long second : at) {
      ZoneOffset after = offset(data);
      into.add(
          ZoneOffsetTransition.of(LocalDateTime.ofEpochSecond(second, 0, before), before, after));
      before = after;
    }
    return first;
  }

  private static long second(DataInputStream data) throws IOException {
    int high = data.readUnsignedByte();
    if (high == 255) {
      return data.readLong();
    }
    long quarters = (high << 16) + (data.readUnsignedByte() << 8) + data.readUnsignedByte();
    return quarters * 900 - 4_575_744_000L;
  }

  private static ZoneOffset offset(DataInputStream data) throws IOException {
    int quarters = data.readByte();
    return ZoneOffset.ofTotalSeconds(quarters == 127 ? data.readInt() : quarters * 900);
  }

  private static ZoneOffsetTransitionRule rule(DataInputStream data) throws IOException {
    int packed = data.readInt();
    int day = (packed >>> 19) & 7;
    int hour = (packed >>> 14) & 31;
    int standard = (packed >>> 4) & 255;
    int before = (packed >>> 2) & 3;
    int after = packed & 3;
    LocalTime time =
        hour == 31 ? LocalTime.ofSecondOfDay(data.readInt()) : LocalTime.of(hour % 24, 0);
    int standardSeconds = standard == 255 ? data.readInt() : (standard - 128) * 900;
    int beforeSeconds = before == 3 ? data.readInt() : standardSeconds + before * 1800;
    int afterSeconds = after == 3 ? data.readInt() : standardSeconds + after * 1800;
    return ZoneOffsetTransitionRule.of(
        Month.of(packed >>> 28),
        ((packed >>> 22) & 63) - 32,
        day == 0 ? null : DayOfWeek.of(day),
        time,
        hour == 24,
        ZoneOffsetTransitionRule.TimeDefinition.values()[(packed >>> 12) & 3],
        ZoneOffset.ofTotalSeconds(standardSeconds),
        ZoneOffset.ofTotalSeconds(beforeSeconds),
        ZoneOffset.ofTotalSeconds(afterSeconds));
  }
}
