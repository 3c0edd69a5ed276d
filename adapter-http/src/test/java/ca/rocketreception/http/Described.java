package ca.rocketreception.http;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.http.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Holds what is asked and answered against the contract's description. */
public final class Described {

  static final JsonNode DESCRIPTION = read();

  /** What any address may answer, and no address says for itself. */
  private static final Set<Integer> OF_EVERY_ADDRESS = Set.of(304, 405, 408, 413, 500);

  private Described() {}

  private static JsonNode read() {
    try (InputStream in = Described.class.getResourceAsStream("/page/openapi.yaml")) {
      return new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The webhooks of these tests answer whatever a test wants; the adapters' own tests hold them.
   */
  private static final String WEBHOOKS = "/webhooks/";

  /** An answer must be described, and look as described. */
  static void check(String method, String path, HttpResponse<?> answer) {
    operation(method, path)
        .filter(operation -> !path.startsWith(WEBHOOKS))
        .filter(operation -> !OF_EVERY_ADDRESS.contains(answer.statusCode()))
        .ifPresent(operation -> {
          JsonNode response =
              operation.path("responses").path(Integer.toString(answer.statusCode()));
          assertThat(response.isMissingNode())
              .as("%s %s answers %s, which is not described", method, path, answer.statusCode())
              .isFalse();
          if (!method.equals("HEAD") && answer.body() instanceof String body) {
            body(resolved(response), answer.headers().firstValue("Content-Type").orElse(""), body);
          }
        });
  }

  /** The answer, when it is described and looks as described. */
  public static <T> HttpResponse<T> checked(HttpResponse<T> answer) {
    check(answer.request().method(), answer.request().uri().getRawPath(), answer);
    return answer;
  }

  /** What was asked, and taken, must look as described. */
  static void checkAsked(String method, String path, String body) {
    if (body.startsWith("{")) {
      operation(method, path)
          .map(operation -> operation.path("requestBody"))
          .filter(request -> !request.isMissingNode())
          .ifPresent(request -> body(request, "application/json", body));
    }
  }

  private static void body(JsonNode holder, String type, String body) {
    JsonNode schema = holder.path("content").path(type.replaceFirst(";.*", "")).path("schema");
    if (!schema.isMissingNode() && type.contains("json")) {
      assertThat(problems(schema, Json.MAPPER.readTree(body), "")).as(body).isEmpty();
    }
  }

  /** The operation of a path; HEAD is as GET. */
  private static Optional<JsonNode> operation(String method, String path) {
    String asked = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
    return DESCRIPTION.get("paths").properties().stream()
        .filter(one -> path.matches(one.getKey().replaceAll("\\{[^}]+}", "[^/]+")))
        .min(Comparator.comparing(one -> one.getKey().chars().filter(c -> c == '{').count()))
        .map(Map.Entry::getValue)
        .map(one -> one.get(asked));
  }

  static JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? DESCRIPTION.at(node.get("$ref").asString().substring(1)) : node;
  }

  /** In what a value is not as its schema says. */
  static List<String> problems(JsonNode reference, JsonNode value, String place) {
    JsonNode schema = resolved(reference);
    List<String> problems = new ArrayList<>();
    if (schema.has("oneOf")) {
      boolean any =
          schema.get("oneOf").valueStream().anyMatch(one -> problems(one, value, place).isEmpty());
      return any ? problems : List.of(place + " is none of what it may be: " + value);
    }
    if (schema.has("type") && !isOfType(schema.get("type"), value)) {
      return List.of(place + " is no " + schema.get("type") + ": " + value);
    }
    if (schema.has("enum") && schema.get("enum").valueStream().noneMatch(value::equals)) {
      problems.add(place + " is none of " + schema.get("enum") + ": " + value);
    }
    if (value.isString() && !fits(schema.path("format").asString(""), value.asString())) {
      problems.add(place + " is no " + schema.get("format") + ": " + value);
    }
    limits(schema, value, place, problems);
    if (value.isArray() && schema.has("items")) {
      for (int i = 0; i < value.size(); i++) {
        problems.addAll(problems(schema.get("items"), value.get(i), place + "[" + i + "]"));
      }
    }
    if (value.isObject()) {
      members(schema, value, place, problems);
    }
    return problems;
  }

  private static void limits(JsonNode schema, JsonNode value, String place, List<String> problems) {
    if (value.isString()) {
      String text = value.asString();
      within(
          schema, "minLength", "maxLength", text.codePointCount(0, text.length()), place, problems);
      String pattern = schema.path("pattern").asString("");
      if (!Pattern.compile(pattern).matcher(text).find()) {
        problems.add(place + " does not match " + pattern + ": " + value);
      }
    } else if (value.isIntegralNumber()) {
      within(schema, "minimum", "maximum", value.asLong(), place, problems);
    } else if (value.isArray()) {
      within(schema, "minItems", "maxItems", value.size(), place, problems);
    }
  }

  private static void within(
      JsonNode schema, String least, String most, long size, String place, List<String> problems) {
    if (schema.has(least) && size < schema.get(least).asLong()
        || schema.has(most) && size > schema.get(most).asLong()) {
      problems.add(place + " is out of its limits: " + size);
    }
  }

  private static void members(
      JsonNode schema, JsonNode value, String place, List<String> problems) {
    schema
        .path("required")
        .valueStream()
        .map(JsonNode::asString)
        .filter(name -> !value.has(name))
        .forEach(name -> problems.add(place + "." + name + " is missing"));
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      JsonNode known = schema.path("properties").path(member.getKey());
      JsonNode others = schema.path("additionalProperties");
      if (!known.isMissingNode()) {
        problems.addAll(problems(known, member.getValue(), place + "." + member.getKey()));
      } else if (others.isObject()) {
        problems.addAll(problems(others, member.getValue(), place + "." + member.getKey()));
      } else if (others.isBoolean() && !others.asBoolean()) {
        problems.add(place + "." + member.getKey() + " is not described");
      }
    }
  }

  private static boolean isOfType(JsonNode type, JsonNode value) {
    return type.isArray()
        ? type.valueStream().anyMatch(one -> isOfType(one, value))
        : switch (type.asString()) {
          case "string" -> value.isString();
          case "integer" -> value.isIntegralNumber();
          case "boolean" -> value.isBoolean();
          case "array" -> value.isArray();
          case "object" -> value.isObject();
          case "null" -> value.isNull();
          default -> throw new AssertionError("a type that is not used: " + type);
        };
  }

  private static boolean fits(String format, String text) {
    try {
      switch (format) {
        case "uuid" -> UUID.fromString(text);
        case "date-time" -> Instant.parse(text);
        case "date" -> LocalDate.parse(text);
        default -> {}
      }
      return true;
    } catch (RuntimeException wrong) {
      return false;
    }
  }
}
