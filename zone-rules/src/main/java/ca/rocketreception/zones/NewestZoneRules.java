package ca.rocketreception.zones;

import java.io.IOException;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesException;
import java.time.zone.ZoneRulesProvider;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the JDK asks for rules: the newest source answers, and for what it lacks the next one, so
 * that no zone that anybody uses is ever unknown. The JDK makes it itself, before there is any log:
 * what went wrong is kept for whoever can say it.
 */
public final class NewestZoneRules extends ZoneRulesProvider {

  /** The one that the JDK made; null while it has none, or has its own. */
  private static volatile NewestZoneRules used;

  private final List<ZoneSource> sources;
  private final List<String> warnings;
  private final Map<String, ZoneRules> rules = new ConcurrentHashMap<>();

  /** As the JDK makes it. */
  public NewestZoneRules() {
    this(ZoneSources.atHand(System.getenv("ZONE_DATA")));
    used = this;
  }

  NewestZoneRules(ZoneSources found) {
    sources =
        found.sources().stream()
            .sorted(Comparator.comparing(ZoneSource::version).reversed())
            .toList();
    warnings = new CopyOnWriteArrayList<>(found.warnings());
  }

  static NewestZoneRules used() {
    return used;
  }

  ZoneSource newest() {
    return sources.getFirst();
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  @Override
  protected Set<String> provideZoneIds() {
    Set<String> ids = new TreeSet<>();
    sources.forEach(source -> ids.addAll(source.ids()));
    return ids;
  }

  @Override
  protected ZoneRules provideRules(String id, boolean forCaching) {
    return rules.computeIfAbsent(id, this::read);
  }

  @Override
  protected NavigableMap<String, ZoneRules> provideVersions(String id) {
    NavigableMap<String, ZoneRules> versions = new TreeMap<>();
    versions.put(newest().version(), provideRules(id, false));
    return versions;
  }

  private ZoneRules read(String id) {
    for (ZoneSource source : sources) {
      if (source.ids().contains(id)) {
        try {
          return source.rules(id);
        } catch (IOException unreadable) {
          warnings.add(source.origin() + " " + unreadable.getMessage());
        }
      }
    }
    throw new ZoneRulesException("Unknown time-zone ID: " + id);
  }
}
