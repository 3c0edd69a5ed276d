package ca.rocketreception.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.ArrayList;
import java.util.List;

/** A visitor's browser on the page of a business: its tabs share what the browser keeps. */
final class Visit implements AutoCloseable {

  private final BrowserContext context;
  private final String address;
  private final List<String> complaints = new ArrayList<>();

  Visit(Browser browser, Browser.NewContextOptions device, String address) {
    this.context = browser.newContext(device);
    this.address = address;
    context.setDefaultTimeout(ServedChat.PATIENCE.toMillis());
    context.addInitScript(
        "document.addEventListener('securitypolicyviolation',"
            + " event => console.error('violates ' + event.violatedDirective))");
  }

  Tab tab() {
    Page page = context.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(message -> {
      // the browser itself reports every request that fails, at a stopping server as one of CORS
      if (!message.text().matches("(?s)(Failed to load resource|Access to fetch at).*")) {
        complaints.add(message.text());
      }
    });
    page.navigate(address);
    return new Tab(page);
  }

  void offline(boolean off) {
    context.setOffline(off);
  }

  /** Errors of scripts, and what the page's policy had to forbid. */
  List<String> complaints() {
    return complaints;
  }

  @Override
  public void close() {
    context.close();
  }

  /** One tab of it. */
  record Tab(Page page) {

    Locator launcher() {
      return page.locator(".launcher");
    }

    Locator panel() {
      return page.getByRole(AriaRole.DIALOG);
    }

    Locator bubbles() {
      return page.locator("ol .bubble");
    }

    Locator button(String name) {
      return page.getByRole(
          AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Opens the chat and waits until the business has introduced itself. */
    Tab open() {
      launcher().click();
      return introduced();
    }

    Tab introduced() {
      assertThat(page.locator(".names p")).not().hasText("…");
      return this;
    }

    Tab say(String text) {
      panel().getByRole(AriaRole.TEXTBOX).fill(text);
      panel().getByRole(AriaRole.TEXTBOX).press("Enter");
      return this;
    }

    Tab sees(String text) {
      bubbles().getByText(text).first().waitFor();
      return this;
    }

    Tab seesSomewhere(String text) {
      page.getByText(text).first().waitFor();
      return this;
    }

    Tab seesNoMore(String text) {
      page.getByText(text)
          .first()
          .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
      return this;
    }

    /** Everything in the panel by speaker, without the greeting, which is no message. */
    List<String> said() {
      return page.locator("ol li").all().stream()
          .skip(1)
          .map(line ->
              (line.getAttribute("class").contains("own")
                      ? "VISITOR"
                      : line.getAttribute("class").contains("STAFF") ? "STAFF" : "AGENT")
                  + ": "
                  + line.locator(".bubble").textContent())
          .toList();
    }
  }
}
