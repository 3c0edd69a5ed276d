package ca.rocketreception.ports.driven.conversation;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.conversation.Widget;
import java.util.function.UnaryOperator;

/** How each business's chat widget looks and whom it serves. */
public interface Widgets {

  /**
   * The widget of a business, as read at most two seconds ago; the usual one where nothing was
   * saved. While the store is down the last known one stays.
   *
   * @throws ca.rocketreception.domain.Refusal.Unavailable when it was never read and cannot be now
   */
  Widget of(SubscriberId subscriber);

  /**
   * Changes the widget of a business in one transaction, its chat channel locked, and returns what
   * it is now. When something differs, the audit entry is written with it, telling what became
   * other. {@code change} may run more than once and must not do anything but compute.
   *
   * @throws ca.rocketreception.domain.Refusal.NotFound when the business has no chat channel
   */
  Widget change(SubscriberId subscriber, UnaryOperator<Widget> change, AuditEntry entry);
}
