import { expect, test } from "vitest";
import {
  anotherBrowser,
  begin,
  bubbles,
  complaints,
  composer,
  context,
  double,
  focused,
  launcher,
  newTab,
  openChat,
  panel,
  picture,
  say,
  sees,
  site,
  storage,
  texts,
  violations,
  visit,
} from "./visit";

begin();

test("the embed as written talks to the business", async () => {
  const page = await visit();
  await openChat(page);
  await say(page, "Are you open on Friday?");
  await sees(page, "You said: Are you open on Friday?");
  await page.locator(".own .meta", { hasText: "Sent" }).waitFor();
  expect(await texts(page)).toEqual([
    double.settings.greeting,
    "Are you open on Friday?",
    "You said: Are you open on Friday?",
  ]);
  expect(double.onlyTalk().messages).toHaveLength(2);
  await say(page, "I chipped a tooth. Can you see me this week?");
  await sees(page, "You said: I chipped a tooth. Can you see me this week?");
  double.reply = () => "Of course! See https://maple.example/visit for what to bring.";
  await say(page, "Thursday would be best.");
  await sees(page, "Of course! See https://maple.example/visit for what to bring.");
  await picture(page, "light");
});

test("calling init() again, early or late, changes nothing", async () => {
  const page = await visit({
    script: "window.RocketChatWidget.init(); addEventListener('load', () => window.RocketChatWidget.init())",
  });
  expect(await page.locator("rocket-reception").count()).toBe(1);
  await openChat(page);
});

test("the public surface opens, closes, identifies and tells", async () => {
  const page = await visit({
    script: `
      window.told = [];
      const chat = window.RocketChatWidget;
      for (const name of ["open", "close", "message", "unread"]) chat.on(name, detail => told.push([name, detail?.text ?? detail]));
      chat.identify({ id: "42", name: "Ada", signature: "abc" });`,
  });
  expect(double.requests).toEqual([]);
  await page.evaluate(() => window.RocketChatWidget!.open());
  await page.locator(".names h2", { hasText: "Maple Dental" }).waitFor();
  await say(page, "Hello");
  await sees(page, "You said: Hello");
  await page.evaluate(() => window.RocketChatWidget!.close());
  await launcher(page).waitFor();
  double.say(double.onlyTalk(), "STAFF", "Still there?");
  await page.locator(".badge", { hasText: "1" }).waitFor();
  expect(await page.evaluate(() => (window as any).told)).toEqual([
    ["open", null],
    ["message", "You said: Hello"],
    ["close", null],
    ["message", "Still there?"],
    ["unread", 1],
  ]);
  expect(double.onlyTalk().beginning["identity"]).toEqual({ id: "42", name: "Ada", signature: "abc" });
  await page.evaluate(() => window.RocketChatWidget!.identify(null));
  await page.locator(".badge").waitFor({ state: "hidden" });
  expect((await storage(page)).local).toEqual({});
});

test("before the first opening nothing is stored and nothing but the script is requested", async () => {
  const asked: string[] = [];
  site.serve({ attributes: 'data-colour="#ff6600" data-side="left"' });
  await anotherBrowser();
  const page = await context.newPage();
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(site.url, { waitUntil: "networkidle" });
  await launcher(page).waitFor();
  expect(asked.filter((path) => path !== "/")).toEqual(["/site.css", "/copied/widget.js", "/site.js"]);
  expect(double.requests).toEqual([]);
  expect(await storage(page)).toEqual({ local: {}, session: {}, cookies: "" });
  const look = await launcher(page).evaluate((button) => [
    getComputedStyle(button).backgroundColor,
    button.getBoundingClientRect().left,
  ]);
  expect(look).toEqual(["rgb(255, 102, 0)", 20]);
});

test("the token never stands in a URL, and a strict policy is never hurt", async () => {
  const page = await visit();
  await openChat(page);
  await say(page, "Hi");
  await sees(page, "You said: Hi");
  const { token } = double.onlyTalk();
  expect(double.requests.every((request) => !request.url.includes(token))).toBe(true);
  expect(double.requests.some((request) => request.headers.authorization === `Bearer ${token}`)).toBe(true);
  expect(complaints).toEqual([]);
});

test("the talk survives a reload, and only later answers count as unread", async () => {
  const page = await visit();
  await openChat(page);
  await say(page, "One");
  await sees(page, "You said: One");
  await page.reload();
  await sees(page, "You said: One");
  expect(await texts(page)).toEqual([double.settings.greeting, "One", "You said: One"]);
  await page.getByRole("button", { name: "Close chat" }).click();
  await page.reload();
  await launcher(page).waitFor();
  double.say(double.onlyTalk(), "STAFF", "A person here.");
  await page.getByRole("button", { name: "Open chat, unread messages: 1" }).waitFor();
  await picture(page, "badge");
  await openChat(page);
  await sees(page, "A person here.");
  await page.locator(".STAFF .who", { hasText: "Team member" }).waitFor();
  expect(double.talks.size).toBe(1);
});

test("two tabs share one talk, and neither shows anything twice", async () => {
  const one = await visit();
  const two = await newTab();
  await openChat(one);
  await openChat(two);
  await Promise.all([say(one, "From one"), say(two, "From two")]);
  for (const page of [one, two]) {
    await sees(page, "You said: From one");
    await sees(page, "You said: From two");
    expect((await texts(page)).sort()).toEqual(
      [double.settings.greeting, "From one", "From two", "You said: From one", "You said: From two"].sort(),
    );
  }
  expect(double.talks.size).toBe(1);
});

test("two tabs that do not see yet what the other has stored still begin one talk", async () => {
  const one = await visit();
  const two = await context.newPage();
  // A tab's view of the storage lags behind; this one's never catches up.
  await two.addInitScript(() => {
    class Lagging {
      getItem(name: string) {
        return (this as any)[name] ?? null;
      }
      setItem(name: string, value: string) {
        (this as any)[name] = value;
      }
      removeItem(name: string) {
        delete (this as any)[name];
      }
    }
    Object.defineProperty(window, "localStorage", { value: new Lagging() });
  });
  await two.goto(site.url);
  await openChat(one);
  await openChat(two);
  await Promise.all([say(one, "From one"), say(two, "From two")]);
  for (const page of [one, two]) {
    await sees(page, "You said: From one");
    await sees(page, "You said: From two");
  }
  expect(double.talks.size).toBe(1);
});

test("offline and back: written words wait, missed ones arrive, each once", async () => {
  const page = await visit();
  await openChat(page);
  await say(page, "Before");
  await sees(page, "You said: Before");
  await context.setOffline(true);
  double.cutStreams();
  await say(page, "During");
  await page.locator(".own", { hasText: "Not sent yet." }).waitFor();
  double.say(double.onlyTalk(), "STAFF", "Missed");
  await page.reload({ waitUntil: "commit" }).catch(() => null);
  await context.setOffline(false);
  await page.goto(site.url);
  await sees(page, "You said: During");
  expect(await texts(page)).toEqual([
    double.settings.greeting,
    "Before",
    "You said: Before",
    "Missed",
    "During",
    "You said: During",
  ]);
  await context.setOffline(true);
  double.cutStreams();
  double.say(double.onlyTalk(), "STAFF", "Missed again");
  await say(page, "Later");
  await page.getByText("Connection lost").waitFor();
  await picture(page, "offline");
  await context.setOffline(false);
  await sees(page, "You said: Later");
  expect((await texts(page)).slice(-3)).toEqual(["Missed again", "Later", "You said: Later"]);
  await page.getByText("Connection lost").waitFor({ state: "hidden" });
});

test("an answer that got lost on the way does not double the message", async () => {
  const page = await visit();
  await openChat(page);
  double.fail(/messages$/, { status: 0, afterStoring: true });
  await say(page, "Only once");
  await page.locator(".own .meta", { hasText: "Sent" }).waitFor();
  expect(double.onlyTalk().messages.filter((message) => message.text === "Only once")).toHaveLength(1);
  expect((await texts(page)).filter((text) => text === "Only once")).toHaveLength(1);
});

test("a busy server is tried again, and meanwhile a message can be left or a call made", async () => {
  const page = await visit();
  await openChat(page);
  double.fail(/messages$/, { status: 503, retryAfter: 600 });
  await say(page, "Anybody?");
  await page.getByText("Nobody can answer at the moment.").waitFor();
  expect(await page.getByRole("link", { name: "Call 431-600-5505" }).getAttribute("href")).toBe("tel:+14316005505");
  await picture(page, "busy");
  await page.getByRole("button", { name: "Try again" }).click();
  await sees(page, "You said: Anybody?");
  await page.getByText("Nobody can answer at the moment.").waitFor({ state: "hidden" });
});

test("a clock that is days ahead begins no talk for each message", async () => {
  const page = await visit();
  await page.evaluate(() => {
    const now = Date.now;
    Date.now = () => now() + 8 * 86_400_000;
  });
  await openChat(page);

  await say(page, "one");
  await sees(page, "You said: one");
  await say(page, "two");
  await sees(page, "You said: two");

  expect(double.talks.size).toBe(1);
});

test("an expired token begins a new talk and keeps the screen", async () => {
  const page = await visit();
  await openChat(page);
  await say(page, "Old");
  await sees(page, "You said: Old");
  double.onlyTalk().expired = true;
  await say(page, "New");
  await sees(page, "You said: New");
  expect(await texts(page)).toEqual([double.settings.greeting, "Old", "You said: Old", "New", "You said: New"]);
  expect(double.talks.size).toBe(2);
});

test("an ended talk says so and the next message begins another", async () => {
  const page = await visit();
  await openChat(page);
  await say(page, "Bye");
  await sees(page, "You said: Bye");
  double.setState(double.onlyTalk(), "ENDED");
  await page.getByText("This conversation has ended.").waitFor();
  await say(page, "Hello again");
  await sees(page, "You said: Hello again");
  expect(double.talks.size).toBe(2);
  expect(double.onlyTalk().messages.map((message) => message.text)).toEqual(["Hello again", "You said: Hello again"]);
});

test("a message that is too long comes back to be edited", async () => {
  const page = await visit();
  await openChat(page);
  await say(page, "far too long ".repeat(20));
  await page.locator(".own .meta", { hasText: "Too long to send." }).waitFor();
  await page.getByRole("button", { name: "Edit" }).click();
  expect(await composer(page).inputValue()).toHaveLength(259);
  await say(page, "Short");
  await sees(page, "You said: Short");
});

test("typing is shown, and ends with the answer or the connection", async () => {
  double.reply = () => null;
  const page = await visit();
  await openChat(page);
  await say(page, "Hm?");
  await page.locator(".own .meta", { hasText: "Sent" }).waitFor();
  await expect.poll(() => double.onlyTalk().streams.size).toBe(1);
  double.type(double.onlyTalk(), "AGENT", true);
  await page.getByText("AI receptionist is typing…").waitFor();
  await picture(page, "typing");
  double.say(double.onlyTalk(), "AGENT", "Well.");
  await page.getByText("is typing…").waitFor({ state: "hidden" });
});

test("the keyboard alone is enough, and the focus goes where it should", async () => {
  const page = await visit();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Open chat");
  await page.keyboard.press("Enter");
  await expect.poll(() => focused(page)).toBe("Write a message…");
  await page.locator(".header h2", { hasText: "Maple" }).waitFor();
  await page.keyboard.type("First line");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("second line");
  await page.keyboard.press("Enter");
  await sees(page, "You said: First line\nsecond line");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  expect(await focused(page)).toBe("Close chat");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await expect
    .poll(() =>
      page
        .locator("form input")
        .first()
        .evaluate((input) => input.matches(":focus")),
    )
    .toBe(true);
  await page.keyboard.press("Escape");
  await expect.poll(() => focused(page)).toBe("Open chat");
});

test("keys typed in the chat do not reach the page's shortcuts", async () => {
  const page = await visit({ script: "window.keys = 0; addEventListener('keydown', () => keys++)" });
  await openChat(page);
  await composer(page).press("s");
  expect(await page.evaluate(() => (window as any).keys)).toBe(0);
});

test("a screen reader hears what arrives, and not the history", async () => {
  const page = await visit();
  await openChat(page);
  await say(page, "One");
  await sees(page, "You said: One");
  await page.reload();
  await sees(page, "You said: One");
  const live = page.locator("[aria-live=polite]");
  expect(await live.textContent()).toBe("");
  double.say(double.onlyTalk(), "AGENT", "News");
  await expect.poll(() => live.textContent()).toBe("AI receptionist: News");
});

test.each([
  ["light", {}],
  ["dark", { colorScheme: "dark" as const }],
])("axe finds nothing to say against any screen (%s)", async (name, device) => {
  double.settings = { ...double.settings, preChat: [{ name: "city", label: "Your city", required: true }] };
  const page = await visit({}, device);
  expect(await violations(page)).toEqual([]);
  await openChat(page);
  await page.getByRole("button", { name: "Start" }).click();
  expect(await violations(page)).toEqual([]);
  await page.getByLabel("Your city").fill("Winnipeg");
  await page.getByRole("button", { name: "Start" }).click();
  double.fail(/messages$/, { status: 503, retryAfter: 0 });
  await say(page, "See https://example.com");
  await sees(page, "You said: See https://example.com");
  await say(page, "far too long ".repeat(20));
  await page.locator(".own .meta", { hasText: "Too long" }).waitFor();
  double.say(double.onlyTalk(), "STAFF", "A person, with a link: https://example.com/staff");
  double.setState(double.onlyTalk(), "WAITING_FOR_STAFF");
  await page.getByText("A team member has been asked to join.").waitFor();
  expect(await violations(page)).toEqual([]);
  await picture(page, `states-${name}`);
  await page.getByRole("button", { name: "Leave a message" }).first().click();
  await page.getByRole("button", { name: "Leave a message" }).click();
  expect(await violations(page)).toEqual([]);
  await picture(page, `form-${name}`);
  await page.getByLabel("Your name").fill("Ada");
  await page.getByLabel("Phone or email").fill("ada@example.com");
  await page.getByLabel("What is it about?").fill("A chipped tooth");
  await page.getByRole("button", { name: "Leave a message" }).click();
  await page.getByText("We have your message.").waitFor();
  expect(await violations(page)).toEqual([]);
  await picture(page, `taken-${name}`);
  expect(double.left).toEqual([
    { name: "Ada", callback: "ada@example.com", matter: "A chipped tooth", urgency: "NORMAL" },
  ]);
});

test("pre-chat questions are asked once and go with the new talk", async () => {
  double.settings = {
    ...double.settings,
    preChat: [
      { name: "name", label: "Your name", required: true },
      { name: "patient", label: "Patient number", required: false },
    ],
  };
  const page = await visit();
  await openChat(page);
  await page.getByRole("button", { name: "Start" }).click();
  await page.getByText("Please fill this in.").waitFor();
  expect(await focused(page)).toBe(await page.getByLabel("Your name").evaluate((input) => input.textContent));
  await page.getByLabel("Your name").fill("Ada");
  await picture(page, "questions");
  await page.getByRole("button", { name: "Start" }).click();
  await say(page, "Hello");
  await sees(page, "You said: Hello");
  expect(double.onlyTalk().beginning["answers"]).toEqual({ name: "Ada" });
  await page.reload();
  await sees(page, "You said: Hello");
});

test("French, for people in Canada", async () => {
  double.settings = {
    ...double.settings,
    business: { name: "Boulangerie Érable", phone: "+14185550123" },
    greeting: "Bonjour! Comment pouvons-nous vous aider?",
    hoursToday: "9 h à 17 h",
    colour: "#b4322d",
  };
  double.reply = () => "Oui, jusqu’à 17 h. Écrivez à bonjour@erable.example au besoin.";
  const page = await visit({ lang: "fr-CA" });
  await page.getByRole("button", { name: "Ouvrir le clavardage" }).click();
  await page.locator(".names h2", { hasText: "Boulangerie Érable" }).waitFor();
  await say(page, "Êtes-vous ouverts aujourd’hui?");
  await page.getByText("Réceptionniste IA").nth(1).waitFor();
  await page.getByText("Aujourd’hui").or(page.getByText("aujourd’hui")).first().waitFor();
  await page.locator(".names p", { hasText: "Ouvert" }).waitFor();
  await page.locator(".own .meta", { hasText: "Envoyé" }).waitFor();
  expect(double.requests.every((request) => request.headers["accept-language"] === "fr-CA")).toBe(true);
  expect(double.onlyTalk().beginning["language"]).toBe("fr");
  expect(await violations(page)).toEqual([]);
  await picture(page, "french");
});

test("closed: the hours are told and a message can be left before any talk", async () => {
  const next = new Date(Date.now() + 86_400_000);
  next.setHours(9, 0, 0, 0);
  double.settings = {
    ...double.settings,
    open: false,
    hoursToday: null,
    nextOpening: next.toISOString(),
    opens: "tomorrow at 9:00 AM",
    colour: "#f5c518",
  };
  const page = await visit();
  await openChat(page);
  await page.getByText(/Closed\s+Opens tomorrow at 9:00/).waitFor();
  expect(await violations(page)).toEqual([]);
  await picture(page, "closed");
  await page.locator(".card").getByRole("button", { name: "Leave a message" }).click();
  await page.getByLabel("Your name").fill("Ada");
  await page.getByLabel("Phone or email").fill("+1 204 555 0100");
  await page.getByLabel("What is it about?").fill("A visit");
  await page.getByLabel("How urgent is it?").selectOption("HIGH");
  await picture(page, "closed-form");
  double.fail(/left-message$/, { status: 503 });
  await page.getByRole("button", { name: "Leave a message" }).click();
  await page.getByText("Not sent.", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Leave a message" }).click();
  await page.getByText("Thank you.").waitFor();
  expect(double.left).toEqual([{ name: "Ada", callback: "+1 204 555 0100", matter: "A visit", urgency: "HIGH" }]);
  await page.getByRole("button", { name: "Back" }).click();
  await expect.poll(() => focused(page)).toBe("Write a message…");
});

test("a page that stays tells whether the business is open now", async () => {
  const page = await visit();
  await openChat(page);
  await panel(page).getByText("9:00 AM to 5:00 PM").waitFor();
  await page.keyboard.press("Escape");
  double.settings = { ...double.settings, open: false, hoursToday: null };
  await page.evaluate(() => {
    const now = Date.now;
    Date.now = () => now() + 61_000;
  });

  await launcher(page).click();

  await panel(page).getByText("We are closed, but you can write here.").waitFor();
  expect(await panel(page).getByText("9:00 AM to 5:00 PM").count()).toBe(0);
});

test("a phone: full screen, the page out of reach, the keyboard leaves room", async () => {
  const device = { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
  const page = await visit({}, device);
  await openChat(page);
  await say(page, "Hello from the bus");
  await sees(page, "You said: Hello from the bus");
  const box = () => page.locator("dialog").boundingBox();
  await expect.poll(box).toEqual({ x: 0, y: 0, width: 390, height: 780 });
  await picture(page, "mobile");
  expect(await violations(page)).toEqual([]);
  for (let stop = 0; stop < 12; stop++) {
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe("A");
  }
  await page.evaluate(() => {
    Object.defineProperty(visualViewport!, "height", { value: 400, configurable: true });
    visualViewport!.dispatchEvent(new Event("resize"));
  });
  await expect.poll(async () => (await box())!.height).toBe(400);
  await page.getByRole("button", { name: "Close chat" }).click();
  await page.reload();
  await launcher(page).waitFor();
  await page.getByRole("button", { name: "Open chat" }).click();
  await sees(page, "You said: Hello from the bus");
});

test("markup in any field stays text", async () => {
  const evil = '<img src=x onerror="window.hurt=1"><script>window.hurt=1</script>';
  double.settings = {
    ...double.settings,
    business: { name: evil, phone: `"onclick="hurt()"` },
    hoursToday: evil,
    greeting: evil,
    colour: "red;}*{display:none}",
    preChat: [{ name: evil, label: evil, required: true }],
  };
  double.reply = () => `${evil} javascript:window.hurt=1 data:text/html,x https://a.example/"onmouseover="x`;
  const page = await visit({ attributes: `data-colour="&quot;><script>" data-side="&quot;><script>"` });
  await openChat(page);
  await page.getByRole("dialog").getByRole("textbox").fill(evil);
  await page.getByRole("button", { name: "Start" }).click();
  await say(page, evil);
  await sees(page, double.reply("")!);
  expect((await texts(page)).slice(0, 2)).toEqual([evil, evil]);
  double
    .onlyTalk()
    .streams.forEach((stream) =>
      stream.write(`event: message\ndata: {"seq":"<b>","text":{}}\n\nevent: ${evil}\ndata: ${evil}\n\n`),
    );
  double.say(double.onlyTalk(), "STAFF", "Still fine");
  await sees(page, "Still fine");
  const found = await page.evaluate(() => {
    const root = document.querySelector("rocket-reception")!.shadowRoot!;
    const links = [...root.querySelectorAll("a")].map((link) => link.href);
    return [root.querySelectorAll("img, script, b").length, (window as any).hurt ?? null, links];
  });
  expect(found).toEqual([0, null, ["https://a.example/"]]);
});

test("a history of 5,000 messages is read through quickly and shown piece by piece", async () => {
  const page = await visit();
  await openChat(page);
  await say(page, "Hi");
  await sees(page, "You said: Hi");
  const talk = double.onlyTalk();
  const now = Date.now();
  for (let seq = 3; seq <= 5000; seq++) {
    const at = new Date(now - (5000 - seq) * 60_000).toISOString();
    talk.messages.push({ seq, speaker: seq % 2 ? "VISITOR" : "AGENT", text: `Message ${seq}`, at });
  }
  const before = Date.now();
  await page.reload();
  await sees(page, "Message 5000");
  expect(Date.now() - before).toBeLessThan(15_000);
  expect(await bubbles(page).count()).toBe(100);
  await page.getByRole("button", { name: "Earlier messages" }).click();
  await sees(page, "Message 4801");
  const atTop = await page.locator(".log").evaluate((log) => log.scrollTop);
  expect(atTop).toBeGreaterThan(100);
  double.say(talk, "AGENT", "The newest");
  await sees(page, "The newest");
  expect(await page.locator(".log").evaluate((log) => log.scrollTop)).toBe(atTop);
});

test("right-to-left words find their own direction on any page", async () => {
  double.reply = () => "نعم، نحن مفتوحون حتى الساعة 5:00 PM. https://maple.example";
  const page = await visit({
    body: '<main dir="rtl"><h1>مرحبا</h1></main>',
    script: "document.documentElement.dir = 'rtl'",
  });
  await openChat(page);
  await say(page, "هل أنتم مفتوحون؟");
  await sees(page, double.reply("")!);
  const directions = await bubbles(page).evaluateAll((all) => all.map((bubble) => getComputedStyle(bubble).direction));
  expect(directions).toEqual(["ltr", "rtl", "rtl"]);
  const box = (await panel(page).boundingBox())!;
  expect(box.x + box.width).toBeGreaterThan(1000);
  await picture(page, "right-to-left");
});

test("an unreachable server is said plainly and can be tried again", async () => {
  const page = await visit();
  double.fail(/maple$/, { status: 503 });
  await launcher(page).click();
  await page.getByText("The chat is not available right now.").waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Try again" }).click();
  await page.locator(".header h2", { hasText: "Maple Dental" }).waitFor();
});

test("less motion is respected, and sound is off until asked for", async () => {
  const page = await visit({}, { reducedMotion: "reduce" });
  await openChat(page);
  expect(await page.locator("dialog").evaluate((dialog) => getComputedStyle(dialog).animationName)).toBe("none");
  const sound = page.getByRole("button", { name: "Sound" });
  expect(await sound.getAttribute("aria-pressed")).toBe("false");
  await sound.click();
  await page.reload();
  await expect.poll(() => sound.getAttribute("aria-pressed")).toBe("true");
});

test("a script without TLS, storage or locks still talks", async () => {
  const page = await visit({
    script:
      "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get() { throw new Error('forbidden') } })",
  });
  await openChat(page);
  await say(page, "Hi");
  await sees(page, "You said: Hi");
});
