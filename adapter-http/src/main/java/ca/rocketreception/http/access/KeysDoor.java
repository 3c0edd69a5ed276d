package ca.rocketreception.http.access;

import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.access.ApiKeyId;
import ca.rocketreception.http.request.Access;
import ca.rocketreception.http.request.Asking;
import ca.rocketreception.http.request.Creating;
import ca.rocketreception.http.request.Identity;
import ca.rocketreception.http.request.Members;
import ca.rocketreception.http.request.Places;
import ca.rocketreception.http.request.Query;
import ca.rocketreception.http.request.Routes;
import ca.rocketreception.http.request.Tags;
import ca.rocketreception.http.request.Trace;
import ca.rocketreception.http.shown.Pages;
import ca.rocketreception.http.shown.Shown;
import ca.rocketreception.ports.driving.access.Asked;
import ca.rocketreception.ports.driving.access.ManagingKeys;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** The keys to the API: a subscriber's own, and the operator's. */
public final class KeysDoor {

  private final ManagingKeys keys;
  private final Creating creating;

  public KeysDoor(ManagingKeys keys, Creating creating) {
    this.keys = keys;
    this.creating = creating;
  }

  public void open(Routes routes) {
    String own = "/v1/subscribers/{slug}/keys";
    routes
        .read(own, Access.KEY, this::keys)
        .post(own, Access.CHANGE, this::create)
        .read(own + "/{id}", Access.KEY, this::key)
        .delete(own + "/{id}", Access.CHANGE, this::revoke)
        .read("/v1/keys", Access.OPERATOR, this::operatorsKeys)
        .post("/v1/keys", Access.OPERATOR_CHANGE, this::createOperators)
        .read("/v1/keys/{id}", Access.OPERATOR, this::operatorsKey)
        .delete("/v1/keys/{id}", Access.OPERATOR_CHANGE, this::revokeOperators);
  }

  private void keys(Context request) {
    show(request, keys.of(Identity.key(request), Places.slug(request)));
  }

  private void operatorsKeys(Context request) {
    show(request, keys.ofOperator(Identity.key(request)));
  }

  /** Ids are time-ordered, so that this is the order in which they were made. */
  private static void show(Context request, List<ApiKey> all) {
    List<Shown.Key> shown = all.stream().map(Shown.Key::of).toList();
    request.json(Pages.of(request, shown, key -> key.id().toString()));
  }

  private void key(Context request) {
    Query.of(request);
    show(request, keys.one(Identity.key(request), Places.slug(request), id(request)));
  }

  private void operatorsKey(Context request) {
    Query.of(request);
    show(request, keys.oneOfOperator(Identity.key(request), id(request)));
  }

  private static void show(Context request, ApiKey key) {
    Tags.show(request, Shown.Key.of(key), settings(key));
  }

  /** Without the time of its last use, which its very reading changes. */
  private static Shown.NewKey settings(ApiKey key) {
    return Shown.NewKey.of(key, Optional.empty());
  }

  private static Consumer<ApiKey> expected(Context request) {
    return Tags.expected(request, key -> Optional.of(settings(key)));
  }

  private void create(Context request) {
    Asked asked = asked(request);
    Members wanted = Members.of(request, "name", "scope");
    String name = wanted.required("name");
    ApiKey.Scope scope = scope(wanted);
    answer(request, id -> keys.create(asked, id, name, scope));
  }

  private void createOperators(Context request) {
    Members wanted = Members.of(request, "name", "scope");
    String name = wanted.required("name");
    ApiKey.Scope scope = scope(wanted);
    answer(
        request,
        id -> keys.createForOperator(Identity.key(request), Trace.id(request), id, name, scope));
  }

  private void answer(Context request, Function<UUID, ManagingKeys.Created> creation) {
    creating.answer(
        request,
        id -> {
          ManagingKeys.Created made = creation.apply(id);
          return new Creating.Made(
              Shown.NewKey.of(made.key(), Optional.of(made.secret())),
              Shown.NewKey.of(made.key(), Optional.empty()));
        });
  }

  private static ApiKey.Scope scope(Members wanted) {
    return wanted.oneOf("scope", ApiKey.Scope.class).orElseThrow(() -> wanted.missing("scope"));
  }

  private void revoke(Context request) {
    keys.revoke(asked(request), id(request), expected(request));
    request.status(204);
  }

  private void revokeOperators(Context request) {
    keys.revokeOperators(Identity.key(request), Trace.id(request), id(request), expected(request));
    request.status(204);
  }

  private static ApiKeyId id(Context request) {
    return new ApiKeyId(Places.id(request, "a key"));
  }

  private static Asked asked(Context request) {
    return Asking.of(request, Places.slug(request));
  }
}
