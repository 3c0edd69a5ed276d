package ca.rocketreception.ports.driven.billing;

import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.billing.ExchangeRate;
import ca.rocketreception.domain.billing.Issuer;
import ca.rocketreception.domain.billing.PlanVersion;
import ca.rocketreception.domain.billing.Tax;
import java.util.List;

/**
 * The prices that subscribers can be put on, the taxes and the exchange rates: the operator's, for
 * everybody. Nothing of it is ever changed; a later version follows. What is added, is so together
 * with its audit entry. The same thing added again is fine and adds nothing, no entry either. Every
 * method throws {@link ca.rocketreception.domain.Refusal.Unavailable} when the store cannot be
 * reached.
 */
public interface Plans {

  /** All versions of all plans, by plan and then by day. */
  List<PlanVersion> versions();

  /**
   * @throws ca.rocketreception.domain.Refusal.Conflict when the plan has a version from that day or
   *     later, has another currency, or a final statement is about days from then on by this plan
   */
  void add(PlanVersion version, AuditEntry entry);

  /** By code and then by day. */
  List<Tax> taxes();

  /**
   * @throws ca.rocketreception.domain.Refusal.Conflict when the tax has a version from that day or
   *     later
   */
  void add(Tax tax, AuditEntry entry);

  /** Who charges, by day. */
  List<Issuer> issuers();

  /**
   * @throws ca.rocketreception.domain.Refusal.Conflict when there is a version from that day or
   *     later, or a final statement about days from then on
   */
  void add(Issuer issuer, AuditEntry entry);

  /** By currency and then by day. */
  List<ExchangeRate> exchangeRates();

  /**
   * @throws ca.rocketreception.domain.Refusal.Conflict when the currency has another rate that day
   */
  void add(ExchangeRate rate, AuditEntry entry);
}
