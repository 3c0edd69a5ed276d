package ca.rocketreception.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The description is of this server, whole, and true to itself. */
final class DescriptionTest {

  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private static Reception reception;

  @BeforeAll
  static void open() {
    reception = new Reception();
  }

  @AfterAll
  static void close() {
    reception.close();
  }

  @Test
  void every_route_is_described_and_every_description_has_a_route() {
    Set<String> described = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : Described.DESCRIPTION.get("paths").properties()) {
      for (String method : path.getValue().propertyNames()) {
        if (METHODS.contains(method) && !path.getKey().startsWith("/webhooks/")) {
          described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
        }
      }
    }
    Set<String> served = new TreeSet<>(reception.server.routes());
    served.removeIf(route -> route.startsWith("HEAD ") || route.startsWith("OPTIONS "));
    served.removeIf(route -> route.contains(" /webhooks/"));

    assertThat(described).isEqualTo(served);
  }

  @Test
  void every_example_is_as_its_schema_says() {
    List<String> problems = new ArrayList<>();
    examples(Described.DESCRIPTION, problems);

    assertThat(problems).isEmpty();
  }

  private static void examples(JsonNode node, List<String> problems) {
    if (node.isObject() && node.has("schema") && node.has("example")) {
      problems.addAll(Described.problems(node.get("schema"), node.get("example"), "example"));
    }
    node.forEach(child -> examples(child, problems));
  }

  @Test
  void the_description_is_served_as_it_is_and_as_a_page() {
    assertThat(reception.get("/openapi.yaml").body()).startsWith("#").contains("openapi: 3.1.0");
    assertThat(reception.get("/docs").body())
        .contains("Sign up a subscriber", "<code>/v1/widget/{slug}</code>", "Corner Store")
        .doesNotContain("http://", "https://cdn");
  }
}
