package ca.rocketreception.ports.driven.interaction;

import static ca.rocketreception.domain.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.interaction.InteractionId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What every bearer of news keeps to. */
public interface ActivityContract {

  Activity activity();

  static Activity.News news(String interaction) {
    return new Activity.News(
        new SubscriberId(uuid("subscriber")), new InteractionId(uuid(interaction)));
  }

  @Test
  default void everyListenerHearsAtOnceInOrder() {
    List<Activity.News> first = new CopyOnWriteArrayList<>();
    List<Activity.News> second = new CopyOnWriteArrayList<>();
    try (var _ = activity().listen(first::add);
        var _ = activity().listen(second::add)) {
      activity().tell(news("a"));
      activity().tell(news("b"));
    }

    assertThat(first).containsExactly(news("a"), news("b"));
    assertThat(second).isEqualTo(first);
  }

  @Test
  default void whoLeavesHearsNoMore() {
    List<Activity.News> heard = new CopyOnWriteArrayList<>();
    Activity.Subscription subscription = activity().listen(heard::add);

    subscription.close();
    activity().tell(news("a"));

    assertThat(heard).isEmpty();
  }
}
