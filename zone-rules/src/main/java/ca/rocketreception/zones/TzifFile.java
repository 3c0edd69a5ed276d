package ca.rocketreception.zones;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;

/** One zone as systems keep it under {@code /usr/share/zoneinfo}: RFC 9636, version 2 and later. */
final class TzifFile {

  private static final int MAGIC = 0x545A6966; // TZif
  private static final int HIGHEST_COUNT = 20_000;

  /** Some compilers begin with a moment before the world did. */
  private static final long LONG_AGO = -100_000_000_000L;

  /** What clocks show: the offset, and whether it is called daylight saving time. */
  private record Clock(ZoneOffset offset, boolean daylight) {

    /** An hour less where it is not known better. */
    ZoneOffset standard(ZoneOffset before) {
      if (!daylight) {
        return offset;
      }
      return before.equals(offset)
          ? ZoneOffset.ofTotalSeconds(offset.getTotalSeconds() - 3600)
          : before;
    }
  }

  private record Header(
      int version, int utcs, int standards, int leaps, int times, int types, int chars) {

    static Header read(ByteBuffer data) throws IOException {
      if (data.getInt() != MAGIC) {
        throw new IOException("is no TZif file");
      }
      int version = data.get();
      data.position(data.position() + 15);
      Header header =
          new Header(
              version,
              data.getInt(),
              data.getInt(),
              data.getInt(),
              data.getInt(),
              data.getInt(),
              data.getInt());
      if (header.times < 0
          || header.times > HIGHEST_COUNT
          || header.types < 1
          || header.types > 256) {
        throw new IOException("is cut or spoiled");
      }
      if (header.leaps != 0) {
        throw new IOException("counts leap seconds");
      }
      return header;
    }

    /** How long what follows is, with moments of so many bytes. */
    int length(int bytes) {
      return times * (bytes + 1) + types * 6 + chars + standards + utcs;
    }
  }

  private TzifFile() {}

  static ZoneRules read(byte[] file) throws IOException {
    try {
      ByteBuffer data = ByteBuffer.wrap(file);
      Header old = Header.read(data);
      if (old.version < '2') {
        throw new IOException("is of the first version of TZif, which ends in 2037");
      }
      data.position(data.position() + old.length(4));
      return rules(data);
    } catch (BufferUnderflowException
        | IndexOutOfBoundsException
        | IllegalArgumentException
        | DateTimeException cut) {
      throw new IOException("is cut or spoiled", cut);
    }
  }

  private static ZoneRules rules(ByteBuffer data) throws IOException {
    Header header = Header.read(data);
    long[] times = new long[header.times];
    for (int i = 0; i < times.length; i++) {
      times[i] = data.getLong();
    }
    byte[] kinds = new byte[header.times];
    data.get(kinds);
    Clock[] clocks = new Clock[header.types];
    for (int i = 0; i < clocks.length; i++) {
      clocks[i] = new Clock(ZoneOffset.ofTotalSeconds(data.getInt()), data.get() != 0);
      data.get();
    }
    data.position(data.position() + header.chars + header.standards + header.utcs);
    if (data.get() != '\n') {
      throw new IOException("is cut or spoiled");
    }
    byte[] rest = new byte[data.remaining()];
    data.get(rest);
    String footer = new String(rest, StandardCharsets.US_ASCII);
    if (!footer.endsWith("\n")) {
      throw new IOException("is cut: its last line is missing");
    }
    return rules(times, kinds, clocks, new PosixRule(footer.strip()));
  }

  private static ZoneRules rules(long[] times, byte[] kinds, Clock[] clocks, PosixRule after)
      throws IOException {
    Clock clock = clocks[0];
    int next = 0;
    while (next < times.length && times[next] < LONG_AGO) {
      clock = clocks[kinds[next++] & 255];
    }
    List<ZoneOffsetTransition> standards = new ArrayList<>();
    List<ZoneOffsetTransition> walls = new ArrayList<>();
    ZoneOffset firstWall = clock.offset();
    ZoneOffset firstStandard = clock.standard(firstWall);
    ZoneOffset wall = firstWall;
    ZoneOffset standard = firstStandard;
    for (; next < times.length; next++) {
      clock = clocks[kinds[next] & 255];
      wall = changed(times[next], wall, clock.offset(), walls);
      standard = changed(times[next], standard, clock.standard(standard), standards);
    }
    if (after.changes() && walls.isEmpty()) {
      throw new IOException("has no change of clocks before its last line");
    }
    if (!after.ends(wall)) {
      throw new IOException("contradicts itself: its last line does not go on where it ends");
    }
    return ZoneRules.of(firstStandard, firstWall, standards, walls, after.rules());
  }

  private static ZoneOffset changed(
      long second, ZoneOffset before, ZoneOffset after, List<ZoneOffsetTransition> into) {
    if (!before.equals(after)) {
      into.add(
          ZoneOffsetTransition.of(LocalDateTime.ofEpochSecond(second, 0, before), before, after));
    }
    return after;
  }
}
