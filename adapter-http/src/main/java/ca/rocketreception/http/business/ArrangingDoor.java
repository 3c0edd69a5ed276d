package ca.rocketreception.http.business;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Text;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.agent.AgentId;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.business.AiProvider;
import ca.rocketreception.domain.business.BlockedCaller;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.ChannelId;
import ca.rocketreception.domain.business.Fact;
import ca.rocketreception.domain.business.Holiday;
import ca.rocketreception.domain.business.Interval;
import ca.rocketreception.domain.business.OpeningHours;
import ca.rocketreception.domain.business.SubscriberChannel;
import ca.rocketreception.domain.business.TransportProvider;
import ca.rocketreception.http.request.Access;
import ca.rocketreception.http.request.Asking;
import ca.rocketreception.http.request.Identity;
import ca.rocketreception.http.request.Members;
import ca.rocketreception.http.request.Places;
import ca.rocketreception.http.request.Query;
import ca.rocketreception.http.request.Routes;
import ca.rocketreception.http.request.Tags;
import ca.rocketreception.http.shown.Pages;
import ca.rocketreception.http.shown.Shown;
import ca.rocketreception.ports.driven.business.Subscribers.Part;
import ca.rocketreception.ports.driving.business.ArrangingReception;
import ca.rocketreception.ports.driving.interaction.ReviewingActivity;
import io.javalin.http.Context;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** When and how a subscriber's reception answers, and what it knows. */
public final class ArrangingDoor {

  private final ReviewingActivity reviewing;
  private final ArrangingReception arranging;
  private final Supplier<UUID> ids;

  public ArrangingDoor(
      ReviewingActivity reviewing, ArrangingReception arranging, Supplier<UUID> ids) {
    this.reviewing = reviewing;
    this.arranging = arranging;
    this.ids = ids;
  }

  public void open(Routes routes) {
    String own = "/v1/subscribers/{slug}";
    routes
        .read(own + "/channels", Access.KEY, this::channels)
        .read(own + "/channels/{kind}", Access.KEY, this::channel)
        .put(own + "/channels/{kind}", Access.CHANGE, this::putChannel)
        .read(own + "/agents", Access.KEY, this::agents)
        .read(own + "/agents/{role}", Access.KEY, this::agent)
        .put(own + "/agents/{role}", Access.CHANGE, this::putAgent)
        .read(own + "/hours", Access.KEY, this::hours)
        .put(own + "/hours", Access.CHANGE, this::putHours)
        .read(own + "/holidays", Access.KEY, this::holidays)
        .read(own + "/holidays/{date}", Access.KEY, this::holiday)
        .put(own + "/holidays/{date}", Access.CHANGE, this::putHoliday)
        .delete(own + "/holidays/{date}", Access.CHANGE, this::deleteHoliday)
        .read(own + "/blocked-callers", Access.KEY, this::blockedCallers)
        .read(own + "/blocked-callers/{number}", Access.KEY, this::blockedCaller)
        .put(own + "/blocked-callers/{number}", Access.CHANGE, this::putBlockedCaller)
        .delete(own + "/blocked-callers/{number}", Access.CHANGE, this::deleteBlockedCaller)
        .read(own + "/facts", Access.KEY, this::facts)
        .read(own + "/facts/{topic}", Access.KEY, this::fact)
        .put(own + "/facts/{topic}", Access.CHANGE, this::putFact)
        .delete(own + "/facts/{topic}", Access.CHANGE, this::deleteFact);
  }

  private void channels(Context request) {
    List<Shown.Channel> all =
        business(request, Part.CHANNELS).channels().stream().map(Shown.Channel::of).toList();
    Tags.show(request, Pages.of(request, all, channel -> channel.kind().name()));
  }

  private void channel(Context request) {
    Query.of(request);
    ChannelKind kind = kind(request);
    Business business = business(request, Part.CHANNELS);
    Tags.show(request, Asking.there(business, channel(business, kind), "channel " + kind));
  }

  private void putChannel(Context request) {
    ChannelKind kind = kind(request);
    Members wanted =
        Members.of(
            request,
            "enabled",
            "transportProvider",
            "aiProvider",
            "providerNumberE164",
            "providerAgentId",
            "providerAgentVersion",
            "providerInboxId");
    Business now =
        arranging.channel(
            Asking.of(request, business -> channel(business, kind)),
            new SubscriberChannel(
                new ChannelId(ids.get()),
                kind,
                wanted.flag("enabled").orElseThrow(() -> wanted.missing("enabled")),
                wanted
                    .oneOf("transportProvider", TransportProvider.class)
                    .orElseThrow(() -> wanted.missing("transportProvider")),
                wanted
                    .oneOf("aiProvider", AiProvider.class)
                    .orElseThrow(() -> wanted.missing("aiProvider")),
                wanted.phoneNumber("providerNumberE164"),
                wanted.text("providerAgentId"),
                wanted.wholeNumber("providerAgentVersion"),
                wanted.text("providerInboxId")),
            wanted.has("providerAgentId"));
    Tags.show(request, channel(now, kind).orElseThrow());
  }

  private static Optional<Shown.Channel> channel(Business business, ChannelKind kind) {
    return business.channel(kind).map(Shown.Channel::of);
  }

  private static ChannelKind kind(Context request) {
    return Places.oneOf(request, "kind", ChannelKind.class);
  }

  private void agents(Context request) {
    List<Shown.Receptionist> all =
        business(request, Part.AGENTS).agents().stream().map(Shown.Receptionist::of).toList();
    Tags.show(request, Pages.of(request, all, agent -> agent.role().name()));
  }

  private void agent(Context request) {
    Query.of(request);
    AgentRole role = role(request);
    Business business = business(request, Part.AGENTS);
    Tags.show(request, Asking.there(business, agent(business, role), "agent " + role));
  }

  private void putAgent(Context request) {
    AgentRole role = role(request);
    Members wanted =
        Members.of(
            request,
            "name",
            "greeting",
            "instructions",
            "language",
            "voice",
            "providerAgentId",
            "providerAgentVersion");
    Business now =
        arranging.agent(
            Asking.of(request, business -> agent(business, role)),
            new Agent(
                new AgentId(ids.get()),
                role,
                wanted.required("name"),
                wanted.requiredLines("greeting"),
                wanted.lines("instructions").orElse(""),
                wanted.language("language").orElseThrow(() -> wanted.missing("language")),
                wanted.text("voice"),
                wanted.text("providerAgentId"),
                wanted.wholeNumber("providerAgentVersion")),
            wanted.has("providerAgentId"));
    Tags.show(request, agent(now, role).orElseThrow());
  }

  private static Optional<Shown.Receptionist> agent(Business business, AgentRole role) {
    return business.agent(role).map(Shown.Receptionist::of);
  }

  private static AgentRole role(Context request) {
    return Places.oneOf(request, "role", AgentRole.class);
  }

  private void hours(Context request) {
    Query.of(request);
    Tags.show(request, Shown.Week.of(business(request, Part.HOURS)));
  }

  private void putHours(Context request) {
    Members wanted = Members.of(request, "week");
    if (!wanted.has("week")) {
      throw wanted.missing("week");
    }
    List<OpeningHours> week = week(wanted, "week");
    Tags.show(
        request,
        Shown.Week.of(
            arranging.hours(
                Asking.of(request, business -> Optional.of(Shown.Week.of(business))), week)));
  }

  /** Hours of the week, in a list of that name. */
  public static List<OpeningHours> week(Members wanted, String name) {
    return wanted.list(name, "day", "opens", "closes").stream()
        .map(open ->
            new OpeningHours(
                open.oneOf("day", DayOfWeek.class).orElseThrow(() -> open.missing("day")),
                open.time("opens"),
                open.time("closes")))
        .toList();
  }

  private void holidays(Context request) {
    List<Shown.Holiday> all =
        business(request, Part.HOLIDAYS).holidays().stream().map(Shown.Holiday::of).toList();
    Tags.show(request, Pages.of(request, all, Shown.Holiday::date));
  }

  private void holiday(Context request) {
    Query.of(request);
    LocalDate date = Places.date(request);
    Business business = business(request, Part.HOLIDAYS);
    Tags.show(request, Asking.there(business, holiday(business, date), "holiday on " + date));
  }

  private void putHoliday(Context request) {
    LocalDate date = Places.date(request);
    Members wanted = Members.of(request, "name", "hours");
    List<Interval> hours =
        wanted.list("hours", "opens", "closes").stream()
            .map(open -> new Interval(open.time("opens"), open.time("closes")))
            .toList();
    Business now =
        arranging.holiday(
            Asking.of(request, business -> holiday(business, date)),
            new Holiday(date, wanted.required("name"), hours));
    Tags.show(request, holiday(now, date).orElseThrow());
  }

  private void deleteHoliday(Context request) {
    LocalDate date = Places.date(request);
    arranging.noHoliday(Asking.of(request, business -> holiday(business, date)), date);
    request.status(204);
  }

  private static Optional<Shown.Holiday> holiday(Business business, LocalDate date) {
    return business.holidays().stream()
        .filter(holiday -> holiday.day().equals(date))
        .map(Shown.Holiday::of)
        .findFirst();
  }

  private void blockedCallers(Context request) {
    List<Shown.Blocked> all =
        business(request, Part.BLOCKED_CALLERS).blockedCallers().stream()
            .map(Shown.Blocked::of)
            .toList();
    Tags.show(request, Pages.of(request, all, Shown.Blocked::number));
  }

  private void blockedCaller(Context request) {
    Query.of(request);
    PhoneNumber number = Places.number(request);
    Business business = business(request, Part.BLOCKED_CALLERS);
    Tags.show(
        request, Asking.there(business, blocked(business, number), "blocked caller " + number));
  }

  private void putBlockedCaller(Context request) {
    PhoneNumber number = Places.number(request);
    Members wanted = Members.of(request, "reason");
    Business now =
        arranging.block(
            Asking.of(request, business -> blocked(business, number)),
            new BlockedCaller(number, wanted.required("reason")));
    Tags.show(request, blocked(now, number).orElseThrow());
  }

  private void deleteBlockedCaller(Context request) {
    PhoneNumber number = Places.number(request);
    arranging.unblock(Asking.of(request, business -> blocked(business, number)), number);
    request.status(204);
  }

  private static Optional<Shown.Blocked> blocked(Business business, PhoneNumber number) {
    return business.blockedCallers().stream()
        .filter(caller -> caller.number().equals(number))
        .map(Shown.Blocked::of)
        .findFirst();
  }

  private void facts(Context request) {
    List<Shown.Known> all =
        business(request, Part.FACTS).facts().stream().map(Shown.Known::of).toList();
    Tags.show(request, Pages.of(request, all, Shown.Known::topic));
  }

  private void fact(Context request) {
    Query.of(request);
    String topic = request.pathParam("topic");
    Business business = business(request, Part.FACTS);
    Tags.show(
        request,
        Asking.there(business, fact(business, topic), "fact '" + Query.shown(topic) + "'"));
  }

  private void putFact(Context request) {
    Members wanted = Members.of(request, "text");
    String topic = Text.oneLine("topic", request.pathParam("topic"));
    Fact fact = new Fact(topic, wanted.requiredLines("text"));
    Business now =
        arranging.fact(Asking.of(request, business -> fact(business, fact.topic())), fact);
    Tags.show(request, fact(now, fact.topic()).orElseThrow());
  }

  private void deleteFact(Context request) {
    String topic = request.pathParam("topic");
    arranging.noFact(Asking.of(request, business -> fact(business, topic)), topic);
    request.status(204);
  }

  private static Optional<Shown.Known> fact(Business business, String topic) {
    return business.facts().stream()
        .filter(fact -> fact.isAbout(topic))
        .map(Shown.Known::of)
        .findFirst();
  }

  private Business business(Context request, Part part) {
    return reviewing.business(Identity.key(request), Places.slug(request), part);
  }
}
