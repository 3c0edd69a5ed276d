package ca.rocketreception.http.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.http.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The description of the contract as a page to read, without anything from outside. */
final class DescriptionPage {

  private static final ObjectWriter PRETTY = Json.MAPPER.writerWithDefaultPrettyPrinter();
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  /** How deep members are told: no body is deeper. */
  private static final int DEEPEST = 6;

  private final JsonNode description;
  private final StringBuilder html = new StringBuilder(1 << 18);

  private DescriptionPage(JsonNode description) {
    this.description = description;
  }

  static byte[] of(byte[] yaml) {
    return new DescriptionPage(new YAMLMapper().readTree(yaml)).page().getBytes(UTF_8);
  }

  private String page() {
    JsonNode info = description.get("info");
    html.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>")
        .append(text(info.get("title")))
        .append(
            ": API</title><link rel=\"icon\" href=\"page.svg\"><link rel=\"stylesheet\" href=\"docs.css\">")
        .append("<script src=\"docs.js\" defer></script></head><body>")
        .append("<a class=\"skip\" href=\"#content\">To the content</a>")
        .append("<nav aria-label=\"Contents\">")
        .append("<label for=\"search\">Search</label>")
        .append("<input id=\"search\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\"")
        .append(" placeholder=\"path, word or member\">")
        .append("<p id=\"found\" role=\"status\"></p>")
        .append("<a href=\"#authentication\">Authentication</a>")
        .append("<a href=\"#conventions\">Conventions</a>")
        .append("<a href=\"openapi.yaml\">openapi.yaml</a>");
    description.get("tags").forEach(tag -> contents(tag.get("name").asString()));
    html.append("</nav><main id=\"content\"><h1>").append(text(info.get("title")));
    html.append(": API</h1><p>").append(text(info.get("description"))).append("</p>");
    authentication();
    conventions();
    description.get("tags").forEach(tag -> operations(tag.get("name").asString()));
    return html.append("</main></body></html>").toString();
  }

  private void authentication() {
    html.append("<section id=\"authentication\"><h2>Authentication</h2>")
        .append("<p>Send an API key with every request, in the header <code>Authorization</code>.")
        .append(" The operator's key opens everything; a subscriber's opens that subscriber")
        .append(" alone, and a key of scope READ changes nothing. An operator makes the first one")
        .append(" with <code>./rocket key create --subscriber SLUG</code>, and a key makes others")
        .append(" (<a href=\"#createKey\">Make one of the subscriber's keys</a>).</p>");
    pre(
        "API=http://localhost:8080\nKEY=your-api-key\n"
            + "curl -sS -H \"Authorization: Bearer $KEY\" \"$API/v1/subscribers\"");
    html.append("<p>What a visitor's browser does has a token of its own conversation instead, and")
        .append(" what a provider sends is signed.</p></section>");
  }

  private void conventions() {
    html.append("<section id=\"conventions\"><h2>Conventions</h2><ul>")
        .append("<li>Bodies are JSON. A member or parameter that is not described is refused.</li>")
        .append("<li>Money and quantities are decimal numbers written as texts.</li>")
        .append("<li>Lists have <code>items</code> and <code>next</code>, the <code>cursor</code>")
        .append(" of the next page; null is the end.</li>")
        .append("<li>What can be changed has an <code>ETag</code>; a change that sends it as")
        .append(" <code>If-Match</code> is answered with 412 when somebody else was quicker.</li>")
        .append("<li>A name is one line without control characters, marks of direction and what")
        .append(" cannot be seen.</li>")
        .append("<li>Errors are problems of RFC 9457: <code>detail</code> says what is wrong and")
        .append(" <code>cure</code> how to mend it.</li></ul></section>");
  }

  private interface Each {
    void operation(String method, String path, JsonNode operation, JsonNode shared);
  }

  private void each(String tag, Each each) {
    for (Map.Entry<String, JsonNode> path : description.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        JsonNode operation = method.getValue();
        if (METHODS.contains(method.getKey())
            && operation.path("tags").path(0).asString("").equals(tag)) {
          each.operation(
              method.getKey().toUpperCase(Locale.ROOT),
              path.getKey(),
              operation,
              path.getValue().path("parameters"));
        }
      }
    }
  }

  private void contents(String tag) {
    html.append("<details open><summary>").append(escaped(tag)).append("</summary>");
    each(
        tag,
        (method, path, operation, shared) ->
            html.append("<a href=\"#")
                .append(id(operation))
                .append("\">")
                .append(text(operation.get("summary")))
                .append("</a>"));
    html.append("</details>");
  }

  private void operations(String tag) {
    html.append("<h2>").append(escaped(tag)).append("</h2>");
    each(tag, this::operation);
  }

  private void operation(String method, String path, JsonNode operation, JsonNode shared) {
    html.append("<section class=\"operation\" id=\"").append(id(operation)).append("\"><h3><b>");
    html.append(method).append("</b> <code>").append(escaped(path)).append("</code></h3><p>");
    html.append(text(operation.get("summary"))).append(". ");
    html.append(text(operation.get("description"))).append("</p>");
    List<JsonNode> parameters = new ArrayList<>();
    shared.forEach(one -> parameters.add(resolved(one)));
    operation.path("parameters").forEach(one -> parameters.add(resolved(one)));
    parameters(parameters);
    JsonNode body = content(operation.path("requestBody"));
    if (!body.isMissingNode()) {
      members("Body", body.path("schema"));
    }
    if (path.startsWith("/v1/") && !path.startsWith("/v1/widget")) {
      html.append("<h4>Request</h4>");
      pre(curl(method, path, body.path("example")));
    } else {
      example("Request", operation.path("requestBody"));
    }
    answers(operation.path("responses"));
    html.append("</section>");
  }

  private static String curl(String method, String path, JsonNode body) {
    return "curl -sS -H \"Authorization: Bearer $KEY\""
        + (method.equals("GET") ? "" : " -X " + method)
        + " \"$API"
        + path
        + "\""
        + (body.isMissingNode()
            ? ""
            : " \\\n  -d '" + PRETTY.writeValueAsString(body).replace("'", "'\\''") + "'");
  }

  private void parameters(List<JsonNode> parameters) {
    if (!parameters.isEmpty()) {
      table("Parameters");
      for (JsonNode parameter : parameters) {
        row(
            parameter.get("name").asString(),
            parameter.path("schema"),
            parameter.path("required").asBoolean(false),
            "in the " + parameter.get("in").asString() + ": ",
            parameter.get("description"));
      }
      html.append("</tbody></table></div>");
    }
  }

  private void answers(JsonNode responses) {
    html.append("<h4>Answers</h4><dl>");
    for (Map.Entry<String, JsonNode> answer : responses.properties()) {
      html.append("<dt>").append(escaped(answer.getKey())).append("</dt><dd>");
      html.append(text(resolved(answer.getValue()).get("description"))).append("</dd>");
    }
    html.append("</dl>");
    for (Map.Entry<String, JsonNode> answer : responses.properties()) {
      if (answer.getKey().startsWith("2")) {
        JsonNode response = resolved(answer.getValue());
        JsonNode schema = content(response).path("schema");
        if (!schema.isMissingNode()) {
          html.append("<details class=\"answer\"><summary>Members of the answer</summary>");
          members("Answer " + answer.getKey(), schema);
          html.append("</details>");
        }
        example("Answer " + answer.getKey(), response);
      }
    }
  }

  private void table(String title) {
    html.append("<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .append(escaped(title))
        .append("\"><table><caption>")
        .append(escaped(title))
        .append("</caption><thead><tr><th>Name</th><th>Type and limits</th><th>Needed</th>")
        .append("<th>Meaning</th></tr></thead><tbody>");
  }

  private void members(String title, JsonNode schema) {
    int begin = html.length();
    table(title);
    int empty = html.length();
    members("", resolved(schema), 0);
    if (html.length() == empty) {
      html.setLength(begin);
    } else {
      html.append("</tbody></table></div>");
    }
  }

  private void members(String place, JsonNode schema, int depth) {
    if (depth > DEEPEST) {
      return;
    }
    Set<String> required =
        schema.path("required").valueStream().map(JsonNode::asString).collect(Collectors.toSet());
    for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
      JsonNode value = resolved(member.getValue());
      String name = place + member.getKey();
      JsonNode words = member.getValue().path("description");
      row(
          name,
          value,
          required.contains(member.getKey()),
          "",
          words.isMissingNode() ? value.get("description") : words);
      inside(name, value, depth);
    }
  }

  /** What an object, or the objects of a list, consist of. */
  private void inside(String name, JsonNode value, int depth) {
    for (JsonNode kind : kinds(value)) {
      if (kind.has("items")) {
        for (JsonNode item : kinds(resolved(kind.get("items")))) {
          members(name + "[].", item, depth + 1);
        }
      } else {
        members(name + ".", kind, depth + 1);
      }
    }
  }

  private List<JsonNode> kinds(JsonNode schema) {
    JsonNode some = schema.has("oneOf") ? schema.get("oneOf") : schema.path("anyOf");
    return some.isMissingNode() ? List.of(schema) : some.valueStream().map(this::resolved).toList();
  }

  private void row(String name, JsonNode schema, boolean required, String before, JsonNode words) {
    html.append("<tr><td><code>").append(escaped(name)).append("</code></td><td>");
    html.append(escaped(type(resolved(schema)))).append("</td><td>");
    html.append(required ? "required" : "optional").append("</td><td>").append(escaped(before));
    html.append(text(words)).append("</td></tr>");
  }

  /** In words, with its limits. */
  private String type(JsonNode schema) {
    List<String> words = new ArrayList<>();
    List<JsonNode> kinds = kinds(schema);
    if (kinds.size() > 1) {
      return kinds.stream().map(this::type).distinct().collect(Collectors.joining(" or "));
    }
    JsonNode type = schema.path("type");
    String named =
        type.isArray()
            ? type.valueStream().map(JsonNode::asString).collect(Collectors.joining(" or "))
            : type.asString("object");
    words.add(named.equals("array") ? "list of " + type(resolved(schema.path("items"))) : named);
    if (schema.has("format")) {
      words.add(schema.get("format").asString());
    }
    if (schema.has("enum")) {
      words.add(
          "one of "
              + schema
                  .get("enum")
                  .valueStream()
                  .filter(value -> !value.isNull())
                  .map(JsonNode::asString)
                  .collect(Collectors.joining(", ")));
    }
    range(schema, "minLength", "maxLength", " characters").ifPresent(words::add);
    range(schema, "minItems", "maxItems", " items").ifPresent(words::add);
    range(schema, "minimum", "maximum", "").ifPresent(words::add);
    if (schema.has("pattern")) {
      words.add("matching " + schema.get("pattern").asString());
    }
    if (schema.has("default")) {
      words.add("else " + schema.get("default"));
    }
    return String.join("; ", words);
  }

  private static Optional<String> range(JsonNode schema, String least, String most, String unit) {
    if (!schema.has(least) && !schema.has(most)) {
      return Optional.empty();
    }
    return Optional.of(
        (schema.has(most)
                ? schema.path(least).asString("0") + " to " + schema.get(most).asString()
                : schema.get(least).asString() + " or more")
            + unit);
  }

  private void example(String title, JsonNode holder) {
    JsonNode example = content(holder).path("example");
    if (!example.isMissingNode()) {
      html.append("<h4>").append(escaped(title)).append("</h4>");
      pre(PRETTY.writeValueAsString(example));
    }
  }

  private void pre(String words) {
    html.append("<pre tabindex=\"0\">").append(escaped(words)).append("</pre>");
  }

  private static JsonNode content(JsonNode holder) {
    return holder.path("content").path("application/json");
  }

  private JsonNode resolved(JsonNode node) {
    return Optional.ofNullable(node.get("$ref"))
        .map(reference -> description.at(reference.asString().substring(1)))
        .orElse(node);
  }

  private static String id(JsonNode operation) {
    return escaped(operation.path("operationId").asString(""));
  }

  private static String text(JsonNode words) {
    return words == null || words.isMissingNode() ? "" : escaped(words.asString());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
