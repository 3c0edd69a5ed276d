package ca.rocketreception.http.business;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.OwnedNumber;
import ca.rocketreception.domain.business.Subscriber;
import ca.rocketreception.http.request.Access;
import ca.rocketreception.http.request.Asking;
import ca.rocketreception.http.request.Creating;
import ca.rocketreception.http.request.Identity;
import ca.rocketreception.http.request.Members;
import ca.rocketreception.http.request.Places;
import ca.rocketreception.http.request.Query;
import ca.rocketreception.http.request.Routes;
import ca.rocketreception.http.request.Tags;
import ca.rocketreception.http.shown.Pages;
import ca.rocketreception.http.shown.Shown;
import ca.rocketreception.ports.driven.access.Creations;
import ca.rocketreception.ports.driven.business.Subscribers.Part;
import ca.rocketreception.ports.driving.access.Asked;
import ca.rocketreception.ports.driving.business.ManagingSubscribers;
import ca.rocketreception.ports.driving.interaction.ReviewingActivity;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** Signing up, describing, suspending and resuming subscribers, and the numbers they have. */
public final class ManagingDoor {

  private final ReviewingActivity reviewing;
  private final ManagingSubscribers managing;
  private final Creating creating;

  public ManagingDoor(
      ReviewingActivity reviewing, ManagingSubscribers managing, Creating creating) {
    this.reviewing = reviewing;
    this.managing = managing;
    this.creating = creating;
  }

  public void open(Routes routes) {
    String own = "/v1/subscribers/{slug}";
    routes
        .post("/v1/subscribers", Access.OPERATOR_CHANGE, this::signUp)
        .patch(own, Access.CHANGE, this::describe)
        .act(own + "/suspend", Access.OPERATOR_CHANGE, this::suspend)
        .act(own + "/resume", Access.OPERATOR_CHANGE, this::resume)
        .read(own + "/numbers", Access.KEY, this::numbers)
        .read(own + "/numbers/{number}", Access.KEY, this::number)
        .put(own + "/numbers/{number}", Access.OPERATOR_CHANGE, this::putNumber)
        .delete(own + "/numbers/{number}", Access.OPERATOR_CHANGE, this::deleteNumber);
  }

  private void signUp(Context request) {
    Members wanted =
        Members.of(request, "slug", "name", "timezone", "zone", "language", "transferNumber");
    Slug slug = new Slug(wanted.required("slug"));
    Wish wish = Wish.read(wanted);
    Subscriber bare = wish.newcomer(slug, wanted);
    Asked asked = Asking.of(request, slug);
    Creations.Answer answer =
        creating.answer(
            request,
            id -> {
              Subscriber subscriber = bare.under(new SubscriberId(id));
              Object shown = Shown.Subscriber.of(managing.signUp(asked, subscriber));
              return new Creating.Made(shown, shown);
            });
    request
        .header("Location", "/v1/subscribers/" + slug)
        .header("ETag", Tags.ofJson(answer.body().getBytes(UTF_8)));
  }

  private void describe(Context request) {
    Members wanted =
        Members.of(
            request,
            "name",
            "timezone",
            "zone",
            "language",
            "transferNumber",
            "confirmTransferNumber");
    Wish wish = Wish.read(wanted);
    show(
        request,
        managing.describe(
            asked(request), wish::applied, wanted.phoneNumber("confirmTransferNumber")));
  }

  private void suspend(Context request) {
    show(request, managing.suspend(asked(request)));
  }

  private void resume(Context request) {
    show(request, managing.resume(asked(request)));
  }

  private static Asked asked(Context request) {
    return Asking.of(request, business -> Optional.of(Shown.Subscriber.of(business)));
  }

  private static void show(Context request, Business business) {
    Tags.show(request, Shown.Subscriber.of(business));
  }

  private void numbers(Context request) {
    List<Shown.Number> all = withNumbers(request).numbers().stream().map(Shown.Number::of).toList();
    Tags.show(request, Pages.of(request, all, Shown.Number::number));
  }

  private void number(Context request) {
    Query.of(request);
    PhoneNumber number = Places.number(request);
    Business business = withNumbers(request);
    Tags.show(request, Asking.there(business, number(business, number), "number " + number));
  }

  private void putNumber(Context request) {
    PhoneNumber number = Places.number(request);
    boolean shared = Members.of(request, "shared").flag("shared").orElse(false);
    Business now =
        managing.giveNumber(
            Asking.of(request, business -> number(business, number)),
            new OwnedNumber(number, shared));
    Tags.show(request, number(now, number).orElseThrow());
  }

  private void deleteNumber(Context request) {
    PhoneNumber number = Places.number(request);
    managing.releaseNumber(Asking.of(request, business -> number(business, number)), number);
    request.status(204);
  }

  private static Optional<Shown.Number> number(Business business, PhoneNumber number) {
    return business.numbers().stream()
        .filter(owned -> owned.number().equals(number))
        .map(Shown.Number::of)
        .findFirst();
  }

  private Business withNumbers(Context request) {
    return reviewing.business(Identity.key(request), Places.slug(request), Part.NUMBERS);
  }
}
