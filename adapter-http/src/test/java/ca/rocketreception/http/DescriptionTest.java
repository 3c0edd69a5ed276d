package ca.rocketreception.http;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.http.json.Json;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The description is of this server, whole, and true to itself. */
final class DescriptionTest {

  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private static final Set<String> KEYWORDS =
      Set.of(
          "type",
          "format",
          "enum",
          "description",
          "required",
          "additionalProperties",
          "oneOf",
          "anyOf",
          "$ref",
          "minimum",
          "maximum",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "pattern",
          "default",
          "deprecated");

  /** Codes and secrets, of which the shape is asked too. */
  private static final Set<String> NOT_ANY_TEXT =
      Set.of("identitySecret", "currency", "plan", "slug");

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

  /** By a linter that others keep: what it does not know in a description it tells. */
  @Test
  void the_description_is_valid_as_others_read_it() throws Exception {
    String yaml = reception.get("/openapi.yaml").body();

    SwaggerParseResult read = new OpenAPIV3Parser().readContents(yaml);

    assertThat(read.getMessages()).isEmpty();
    assertThat(Described.DESCRIPTION.get("servers")).isNotEmpty();
    SwaggerParseResult spoilt =
        new OpenAPIV3Parser()
            .readContents(yaml.replaceFirst("operationId:", "operationID: x\n      operationId:"));
    assertThat(spoilt.getMessages()).as("and it does look").isNotEmpty();
  }

  @Test
  void every_operation_has_a_name_of_its_own_and_nothing_is_lost_in_a_description() {
    List<String> names = new ArrayList<>();
    for (JsonNode path : Described.DESCRIPTION.get("paths")) {
      for (Map.Entry<String, JsonNode> operation : path.properties()) {
        if (METHODS.contains(operation.getKey())) {
          names.add(operation.getValue().path("operationId").asString(""));
        }
      }
    }
    List<String> problems = new ArrayList<>();
    keywords(Described.DESCRIPTION.at("/components/schemas"), problems);

    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z][A-Za-z]+"));
    assertThat(problems).isEmpty();
  }

  /** A comma in a description that is not quoted makes the rest of it a keyword. */
  private static void keywords(JsonNode schemas, List<String> problems) {
    for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
      for (Map.Entry<String, JsonNode> keyword : schema.getValue().properties()) {
        switch (keyword.getKey()) {
          case "properties" -> keywords(keyword.getValue(), problems);
          case "items" ->
              keywords(
                  Json.MAPPER.createObjectNode().set(schema.getKey(), keyword.getValue()),
                  problems);
          default -> {
            if (!KEYWORDS.contains(keyword.getKey())) {
              problems.add(schema.getKey() + ": " + keyword.getKey());
            }
          }
        }
      }
    }
  }

  /** A change that is described in JSON, with a body that would be taken. */
  private record Change(String method, String path, JsonNode schema, ObjectNode example) {}

  private static List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : Described.DESCRIPTION.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        JsonNode body =
            operation.getValue().path("requestBody").path("content").path("application/json");
        if (path.getKey().startsWith("/v1/")
            && !path.getKey().startsWith("/v1/widget")
            && !path.getKey().endsWith("/interactions/{id}/messages")
            && body.path("example").isObject()) {
          changes.add(
              new Change(
                  operation.getKey().toUpperCase(Locale.ROOT),
                  filled(path.getKey()),
                  Described.resolved(body.get("schema")),
                  (ObjectNode) body.get("example")));
        }
      }
    }
    return changes;
  }

  private static String filled(String pattern) {
    return pattern
        .replace("{slug}", Reception.DENTIST)
        .replace("{kind}", "CHAT")
        .replace("{role}", "RECEPTIONIST")
        .replace("{plan}", "clinic")
        .replace("{meter}", "CALLS")
        .replace("{tax}", "gst")
        .replace("{currency}", "CAD")
        .replace("{month}", "2026-10")
        .replace("{date}", "2026-12-25")
        .replace("{number}", "+12045550188")
        .replace("{topic}", "delivery")
        .replace("{id}", "01a20a7e-cada-709d-8907-aae8fe830875");
  }

  /** The server names what it reads when it is sent what it does not know. */
  @TestFactory
  Stream<DynamicTest> every_member_that_is_read_is_described() {
    return changes().stream()
        .map(change ->
            DynamicTest.dynamicTest(
                change.method() + " " + change.path(),
                () -> {
                  HttpResponse<String> refused =
                      reception.ask(
                          change.method(),
                          change.path(),
                          reception.operatorKey,
                          "{\"surely-not-known\":1}");
                  assertThat(refused.statusCode()).isEqualTo(400);
                  String cure = Reception.json(refused).get("cure").asString();
                  assertThat(cure).startsWith("The members are ");
                  assertThat(cure.replaceAll("^The members are |\\.$", "").split(", "))
                      .containsExactlyInAnyOrderElementsOf(
                          change.schema().get("properties").propertyNames());
                }));
  }

  /** The longest text that is described is taken, and one more character is not. */
  @TestFactory
  Stream<DynamicTest> every_limit_is_as_it_is_described() {
    return changes().stream()
        .flatMap(change ->
            change.schema().get("properties").properties().stream()
                .filter(member -> member.getValue().has("maxLength"))
                .filter(member -> !member.getValue().has("pattern"))
                .filter(member -> !NOT_ANY_TEXT.contains(member.getKey()))
                // what they are about is looked for first, and is not there
                .filter(member -> !change.path().matches(".*/(credit-notes|explain)"))
                .map(member ->
                    DynamicTest.dynamicTest(
                        change.method() + " " + change.path() + " " + member.getKey(),
                        () -> limit(change, member.getKey(), member.getValue()))));
  }

  private static void limit(Change change, String member, JsonNode schema) {
    try (Reception fresh = new Reception()) {
      fresh.ask(
          "PUT",
          filled("/v1/subscribers/{slug}/channels/CHAT"),
          fresh.operatorKey,
          "{\"enabled\":true,\"transportProvider\":\"OTHER\",\"aiProvider\":\"BUILTIN\"}");
      int most = schema.get("maxLength").asInt();
      assertThat(sent(fresh, change, member, most)).as("%s characters", most).isNotIn(400, 413);
      assertThat(sent(fresh, change, member, most + 1))
          .as("%s characters", most + 1)
          .isIn(400, 413);
      if (schema.path("minLength").asInt(0) == 1) {
        assertThat(sent(fresh, change, member, 0)).as("none").isEqualTo(400);
      }
    }
  }

  private static int sent(Reception fresh, Change change, String member, int length) {
    String body = change.example().deepCopy().put(member, "x".repeat(length)).toString();
    return fresh.ask(change.method(), change.path(), fresh.operatorKey, body).statusCode();
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
        .contains("Authorization: Bearer $KEY", "1 to 200 characters", "optional", "one of ON, OFF")
        .doesNotContain("https://cdn", "src=\"http");
  }
}
