package ca.rocketreception.ports.driven.number;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.agent.ProviderAgent;
import ca.rocketreception.domain.number.VoiceNumber;
import java.util.Optional;

/**
 * The numbers that a voice AI knows. Every method throws {@link
 * ca.rocketreception.domain.Refusal.ProviderFailed} when it does not do what it is asked; what was
 * asked for may then have been done all the same.
 */
public interface VoiceNumbers {

  /** The SIP address to which a trunk leads its calls. */
  String origination();

  Optional<VoiceNumber> find(PhoneNumber number);

  /** Whether an agent, in the version that is bound, is there. */
  boolean knows(VoiceNumber.Bound agent);

  /** Rents a number of the voice AI's own: money is spent from here on. Never asked twice. */
  void buy(PhoneNumber number, String label);

  /**
   * Makes a carrier's number known, or sets anew how a known one calls out. Nothing is tried out:
   * that it works shows at the first call.
   *
   * @param terminationUri the trunk's domain
   */
  void importFrom(
      PhoneNumber number, String label, String terminationUri, String user, String password);

  /**
   * Sets who answers when we do not say, and whom to ask who answers. Twice does no more than once.
   */
  void bind(PhoneNumber number, ProviderAgent agent, String webhook);

  /** Nobody answers and nobody is asked any more. */
  void unbind(PhoneNumber number);

  /** Forgets a number; one of its own is given back for good. Idempotent. */
  void delete(PhoneNumber number);
}
