package ca.rocketreception.retell;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.business.AiProvider;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.SubscriberChannel;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.domain.routing.RoutingDecision;
import ca.rocketreception.ports.driven.conversation.ChatResponder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retell's chat agent answers visitors. Retell keeps the talk, so only new words are sent; they are
 * never sent twice, because Retell would hear them twice.
 */
public final class RetellChatResponder implements ChatResponder {

  private static final Logger LOG = LoggerFactory.getLogger(RetellChatResponder.class);

  /** Within this time of their being said, words are answered by the first turn that has them. */
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  private final Optional<RetellChats> chats;

  /**
   * @param api empty when no key is configured: then it can answer nobody
   */
  public RetellChatResponder(Optional<RetellApi> api) {
    this.chats = api.map(RetellChats::new);
  }

  @Override
  public boolean canAnswer(Business business) {
    return chats.isPresent() && chatAgent(business).isPresent();
  }

  @Override
  public Optional<String> begin(Talk talk) {
    Business business = talk.business();
    String agent =
        chatAgent(business)
            .orElseThrow(
                () -> new Refusal.Unavailable("The business has no chat agent at Retell", null));
    return Optional.of(asked(retell -> retell.begin(chat(talk, agent))));
  }

  @Override
  public Reply reply(Talk talk, Optional<String> providerChatId) {
    String chat =
        providerChatId.orElseThrow(
            () -> new Refusal.Unavailable("The chat was not begun at Retell", null));
    List<String> said = asked(retell -> said(retell, chat, talk));
    if (said.isEmpty()) {
      throw new Refusal.Unavailable("Retell's agent said nothing", null);
    }
    return new Reply(said, Optional.empty(), false);
  }

  @Override
  public void end(Talk talk, Optional<String> providerChatId) {
    if (chats.isEmpty() || providerChatId.isEmpty()) {
      return;
    }
    try {
      chats.get().end(providerChatId.get());
    } catch (RetellFailure failure) {
      LOG.info("A chat is left for Retell to end by itself: {}", failure.getMessage());
    }
  }

  /** Says what is not there yet, and gives the agent's answer to all of it. */
  private static List<String> said(RetellChats retell, String chat, Talk talk) {
    List<String> words = texts(unanswered(talk));
    Optional<Heard> heard =
        mayHaveBeenSaid(talk) ? heard(words, talk, retell.chat(chat)) : Optional.empty();
    List<String> rest = words.subList(heard.map(Heard::messages).orElse(0), words.size());
    List<String> answers = new ArrayList<>(heard.map(Heard::answer).orElse(List.of()));
    if (!rest.isEmpty()) {
      answers.addAll(said(retell, chat, inOne(rest), talk));
    }
    return answers;
  }

  /** By a turn that came to nothing: its node died, or a person took the talk over for a while. */
  private static boolean mayHaveBeenSaid(Talk talk) {
    return unanswered(talk).stream()
        .flatMap(message -> message.at().stream())
        .anyMatch(at -> at.isBefore(talk.now().minus(AT_ONCE)));
  }

  /**
   * How much of what a visitor said is there already.
   *
   * @param messages how many of the unanswered ones
   * @param answer what the agent said to them; none when it has not answered yet
   */
  private record Heard(int messages, List<String> answer) {}

  private static Optional<Heard> heard(
      List<String> words, Talk talk, List<RetellChats.Said> there) {
    return IntStream.rangeClosed(1, words.size())
        .map(shorter -> words.size() + 1 - shorter)
        .mapToObj(messages ->
            answerTo(inOne(words.subList(0, messages)), talk, there)
                .map(answer -> new Heard(messages, answer)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** After an unclear outcome, looks whether the words came there and what was said to them. */
  private static List<String> said(RetellChats retell, String chat, String words, Talk talk) {
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
      String words, Talk talk, List<RetellChats.Said> all) {
    List<InteractionMessage> before =
        talk.messages().subList(0, talk.messages().size() - unanswered(talk).size());
    List<RetellChats.Said> chat = talk.isWhole() ? all : afterLastAnswer(before, all);
    long earlier = chat.size() < all.size() ? 0 : timesSaid(words, before);
    long there = chat.stream().filter(said -> !said.byAgent() && said.text().equals(words)).count();
    int last = chat.lastIndexOf(new RetellChats.Said(false, words));
    return there <= earlier
        ? Optional.empty()
        : Optional.of(
            chat.subList(last + 1, chat.size()).stream()
                .filter(RetellChats.Said::byAgent)
                .map(RetellChats.Said::text)
                .toList());
  }

  /** What came after the agent's last answer that we know of; all when Retell's has none of it. */
  private static List<RetellChats.Said> afterLastAnswer(
      List<InteractionMessage> before, List<RetellChats.Said> all) {
    return before.reversed().stream()
        .filter(message -> message.speaker() == Speaker.AGENT)
        .findFirst()
        .map(message -> all.lastIndexOf(new RetellChats.Said(true, message.text())))
        .map(last -> all.subList(last + 1, all.size()))
        .orElse(all);
  }

  /** How often the visitor said this, in one message or in several one after the other. */
  private static long timesSaid(String words, List<InteractionMessage> before) {
    List<String> said =
        texts(before.stream().filter(message -> message.speaker() == Speaker.VISITOR).toList());
    return IntStream.range(0, said.size())
        .filter(first ->
            IntStream.rangeClosed(first + 1, said.size())
                .mapToObj(end -> inOne(said.subList(first, end)))
                .takeWhile(together -> together.length() <= words.length())
                .anyMatch(words::equals))
        .count();
  }

  private static String inOne(List<String> texts) {
    return String.join("\n", texts);
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
    T ask(RetellChats retell);
  }

  private <T> T asked(Question<T> question) {
    RetellChats retell =
        chats.orElseThrow(() -> new Refusal.Unavailable("RETELL_API_KEY is not set", null));
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

  private static Map<String, Object> chat(Talk talk, String agent) {
    Map<String, Object> chat = new LinkedHashMap<>();
    chat.put("agent_id", agent);
    talk.business()
        .channel(ChannelKind.CHAT)
        .flatMap(SubscriberChannel::providerAgentVersion)
        .ifPresent(version -> chat.put("agent_version", version));
    chat.put("metadata", metadata(talk));
    chat.put("retell_llm_dynamic_variables", variables(talk, agent));
    return chat;
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
