package ca.rocketreception.http.shown;

import ca.rocketreception.http.request.Cursors;
import ca.rocketreception.http.request.Query;
import io.javalin.http.Context;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Pages of lists that are short enough to be kept whole. */
public final class Pages {

  private static final int MOST = 200;
  private static final int USUAL = 50;

  private Pages() {}

  /** The page that the address asks for, in the order of the names, which never repeat. */
  public static <T> Shown.Page<T> of(Context request, List<T> things, Function<T, String> name) {
    Query query = Query.of(request, "limit", "cursor");
    int limit = query.limit(MOST, USUAL);
    Optional<String> after = query.text("cursor").map(Cursors::readText);
    List<T> rest =
        things.stream()
            .filter(thing -> after.filter(last -> name.apply(thing).compareTo(last) <= 0).isEmpty())
            .sorted(Comparator.comparing(name))
            .limit(limit + 1L)
            .toList();
    List<T> page = rest.subList(0, Math.min(limit, rest.size()));
    return new Shown.Page<>(
        page,
        rest.size() > page.size()
            ? Optional.of(Cursors.writeText(name.apply(page.getLast())))
            : Optional.empty());
  }
}
