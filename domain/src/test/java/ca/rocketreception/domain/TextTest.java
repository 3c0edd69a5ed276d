package ca.rocketreception.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.business.Fact;
import ca.rocketreception.domain.conversation.Visitor;
import ca.rocketreception.domain.interaction.Matter;
import ca.rocketreception.domain.interaction.Urgency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in names and texts is what is seen. */
final class TextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\rb",
        "a\nb",
        "a\tb",
        "a\0b",
        "a\u0085b",
        "a\u2028b",
        "a\u2029b",
        "a\u202Eb",
        "a\u202Ab",
        "a\u2066b",
        "a\u2069b",
        "a\u200Eb",
        "a\u200Fb",
        "a\u061Cb",
        "a\u200Bb",
        "a\u2060b",
        "a\uFEFFb",
        "a\u00ADb",
        "a\u200Db",
        "\u0645\u200C b",
        "a\u3164b",
        "a\u2800b",
        "a\uD800b",
        "a\uFFFEb",
      })
  void a_line_with_what_cannot_be_seen_is_refused_and_shown_safely(String text) {
    assertThatThrownBy(() -> Text.oneLine("name", text))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("name '")
        .hasMessageContaining("U+")
        .extracting(Throwable::getMessage)
        .satisfies(words ->
            assertThat(words).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]"));
    assertThat(Text.oneLine("name", Text.required("name", text, 200)))
        .as("cleaned, it is fine")
        .isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Zoë's Bäckerei & Café №5",
        "می\u200Cخواهم",
        "👩\u200D👧 Family",
        "❤\uFE0F\u200D🔥",
        "क्\u200Dष",
        "日本語",
        "O’Neil – “quoted”",
        "שלום"
      })
  void names_of_all_languages_stay_as_they_are(String text) {
    assertThat(Text.oneLine("name", text)).isEqualTo(text);
    assertThat(Text.required("name", text, 200)).isEqualTo(text);
    assertThat(Text.lines("text", text)).isEqualTo(text);
  }

  @Test
  void a_name_is_composed_and_without_spaces_at_its_ends() {
    assertThat(Text.oneLine("name", "\r\n Zoe\u0308 \n")).isEqualTo("Zo\u00EB");
    assertThat(new Fact("Zo\u00EB", "x").isAbout("Zoe\u0308")).isTrue();
  }

  @Test
  void what_has_lines_keeps_them_and_nothing_that_turns_what_follows() {
    assertThat(Text.lines("text", "a\r\nb\n\tc\rd\u2028e")).isEqualTo("a\nb\n\tc\nd\ne");
    assertThat(Text.lines("text", "שלום\u200F!")).isEqualTo("שלום\u200F!");
    for (String wrong : List.of("a\u202Eb", "a\u2067b", "a\0b", "a\u001Bb", "\uFEFFa", "a\uDC00")) {
      assertThatThrownBy(() -> Text.lines("text", wrong)).isInstanceOf(Refusal.Invalid.class);
      assertThat(Text.readable(wrong)).contains("a");
    }
  }

  @Test
  void what_strangers_say_is_cleaned_and_never_refused() {
    Visitor visitor =
        new Visitor(
            "7\u202E", Optional.of("Eve\r\n<b>\u202Emoc"), Optional.of("e\u200Bve@example.org"));
    Matter matter = new Matter("Eve\nAdmin", "204\t555", "one\r\ntwo\u202E", Urgency.NORMAL);

    assertThat(visitor.id()).as("the signature is over it").isEqualTo("7\u202E");
    assertThat(visitor.name()).contains("Eve <b>moc");
    assertThat(visitor.email()).contains("eve@example.org");
    assertThat(new Visitor("7", Optional.of("\u200B"), Optional.empty()).name()).isEmpty();
    assertThat(matter.name()).isEqualTo("Eve Admin");
    assertThat(matter.callback()).isEqualTo("204 555");
    assertThat(matter.matter()).isEqualTo("one\ntwo");
  }

  @Test
  void of_a_long_tag_that_was_kept_the_language_script_and_region_are_read() {
    assertThat(Text.keptLanguage("fr-CA")).isEqualTo(Locale.CANADA_FRENCH);
    assertThat(Text.keptLanguage("fr-CA-u-ca-gregory-hc-h12-nu-latn-tz-cawnp"))
        .isEqualTo(Locale.CANADA_FRENCH);
    assertThat(Text.keptLanguage("sr-Latn-RS-x-one-two-three-four-five-six-seven"))
        .isEqualTo(Locale.forLanguageTag("sr-Latn-RS"));
    assertThat(Text.keptLanguage("x-" + "abcdefgh-".repeat(20) + "a")).isEqualTo(Locale.ROOT);
  }
}
