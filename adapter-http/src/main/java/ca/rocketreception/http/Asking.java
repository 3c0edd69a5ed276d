package ca.rocketreception.http;

import ca.rocketreception.domain.Business;
import ca.rocketreception.ports.driving.Asked;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.Function;

/** Who asks for a change, of whom, on which condition. */
final class Asking {

  private Asking() {}

  /**
   * @param shown what is to be changed as a GET shows it, to which the header If-Match refers
   */
  static Asked of(Context request, Function<Business, Optional<?>> shown) {
    return new Asked(
        Identity.key(request),
        Places.slug(request),
        Trace.id(request),
        Tags.expected(request, shown));
  }

  static <T> T there(Business business, Optional<T> thing, String words) {
    return thing.orElseThrow(() -> business.lacks(words));
  }
}
