package ca.rocketreception.http.conversation;

import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.conversation.Conversation;
import ca.rocketreception.domain.conversation.ConversationState;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.TakenMessage;
import ca.rocketreception.domain.interaction.TakenMessageId;
import ca.rocketreception.domain.interaction.Urgency;
import ca.rocketreception.http.interaction.ReviewingDoor;
import ca.rocketreception.http.request.Asking;
import ca.rocketreception.http.request.Cursors;
import ca.rocketreception.http.request.Identity;
import ca.rocketreception.http.request.Query;
import ca.rocketreception.http.shown.Shown;
import ca.rocketreception.ports.driven.interaction.InteractionFilter;
import ca.rocketreception.ports.driven.interaction.TakenMessages;
import ca.rocketreception.ports.driving.conversation.TakingOver;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the business's own people do with chats and taken messages, under /v1/subscribers. */
public final class StaffDoor {

  private final TakingOver taking;

  public StaffDoor(TakingOver taking) {
    this.taking = taking;
  }

  record Standing(UUID id, ConversationState state, boolean takenOver) {
    static Standing of(Conversation conversation) {
      return new Standing(
          conversation.id().value(), conversation.state(), conversation.takenOver());
    }
  }

  record Taken(
      UUID id,
      UUID interactionId,
      Instant takenAt,
      String name,
      String callback,
      String matter,
      Urgency urgency) {
    static Taken of(TakenMessage message) {
      return new Taken(
          message.id().value(),
          message.interaction().value(),
          message.takenAt(),
          message.content().name(),
          message.content().callback(),
          message.content().matter(),
          message.content().urgency());
    }
  }

  public void takeOver(Context request) {
    request.json(Standing.of(taking.takeOver(Asking.of(request, slug(request)), id(request))));
  }

  public void handBack(Context request) {
    request.json(Standing.of(taking.handBack(Asking.of(request, slug(request)), id(request))));
  }

  public void say(Context request) {
    WidgetBody body = WidgetBody.of(request);
    WidgetDoor.Receipt receipt =
        WidgetDoor.Receipt.of(
            taking.say(
                Identity.key(request),
                slug(request),
                id(request),
                body.text("text").orElse(""),
                body.text("clientMessageId")
                    .or(() -> Optional.ofNullable(request.req().getHeader("Idempotency-Key")))));
    request.status(201);
    request.json(receipt);
  }

  public void taken(Context request) {
    Query query = Query.of(request, "limit", "cursor");
    int limit = query.limit(InteractionFilter.GREATEST_LIMIT, InteractionFilter.DEFAULT_LIMIT);
    List<TakenMessage> found =
        taking.taken(
            Identity.key(request),
            slug(request),
            limit + 1,
            query.text("cursor").map(Cursors::read).map(StaffDoor::cursor));
    List<TakenMessage> shown = found.stream().limit(limit).toList();
    request.json(
        new Shown.Page<>(
            shown.stream().map(Taken::of).toList(),
            found.size() > limit
                ? Optional.of(Cursors.write(cursor(shown.getLast())))
                : Optional.empty()));
  }

  private static TakenMessages.Cursor cursor(InteractionFilter.Cursor place) {
    return new TakenMessages.Cursor(place.happenedAt(), new TakenMessageId(place.id().value()));
  }

  private static InteractionFilter.Cursor cursor(TakenMessage last) {
    return new InteractionFilter.Cursor(last.takenAt(), new InteractionId(last.id().value()));
  }

  private static Slug slug(Context request) {
    return new Slug(request.pathParam("slug"));
  }

  private static InteractionId id(Context request) {
    return ReviewingDoor.id(request);
  }
}
