package ca.rocketreception.ports.driven.access;

import ca.rocketreception.domain.access.ApiKeyId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Requests without a database. */
public final class InMemoryCreations implements Creations {

  private record Name(ApiKeyId who, String name) {}

  private record Remembered(Request request, Optional<Answer> answer) {}

  private final Map<Name, Remembered> requests = new LinkedHashMap<>();

  @Override
  public synchronized Known remember(Request request) {
    Remembered known =
        requests.computeIfAbsent(
            new Name(request.who(), request.name()),
            name -> new Remembered(request, Optional.empty()));
    return new Known(known.request().sha256(), known.request().id(), known.answer());
  }

  @Override
  public synchronized void keep(ApiKeyId who, String name, Answer answer) {
    requests.computeIfPresent(
        new Name(who, name), (key, known) -> new Remembered(known.request(), Optional.of(answer)));
  }

  @Override
  public synchronized int forgetBefore(Instant moment, int most) {
    var gone =
        requests.values().stream()
            .filter(known -> known.request().at().isBefore(moment))
            .limit(most)
            .toList();
    requests.values().removeAll(gone);
    return gone.size();
  }
}
