package ca.rocketreception.ports.driven.number;

import ca.rocketreception.domain.number.SipTrunk;
import java.util.Optional;

/**
 * The SIP trunks of our account at a carrier. Every method throws {@link
 * ca.rocketreception.domain.Refusal.ProviderFailed} when the carrier does not do what it is asked;
 * what was asked for may then have been done all the same. Each method that changes something looks
 * first and does only what is lacking, so that it may be repeated.
 */
public interface SipTrunks {

  /** The trunk of that name; the oldest where somebody made another by hand. */
  Optional<SipTrunk> named(String name);

  /**
   * Makes a trunk of that name, or sets the one that is there: calls may be put through, and who is
   * asked when the voice AI takes none.
   *
   * @return the carrier's id
   */
  String make(String name, String recoveryUrl);

  /** Leads calls to a SIP address; other addresses stay as they are. */
  void originate(String trunkId, String address);

  /**
   * Lets somebody call out through it, by this password from now on.
   *
   * @param user at most 32 characters
   * @param password 12 characters or more, with a digit and letters of both cases; kept by the
   *     carrier alone
   */
  void allow(String trunkId, String user, String password);

  /** Lets him call out no more. */
  void forbid(String trunkId, String user);

  void attach(String trunkId, String numberId);

  void detach(String trunkId, String numberId);

  /** Takes a trunk away that no number is on any more. */
  void deleteUnused(String trunkId);
}
