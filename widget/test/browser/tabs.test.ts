// Many tabs of one browser, on a server that takes six connections from it.
import { expect, test } from "vitest";
import type { Page } from "playwright-core";
import { begin, complaints, context, double, newTab, openChat, say, sees, texts, visit } from "./visit";

begin();

const streams = () => double.onlyTalk().streams.size;

/** A tab in the background: Chromium without a screen shows them all. */
const hide = (page: Page, hidden: boolean) =>
  page.evaluate((value) => {
    Object.defineProperty(document, "hidden", { value, configurable: true });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  }, hidden);

const spoil = async (spoiler: string) => {
  await visit();
  await context.addInitScript(spoiler);
  await context.pages()[0]!.reload();
  return context.pages()[0]!;
};

test.each([
  ["with locks", ""],
  ["where the browser has no locks", "Object.defineProperty(navigator, 'locks', { value: undefined })"],
])("seven tabs share one stream, the seventh sends and gets its answer (%s)", async (_, spoiler) => {
  const first = await spoil(spoiler);
  await openChat(first);
  await say(first, "From the first");
  await sees(first, "You said: From the first");
  const tabs = [first];
  for (let count = 2; count <= 7; count++) {
    const tab = await newTab();
    await openChat(tab);
    await sees(tab, "You said: From the first");
    tabs.push(tab);
  }
  await expect.poll(streams).toBe(1);
  await say(tabs[6]!, "From the seventh");
  for (const tab of tabs) await sees(tab, "You said: From the seventh");
  double.type(double.onlyTalk(), "STAFF", true);
  for (const tab of tabs) await tab.getByText("is typing…").waitFor();
  for (const tab of tabs) await say(tab, `From ${tabs.indexOf(tab)}`);
  for (const tab of tabs) {
    for (const other of tabs) await sees(tab, `You said: From ${tabs.indexOf(other)}`);
    expect(await texts(tab)).toHaveLength(1 + 4 + 14);
  }
  expect(double.talks.size).toBe(1);
  await expect.poll(streams).toBe(1);
});

test.each([
  ["is closed", (page: Page) => page.close()],
  ["goes to another page", (page: Page) => page.goto("about:blank").then(() => {})],
  ["goes into the background", (page: Page) => hide(page, true)],
  [
    "is killed",
    async (page: Page) => {
      await page.goto("chrome://crash", { timeout: 2000 }).catch(() => {});
    },
  ],
])("when the tab that listens %s, another one does within seconds", async (_, end) => {
  const one = await visit();
  await openChat(one);
  await say(one, "Hi");
  await sees(one, "You said: Hi");
  const two = await newTab();
  await sees(await opened(two), "You said: Hi");
  await end(one);
  const began = Date.now();
  double.say(double.onlyTalk(), "STAFF", "Said meanwhile");
  await sees(two, "Said meanwhile");
  expect(Date.now() - began).toBeLessThan(5000);
  await expect.poll(streams).toBe(1);
  complaints.splice(0);
});

const opened = async (page: Page) => {
  await openChat(page);
  return page;
};

test("in the background nothing listens, and what came meanwhile is there at once", async () => {
  const one = await visit();
  const two = await newTab();
  await openChat(one);
  await openChat(two);
  await say(one, "Hi");
  await sees(two, "You said: Hi");
  await hide(one, true);
  await hide(two, true);
  await expect.poll(streams).toBe(0);
  double.say(double.onlyTalk(), "STAFF", "Are you there?");
  await hide(two, false);
  await sees(two, "Are you there?");
  await hide(one, false);
  await sees(one, "Are you there?");
  await expect.poll(streams).toBe(1);
});

test("a tab in the background that asked for the sound hears", async () => {
  const page = await visit();
  await openChat(page);
  await page.getByRole("button", { name: "Sound" }).click();
  await say(page, "Hi");
  await sees(page, "You said: Hi");
  await hide(page, true);
  double.say(double.onlyTalk(), "STAFF", "Here I am");
  await sees(page, "Here I am");
});

test("a tab that has missed what the others were told has it with the next", async () => {
  const one = await visit();
  await openChat(one);
  await say(one, "Hi");
  await sees(one, "You said: Hi");
  const two = await newTab();
  await openChat(two);
  await sees(two, "You said: Hi");
  // As if the channel had lost it on the way.
  await two.evaluate(() => {
    (window as any).deaf = true;
    const { get } = Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data")!;
    Object.defineProperty(MessageEvent.prototype, "data", {
      configurable: true,
      get() {
        return (window as any).deaf ? null : get!.call(this);
      },
    });
  });
  double.say(double.onlyTalk(), "STAFF", "Missed");
  await sees(one, "Missed");
  await two.evaluate(() => ((window as any).deaf = false));
  double.say(double.onlyTalk(), "STAFF", "Heard");
  await sees(two, "Heard");
  expect((await texts(two)).slice(-2)).toEqual(["Missed", "Heard"]);
});

test("what anybody else says in the tabs' channel stops nobody", async () => {
  const page = await visit();
  await openChat(page);
  await say(page, "Hi");
  await sees(page, "You said: Hi");
  const two = await newTab();
  await openChat(two);
  await page.evaluate(
    (talk) => {
      const channel = new BroadcastChannel("rocket-chat:maple");
      for (const news of [
        null,
        5,
        "x",
        {},
        { talk },
        { talk, events: 5 },
        { talk, events: [null, {}, { type: "state" }] },
      ]) {
        channel.postMessage(news);
      }
    },
    [...double.talks.keys()][0],
  );
  await say(two, "Still fine");
  await sees(two, "You said: Still fine");
  await sees(page, "You said: Still fine");
});
