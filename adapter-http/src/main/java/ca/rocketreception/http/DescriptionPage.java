package ca.rocketreception.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The description of the contract as a page to read, without anything from outside. */
final class DescriptionPage {

  private static final ObjectWriter PRETTY = Json.MAPPER.writerWithDefaultPrettyPrinter();

  private final JsonNode description;
  private final StringBuilder html = new StringBuilder(1 << 17);

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
        .append(": API</title><link rel=\"stylesheet\" href=\"docs.css\"></head><body>");
    html.append("<nav aria-label=\"Contents\"><a href=\"openapi.yaml\">openapi.yaml</a>");
    description.get("tags").forEach(tag -> contents(tag.get("name").asString()));
    html.append("</nav><main><h1>").append(text(info.get("title"))).append("</h1><p>");
    html.append(text(info.get("description"))).append("</p>");
    description.get("tags").forEach(tag -> operations(tag.get("name").asString()));
    return html.append("</main></body></html>").toString();
  }

  private interface Each {
    void operation(String method, String path, JsonNode operation, JsonNode shared);
  }

  private void each(String tag, Each each) {
    for (Map.Entry<String, JsonNode> path : description.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        JsonNode operation = method.getValue();
        if (operation.path("tags").path(0).asString("").equals(tag)) {
          each.operation(
              method.getKey().toUpperCase(java.util.Locale.ROOT),
              path.getKey(),
              operation,
              path.getValue().path("parameters"));
        }
      }
    }
  }

  private void contents(String tag) {
    html.append("<strong>").append(escaped(tag)).append("</strong>");
    each(
        tag,
        (method, path, operation, shared) ->
            html.append("<a href=\"#")
                .append(anchor(method, path))
                .append("\">")
                .append(text(operation.get("summary")))
                .append("</a>"));
  }

  private void operations(String tag) {
    html.append("<h2>").append(escaped(tag)).append("</h2>");
    each(tag, this::operation);
  }

  private void operation(String method, String path, JsonNode operation, JsonNode shared) {
    html.append("<section id=\"").append(anchor(method, path)).append("\"><h3><b>").append(method);
    html.append("</b><code>").append(escaped(path)).append("</code></h3><p>");
    html.append(text(operation.get("summary"))).append(". ");
    html.append(text(operation.get("description"))).append("</p>");
    html.append("<dl>");
    shared.forEach(this::parameter);
    operation.path("parameters").forEach(this::parameter);
    html.append("</dl>");
    example("Request", operation.path("requestBody"));
    html.append("<dl>");
    for (Map.Entry<String, JsonNode> answer : operation.path("responses").properties()) {
      line(answer.getKey(), resolved(answer.getValue()).get("description"));
    }
    html.append("</dl>");
    for (Map.Entry<String, JsonNode> answer : operation.path("responses").properties()) {
      if (answer.getKey().startsWith("2")) {
        example("Answer " + answer.getKey(), resolved(answer.getValue()));
      }
    }
    html.append("</section>");
  }

  private void parameter(JsonNode reference) {
    JsonNode parameter = resolved(reference);
    line(parameter.get("name").asString(), parameter.get("description"));
  }

  private void line(String name, JsonNode words) {
    html.append("<dt>").append(escaped(name)).append("</dt><dd>").append(text(words));
    html.append("</dd>");
  }

  private void example(String title, JsonNode holder) {
    JsonNode example = holder.path("content").path("application/json").path("example");
    if (!example.isMissingNode()) {
      html.append("<h4>").append(escaped(title)).append("</h4><pre>");
      html.append(escaped(PRETTY.writeValueAsString(example))).append("</pre>");
    }
  }

  private JsonNode resolved(JsonNode node) {
    return Optional.ofNullable(node.get("$ref"))
        .map(reference -> description.at(reference.asString().substring(1)))
        .orElse(node);
  }

  private static String anchor(String method, String path) {
    return (method + path).replaceAll("[^A-Za-z0-9]+", "-");
  }

  private static String text(JsonNode words) {
    return words == null ? "" : escaped(words.asString());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
