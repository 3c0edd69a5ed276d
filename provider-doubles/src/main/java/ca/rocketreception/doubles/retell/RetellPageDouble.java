package ca.rocketreception.doubles.retell;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.doubles.retell.RetellDouble.Answer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How the double's lists come in pages: items, whether there are more, and the key to them. */
final class RetellPageDouble {

  private static final JsonMapper JSON = JsonMapper.shared();

  private static final Map<String, String> ASKED_IN_BODY =
      Map.of(
          "filter_criteria", "object",
          "sort_order", "|ascending|descending|",
          "limit", "whole 1 1000",
          "pagination_key", "text",
          "skip", "whole 0 1000000000",
          "include_total", "flag");

  private static final Map<String, String> ASKED_IN_QUERY =
      Map.of(
          "sort_order", "|ascending|descending|",
          "limit", "whole 1 1000",
          "pagination_key", "text");

  private RetellPageDouble() {}

  /** What a query asks for, in the form of a body. */
  static ObjectNode asked(Map<String, String> query) {
    ObjectNode asked = JSON.createObjectNode();
    query.forEach((name, value) -> {
      if (name.equals("limit") && value.matches("\\d{1,9}")) {
        asked.put(name, Integer.parseInt(value));
      } else {
        asked.put(name, value);
      }
    });
    return asked;
  }

  static Optional<String> wrongInQuery(JsonNode asked) {
    return RetellWords.wrong(asked, ASKED_IN_QUERY);
  }

  static Optional<String> wrongInBody(JsonNode asked) {
    return RetellWords.wrong(asked, ASKED_IN_BODY)
        .or(() ->
            asked.has("pagination_key") && asked.has("skip")
                ? Optional.of("pagination_key and skip must not be given together")
                : Optional.empty());
  }

  static boolean newestFirst(JsonNode asked) {
    return !asked.path("sort_order").asString("").equals("ascending");
  }

  /**
   * @param all everything that was asked for, in the order asked for
   * @param id the field by which an item is known
   */
  static Answer of(List<ObjectNode> all, String id, JsonNode asked) {
    int from = asked.path("skip").asInt(0);
    if (asked.has("pagination_key")) {
      String after = asked.get("pagination_key").asString();
      from = 1 + placeOf(all, id, after);
      if (from == 0) {
        return RetellDouble.problem(400, "pagination_key '" + after + "' is not known");
      }
    }
    from = Math.min(from, all.size());
    int to = Math.min(all.size(), from + asked.path("limit").asInt(50));
    ObjectNode page = JSON.createObjectNode();
    page.putArray("items").addAll(all.subList(from, to));
    page.put("has_more", to < all.size());
    if (to < all.size()) {
      page.put("pagination_key", key(all.get(to - 1), id));
    }
    if (asked.path("include_total").asBoolean(false)) {
      page.put("total", all.size());
    }
    return new Answer(200, page);
  }

  private static int placeOf(List<ObjectNode> all, String id, String key) {
    return IntStream.range(0, all.size())
        .filter(place -> key(all.get(place), id).equals(key))
        .findFirst()
        .orElse(-1);
  }

  /** Not the id itself, lest somebody comes to rely on what is said to be opaque. */
  private static String key(ObjectNode item, String id) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(("after " + item.get(id).asString()).getBytes(UTF_8));
  }
}
