package ca.rocketreception.http.conversation;

import ca.rocketreception.domain.conversation.Origin;
import ca.rocketreception.domain.conversation.Widget;
import ca.rocketreception.http.request.Access;
import ca.rocketreception.http.request.Asking;
import ca.rocketreception.http.request.Identity;
import ca.rocketreception.http.request.Members;
import ca.rocketreception.http.request.Places;
import ca.rocketreception.http.request.Query;
import ca.rocketreception.http.request.Routes;
import ca.rocketreception.http.request.Tags;
import ca.rocketreception.ports.driving.conversation.ShapingWidgets;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** How a business's chat widget looks and whom it serves, under /v1/subscribers. */
public final class ShapingDoor {

  private static final String WIDGET = "/v1/subscribers/{slug}/channels/CHAT/widget";

  private final ShapingWidgets shaping;

  public ShapingDoor(ShapingWidgets shaping) {
    this.shaping = shaping;
  }

  record Question(String name, String label, boolean required) {}

  /**
   * @param identity whether the business's page can vouch for its visitors; the secret itself is
   *     never shown
   */
  record Look(
      Optional<String> colour,
      List<String> origins,
      List<Question> questions,
      boolean takesMessages,
      boolean identity) {

    static Look of(Widget widget) {
      return new Look(
          widget.colour(),
          widget.origins(),
          widget.questions().stream()
              .map(asked -> new Question(asked.name(), asked.label(), asked.required()))
              .toList(),
          widget.takesMessages(),
          widget.identitySecret().isPresent());
    }
  }

  public void open(Routes routes) {
    routes.read(WIDGET, Access.KEY, this::widget).put(WIDGET, Access.CHANGE, this::putWidget);
  }

  private void widget(Context request) {
    Query.of(request);
    Tags.show(request, Look.of(shaping.widget(Identity.key(request), Places.slug(request))));
  }

  private void putWidget(Context request) {
    Members wanted =
        Members.of(request, "colour", "origins", "questions", "takesMessages", "identitySecret");
    List<Widget.Question> questions =
        wanted.list("questions", "name", "label", "required").stream()
            .map(asked ->
                new Widget.Question(
                    asked.required("name"),
                    asked.required("label"),
                    asked.flag("required").orElse(false)))
            .toList();
    Consumer<Widget> expected = Tags.expected(request, now -> Optional.of(Look.of(now)));
    Widget now =
        shaping.shape(
            Asking.of(request, Places.slug(request)),
            before -> {
              expected.accept(before);
              return new Widget(
                  wanted.text("colour"),
                  wanted.has("identitySecret")
                      ? wanted.exactly("identitySecret").map(Widget::newSecret)
                      : before.identitySecret(),
                  wanted.texts("origins").stream().map(Origin::of).toList(),
                  questions,
                  wanted.flag("takesMessages").orElse(true));
            });
    Tags.show(request, Look.of(now));
  }
}
