package ca.rocketreception.http.agent;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.http.request.Access;
import ca.rocketreception.http.request.Asking;
import ca.rocketreception.http.request.Identity;
import ca.rocketreception.http.request.Members;
import ca.rocketreception.http.request.Places;
import ca.rocketreception.http.request.Query;
import ca.rocketreception.http.request.Routes;
import ca.rocketreception.http.shown.Shown;
import ca.rocketreception.ports.driving.agent.PublishingAgents;
import ca.rocketreception.ports.driving.interaction.ReviewingActivity;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes a subscriber's agents at the AI provider what they are here. */
public final class PublishingDoor {

  private final ReviewingActivity reviewing;
  private final PublishingAgents publishing;

  public PublishingDoor(ReviewingActivity reviewing, PublishingAgents publishing) {
    this.reviewing = reviewing;
    this.publishing = publishing;
  }

  public void open(Routes routes) {
    String agent = "/v1/subscribers/{slug}/agents/{role}";
    routes
        .read(agent + "/plan", Access.KEY, this::plan)
        .read(agent + "/versions", Access.KEY, this::versions)
        .post(agent + "/publish", Access.CHANGE, this::publish)
        .post(agent + "/rollback", Access.CHANGE, this::rollback);
  }

  private void plan(Context request) {
    Query.of(request);
    request.json(
        whole(
            publishing.plan(business(request), Optional.of(role(request))).stream()
                .map(Shown.Plan::of)
                .toList()));
  }

  private void versions(Context request) {
    Query.of(request);
    Business business = business(request);
    AgentRole role = role(request);
    List<Shown.Version> all =
        Stream.of(ChannelKind.VOICE, ChannelKind.CHAT)
            .flatMap(channel -> publishing.versions(business, role, channel).stream())
            .map(version -> Shown.Version.of(version, business.answers(role, version)))
            .toList();
    request.json(whole(all));
  }

  private void publish(Context request) {
    Members wanted = Members.of(request, "anew");
    request.json(
        whole(
            publishing
                .publish(
                    Asking.of(request, Places.slug(request)),
                    Optional.of(role(request)),
                    wanted.flag("anew").orElse(false))
                .stream()
                .map(Shown.Publication::of)
                .toList()));
  }

  private void rollback(Context request) {
    Members wanted = Members.of(request, "channel", "version");
    request.json(
        Shown.Version.of(
            publishing.rollback(
                Asking.of(request, Places.slug(request)),
                role(request),
                wanted.oneOf("channel", ChannelKind.class).orElse(ChannelKind.VOICE),
                wanted.wholeNumber("version")),
            true));
  }

  private static <T> Shown.Page<T> whole(List<T> items) {
    return new Shown.Page<>(items, Optional.empty());
  }

  private Business business(Context request) {
    return reviewing.business(Identity.key(request), Places.slug(request));
  }

  private static AgentRole role(Context request) {
    return Places.oneOf(request, "role", AgentRole.class);
  }
}
