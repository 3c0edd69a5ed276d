package ca.rocketreception.zones;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A folder such as {@code /usr/share/zoneinfo}: a file for each zone, and {@code tzdata.zi}, which
 * names the release, all zones and which names mean the same.
 */
final class TzifFolder implements ZoneSource {

  static final String INDEX = "tzdata.zi";

  private static final String FIRST_LINE = "# version ";
  private static final int LARGEST_FILE = 100_000;

  private final Path folder;
  private final String version;
  private final String origin;
  private final Map<String, String> zones;

  private TzifFolder(Path folder, String version, String origin, Map<String, String> zones) {
    this.folder = folder;
    this.version = version;
    this.origin = origin;
    this.zones = zones;
  }

  /** The release in a folder, by the first line of its index. */
  static String version(Path folder) throws IOException {
    try (BufferedReader index = Files.newBufferedReader(folder.resolve(INDEX))) {
      String first = index.readLine();
      if (first == null || !first.startsWith(FIRST_LINE)) {
        throw new IOException("does not say its version in the first line of " + INDEX);
      }
      return ZoneData.release(first.substring(FIRST_LINE.length()).strip());
    }
  }

  /**
   * Reads the index and each file once, so that a folder that is spoiled or lacks something is
   * refused as a whole.
   *
   * @param needed what must be there, by whatever name
   */
  static TzifFolder read(Path folder, String origin, Set<String> needed) throws IOException {
    Map<String, String> zones = new HashMap<>();
    for (String line : Files.readAllLines(folder.resolve(INDEX), StandardCharsets.UTF_8)) {
      String[] words = line.split(" ");
      if (words[0].equals("Z") && words.length > 1) {
        zones.put(words[1], words[1]);
      } else if (words[0].equals("L") && words.length == 3) {
        zones.put(words[2], words[1]);
      }
    }
    TzifFolder read = new TzifFolder(folder, version(folder), origin, zones);
    Set<String> lacking = new TreeSet<>(needed);
    lacking.removeAll(zones.keySet());
    if (!lacking.isEmpty()) {
      throw new IOException("lacks " + some(lacking));
    }
    for (String zone : new TreeSet<>(zones.values())) {
      read.rules(zone);
    }
    return read;
  }

  private static String some(Set<String> ids) {
    List<String> few = ids.stream().limit(3).toList();
    return String.join(", ", few) + (ids.size() > 3 ? " and " + (ids.size() - 3) + " more" : "");
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
    return LocalDate.ofInstant(
        Files.getLastModifiedTime(folder.resolve(INDEX)).toInstant(), ZoneOffset.UTC);
  }

  @Override
  public Set<String> ids() {
    return zones.keySet();
  }

  @Override
  public ZoneRules rules(String id) throws IOException {
    String zone = id;
    for (int links = 0; !zone.equals(zones.getOrDefault(zone, zone)) && links < 5; links++) {
      zone = zones.get(zone);
    }
    Path file = folder.resolve(zone);
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw new IOException("is no TZif file");
      }
      return TzifFile.read(Files.readAllBytes(file));
    } catch (IOException unreadable) {
      String what =
          Files.exists(file) ? "has a file for it that " + unreadable.getMessage() : "has no file";
      throw new IOException("of " + zone + " it " + what, unreadable);
    }
  }
}
