package ca.rocketreception.domain.conversation;

import static java.util.Objects.requireNonNull;

/**
 * That a business's page vouched for a visitor, without what would let anybody do so again.
 *
 * @param visitorId what the page calls the visitor
 * @param sha256 of the page's signature, in 64 lower-case hexadecimal digits
 */
public record Voucher(String visitorId, String sha256) {

  public Voucher {
    requireNonNull(visitorId, "visitorId");
    requireNonNull(sha256, "sha256");
  }
}
