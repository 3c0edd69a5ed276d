package ca.rocketreception.http.request;

import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.http.json.Json;
import ca.rocketreception.http.limit.TokenBuckets;
import ca.rocketreception.ports.driven.access.Creations;
import ca.rocketreception.ports.driving.access.CreatingOnce;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Answers requests that create something; with an Idempotency-Key, a repeat like the first. What
 * they leave behind outlives what they made, so that the keys of one business create so much a
 * minute and no more; the operator's as much as their rate allows.
 */
public final class Creating {

  private static final int OF_A_BUSINESS_A_MINUTE = 120;

  private final CreatingOnce once;
  private final InstantSource clock;
  private final TokenBuckets ofBusiness = new TokenBuckets(OF_A_BUSINESS_A_MINUTE);

  public Creating(CreatingOnce once, InstantSource clock) {
    this.once = once;
    this.clock = clock;
  }

  /**
   * @param shown what is made, as it is shown now and to repeats
   */
  public record Made(Object shown, Object shownAgain) {}

  public Creations.Answer answer(Context request, Function<UUID, Made> creation) {
    ApiKey key = Identity.key(request);
    key.subscriber().ifPresent(business -> ofBusiness.take(business.toString(), clock.instant()));
    Creations.Answer answer =
        once.create(
            key,
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
