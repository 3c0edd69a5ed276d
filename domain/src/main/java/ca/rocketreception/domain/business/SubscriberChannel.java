package ca.rocketreception.domain.business;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Text;
import java.util.Optional;

/**
 * One way to reach a subscriber: who carries it and whose AI answers are told apart. A subscriber
 * has at most one channel of a kind.
 *
 * @param providerNumber the number it is reached at; may be a shared number, whose front another
 *     subscriber is
 * @param providerAgentId the provider's agent that answers when no agent of the subscriber does
 * @param providerAgentVersion which version of it answers; empty: the latest published one
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
    Optional<Integer> providerAgentVersion,
    Optional<String> providerInboxId) {

  public SubscriberChannel {
    requireNonNull(id, "id");
    requireNonNull(kind, "kind");
    requireNonNull(transportProvider, "transportProvider");
    requireNonNull(aiProvider, "aiProvider");
    requireNonNull(providerNumber, "providerNumber");
    requireNonNull(providerAgentVersion, "providerAgentVersion");
    providerAgentId = providerAgentId.map(known -> Text.kept("providerAgentId", known, 200));
    providerInboxId = providerInboxId.map(known -> Text.kept("providerInboxId", known, 200));
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
        providerAgentVersion,
        providerInboxId);
  }

  /** The same, reached at another number, or at none. */
  SubscriberChannel reachedAt(Optional<PhoneNumber> number) {
    return new SubscriberChannel(
        id,
        kind,
        enabled,
        transportProvider,
        aiProvider,
        number,
        providerAgentId,
        providerAgentVersion,
        providerInboxId);
  }

  /** The same under an id that it has already. */
  SubscriberChannel known(ChannelId known) {
    return new SubscriberChannel(
        known,
        kind,
        enabled,
        transportProvider,
        aiProvider,
        providerNumber,
        providerAgentId,
        providerAgentVersion,
        providerInboxId);
  }

  /** The same, answered by this agent of the provider in this version. */
  public SubscriberChannel boundTo(Optional<String> agentId, Optional<Integer> version) {
    return new SubscriberChannel(
        id,
        kind,
        enabled,
        transportProvider,
        aiProvider,
        providerNumber,
        agentId,
        version,
        providerInboxId);
  }

  String inWords() {
    return "channel "
        + kind
        + (enabled ? " on" : " off")
        + ", carried by "
        + transportProvider
        + ", answered by "
        + aiProvider
        + providerNumber.map(number -> ", number " + number).orElse("")
        + providerAgentId.map(id -> ", agent " + id).orElse("")
        + providerAgentVersion.map(version -> " version " + version).orElse("")
        + providerInboxId.map(id -> ", inbox " + id).orElse("");
  }
}
