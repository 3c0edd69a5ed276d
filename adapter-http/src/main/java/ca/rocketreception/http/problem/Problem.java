package ca.rocketreception.http.problem;

import ca.rocketreception.http.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Why a request failed, as RFC 9457 says.
 *
 * @param kind the last part of its stable type
 * @param field the name of the wrong value, where one is
 * @param cure what the asker can do, where there is something
 */
record Problem(
    int status,
    String kind,
    String title,
    String detail,
    Optional<String> field,
    Optional<String> cure) {

  static final String MEDIA_TYPE = "application/problem+json";

  private static final String TYPE = "urn:rocketreception:problem:";

  Problem(int status, String kind, String title, String detail, String cure) {
    this(status, kind, title, detail, Optional.empty(), Optional.of(cure));
  }

  byte[] json(String requestId) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", TYPE + kind);
    members.put("title", title);
    members.put("status", status);
    members.put("detail", detail);
    field.ifPresent(name -> members.put("field", name));
    cure.ifPresent(words -> members.put("cure", words));
    members.put("requestId", requestId);
    return Json.MAPPER.writeValueAsBytes(members);
  }
}
