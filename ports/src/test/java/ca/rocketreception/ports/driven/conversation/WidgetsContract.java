package ca.rocketreception.ports.driven.conversation;

import static ca.rocketreception.ports.driven.conversation.ConversationsContract.aChattingDentist;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.conversation.Widget;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of widgets keeps to. */
public interface WidgetsContract {

  /** An empty store of businesses, the same one during a test. */
  Subscribers subscribers();

  /** An empty store of widgets, over those businesses. */
  Widgets widgets();

  static Widget aFullWidget() {
    return new Widget(
        Optional.of("#0f766e"),
        Optional.of("a secret of a page's own"),
        List.of("https://example.org", "http://localhost:4000"),
        List.of(
            new Widget.Question("name", "Your name", true),
            new Widget.Question("about", "What is it about?", false)),
        false);
  }

  static Widget saved(Widgets widgets, SubscriberId subscriber, Widget wanted) {
    return widgets.change(
        subscriber,
        current -> wanted,
        new AuditEntry(subscriber, Samples.MONDAY_MORNING, "test", "set widget", "CHAT"));
  }

  @Test
  default void aWidgetThatNobodySavedIsTheUsualOne() {
    SubscriberId dentist = SubscribersContract.stored(subscribers(), aChattingDentist()).id();

    assertThat(widgets().of(dentist)).isEqualTo(Widget.USUAL);
  }

  @Test
  default void aSavedWidgetComesBackWholeAndIsReplacedWhole() {
    SubscriberId dentist = SubscribersContract.stored(subscribers(), aChattingDentist()).id();

    assertThat(saved(widgets(), dentist, aFullWidget())).isEqualTo(aFullWidget());
    assertThat(widgets().of(dentist)).isEqualTo(aFullWidget());

    saved(widgets(), dentist, Widget.USUAL);
    assertThat(widgets().of(dentist)).isEqualTo(Widget.USUAL);
  }

  @Test
  default void aBusinessWithoutChatHasNoWidgetToSave() {
    SubscriberId dentist = SubscribersContract.stored(subscribers(), Samples.aDentist()).id();

    assertThatThrownBy(() -> saved(widgets(), dentist, aFullWidget()))
        .isInstanceOf(Refusal.NotFound.class);
  }
}
