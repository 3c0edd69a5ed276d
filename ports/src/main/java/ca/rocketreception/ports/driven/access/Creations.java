package ca.rocketreception.ports.driven.access;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.ApiKeyId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Requests that create something, each under the name that its asker gave it, so that a repeat
 * creates nothing more.
 */
public interface Creations {

  /** Remembers a request, unless one of its name is remembered: then tells that one. */
  Known remember(Request request);

  /** Keeps the answer to a request that is remembered. */
  void keep(ApiKeyId who, String name, Answer answer);

  /** Forgets requests made before a moment, so many at most, and says how many. */
  int forgetBefore(Instant moment, int most);

  /**
   * @param subscriber whose key it is; empty for an operator's
   * @param name what the asker calls the request; names of different keys are different
   * @param sha256 of what is asked for, lower-case hex
   * @param id for what is to be created
   */
  record Request(
      ApiKeyId who,
      Optional<SubscriberId> subscriber,
      String name,
      String sha256,
      UUID id,
      Instant at) {

    public Request {
      requireNonNull(who, "who");
      requireNonNull(subscriber, "subscriber");
      requireNonNull(name, "name");
      requireNonNull(sha256, "sha256");
      requireNonNull(id, "id");
      requireNonNull(at, "at");
    }
  }

  /**
   * @param id under which it is created
   * @param answer empty until there is one
   */
  record Known(String sha256, UUID id, Optional<Answer> answer) {}

  /** What was answered: whether and how that is shown is the asker's adapter's business. */
  record Answer(int status, String body) {}
}
