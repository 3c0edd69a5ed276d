package ca.rocketreception.http;

import ca.rocketreception.ports.driven.Creations;
import ca.rocketreception.ports.driving.CreatingOnce;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Answers requests that create something; with an Idempotency-Key, a repeat like the first. */
record Creating(CreatingOnce once) {

  /**
   * @param shown what is made, as it is shown now and to repeats
   */
  record Made(Object shown, Object shownAgain) {}

  Creations.Answer answer(Context request, Function<UUID, Made> creation) {
    Creations.Answer answer =
        once.create(
            Identity.key(request),
            Optional.ofNullable(request.req().getHeader("Idempotency-Key")),
            Tags.hash(
                request.req().getMethod(),
                request.req().getRequestURI(),
                new String(Identity.body(request), StandardCharsets.UTF_8)),
            id -> {
              Made made = creation.apply(id);
              return new CreatingOnce.Made(created(made.shown()), created(made.shownAgain()));
            });
    request.status(answer.status()).contentType("application/json").result(answer.body());
    return answer;
  }

  private static Creations.Answer created(Object shown) {
    return new Creations.Answer(201, Json.MAPPER.writeValueAsString(shown));
  }
}
