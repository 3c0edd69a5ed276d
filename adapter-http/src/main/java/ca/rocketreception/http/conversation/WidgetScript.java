package ca.rocketreception.http.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.domain.Sha256;
import io.javalin.http.Context;

/** The widget's script: any page may load it, and browsers keep it for some minutes. */
public final class WidgetScript {

  private final byte[] script;
  private final String tag;

  public WidgetScript(String script) {
    this.script = script.getBytes(UTF_8);
    this.tag = '"' + Sha256.hex(this.script) + '"';
  }

  public void answer(Context request) {
    request.header("Access-Control-Allow-Origin", "*");
    request.header("Cross-Origin-Resource-Policy", "cross-origin");
    request.header("Cache-Control", "public, max-age=300");
    request.header("ETag", tag);
    if (tag.equals(request.header("If-None-Match"))) {
      request.status(304);
    } else {
      request.contentType("text/javascript; charset=utf-8").result(script);
    }
  }
}
