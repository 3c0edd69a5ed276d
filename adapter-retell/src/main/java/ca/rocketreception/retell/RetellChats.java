package ca.rocketreception.retell;

import ca.rocketreception.domain.Refusal;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Retell's chats, as its API has them. */
final class RetellChats {

  private final RetellApi api;

  RetellChats(RetellApi api) {
    this.api = api;
  }

  /** One message of a chat as Retell keeps it; the rest (tools, their results) is left out. */
  record Said(boolean byAgent, String text) {}

  /**
   * Begins a chat with an agent and returns its id. Twice makes two.
   *
   * @param chat the members of the request
   */
  String begin(Map<String, ?> chat) {
    return object(api.create("/create-chat", chat))
        .text("chat_id", 200)
        .orElseThrow(() -> new RetellFailure.Unclear("Retell began a chat without an id", null));
  }

  /** Says something in a chat and returns what the agent says to it. Twice says it twice. */
  List<String> complete(String chatId, String content) {
    Fields answer =
        object(api.say("/create-chat-completion", Map.of("chat_id", chatId, "content", content)));
    return said(answer, "messages").stream().filter(Said::byAgent).map(Said::text).toList();
  }

  /** All that was said in a chat. */
  List<Said> chat(String chatId) {
    return said(
        object(api.read("/get-chat/" + RetellApi.encoded(chatId))), "message_with_tool_calls");
  }

  /** Ends a chat. Twice does no more than once. */
  void end(String chatId) {
    api.end("/end-chat/" + RetellApi.encoded(chatId));
  }

  private static Fields object(String json) {
    try {
      return new Fields(JsonBody.object(json), new TreeSet<>());
    } catch (Refusal.Invalid junk) {
      throw new RetellFailure.Unclear("Retell's answer is no JSON object", junk);
    }
  }

  private static List<Said> said(Fields answer, String list) {
    return answer.objects(list).stream()
        .filter(message -> message.text("content", Integer.MAX_VALUE).isPresent())
        .filter(message -> isSpeech(message.text("role", 40).orElse("")))
        .map(message ->
            new Said(
                message.text("role", 40).orElse("").equals("agent"),
                message.text("content", Integer.MAX_VALUE).orElseThrow()))
        .toList();
  }

  private static boolean isSpeech(String role) {
    return role.equals("agent") || role.equals("user");
  }
}
