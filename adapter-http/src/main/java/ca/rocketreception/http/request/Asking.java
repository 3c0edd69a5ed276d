package ca.rocketreception.http.request;

import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.ports.driving.access.Asked;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Who asks for a change, of whom, on which condition. */
public final class Asking {

  private Asking() {}

  /**
   * @param shown what is to be changed as a GET shows it, to which the header If-Match refers
   */
  public static Asked of(Context request, Function<Business, Optional<?>> shown) {
    return of(request, Places.slug(request), Tags.expected(request, shown));
  }

  /** On no condition, as what is created has none. */
  public static Asked of(Context request, Slug slug) {
    return of(request, slug, business -> {});
  }

  private static Asked of(Context request, Slug slug, Consumer<Business> expected) {
    Query.of(request);
    return new Asked(Identity.key(request), slug, Trace.id(request), expected);
  }

  public static <T> T there(Business business, Optional<T> thing, String words) {
    return thing.orElseThrow(() -> business.lacks(words));
  }
}
