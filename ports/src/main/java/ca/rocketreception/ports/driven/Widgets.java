package ca.rocketreception.ports.driven;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.Widget;

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
   * Saves the widget of a business, whole. Idempotent.
   *
   * @throws ca.rocketreception.domain.Refusal.NotFound when the business has no chat channel
   */
  void save(SubscriberId subscriber, Widget widget);
}
