package ca.rocketreception.zones;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What rules there are: the ones that were built in, the JDK's, the system's where they are newer
 * than both, and those that the operator names.
 *
 * @param sources never empty
 * @param warnings what could not be used, and why
 */
record ZoneSources(List<ZoneSource> sources, List<String> warnings) {

  private static final String BUILT_IN = "org/threeten/bp/TZDB.dat";
  private static final Path SYSTEMS = Path.of("/usr/share/zoneinfo");

  /** Where a JDK, ThreeTen, Python's package and a package of Debian's have their data. */
  private static final List<String> COMPILED = List.of("lib/tzdb.dat", BUILT_IN, "tzdb.dat");

  private static final List<String> FOLDERS =
      List.of("", "usr/share/zoneinfo", "tzdata/zoneinfo", "zoneinfo");

  /** Places on earth; other names are habits, and not all sources have them. */
  private static final Pattern PLACE =
      Pattern.compile(
          "(Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.+");

  /**
   * @param named a file or folder of the operator's; null or empty: none
   */
  static ZoneSources atHand(String named) {
    return of(
        named == null || named.isBlank() ? Optional.empty() : Optional.of(Path.of(named.strip())),
        SYSTEMS,
        Path.of(System.getProperty("java.home"), "lib", "tzdb.dat"));
  }

  static ZoneSources of(Optional<Path> named, Path systems, Path jdks) {
    List<ZoneSource> sources = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    try {
      sources.add(builtIn());
    } catch (IOException spoiled) {
      warnings.add("The zone rules built in are not used: it " + spoiled.getMessage());
    }
    try {
      sources.add(compiled(jdks, "the JDK's"));
    } catch (IOException spoiled) {
      warnings.add("The JDK's zone rules are not used: " + reason(jdks, spoiled));
    }
    if (sources.isEmpty()) {
      throw new IllegalStateException(String.join("; ", warnings));
    }
    Set<String> places =
        sources.getFirst().ids().stream()
            .filter(PLACE.asMatchPredicate())
            .collect(Collectors.toSet());
    String best = sources.stream().map(ZoneSource::version).max(String::compareTo).orElseThrow();
    named.ifPresent(path -> {
      try {
        ZoneSource read = named(path, places);
        sources.addFirst(read);
        if (read.version().compareTo(best) < 0) {
          warnings.add(
              "ZONE_DATA has zone rules of %s, older than %s: the newer are used"
                  .formatted(read.version(), best));
        }
      } catch (IOException spoiled) {
        warnings.add(
            "ZONE_DATA is not used: "
                + reason(path, spoiled)
                + ". Name a folder with tzdata.zi"
                + " and compiled zones, a tzdb.dat of a JDK, or an archive of either");
      }
    });
    try {
      if (Files.exists(systems.resolve(TzifFolder.INDEX))
          && sources.stream().allMatch(one -> isNewer(systems, one))) {
        sources.add(TzifFolder.read(systems, "the system's", places));
      }
    } catch (IOException spoiled) {
      warnings.add("The system's zone rules are not used: " + reason(systems, spoiled));
    }
    return new ZoneSources(List.copyOf(sources), List.copyOf(warnings));
  }

  private static boolean isNewer(Path folder, ZoneSource other) {
    try {
      return TzifFolder.version(folder).compareTo(other.version()) > 0;
    } catch (IOException unknown) {
      return false; // most systems have a folder, and not all say what is in it
    }
  }

  private static String reason(Path path, IOException spoiled) {
    return path + " " + (Files.exists(path) ? spoiled.getMessage() : "is not there");
  }

  private static ZoneSource builtIn() throws IOException {
    URL resource = ZoneSources.class.getClassLoader().getResource(BUILT_IN);
    if (resource == null) {
      throw new IOException("is not there");
    }
    try (InputStream in = new BufferedInputStream(resource.openStream())) {
      return CompiledRules.read(in, "built in", () -> dateOf(resource));
    }
  }

  private static LocalDate dateOf(URL resource) throws IOException {
    URLConnection connection = resource.openConnection();
    long millis =
        connection instanceof JarURLConnection jar
            ? jar.getJarEntry().getTime()
            : connection.getLastModified();
    return LocalDate.ofEpochDay(Math.floorDiv(millis, 86_400_000L));
  }

  private static ZoneSource named(Path path, Set<String> places) throws IOException {
    if (Files.isDirectory(path)) {
      return within(path, path, places);
    }
    try (InputStream in = Files.newInputStream(path)) {
      if (in.read() != 'P') {
        return checked(compiled(path, path.toString()), places);
      }
    }
    return within(FileSystems.newFileSystem(path).getPath("/"), path, places); // stays open
  }

  private static ZoneSource within(Path root, Path named, Set<String> places) throws IOException {
    for (String name : COMPILED) {
      if (Files.isRegularFile(root.resolve(name))) {
        return checked(compiled(root.resolve(name), named.toString()), places);
      }
    }
    for (String name : FOLDERS) {
      Path folder = root.resolve(name);
      if (Files.isRegularFile(folder.resolve(TzifFolder.INDEX))) {
        return TzifFolder.read(folder, named.toString(), places);
      }
    }
    throw new IOException("has no zone rules in it");
  }

  private static ZoneSource compiled(Path file, String origin) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return CompiledRules.read(
          in,
          origin,
          () -> LocalDate.ofInstant(Files.getLastModifiedTime(file).toInstant(), ZoneOffset.UTC));
    }
  }

  /** As a folder is, each zone is read once. */
  private static ZoneSource checked(ZoneSource source, Set<String> places) throws IOException {
    if (!source.ids().containsAll(places)) {
      throw new IOException("lacks zones");
    }
    for (String id : source.ids()) {
      source.rules(id);
    }
    return source;
  }
}
