package ca.rocketreception.retell;

import ca.rocketreception.domain.AgentRole;
import ca.rocketreception.domain.AiProvider;
import ca.rocketreception.domain.Business;
import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.InteractionMessage;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.RoutingDecision;
import ca.rocketreception.domain.Speaker;
import ca.rocketreception.domain.SubscriberChannel;
import ca.rocketreception.ports.driven.ChatResponder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retell's chat agent answers visitors. Retell keeps the talk, so only new words are sent; they are
 * never sent twice, because Retell would hear them twice.
 */
public final class RetellChatResponder implements ChatResponder {

  private static final Logger LOG = LoggerFactory.getLogger(RetellChatResponder.class);

  private final Optional<RetellApi> api;

  /**
   * @param api empty when no key is configured: then it can answer nobody
   */
  public RetellChatResponder(Optional<RetellApi> api) {
    this.api = api;
  }

  @Override
  public boolean canAnswer(Business business) {
    return api.isPresent() && chatAgent(business).isPresent();
  }

  @Override
  public Optional<String> begin(Talk talk) {
    Business business = talk.business();
    String agent =
        chatAgent(business)
            .orElseThrow(
                () -> new Refusal.Unavailable("The business has no chat agent at Retell", null));
    return Optional.of(
        asked(retell -> retell.createChat(agent, metadata(talk), variables(talk, agent))));
  }

  @Override
  public Reply reply(Talk talk, Optional<String> providerChatId) {
    String chat =
        providerChatId.orElseThrow(
            () -> new Refusal.Unavailable("The chat was not begun at Retell", null));
    String words = String.join("\n", texts(unanswered(talk)));
    List<String> said = asked(retell -> said(retell, chat, words, talk));
    if (said.isEmpty()) {
      throw new Refusal.Unavailable("Retell's agent said nothing", null);
    }
    return new Reply(said, Optional.empty(), false);
  }

  @Override
  public void end(Talk talk, Optional<String> providerChatId) {
    if (api.isEmpty() || providerChatId.isEmpty()) {
      return;
    }
    try {
      api.get().endChat(providerChatId.get());
    } catch (RetellFailure failure) {
      LOG.info("A chat is left for Retell to end by itself: {}", failure.getMessage());
    }
  }

  /** After an unclear outcome, looks whether the words came there and what was said to them. */
  private static List<String> said(RetellApi retell, String chat, String words, Talk talk) {
    try {
      return retell.complete(chat, words);
    } catch (RetellFailure.Unclear unclear) {
      if (Thread.currentThread().isInterrupted()) {
        throw unclear;
      }
      return answerTo(words, talk, retell.chat(chat)).orElseThrow(() -> unclear);
    }
  }

  /**
   * What the agent said to the words, when they came there: when the chat holds them once more than
   * they were said before.
   */
  private static Optional<List<String>> answerTo(
      String words, Talk talk, List<RetellApi.Said> chat) {
    List<InteractionMessage> before =
        talk.messages().subList(0, talk.messages().size() - unanswered(talk).size());
    long earlier = texts(before).stream().filter(words::equals).count();
    long there = chat.stream().filter(said -> !said.byAgent() && said.text().equals(words)).count();
    int last = chat.lastIndexOf(new RetellApi.Said(false, words));
    return there <= earlier
        ? Optional.empty()
        : Optional.of(
            chat.subList(last + 1, chat.size()).stream()
                .filter(RetellApi.Said::byAgent)
                .map(RetellApi.Said::text)
                .toList());
  }

  private static List<InteractionMessage> unanswered(Talk talk) {
    List<InteractionMessage> last = new ArrayList<>();
    for (InteractionMessage message : talk.messages().reversed()) {
      if (message.speaker() != Speaker.VISITOR) {
        break;
      }
      last.addFirst(message);
    }
    return last;
  }

  private static List<String> texts(List<InteractionMessage> messages) {
    return messages.stream().map(InteractionMessage::text).toList();
  }

  private interface Question<T> {
    T ask(RetellApi retell);
  }

  private <T> T asked(Question<T> question) {
    RetellApi retell =
        api.orElseThrow(() -> new Refusal.Unavailable("RETELL_API_KEY is not set", null));
    try {
      return question.ask(retell);
    } catch (RetellFailure failure) {
      throw new Refusal.Unavailable(failure.getMessage() + ". " + failure.cure(), failure);
    }
  }

  private static Optional<String> chatAgent(Business business) {
    return business
        .channel(ChannelKind.CHAT)
        .filter(chat -> chat.aiProvider() == AiProvider.RETELL)
        .flatMap(SubscriberChannel::providerAgentId);
  }

  private static Map<String, String> metadata(Talk talk) {
    return Map.of(
        RetellEvents.METADATA_SUBSCRIBER,
        talk.business().id().toString(),
        "rocket_subscriber",
        talk.business().subscriber().slug().value(),
        "rocket_conversation",
        talk.id().toString());
  }

  private static Map<String, String> variables(Talk talk, String agent) {
    Map<String, String> variables =
        new LinkedHashMap<>(
            new RoutingDecision.Answer(
                    talk.business(),
                    AgentRole.RECEPTIONIST,
                    talk.business().agent(AgentRole.RECEPTIONIST),
                    Optional.of(agent),
                    talk.now())
                .variables());
    variables.put("language", talk.language().toLanguageTag());
    return variables;
  }
}
