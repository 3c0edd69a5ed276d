package ca.rocketreception.domain.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.Refusal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However an origin is written, the page that has it may hold the widget. */
final class OriginTest {

  @ParameterizedTest
  @CsvSource({
    "https://example.com:443, https://example.com",
    "http://example.com:80, http://example.com",
    "http://example.com:443, http://example.com:443",
    "https://example.com:0443, https://example.com",
    "https://example.com:, https://example.com",
    "https://Example.COM, https://example.com",
    "HTTPS://example.com, https://example.com",
    "' https://example.com/ ', https://example.com",
    "https://example.com., https://example.com",
    "https://example.com.:443/, https://example.com",
    "https://bücher.example, https://xn--bcher-kva.example",
    "https://BÜCHER.example, https://xn--bcher-kva.example",
    "https://xn--bcher-kva.example, https://xn--bcher-kva.example",
    "https://例え。テスト, https://xn--r8jz45g.xn--zckzah",
    "https://my_shop.example.com, https://my_shop.example.com",
    "http://localhost:4000, http://localhost:4000",
    "http://127.0.0.1:8080, http://127.0.0.1:8080",
    "'http://[::1]:80', 'http://[::1]'",
    "'http://[0:0:0:0:0:0:0:1]', 'http://[::1]'",
    "'https://[2001:DB8:0:0:1:0:0:1]', 'https://[2001:db8::1:0:0:1]'",
    "'https://[1:2:0:4:5:6:7:8]', 'https://[1:2:0:4:5:6:7:8]'",
  })
  void it_is_kept_in_the_spelling_of_browsers(String given, String sent) {
    assertThat(Origin.of(given)).isEqualTo(sent);
    Widget widget = listing(given);
    assertThat(widget.origins()).containsExactly(sent);
    assertThat(widget.allows(sent)).isTrue();
    assertThat(widget.allows(sent + "x")).isFalse();
    assertThat(widget.allows("null")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://example.com.", "https://EXAMPLE.com:443", "https://example.com"})
  void a_page_is_let_in_however_its_browser_spells_it(String sent) {
    assertThat(listing("https://example.com").allows(sent)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {250, 300, 1100, 3000, 100_000})
  void a_name_of_any_length_is_only_a_page_that_is_not_let_in(int letters) {
    String longName = "https://" + "\u00e9".repeat(letters) + ".example";

    assertThat(listing("https://example.com").allows(longName)).isFalse();
    assertThatThrownBy(() -> Origin.of(longName)).isInstanceOf(Refusal.Invalid.class);
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com/shop, write https://example.com.",
    "https://example.com:443?x, write https://example.com.",
    "https://*.example.com, no wildcards",
    "*, no wildcards",
    "null, sandboxed",
    "example.com, such as https://example.org",
    "ftp://example.com, such as https://example.org",
    "https://, such as https://example.org",
    "https://me@example.com, such as https://example.org",
    "https://example.com:0, such as https://example.org",
    "https://example.com:65536, such as https://example.org",
    "https://exa mple.com, such as https://example.org",
    "https://127.1, such as https://example.org",
    "https://0x7f.0.0.1, such as https://example.org",
    "https://010.0.0.1, such as https://example.org",
    "https://1.2.3.4.5, such as https://example.org",
    "'https://[::1', such as https://example.org",
    "'https://[12345::]', such as https://example.org",
    "https://-a.example, such as https://example.org",
    "https://a..example, such as https://example.org",
    "https://straße.example, xn--",
    "'https://a.example,https://b.example', such as https://example.org",
  })
  void what_no_page_has_is_refused_with_the_cure(String given, String cure) {
    assertThatThrownBy(() -> Origin.of(given))
        .isInstanceOfSatisfying(
            Refusal.Invalid.class,
            refusal -> {
              assertThat(refusal.getMessage()).contains("'" + given + "'");
              assertThat(refusal.cure()).contains(cure);
            });
    assertThat(listing(given, "https://other.example").allows("https://example.com")).isFalse();
  }

  private static Widget listing(String... origins) {
    return new Widget(Optional.empty(), Optional.empty(), List.of(origins), List.of(), true);
  }
}
