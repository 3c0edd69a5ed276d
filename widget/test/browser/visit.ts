// A visitor with a browser, on the page of a business that a double of the server stands behind.
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";
import { type Double, startDouble } from "./double";
import { type PageOptions, startSite } from "./site";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const pictures = new URL("../../screenshots/", import.meta.url).pathname;
mkdirSync(pictures, { recursive: true });

let browser: Browser;
export let double: Double;
export let site: Awaited<ReturnType<typeof startSite>>;
export let context: BrowserContext;
export let complaints: string[];

/** Each file of tests has its own: what it begins with. */
export const begin = () => {
  beforeAll(async () => {
    double = await startDouble();
    site = await startSite(double.origin);
    browser = await chromium.launch({
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
  });

  afterAll(async () => {
    await browser?.close();
    await site?.close();
    await double?.close();
  });

  beforeEach(() => {
    double.reset();
    complaints = [];
  });

  afterEach(async () => {
    await context?.close();
    // A late request of one test must not be counted by the next.
    await expect.poll(() => double.connections()).toBe(0);
    expect(complaints).toEqual([]);
  });
};

export const visit = async (options: PageOptions = {}, device: BrowserContextOptions = {}): Promise<Page> => {
  site.serve(options);
  context = await browser.newContext({ locale: "en-CA", viewport: { width: 1100, height: 760 }, ...device });
  return newTab();
};

export const anotherBrowser = async (device: BrowserContextOptions = {}) =>
  (context = await browser.newContext(device));

export const newTab = async (path = ""): Promise<Page> => {
  const page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    // The browser itself reports every answer that is not a success.
    if (!/Failed to load resource/.test(message.text())) complaints.push(message.text());
  });
  await page.goto(site.url + path);
  return page;
};

export const launcher = (page: Page) => page.locator(".launcher");
export const panel = (page: Page) => page.getByRole("dialog");
export const composer = (page: Page) => panel(page).getByRole("textbox");
export const bubbles = (page: Page) => page.locator("ol .bubble");
export const texts = async (page: Page) => bubbles(page).allTextContents();

export const openChat = async (page: Page) => {
  await launcher(page).click();
  await page.locator(".names h2", { hasText: double.settings.business.name }).waitFor();
};

export const say = async (page: Page, text: string) => {
  await composer(page).fill(text);
  await composer(page).press("Enter");
};

export const sees = (page: Page, text: string) => bubbles(page).getByText(text, { exact: true }).waitFor();

export const violations = async (page: Page) => {
  await page.evaluate(axe);
  const found = await page.evaluate(() => (window as any).axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.map(
    (violation: any) => `${violation.id}: ${violation.nodes.map((node: any) => node.html).join(" ")}`,
  );
};

export const picture = async (page: Page, name: string) => {
  await page.evaluate(() =>
    Promise.all(
      document
        .querySelector("rocket-reception")!
        .shadowRoot!.getAnimations()
        .map((animation) => animation.effect!.getTiming().iterations === 1 && animation.finished),
    ),
  );
  await page.screenshot({ path: `${pictures}${name}.png` });
};

export const storage = (page: Page) =>
  page.evaluate(() => ({ local: { ...localStorage }, session: { ...sessionStorage }, cookies: document.cookie }));

export const focused = (page: Page) =>
  page.evaluate(() => {
    const active = document.activeElement;
    const inner = active?.shadowRoot?.activeElement ?? active;
    return inner?.getAttribute("aria-label") ?? inner?.textContent ?? "";
  });
