package ca.rocketreception.builtin;

import static ca.rocketreception.domain.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.Matter;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.ports.driven.business.InMemoryFacts;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import ca.rocketreception.ports.driven.conversation.ChatResponder.Reply;
import ca.rocketreception.ports.driven.conversation.ChatResponder.Talk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A visitor and the receptionist in turn. */
final class Dialogue {

  private final Business business;
  private final Locale language;
  private final Instant now;
  private final List<InteractionMessage> messages = new ArrayList<>();
  private Reply last = Reply.saying("");

  Dialogue(Business business, Locale language, Instant now) {
    this.business = business;
    this.language = language;
    this.now = now;
  }

  /** Without a reply, as when somebody writes in several messages. */
  Dialogue types(String text) {
    return said(Speaker.VISITOR, text);
  }

  Dialogue said(Speaker speaker, String text) {
    messages.add(InteractionMessage.said(messages.size() + 1, speaker, text, Optional.empty()));
    return this;
  }

  Dialogue says(String text) {
    types(text);
    last = reply();
    assertThat(last).isEqualTo(reply());
    last.texts().forEach(said -> said(Speaker.AGENT, said));
    return this;
  }

  Dialogue hears(String... parts) {
    assertThat(String.join("\n", last.texts())).contains(parts);
    return this;
  }

  Dialogue hearsOnly(String... texts) {
    assertThat(last.texts()).containsExactly(texts);
    return this;
  }

  Dialogue doesNotHear(String part) {
    assertThat(String.join("\n", last.texts())).doesNotContain(part);
    return this;
  }

  Dialogue nothingIsTaken() {
    assertThat(last.taken()).isEmpty();
    return this;
  }

  Matter taken() {
    return last.taken().orElseThrow(() -> new AssertionError("Nothing was taken: " + last.texts()));
  }

  Reply reply() {
    BuiltinReceptionist receptionist =
        new BuiltinReceptionist(new InMemoryFacts(InMemorySubscribers.with(business)));
    return receptionist.reply(
        new Talk(business, new InteractionId(uuid("talk")), language, messages, now),
        Optional.empty());
  }

  Reply last() {
    return last;
  }
}
