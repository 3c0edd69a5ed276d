package ca.rocketreception.domain.number;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A SIP trunk as its carrier has it.
 *
 * @param id the carrier's
 * @param domain through which the voice AI calls out
 * @param recoveryUrl what the carrier asks when the voice AI takes no call; empty: the caller hears
 *     nothing
 * @param transfers whether a call may be put through to a telephone
 * @param originations where it leads calls, in order; those that are switched off are left out
 * @param users who may call out through it
 */
public record SipTrunk(
    String id,
    String domain,
    String recoveryUrl,
    boolean transfers,
    List<String> originations,
    List<String> users) {

  public SipTrunk {
    requireNonNull(id, "id");
    requireNonNull(domain, "domain");
    requireNonNull(recoveryUrl, "recoveryUrl");
    originations = List.copyOf(originations);
    users = List.copyOf(users);
  }
}
