package ca.rocketreception.zones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the folder of the system that the tests run on, where it has one. */
class TzifFolderTest {

  private static final Path SYSTEMS = Path.of("/usr/share/zoneinfo");
  private static final Path JDKS = Path.of(System.getProperty("java.home"), "lib", "tzdb.dat");
  private static final Instant NOVEMBER = Instant.parse("2026-11-25T18:00:00Z");

  /** The south, negative summer time, half an hour, the day before, no change any more. */
  private static final Set<String> ODD =
      Set.of(
          "Africa/Casablanca",
          "America/Nuuk",
          "America/Winnipeg",
          "Asia/Gaza",
          "Australia/Lord_Howe",
          "Australia/Melbourne",
          "Europe/Dublin",
          "Pacific/Chatham");

  @TempDir Path directory;

  @BeforeEach
  void theSystemHasZones() {
    assumeTrue(Files.exists(SYSTEMS.resolve(TzifFolder.INDEX)));
  }

  @Test
  void zonesAreAsZdumpSays() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/zdump")));
    ZoneSource folder = TzifFolder.read(SYSTEMS, "the system's", Set.of());
    List<String> command = new ArrayList<>(List.of("/usr/bin/zdump", "-v", "-c", "1950,2042"));
    folder.ids().stream()
        .filter(id -> id.contains("/") && Files.isRegularFile(SYSTEMS.resolve(id)))
        .filter(id -> ODD.contains(id) || id.hashCode() % 8 == 0) // it takes its time
        .forEach(command::add);
    Process zdump = new ProcessBuilder(command).start();
    Pattern line =
        Pattern.compile(
            "(\\S+) +\\w+ (\\w+ +\\d+ [:0-9]+ -?\\d+) UT = .* isdst=(\\d) gmtoff=(-?\\d+)");
    DateTimeFormatter form = DateTimeFormatter.ofPattern("MMM d HH:mm:ss yyyy", Locale.ROOT);
    Map<String, ZoneRules> read = new HashMap<>();
    int compared = 0;
    List<String> different = new ArrayList<>();
    for (String said : zdump.inputReader().lines().toList()) {
      Matcher parts = line.matcher(said);
      if (parts.matches() && !parts.group(2).contains("-")) {
        if (!read.containsKey(parts.group(1))) {
          read.put(parts.group(1), folder.rules(parts.group(1)));
        }
        ZoneRules rules = read.get(parts.group(1));
        Instant at =
            LocalDateTime.parse(parts.group(2).replaceAll(" +", " "), form)
                .toInstant(ZoneOffset.UTC);
        boolean same =
            rules.getOffset(at).getTotalSeconds() == Integer.parseInt(parts.group(4))
                && rules.isDaylightSavings(at) == parts.group(3).equals("1");
        compared++;
        if (!same) {
          different.add(said);
        }
      }
    }
    assertThat(compared).isGreaterThan(5_000);
    assertThat(different).isEmpty();
  }

  @Test
  void newerRulesOfTheSystemAreUsed() throws IOException {
    NewestZoneRules rules = rules(Optional.empty(), linked("2099a"));

    assertThat(ZoneData.of(rules)).hasToString("zone rules 2099a, the system's");
    assertThat(rules.provideRules("America/Winnipeg", false))
        .isEqualTo(TzifFolder.read(SYSTEMS, "", Set.of()).rules("America/Winnipeg"));
    assertThat(rules.provideZoneIds()).containsAll(NewestZoneRulesTest.jdks().ids());
  }

  @Test
  void olderRulesOfTheSystemAreNot() throws IOException {
    NewestZoneRules rules = rules(Optional.empty(), linked("2019c"));

    assertThat(rules.newest().origin()).isEqualTo("built in");
    assertThat(rules.warnings()).isEmpty();
  }

  @Test
  void anOperatorsNewerFolderReplacesTheRules() throws IOException {
    Path folder = linked("2099b");
    replace(folder.resolve("America"), "Winnipeg", "Regina");
    NewestZoneRules rules = rules(Optional.of(folder), Path.of("nowhere"));

    assertThat(rules.newest().origin()).isEqualTo(folder.toString());
    assertThat(rules.provideRules("America/Winnipeg", false).getOffset(NOVEMBER))
        .isEqualTo(ZoneOffset.ofHours(-6));
    assertThat(rules.warnings()).isEmpty();
  }

  @Test
  void anArchiveOfAFolderIsAsGood() throws IOException {
    Path zip = directory.resolve("tzdata-2099.2-py2.py3-none-any.whl");
    Path folder = linked("2099b");
    try (var archive = FileSystems.newFileSystem(zip, Map.of("create", "true"));
        Stream<Path> files =
            Files.find(
                folder, 5, (file, is) -> Files.isRegularFile(file), FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : files.toList()) {
        Path copy = archive.getPath("tzdata/zoneinfo").resolve(folder.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    NewestZoneRules rules = rules(Optional.of(zip), Path.of("nowhere"));

    assertThat(ZoneData.of(rules).warnings()).isEmpty();
    assertThat(ZoneData.of(rules)).hasToString("zone rules 2099b, " + zip);
  }

  @Test
  void aSpoiledFolderIsRefusedAndTheNextRulesAreUsed() throws IOException {
    Path cut = linked("2099c");
    Path own = cut.resolve("America");
    replace(own, "Winnipeg", "Regina");
    Path file = own.resolve("Winnipeg");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 20));
    assertRefused(cut, "America/Winnipeg", "cut");

    Files.write(file, "<html>".repeat(50).getBytes());
    assertRefused(cut, "America/Winnipeg", "no TZif file");

    Files.delete(file);
    assertRefused(cut, "America/Winnipeg", "no file");

    Files.writeString(cut.resolve(TzifFolder.INDEX), "# version 2099c\nZ Europe/Paris 1 - X\n");
    assertRefused(cut, "lacks", "more");

    Files.writeString(cut.resolve(TzifFolder.INDEX), "latest\n");
    assertRefused(cut, "version");

    assertRefused(directory.resolve("typo"), "is not there");
    Files.writeString(directory.resolve("text"), "hello");
    assertRefused(directory.resolve("text"), "no file of compiled zone rules");
    Files.write(directory.resolve("half"), Arrays.copyOf(Files.readAllBytes(JDKS), 50_000));
    assertRefused(directory.resolve("half"), "half");
  }

  private static void assertRefused(Path named, String... words) {
    NewestZoneRules rules = rules(Optional.of(named), Path.of("nowhere"));

    assertThat(rules.newest().origin()).isNotEqualTo(named.toString());
    assertThat(rules.warnings()).singleElement().asString().contains("ZONE_DATA").contains(words);
    assertThat(rules.provideRules("America/Winnipeg", false).getOffset(NOVEMBER))
        .isEqualTo(ZoneOffset.ofHours(-5));
  }

  private static NewestZoneRules rules(Optional<Path> named, Path systems) {
    return new NewestZoneRules(ZoneSources.of(named, systems, JDKS));
  }

  /** The system's folder, as if it were of another release. */
  private Path linked(String version) throws IOException {
    Path folder = directory.resolve(version);
    Files.createDirectories(folder);
    try (Stream<Path> entries = Files.list(SYSTEMS)) {
      for (Path entry : entries.toList()) {
        if (!entry.endsWith(TzifFolder.INDEX)) {
          Files.createSymbolicLink(folder.resolve(entry.getFileName()), entry);
        }
      }
    }
    List<String> index = new ArrayList<>(Files.readAllLines(SYSTEMS.resolve(TzifFolder.INDEX)));
    index.set(0, "# version " + version);
    Files.write(folder.resolve(TzifFolder.INDEX), index);
    return folder;
  }

  /** Makes a folder of links one of files, one of them another's. */
  private static void replace(Path folder, String name, String by) throws IOException {
    Path real = folder.toRealPath();
    Files.delete(folder);
    Files.createDirectory(folder);
    try (Stream<Path> entries = Files.list(real)) {
      for (Path entry : entries.toList()) {
        Files.createSymbolicLink(folder.resolve(entry.getFileName()), entry);
      }
    }
    Files.delete(folder.resolve(name));
    Files.copy(real.resolve(by), folder.resolve(name));
  }
}
