package ca.rocketreception.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.app.Visit.Tab;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The chat widget in a real browser, on a stranger's page, against the real server. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WidgetStoryTest {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path AXE = Path.of("../widget/node_modules/axe-core/axe.min.js");
  private static final String OWN = "rocketsciencedesigns";
  private static final String PARKING = "Parking is free behind the building.";
  private static final String TOLD = "Parking: " + PARKING;
  private static final String ASKED = "Where can I park?";
  private static final String HOSTILE =
      "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>"
          + "<a href=javascript:hacked=1>x</a> javascript:hacked=1 {{hacked=1}}";

  private ServedChat chat;
  private BusinessPage site;
  private Playwright playwright;
  private Browser browser;
  private Visit visit;

  @BeforeAll
  void aBusinessPageAndABrowser(@TempDir Path directory) throws IOException {
    assertThat(CHROMIUM)
        .as("The tests of the widget need Chromium; install it with: apt-get install chromium")
        .isExecutable();
    UnpackedPostgres.in(directory);
    chat = new ServedChat(directory);
    chat.awaitWidget(chat.origin(), OWN);
    site = new BusinessPage();
    PlaywrightAssertions.setDefaultAssertionTimeout(ServedChat.PATIENCE.toMillis());
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
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
  }

  @AfterEach
  void thePageHadNothingToComplainAbout() {
    if (visit != null) {
      List<String> complaints = List.copyOf(visit.complaints());
      visit.close();
      visit = null;
      assertThat(complaints).isEmpty();
    }
  }

  @AfterAll
  void close() {
    if (playwright != null) {
      playwright.close();
    }
    if (site != null) {
      site.close();
    }
    if (chat != null) {
      chat.close();
    }
  }

  private Tab visit() {
    return visit(new Browser.NewContextOptions());
  }

  private Tab visit(Browser.NewContextOptions device) {
    visit =
        new Visit(
            browser, device.setLocale(device.locale == null ? "en-CA" : device.locale), site.url());
    return visit.tab();
  }

  /** A page of a business of this name that is open at any hour. */
  private void pageOf(String slug) {
    chat.business(slug, "Maple Dental");
    site.embed(chat.origin(), slug);
  }

  @Test
  void theEmbedAsWrittenTalksToTheBusiness() {
    site.embed(chat.origin(), OWN);
    Tab tab = visit().open();

    assertThat(tab.page().locator(".names h2")).hasText("Rocket Science Designs");
    tab.say(ASKED).sees("Shall I take a message");

    List<String> said = tab.said();
    assertThat(said).first().isEqualTo("VISITOR: " + ASKED);
    assertThat(said).isEqualTo(chat.said(OWN));
  }

  @Test
  void callingInitEarlyAndLateChangesNothing() {
    pageOf("init");
    site.run(
        "window.RocketChatWidget.init();"
            + " addEventListener('load', () => window.RocketChatWidget.init())");
    Tab tab = visit().open();

    tab.say(ASKED).sees(TOLD);

    assertThat(tab.page().locator("rocket-reception")).hasCount(1);
    assertThat(chat.said("init")).containsExactly("VISITOR: " + ASKED, "AGENT: " + TOLD);
  }

  @Test
  void callingInitBeforeTheScriptRanKeepsNobodyFromChatting() {
    pageOf("soon");
    site.runTooSoon("window.RocketChatWidget.init()");

    visit().open().say(ASKED).sees(TOLD);

    assertThat(visit.complaints()).singleElement().asString().contains("TypeError");
    visit.complaints().clear();
  }

  @Test
  void aPageOfAnOriginThatTheBusinessDidNotListHasNoChat() {
    pageOf("foreign");
    chat.origin("foreign", "https://maple.example");
    Tab tab = visit();

    tab.launcher().click();
    tab.seesSomewhere("The chat is not available right now.");
    tab.panel().getByRole(AriaRole.TEXTBOX).fill(ASKED);
    tab.panel().getByRole(AriaRole.TEXTBOX).press("Enter");

    assertThat(tab.bubbles()).hasCount(0);
  }

  @Test
  void whatIsWrittenWhileAnAnswerComesIsAnsweredToo() {
    pageOf("quick");
    Tab tab = visit().open().say("Hello").say("Do you sell boats?").say(ASKED).sees(TOLD);

    ServedChat.eventually(() -> chat.said("quick").equals(tab.said()));

    assertThat(chat.said("quick"))
        .containsOnlyOnce("VISITOR: Hello", "VISITOR: Do you sell boats?", "VISITOR: " + ASKED);
  }

  @Test
  void aCopyOfTheScriptOnAnyHostTalksToTheBusiness() {
    pageOf("copy");
    site.embedCopy(chat.origin(), "copy");

    visit().open().say(ASKED).sees(TOLD);

    assertThat(chat.said("copy")).containsExactly("VISITOR: " + ASKED, "AGENT: " + TOLD);
  }

  @Test
  void theTalkSurvivesAReload() {
    pageOf("reload");
    Tab tab = visit().open().say(ASKED).sees(TOLD);
    tab.say("And your hours?");
    assertThat(tab.page().locator("li.AGENT")).hasCount(3);
    List<String> before = tab.said();

    tab.page().reload();
    tab.introduced();

    assertThat(tab.bubbles()).hasCount(5);
    assertThat(tab.said()).isEqualTo(before).isEqualTo(chat.said("reload"));
  }

  @Test
  void twoTabsShowTheSameTalk() {
    pageOf("tabs");
    Tab one = visit().open();
    Tab two = visit.tab().open();

    one.say(ASKED).sees(TOLD);
    two.sees(TOLD).say("Thank you");

    for (Tab tab : List.of(one, two)) {
      assertThat(tab.bubbles()).hasCount(5);
      assertThat(tab.said()).isEqualTo(chat.said("tabs"));
    }
  }

  @Test
  void whatIsWrittenOfflineArrivesOnceAndIsAnswered() {
    pageOf("offline");
    Tab tab = visit().open().say("Hello");
    assertThat(tab.page().locator("li.AGENT")).hasCount(2);

    visit.offline(true);
    tab.say(ASKED).seesSomewhere("Not sent yet.");
    visit.offline(false);

    tab.sees(TOLD).seesNoMore("Not sent yet.");
    assertThat(tab.bubbles()).hasCount(5);
    assertThat(tab.said()).isEqualTo(chat.said("offline")).contains("VISITOR: " + ASKED);
  }

  @Test
  void theTalkGoesOnWhenTheServerWasRestarted() {
    chat.business("restart", "Maple Dental");
    int port;
    Tab tab;
    try (ServedChat.Node first = chat.anotherNode(0)) {
      port = first.port();
      chat.awaitWidget(first.origin(), "restart");
      site.embed(first.origin(), "restart");
      tab = visit().open().say("Hello");
      assertThat(tab.page().locator("li.AGENT")).hasCount(2);
    }
    tab.say(ASKED).seesSomewhere("Not sent yet.");

    try (ServedChat.Node second = chat.anotherNode(port)) {
      tab.sees(TOLD).seesNoMore("Not sent yet.").seesNoMore("Connection lost.");

      assertThat(tab.bubbles()).hasCount(5);
      assertThat(tab.said()).isEqualTo(chat.said("restart")).contains("VISITOR: " + ASKED);
      assertThat(second.port()).isEqualTo(port);
    }
  }

  @Test
  void theKeyboardIsEnough() {
    pageOf("keyboard");
    Tab tab = visit();
    assertThat(tab.launcher()).isVisible();

    tab.page().keyboard().press("Tab");
    tab.page().keyboard().press("Tab");
    assertThat(tab.launcher()).isFocused();
    tab.page().keyboard().press("Enter");
    assertThat(tab.panel().getByRole(AriaRole.TEXTBOX)).isFocused();
    tab.introduced();
    tab.page().keyboard().type(ASKED);
    tab.page().keyboard().press("Enter");
    tab.sees(TOLD);
    tab.page().keyboard().press("Shift+Tab");
    tab.page().keyboard().press("Shift+Tab");
    assertThat(tab.button("Close chat")).isFocused();
    tab.page().keyboard().press("Shift+Tab");
    assertThat(tab.button("Leave a message")).isFocused();
    tab.page().keyboard().press("Enter");
    assertThat(tab.page().getByLabel("Your name")).isFocused();
    for (String typed : List.of("Ada", "ada@example.com", "A chipped tooth")) {
      tab.page().keyboard().type(typed);
      tab.page().keyboard().press("Tab");
    }
    tab.page().keyboard().press("Tab");
    tab.page().keyboard().press("Enter");
    tab.seesSomewhere("Thank you. We have your message.");
    tab.page().keyboard().press("Escape");

    assertThat(tab.launcher()).isFocused();
    assertThat(chat.takenMessages("keyboard")).hasSize(1);
  }

  @Test
  void axeFindsNothingToObjectTo() throws IOException {
    pageOf("axe");
    Tab tab = visit(new Browser.NewContextOptions().setColorScheme(ColorScheme.LIGHT));
    assertThat(tab.launcher()).isVisible();
    assertThat(violations(tab)).isEmpty();
    tab.open().say(ASKED).sees(TOLD);
    assertThat(violations(tab)).isEmpty();
    tab.button("Leave a message").click();
    tab.button("Leave a message").click();
    assertThat(tab.page().getByText("Please fill this in.").first()).isVisible();
    assertThat(violations(tab)).isEmpty();
    tab.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    assertThat(tab.page().locator(".root")).hasAttribute("data-theme", "dark");
    assertThat(violations(tab)).isEmpty();
    tab.button("Back").click();
    assertThat(violations(tab)).isEmpty();
  }

  private static List<?> violations(Tab tab) throws IOException {
    tab.page().evaluate(Files.readString(AXE));
    return (List<?>)
        tab.page()
            .evaluate(
                """
                () => axe.run(document, { resultTypes: ["violations"] }).then(found => found.violations
                  .map(one => one.id + ": " + one.nodes.map(node => node.html).join(" ")))
                """);
  }

  @Test
  void aFrenchPageChatsInFrench() throws IOException {
    pageOf("french");
    site.speak("fr-CA");
    Tab tab = visit(new Browser.NewContextOptions().setLocale("fr-CA"));

    tab.button("Ouvrir le clavardage").click();
    tab.introduced();
    assertThat(tab.page().locator(".names p")).containsText("Ouvert");
    assertThat(tab.bubbles().first()).containsText("Bonjour");
    tab.say("Êtes-vous ouverts aujourd’hui?").sees("ouvert");

    assertThat(tab.page().locator("li.AGENT")).hasCount(2);
    assertThat(tab.page().locator("li.AGENT .who").last()).hasText("Réceptionniste IA");
    assertThat(tab.said()).isEqualTo(chat.said("french"));
    assertThat(violations(tab)).isEmpty();
  }

  @Test
  void onAPhoneTheChatFillsTheScreen() throws IOException {
    pageOf("phone");
    Tab tab =
        visit(
                new Browser.NewContextOptions()
                    .setViewportSize(390, 844)
                    .setIsMobile(true)
                    .setHasTouch(true)
                    .setDeviceScaleFactor(2))
            .open();

    BoundingBox panel = tab.panel().boundingBox();
    assertThat(List.of(panel.x, panel.y, panel.width, panel.height))
        .containsExactly(0.0, 0.0, 390.0, 844.0);
    tab.say(ASKED).sees(TOLD);
    assertThat(tab.page().locator(".composer")).isInViewport();
    assertThat(violations(tab)).isEmpty();
    tab.page().reload();
    tab.open().sees(TOLD);
    tab.button("Close chat").click();

    assertThat(tab.panel()).isHidden();
    assertThat(tab.launcher()).isInViewport();
  }

  @Test
  void whenClosedAMessageIsLeftAndTheBusinessReadsIt() throws IOException {
    var later = LocalDate.now(ZoneId.of("America/Winnipeg")).plusDays(3).getDayOfWeek();
    chat.business(
        "closed", "Maple Dental", PARKING, List.of(ServedChat.open(later, "09:00", "17:00")));
    site.embed(chat.origin(), "closed");
    Tab tab = visit().open();
    assertThat(tab.page().locator(".names p")).containsText("Opens");
    tab.seesSomewhere("We are closed, but you can write here.");
    assertThat(violations(tab)).isEmpty();

    tab.page().locator(".card").getByRole(AriaRole.BUTTON).click();
    leave(tab, "Ada Lovelace", "ada@example.com", "A chipped tooth");

    JsonNode taken = chat.takenMessages("closed");
    assertThat(taken).hasSize(1);
    assertThat(taken.get(0).get("name").asString()).isEqualTo("Ada Lovelace");
    assertThat(taken.get(0).get("callback").asString()).isEqualTo("ada@example.com");
    assertThat(taken.get(0).get("matter").asString()).isEqualTo("A chipped tooth");
    assertThat(taken.get(0).get("urgency").asString()).isEqualTo("HIGH");
    assertThat(taken.get(0).get("interactionId").asString())
        .isEqualTo(chat.onlyTalk("closed").get("id").asString());
  }

  private static void leave(Tab tab, String name, String callback, String matter) {
    tab.page().getByLabel("Your name").fill(name);
    tab.page().getByLabel("Phone or email").fill(callback);
    tab.page().getByLabel("What is it about?").fill(matter);
    tab.page().getByLabel("How urgent is it?").selectOption("HIGH");
    tab.page().locator("form .primary").click();
    tab.seesSomewhere("Thank you. We have your message.");
  }

  @Test
  void hostileWordsInEveryFieldAreShownAsWords() {
    chat.business("hostile", HOSTILE, HOSTILE, List.of());
    chat.question("hostile", HOSTILE);
    site.embed(chat.origin(), "hostile");
    Tab tab = visit().open();

    assertThat(tab.page().locator(".names h2")).hasText(HOSTILE);
    assertThat(tab.page().locator("label bdi")).hasText(HOSTILE);
    tab.page().locator("form input").fill(HOSTILE);
    tab.button("Start").click();
    int greeted = tab.page().locator("li.AGENT .bubble").count();
    tab.say(HOSTILE);
    assertThat(tab.page().locator("li.own .bubble")).hasText(HOSTILE);
    // else the question may be answered before what was said first
    assertThat(tab.page().locator("li.AGENT .bubble")).not().hasCount(greeted);
    tab.say(ASKED);
    assertThat(tab.page().locator("li.AGENT .bubble").last()).hasText("Parking: " + HOSTILE);
    chat.staff("hostile", "takeover", "");
    chat.staff("hostile", "messages", "{\"text\":\"" + HOSTILE + "\"}");
    assertThat(tab.page().locator("li.STAFF .bubble")).hasText(HOSTILE);
    tab.button("Leave a message").click();
    leave(tab, HOSTILE, HOSTILE, HOSTILE);
    tab.page().reload();
    tab.introduced();
    assertThat(tab.page().locator("li.STAFF .bubble")).hasText(HOSTILE);

    assertThat(tab.page().evaluate("window.hacked")).isNull();
    assertThat(tab.page().locator("rocket-reception img, rocket-reception script")).hasCount(0);
    assertThat(tab.page().locator("li a")).hasCount(0);
    assertThat(chat.takenMessages("hostile").get(0).get("matter").asString()).isEqualTo(HOSTILE);
  }

  @Test
  void aLongTalkOpensAtTheEndAndCanBeReadBack() {
    pageOf("long");
    Tab tab = visit().open().say(ASKED).sees(TOLD);
    tab.button("Close chat").click();
    tab.page().navigate("about:blank");
    chat.sql(
        "long",
        """
        insert into interaction_message (subscriber_id, interaction_id, seq, speaker, text, at)
        select c.subscriber_id, c.id, s, case when s % 2 = 1 then 'VISITOR' else 'AGENT' end,
               'Message ' || s, c.started_at + s * interval '1 millisecond'
          from conversation c, generate_series(3, 290) s
         where c.id = ?::uuid
        """,
        """
        update conversation set last_seq = 290, visitor_seq = 289, answered_seq = 289
         where id = ?::uuid
        """);

    tab.page().navigate(site.url());
    tab.open().sees("Message 290");

    assertThat(tab.bubbles().last()).isInViewport();
    assertThat(tab.bubbles()).hasCount(100);
    tab.button("Earlier messages").click();
    assertThat(tab.bubbles()).hasCount(200);
    tab.say("Still there?");
    assertThat(tab.bubbles().last()).not().hasText("Still there?");
    assertThat(chat.said("long").subList(2, 291))
        .endsWith("AGENT: Message 290", "VISITOR: Still there?")
        .doesNotHaveDuplicates();
  }

  @Test
  void aPersonTakesOverAndHandsBack() {
    pageOf("staff");
    Tab tab = visit().open().say(ASKED).sees(TOLD);

    chat.staff("staff", "takeover", "");
    tab.seesSomewhere("A team member has been asked to join.");
    tab.say("Is that so?");
    assertThat(tab.page().locator("li.own").last()).containsText("Sent");
    chat.staff("staff", "messages", "{\"text\":\"Ann here. Yes, it is free.\"}");
    tab.sees("Ann here.");
    assertThat(tab.page().locator("li.STAFF .who")).hasText("Team member");
    tab.seesNoMore("A team member has been asked to join.");
    chat.staff("staff", "handback", "");
    tab.say(ASKED);

    Locator answers = tab.page().locator("li.AGENT .bubble");
    assertThat(answers).hasCount(3);
    assertThat(tab.said())
        .isEqualTo(chat.said("staff"))
        .containsExactly(
            "VISITOR: " + ASKED,
            "AGENT: " + TOLD,
            "VISITOR: Is that so?",
            "STAFF: Ann here. Yes, it is free.",
            "VISITOR: " + ASKED,
            "AGENT: " + TOLD);
  }
}
