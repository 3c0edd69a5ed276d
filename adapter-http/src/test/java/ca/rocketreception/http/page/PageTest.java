package ca.rocketreception.http.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.http.Reception;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PageTest {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final String HOSTILE =
      "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script> & ok";

  private final Reception reception = new Reception();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private Playwright playwright;
  private Page page;

  @BeforeEach
  void openBrowser() {
    assertThat(CHROMIUM)
        .as("The tests of the page need Chromium; install it with: apt-get install chromium")
        .isExecutable();
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
    page = browser.newPage();
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
    page.addInitScript(
        "document.addEventListener('securitypolicyviolation',"
            + " event => console.error('violates ' + event.violatedDirective))");
  }

  @AfterEach
  void close() {
    if (playwright != null) {
      playwright.close();
    }
    reception.close();
  }

  @Test
  void the_description_is_searched_and_read_on_a_phone_too() {
    page.setViewportSize(360, 740);
    page.navigate("http://localhost:" + reception.port + "/docs");

    page.keyboard().press("/");
    page.keyboard().type("holidays/{date}");

    assertThat(page.locator("#found")).hasText("3 operations");
    assertThat(page.locator("section.operation:visible")).hasCount(3);
    assertThat(page.locator("#setHoliday")).containsText("1 to 200 characters");
    assertThat(page.locator("#authentication pre"))
        .containsText("http://localhost:" + reception.port);
    assertThat((int) page.evaluate("document.documentElement.scrollWidth")).isLessThan(361);
    page.keyboard().press("Escape");
    assertThat(page.locator("#found")).isEmpty();
    assertThat(page.locator("#createSubscriber")).isVisible();
    assertThat(complaints).isEmpty();
  }

  @Test
  void a_call_slides_in_while_the_page_is_open_and_its_words_follow() {
    open("/#key=" + reception.operatorKey);
    assertThat(page.locator("#live")).hasText("Live");
    assertThat(page.locator("#empty")).isVisible();
    assertThat(page.url()).isEqualTo("http://localhost:" + reception.port + "/");

    ongoing("Thank you for calling.");
    Locator row = page.locator(".row");
    assertThat(row).containsText("The prairie-dental company");
    assertThat(row).containsText("+1 (204) 555-0199");
    assertThat(row).containsText("Ongoing");
    row.click();
    assertThat(page.locator(".bubble")).hasText("Thank you for calling.");

    ongoing("Thank you for calling.", "Bonjour !", "مرحباً");
    assertThat(page.locator(".bubble"))
        .hasText(new String[] {"Thank you for calling.", "Bonjour !", "مرحباً"});

    reception.record(
        "call_1",
        Reception.DENTIST,
        Details.none()
            .tell(Detail.STATUS, InteractionStatus.ENDED, Stage.ANALYSED)
            .tell(Detail.SUMMARY, "Said hello.", Stage.ANALYSED),
        Optional.empty());
    assertThat(row).containsText("Said hello.");
    assertThat(row).containsText("Ended");
    assertThat(page.locator(".summary")).containsText("Said hello.");
    assertThat(complaints).isEmpty();
  }

  @Test
  void times_are_those_of_the_businesss_clock_by_our_zone_rules_and_not_the_browsers() {
    // as a browser whose rules know nothing of the place's law
    page.addInitScript(
        "const OwnFormat = Intl.DateTimeFormat;"
            + "Intl.DateTimeFormat = function (locale, options) {"
            + "  const zone = options.timeZone === 'UTC' ? 'UTC' : 'Asia/Kolkata';"
            + "  return new OwnFormat('en-CA', { ...options, timeZone: zone });"
            + "};");
    reception.call("call_1", Reception.DENTIST, Samples.MONDAY_MORNING);

    open("/#key=" + reception.dentistKey);
    page.locator(".row").click();

    ZonedDateTime there = Samples.MONDAY_MORNING.atZone(ZoneId.of("America/Winnipeg"));
    assertThat(page.locator(".facts"))
        .containsText(
            Pattern.compile(
                "Nov 23.*"
                    + DateTimeFormatter.ofPattern("h:mm").format(there)
                    + ".*UTC"
                    + there.getOffset().getId()));
    assertThat(complaints).isEmpty();
  }

  @Test
  void times_follow_a_business_that_moves_to_another_timezone_while_the_page_is_open() {
    page.addInitScript(
        "const OwnInterval = window.setInterval;"
            + "window.setInterval = (work, wait) => OwnInterval(work, wait / 60);");
    reception.call("call_1", Reception.DENTIST, Samples.MONDAY_MORNING);
    open("/#key=" + reception.dentistKey);
    page.locator(".row").click();
    assertThat(page.locator(".facts")).containsText(clockOf("America/Winnipeg"));

    reception.ask(
        "PATCH",
        "/v1/subscribers/" + Reception.DENTIST,
        reception.dentistKey,
        "{\"timezone\":\"America/Halifax\"}");

    assertThat(page.locator(".facts")).containsText(clockOf("America/Halifax"));
    assertThat(complaints).isEmpty();
  }

  private static String clockOf(String zone) {
    return "UTC" + ZoneId.of(zone).getRules().getOffset(Samples.MONDAY_MORNING).getId();
  }

  @Test
  void hostile_words_are_shown_as_words() {
    reception.record(
        "call_1",
        Reception.DENTIST,
        Details.none().tell(Detail.SUMMARY, HOSTILE, Stage.ANALYSED),
        Optional.of(Samples.aTranscript(Stage.ENDED, HOSTILE, HOSTILE)));

    open("/#key=" + reception.dentistKey);
    page.locator(".row").click();

    assertThat(page.locator(".bubble")).hasText(new String[] {HOSTILE, HOSTILE});
    assertThat(page.locator(".summary p")).hasText(HOSTILE);
    assertThat(page.locator(".row .gist")).hasText(HOSTILE);
    assertThat(page.evaluate("window.hacked")).isNull();
    assertThat(complaints).isEmpty();
  }

  @Test
  void the_keyboard_is_enough() {
    reception.call("call_1", Reception.DENTIST, Samples.MONDAY_MORNING);
    reception.call("call_2", Reception.BAKERY, Samples.MONDAY_NIGHT);
    open("/");
    assertThat(page.locator("#key")).isFocused();
    page.keyboard().type(reception.operatorKey);
    page.keyboard().press("Enter");

    page.locator(".row").first().focus();
    page.keyboard().press("ArrowDown");
    page.keyboard().press("Enter");

    assertThat(page.locator(".row[aria-current=true]")).containsText("prairie-dental");
    assertThat(page.locator(".sheet .under")).hasText("The prairie-dental company");
  }

  @Test
  void the_list_is_narrowed_to_one_business() {
    reception.call("call_1", Reception.DENTIST, Samples.MONDAY_MORNING);
    reception.call("call_2", Reception.BAKERY, Samples.MONDAY_NIGHT);
    open("/#key=" + reception.operatorKey);
    assertThat(page.locator(".row")).hasCount(2);

    page.locator("#filter").selectOption(Reception.BAKERY);

    assertThat(page.locator(".row")).hasCount(1);
    assertThat(page.locator(".row")).containsText("bakery");
  }

  @Test
  void a_wrong_key_is_refused_in_words_and_forgotten() {
    open("/#key=rr_wrong");

    assertThat(page.locator("#wrong")).containsText("not known");
    assertThat(page.locator("#inbox")).isHidden();
    assertThat(page.evaluate("sessionStorage.length")).isEqualTo(0);
  }

  @Test
  void the_page_finds_back_when_the_server_was_restarted() {
    open("/#key=" + reception.operatorKey);
    assertThat(page.locator("#live")).hasText("Live");

    reception.restart();
    ongoing("Hello again.");

    assertThat(page.locator(".row")).containsText("Ongoing");
    assertThat(page.locator("#live")).hasText("Live");
  }

  private void open(String target) {
    page.navigate("http://localhost:" + reception.port + target);
  }

  private void ongoing(String... texts) {
    reception.record(
        "call_1",
        Reception.DENTIST,
        Details.none()
            .tell(Detail.STATUS, InteractionStatus.ONGOING, Stage.STARTED)
            .tell(Detail.FROM, Samples.CALLER, Stage.STARTED)
            .tell(Detail.STARTED_AT, Samples.MONDAY_MORNING, Stage.STARTED),
        Optional.of(Samples.aTranscript(Stage.UPDATED, texts)));
  }
}
