package ca.rocketreception.domain;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One way to reach a subscriber: who carries it and whose AI answers are told apart. A subscriber
 * has at most one channel of a kind.
 *
 * @param providerNumber the number it is reached at; may be a shared number, whose front another
 *     subscriber is
 * @param providerAgentId the provider's agent that answers when no agent of the subscriber does
 * @param providerInboxId the provider's mailbox or messaging inbox
 */
public record SubscriberChannel(
    ChannelId id,
    ChannelKind kind,
    boolean enabled,
    TransportProvider transportProvider,
    AiProvider aiProvider,
    Optional<PhoneNumber> providerNumber,
    Optional<String> providerAgentId,
    Optional<String> providerInboxId) {

  public SubscriberChannel {
    requireNonNull(id, "id");
    requireNonNull(kind, "kind");
    requireNonNull(transportProvider, "transportProvider");
    requireNonNull(aiProvider, "aiProvider");
    requireNonNull(providerNumber, "providerNumber");
    requireNonNull(providerAgentId, "providerAgentId");
    requireNonNull(providerInboxId, "providerInboxId");
  }

  public SubscriberChannel enabled(boolean next) {
    return new SubscriberChannel(
        id,
        kind,
        next,
        transportProvider,
        aiProvider,
        providerNumber,
        providerAgentId,
        providerInboxId);
  }
}
