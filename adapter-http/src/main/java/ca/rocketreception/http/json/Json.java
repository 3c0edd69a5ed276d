package ca.rocketreception.http.json;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/** How values are written and read: instants as ISO 8601, members in the order of the contract. */
public final class Json {

  public static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  /** What a body may be made of: a tree takes many times its bytes. Nothing of ours is as deep. */
  public static final JsonFactory BOUNDED =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(32)
                  .maxTokenCount(50_000)
                  .maxNumberLength(100)
                  .maxNameLength(1000)
                  .build())
          .build();

  private Json() {}
}
