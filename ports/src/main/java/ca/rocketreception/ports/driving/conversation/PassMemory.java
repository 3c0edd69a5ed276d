package ca.rocketreception.ports.driving.conversation;

import ca.rocketreception.ports.driven.conversation.Conversations.Pass;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Whom the tokens let in that were used last: what a token opens never changes. */
final class PassMemory {

  private static final int MOST = 20_000;

  private final Map<String, Pass> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pass> eldest) {
          return size() > MOST;
        }
      };

  boolean holds(String tokenSha256) {
    return remembered(tokenSha256).isPresent();
  }

  Optional<Pass> find(String tokenSha256, Function<String, Optional<Pass>> store) {
    Optional<Pass> remembered = remembered(tokenSha256);
    if (remembered.isPresent()) {
      return remembered;
    }
    Optional<Pass> found = store.apply(tokenSha256);
    found.ifPresent(pass -> remember(tokenSha256, pass));
    return found;
  }

  private synchronized Optional<Pass> remembered(String tokenSha256) {
    return Optional.ofNullable(known.get(tokenSha256));
  }

  private synchronized void remember(String tokenSha256, Pass pass) {
    known.put(tokenSha256, pass);
  }
}
