package ca.rocketreception.http.conversation;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.conversation.Visitor;
import ca.rocketreception.domain.interaction.Matter;
import ca.rocketreception.domain.interaction.Urgency;
import ca.rocketreception.http.json.Json;
import ca.rocketreception.http.request.Identity;
import ca.rocketreception.http.request.Query;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a visitor sends: a JSON object, of which unknown members are ignored. */
final class WidgetBody {

  static final int MOST = 32 << 10;

  private static final int LONGEST_LANGUAGE = 35;
  private static final JsonMapper READER = new JsonMapper(Json.BOUNDED);

  private final JsonNode object;

  private WidgetBody(JsonNode object) {
    this.object = object;
  }

  static WidgetBody of(Context request) {
    byte[] bytes = Identity.body(request);
    JsonNode node;
    try {
      node = READER.readTree(bytes);
    } catch (JacksonException e) {
      throw malformed(e.getLocation());
    }
    if (!node.isObject()) {
      throw new Refusal.Invalid(
          "body", "The body is no JSON object", "Send a JSON object, such as {}.");
    }
    return new WidgetBody(node);
  }

  private static Refusal malformed(TokenStreamLocation place) {
    String where =
        place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
    return new Refusal.Invalid(
        "body",
        "The body is no JSON, or is nested too deep" + where,
        "Send one well-formed JSON object in UTF-8.");
  }

  /** Empty when it is absent or null. */
  Optional<String> text(String name) {
    return text(object, name);
  }

  private static Optional<String> text(JsonNode object, String name) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw new Refusal.Invalid(name, name + " is no text", "Write it between quotation marks.");
    }
    return Optional.of(value.asString());
  }

  Map<String, String> answers() {
    Map<String, String> answers = new HashMap<>();
    part("answers")
        .ifPresent(given ->
            given
                .propertyNames()
                .forEach(name -> text(given, name).ifPresent(answer -> answers.put(name, answer))));
    return answers;
  }

  Optional<Visitor> visitor() {
    return part("identity")
        .map(identity ->
            new Visitor(
                text(identity, "id").orElse(""), text(identity, "name"), text(identity, "email")));
  }

  String signature() {
    return part("identity").flatMap(identity -> text(identity, "signature")).orElse("");
  }

  Matter matter() {
    return new Matter(
        text("name").orElse(""),
        text("callback").orElse(""),
        text("matter").orElse(""),
        text("urgency").map(WidgetBody::urgency).orElse(Urgency.NORMAL));
  }

  private static Urgency urgency(String text) {
    return Arrays.stream(Urgency.values())
        .filter(urgency -> urgency.name().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new Refusal.Invalid(
                "urgency",
                "'" + Query.shown(text) + "' is no urgency",
                "Use one of " + List.of(Urgency.values()) + "."));
  }

  private Optional<JsonNode> part(String name) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isObject()) {
      throw new Refusal.Invalid(
          name, name + " is no JSON object", "Send an object, or leave it out.");
    }
    return Optional.of(value);
  }

  /** The languages that a visitor reads: what the widget says, then what the browser says. */
  static List<Locale> languages(Context request, Optional<String> said) {
    String header = request.req().getHeader("Accept-Language");
    String ranges = header == null || header.length() > 200 ? "" : header;
    try {
      List<Locale> read =
          ranges.isBlank()
              ? List.of()
              : Locale.LanguageRange.parse(ranges).stream()
                  .map(range -> Locale.forLanguageTag(range.getRange()))
                  .toList();
      return Stream.concat(
              said
                  .filter(tag -> tag.length() <= LONGEST_LANGUAGE)
                  .map(Locale::forLanguageTag)
                  .stream(),
              read.stream())
          .filter(language -> !language.getLanguage().isEmpty())
          .limit(5)
          .toList();
    } catch (IllegalArgumentException strange) {
      return List.of();
    }
  }
}
