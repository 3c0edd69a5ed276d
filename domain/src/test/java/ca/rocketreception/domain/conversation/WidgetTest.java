package ca.rocketreception.domain.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WidgetTest {

  @Test
  void thatItVouchesByAnotherSecretIsToldAndNoSecretIs() {
    Widget before = vouchingBy("the first secret of the page");
    Widget next = vouchingBy("another secret of the page");

    List<String> other = new ArrayList<>(next.inWords(before));
    other.removeAll(before.inWords());

    assertThat(other).containsExactly("vouches by another secret than before");
    assertThat(before.inWords(before)).isEqualTo(before.inWords());
  }

  private static Widget vouchingBy(String secret) {
    return new Widget(Optional.empty(), Optional.of(secret), List.of(), List.of(), true);
  }
}
