package ca.rocketreception.ports.driven.interaction;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** News within one process, all of it remembered. */
public final class InMemoryActivity implements Activity {

  private final List<Consumer<News>> listeners = new CopyOnWriteArrayList<>();
  private final List<News> told = new CopyOnWriteArrayList<>();

  @Override
  public void tell(News news) {
    told.add(news);
    listeners.forEach(listener -> listener.accept(news));
  }

  @Override
  public Subscription listen(Consumer<News> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** For tests: all news so far. */
  public List<News> told() {
    return new ArrayList<>(told);
  }
}
