package ca.rocketreception.ports.driven.number;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.number.NumberChain;
import ca.rocketreception.domain.number.NumberConnection;
import ca.rocketreception.domain.number.NumberConnectionId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** How far numbers are connected, without a database. */
public final class InMemoryNumberConnections implements NumberConnections {

  private final Map<NumberConnectionId, NumberConnection> connections = new LinkedHashMap<>();
  private final Map<PhoneNumber, NumberChain> chains = new HashMap<>();
  private UUID holder;
  private Instant heldUntil;

  @Override
  public synchronized void claim(UUID who, Instant now, Instant until) {
    if (holder != null && heldUntil.isAfter(now)) {
      throw NumberConnections.taken();
    }
    holder = who;
    heldUntil = until;
  }

  @Override
  public synchronized void free(UUID who) {
    if (who.equals(holder)) {
      holder = null;
    }
  }

  @Override
  public synchronized void keep(NumberConnection connection, UUID who, Instant until) {
    if (!who.equals(holder)) {
      throw NumberConnections.taken();
    }
    heldUntil = until;
    if (!connections.containsKey(connection.id())
        && all().stream().anyMatch(one -> one.number().equals(connection.number()))) {
      throw NumberConnections.connectedElsewhere(connection.number());
    }
    connections.put(connection.id(), connection);
  }

  @Override
  public synchronized Optional<NumberConnection> find(SubscriberId subscriber, PhoneNumber number) {
    return all().stream()
        .filter(one -> one.subscriber().equals(subscriber) && one.number().equals(number))
        .findFirst();
  }

  @Override
  public synchronized List<NumberConnection> all() {
    return connections.values().stream()
        .filter(one -> one.state() != NumberConnection.State.RELEASED)
        .sorted(Comparator.comparing(NumberConnection::number))
        .toList();
  }

  @Override
  public synchronized List<NumberConnection> longestUnchecked(int limit) {
    return all().stream()
        .filter(one -> one.state() == NumberConnection.State.CONNECTED)
        .sorted(
            Comparator.comparing(one ->
                Optional.ofNullable(chains.get(one.number()))
                    .map(NumberChain::checkedAt)
                    .orElse(Instant.MIN)))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized void keep(NumberChain chain) {
    if (find(chain.subscriber(), chain.number()).isPresent()) {
      chains.put(chain.number(), chain);
    }
  }

  @Override
  public synchronized Optional<NumberChain> chain(SubscriberId subscriber, PhoneNumber number) {
    return find(subscriber, number).map(one -> chains.get(one.number()));
  }

  @Override
  public synchronized List<NumberChain> chains() {
    return all().stream()
        .flatMap(one -> Optional.ofNullable(chains.get(one.number())).stream())
        .toList();
  }
}
