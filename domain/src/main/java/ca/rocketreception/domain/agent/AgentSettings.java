package ca.rocketreception.domain.agent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an agent is at its AI provider, field by field, in the provider's words: what we want it to
 * be, what we published, or what is there. Only fields that we own; two of the same content are
 * equal.
 */
public record AgentSettings(SortedMap<String, String> fields) {

  public AgentSettings {
    fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
  }

  /**
   * One field that is to become other.
   *
   * @param was empty: the field is not there yet
   * @param becomes empty: the field goes away
   */
  public record Change(String field, Optional<String> was, Optional<String> becomes) {}

  /** What must change for this to become the other, by field. */
  public List<Change> changesTo(AgentSettings other) {
    TreeSet<String> all = new TreeSet<>(fields.keySet());
    all.addAll(other.fields.keySet());
    List<Change> changes = new ArrayList<>();
    for (String field : all) {
      Optional<String> was = Optional.ofNullable(fields.get(field));
      Optional<String> becomes = Optional.ofNullable(other.fields.get(field));
      if (!was.equals(becomes)) {
        changes.add(new Change(field, was, becomes));
      }
    }
    return List.copyOf(changes);
  }

  /** Of nothing. */
  public static AgentSettings none() {
    return new AgentSettings(new TreeMap<>(Map.of()));
  }
}
