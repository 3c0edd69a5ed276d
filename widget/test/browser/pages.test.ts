// The chat on pages that are built in ways of their own.
import { expect, test } from "vitest";
import type { Page } from "playwright-core";
import {
  begin,
  complaints,
  composer,
  context,
  double,
  launcher,
  openChat,
  panel,
  say,
  sees,
  site,
  texts,
  visit,
} from "./visit";

begin();

const content =
  '<header><h1>Maple Dental</h1></header><main><p>Gentle care in the heart of town.</p><a id="book" href="/">Book a visit</a></main><footer><button>Call us</button></footer>';

/** Where everything of the page's own is, and how long the page is. */
const boxes = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("html, body, body *")].map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return [element.tagName, x, y, width, height, element.scrollWidth, element.scrollHeight];
    }),
  );

const layouts: Record<string, string> = {
  "a grid of two columns": "body { display: grid; grid-template-columns: 1fr 1fr; height: 100vh; margin: 0 }",
  "a grid with a row for each": "body { display: grid; grid-auto-rows: 1fr; gap: 40px; min-height: 100vh }",
  "a row": "body { display: flex; justify-content: space-between; gap: 30px }",
  "a column": "body { display: flex; flex-direction: column; height: 100vh } body > * { flex: 1 }",
  "columns of text": "body { column-count: 3 }",
  "a moved body": "body { transform: translate(30%, -40%) scale(0.8) }",
  "a filtered body": "body { filter: grayscale(1); min-height: 300vh }",
  "a body with a view of its own": "body { perspective: 500px; overflow: hidden; height: 50vh; opacity: 0.5 }",
  "a body that contains itself": "body { contain: strict; width: 60vw; height: 60vh }",
  "a grid of the whole document": "html { display: grid; grid-template-columns: 1fr 1fr; height: 100% }",
  "a row of the whole document": "html { display: flex; gap: 50px }",
  "a moved document": "html { transform: rotate(3deg) translateX(-200px) }",
  "a filtered document": "html { filter: sepia(1); will-change: transform; min-height: 300vh }",
  "a document that contains itself": "html { contain: paint layout; width: 700px; height: 300px; overflow: hidden }",
  "rules for the last child": "body > :last-child { margin-bottom: 500px }",
  "a hard reset":
    "html * { all: unset !important; display: block !important; position: static !important; transform: scale(0.5) !important; opacity: 0.2 !important; width: 100% !important; height: 90px !important }",
  "everything hidden but the content":
    "body > :not(main) { display: none } html > :not(body) { display: none !important }",
  "a style for popovers and what is behind dialogs":
    "[popover], :popover-open { inset: 0 !important; width: 100vw !important; background: red !important; border: 30px solid !important } ::backdrop { background: red !important; pointer-events: auto !important; backdrop-filter: blur(9px) }",
  "nothing to press or select":
    "html { pointer-events: none; user-select: none; visibility: hidden } body { visibility: visible }",
  "words from right to left": "html { direction: rtl } body { display: inline-grid }",
  "slow changes of everything": "* { transition: all 9s !important; animation: none !important }",
};

test.each(Object.entries(layouts))(
  "%s: the page is as without the chat, and the chat in its corner",
  async (_, style) => {
    const bare = await visit({ style, body: content, tag: "" });
    const before = await boxes(bare);
    await context.close();
    const page = await visit({ style, body: content });
    await launcher(page).waitFor();
    expect(await boxes(page)).toEqual(before);
    expect(await launcher(page).boundingBox()).toEqual({ x: 1020, y: 680, width: 60, height: 60 });
    await openChat(page);
    await say(page, "Hi");
    await sees(page, "You said: Hi");
    expect(await boxes(page)).toEqual(before);
    expect(await panel(page).boundingBox()).toMatchObject({ x: 1100 - 20 - 384, width: 384, height: 660 });
    const behind = await page.evaluate(() => document.elementFromPoint(5, 755)?.tagName);
    expect(behind).not.toBe("ROCKET-RECEPTION");
  },
);

test("on paper there is no chat", async () => {
  const page = await visit({ body: content });
  await openChat(page);
  await page.emulateMedia({ media: "print" });
  await launcher(page).waitFor({ state: "hidden" });
  await panel(page).waitFor({ state: "hidden" });
});

test("the page's own popovers and dialogs open and close as ever", async () => {
  const page = await visit({
    body: `${content}<button id="more" popovertarget="menu">More</button><div id="menu" popover>Menu</div><dialog id="terms">Terms<button>Agree</button></dialog>`,
  });
  await launcher(page).waitFor();
  await page.locator("#more").click();
  await page.locator("#menu").waitFor();
  await openChat(page);
  await page.locator("#menu").waitFor({ state: "hidden" });
  await page.evaluate(() => (document.querySelector("#terms") as HTMLDialogElement).showModal());
  await page.keyboard.press("Escape");
  await page.locator("#terms").waitFor({ state: "hidden" });
  await panel(page).waitFor();
});

test("a page that fills the screen keeps the chat, a film does not get it", async () => {
  const page = await visit({ body: `${content}<div id="film">A film</div>` });
  await launcher(page).waitFor();
  const shows = (what: string) =>
    page.evaluate(async (selector) => {
      await document.querySelector(selector)!.requestFullscreen();
      await new Promise((drawn) => setTimeout(() => requestAnimationFrame(drawn), 100));
      const found = document.elementFromPoint(innerWidth - 50, innerHeight - 50)!.tagName;
      await document.exitFullscreen();
      return found;
    }, what);
  await page.locator("#book").hover();
  expect(await shows("html")).toBe("ROCKET-RECEPTION");
  expect(await shows("#film")).toBe("DIV");
  await openChat(page);
});

const swaps: Record<string, string> = {
  "swaps its body": `
    const body = document.createElement("body");
    body.append("Another page");
    document.body.replaceWith(body);`,
  "writes its body anew": `document.body.innerHTML = "<p>Another page</p>"`,
  "writes its document anew": `document.documentElement.innerHTML = "<head><title>New</title></head><body>Another page</body>"`,
  "takes off whatever it does not know": `
    for (const child of [...document.documentElement.children]) if (!/HEAD|BODY/.test(child.tagName)) child.remove();`,
  "draws the whole document itself": `
    const { head } = document;
    document.documentElement.remove();
    const html = document.createElement("html");
    html.append(head, document.createElement("body"));
    document.append(html);`,
  "puts a copy of itself back": `
    const copy = document.documentElement.cloneNode(true);
    document.documentElement.remove();
    document.append(copy);`,
  "opens the document and writes it": `
    document.open();
    document.write("<!doctype html><title>New</title><body><p>Another page</p>");
    document.close();`,
  "is morphed by idiomorph": `
    Idiomorph.morph(document.documentElement, "<html><head><title>New</title></head><body><p>Another page</p></body></html>");`,
  "carries everything into its body": `document.body.append(...document.documentElement.children[2] ? [document.documentElement.children[2]] : []);`,
};

const hosts = (page: Page) => page.locator("rocket-reception").count();

test.each(Object.entries(swaps))("a page that %s keeps the chat, the words and the focus", async (name, script) => {
  const library = /idiomorph/.test(name) ? '<script src="/idiomorph.js"></script>' : "";
  const page = await visit({ lax: true, body: content + library });
  await openChat(page);
  await say(page, "Before");
  await sees(page, "You said: Before");
  await composer(page).pressSequentially("Half a sent");
  await page.evaluate(script);
  await expect.poll(() => hosts(page)).toBe(1);
  await page.keyboard.type("ence");
  expect(await composer(page).inputValue()).toBe("Half a sentence");
  await page.keyboard.press("Enter");
  await sees(page, "You said: Half a sentence");
  expect(await texts(page)).toContain("Before");
  await page.getByRole("button", { name: "Close chat" }).click();
  await launcher(page).click();
  await panel(page).waitFor();
  expect(await hosts(page)).toBe(1);
});

test("Turbo takes the visitor on and back, and the chat stays one, open and alive", async () => {
  const links = '<a href="/two" id="two">Two</a> <a href="/" id="one">One</a>';
  const page = await visit({
    lax: true,
    pages: { "/": `<h1>One</h1>${links}`, "/two": `<h1>Two</h1>${links}` },
    tag: `<script src="/turbo.js" type="module"></script><script src="/copied/widget.js" data-api-base="${double.origin}" data-subscriber="maple" defer></script>`,
  });
  await openChat(page);
  await composer(page).fill("A draft");
  for (const [link, heading] of [["#two", "Two"], ["#one", "One"], ["#two", "Two"]] as const) {
    await page.locator(link).click();
    await page.locator("h1", { hasText: heading }).waitFor();
  }
  await page.goBack();
  await page.locator("h1", { hasText: "One" }).waitFor();
  expect(await hosts(page)).toBe(1);
  expect(await composer(page).inputValue()).toBe("A draft");
  await composer(page).press("Enter");
  await sees(page, "You said: A draft");
});

test("a page that will not have the chat is not fought for ever", async () => {
  const page = await visit({
    lax: true,
    script: `
      window.taken = 0;
      const watcher = new MutationObserver(() => {
        for (const host of document.querySelectorAll("rocket-reception")) { host.remove(); taken++; }
      });
      watcher.observe(document.documentElement, { childList: true });`,
  });
  await expect.poll(() => page.evaluate("taken")).toBe(200);
  expect(await page.evaluate("new Promise(done => setTimeout(() => done(taken), 500))")).toBe(200);
});

test("after Back from another page there is one chat, and it answers", async () => {
  const page = await visit({ pages: { "/away": "<h1>Away</h1>" } });
  await openChat(page);
  await say(page, "Before");
  await sees(page, "You said: Before");
  await page.goto(`${site.url}away`);
  await page.goBack();
  await sees(page, "You said: Before");
  await say(page, "After");
  await sees(page, "You said: After");
  expect(await hosts(page)).toBe(1);
});

// ---- What the page has made of the browser, and what is stored ----

const spoilers: Record<string, string> = {
  "extends what all objects are": `
    for (const name of ["extend", "each", "talk", "text", "click", "answers", "clientMessageId", "on"])
      Object.prototype[name] = function () { throw new Error("ours") };`,
  "uses Prototype.js": `
    Array.prototype.toJSON = function () { return "[" + this.length + "]" };
    Array.prototype.reduce = function () { return this.length > 1 ? this : this[0] };
    Array.prototype.each = Array.prototype.forEach;
    Array.from = function $A(iterable) { return iterable ? [].slice.call(iterable) : [] };
    Object.prototype.toJSON = function () { return "spoilt" };`,
  "has no crypto of the browser's": `
    for (const name of ["crypto", "AudioContext"]) Object.defineProperty(window, name, { value: undefined });
    Object.defineProperty(navigator, "languages", { value: undefined });
    URL.createObjectURL = () => { throw new Error("none") };`,
  "has no locks and no channels": `
    Object.defineProperty(navigator, "locks", { value: undefined });
    delete window.BroadcastChannel;`,
  "has no popovers": `
    delete HTMLElement.prototype.popover; delete HTMLElement.prototype.showPopover; delete HTMLElement.prototype.hidePopover;`,
};

test.each(Object.entries(spoilers))("on a page that %s the talk goes on", async (_, script) => {
  double.settings = { ...double.settings, preChat: [{ name: "city", label: "Your city", required: true }] };
  await visit();
  const page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.addInitScript(script);
  await page.goto(site.url);
  await openChat(page);
  await page.getByLabel("Your city").fill("Winnipeg");
  await page.getByRole("button", { name: "Start" }).click();
  await say(page, "Hi");
  await sees(page, "You said: Hi");
  await page.reload();
  await sees(page, "You said: Hi");
  await say(page, "Again");
  await sees(page, "You said: Again");
  expect(double.talks.size).toBe(1);
  expect(double.onlyTalk().beginning["answers"]).toEqual({ city: "Winnipeg" });
});

test("a page that replaces the browser's own later keeps the chat", async () => {
  const page = await visit();
  await openChat(page);
  await page.evaluate(() => {
    window.fetch = () => Promise.reject(new Error("ours"));
    JSON.parse = JSON.stringify = () => {
      throw new Error("ours");
    };
    Array.from = (() => []) as never;
  });
  await say(page, "Hi");
  await sees(page, "You said: Hi");
});

test("what is stored may be spoilt, of another version or anybody's: the talk is kept", async () => {
  const page = await visit();
  await openChat(page);
  await say(page, "Hi");
  await sees(page, "You said: Hi");
  await page.evaluate(() => {
    for (const [name, value] of Object.entries({
      sound: "{",
      seen: "3",
      answers: '"Winnipeg"',
      a: "undefined",
      b: "[]",
      c: "null",
      d: '{"clientMessageId":{},"text":5}',
      e: '{"clientMessageId":"e","text":["no"],"at":{}}',
    })) {
      localStorage.setItem(`rocket-chat:maple:${name}`, value);
    }
    sessionStorage.setItem("rocket-chat:maple", "{");
  });
  await page.reload();
  await openChat(page);
  await sees(page, "You said: Hi");
  await say(page, "Again");
  await sees(page, "You said: Again");
  expect(double.talks.size).toBe(1);
  expect(double.onlyTalk().messages).toHaveLength(4);
  for (const talk of ["7", '"t"', "[]", '{"id":5}', '{"id":"x","token":null,"expiresAt":[]}']) {
    await page.evaluate((value) => localStorage.setItem("rocket-chat:maple:talk", value), talk);
    await page.reload();
    await page.evaluate(() => window.RocketChatWidget!.open());
    await page.locator(".names h2", { hasText: "Maple" }).waitFor();
    await say(page, `After ${talk}`);
    await sees(page, `You said: After ${talk}`);
  }
});

test("a full storage keeps nobody from talking", async () => {
  await visit();
  const page = await context.newPage();
  await page.goto(site.url);
  await page.evaluate(() => {
    let piece = "x".repeat(1 << 20);
    for (let index = 0; piece; index++) {
      try {
        localStorage.setItem(`full${index}`, piece);
      } catch {
        piece = piece.slice(0, piece.length / 2);
      }
    }
  });
  await page.reload();
  await openChat(page);
  await say(page, "Hi");
  await sees(page, "You said: Hi");
});

test.each([
  ["nothing where something should be", { business: null, greeting: null, preChat: null, hoursToday: null, colour: 5 }],
  ["numbers for words", { business: { name: 5, phone: 5 }, greeting: 5, hoursToday: 5, nextOpening: 5, preChat: 5 }],
  [
    "lists and objects",
    { business: [], greeting: {}, hoursToday: [], nextOpening: {}, preChat: [null, 5], colour: {} },
  ],
  ["no time at all", { open: false, nextOpening: "soon" }],
])("settings with %s do not stop the chat", async (_, strange) => {
  Object.assign(double.settings, strange);
  const page = await visit();
  await launcher(page).click();
  await page.locator(".names p", { hasText: /Open|Closed/ }).waitFor();
  const start = page.getByRole("button", { name: "Start" });
  if (await start.isVisible()) await start.click();
  await say(page, "Hi");
  await sees(page, "You said: Hi");
});

test("events that are not as agreed on are left out or read as far as they go", async () => {
  const page = await visit({ attributes: 'data-language="???" data-side="up" data-theme="9"' });
  await openChat(page);
  await say(page, "Hi");
  await sees(page, "You said: Hi");
  for (const [type, data] of [
    ["message", '{"seq":"7","text":"no","speaker":"AGENT"}'],
    ["message", '{"seq":3,"text":"From a robot","speaker":"ROBOT","at":7}'],
    ["typing", "[]"],
    ["typing", '{"speaker":"constructor","on":"yes"}'],
    ["state", '{"state":7}'],
    ["state", '{"state":"SLEEPING"}'],
    ["constructor", "{}"],
  ]) {
    double.onlyTalk().streams.forEach((stream) => stream.write(`event: ${type}\ndata: ${data}\n\n`));
  }
  await sees(page, "From a robot");
  double.onlyTalk().messages.push({ seq: 3, speaker: "AGENT", text: "From a robot", at: "" });
  await say(page, "Still there?");
  await sees(page, "You said: Still there?");
  expect((await texts(page)).includes("no")).toBe(false);
});

// ---- Keys, words, presses and focus ----

const listening = `
  window.heard = [];
  for (const type of ["keydown", "keypress", "keyup", "beforeinput", "input", "change", "cut", "copy", "paste", "pointerdown",
    "mousedown", "touchstart", "click", "dblclick", "auxclick", "contextmenu", "focusin", "focusout", "focus", "blur",
    "compositionstart", "compositionupdate", "compositionend", "textInput", "select"])
    for (const capture of [true, false]) document.addEventListener(type, event => {
      if (event.target.localName === "rocket-reception") heard.push(event.type);
    }, capture);`;

test("nothing that is typed, pasted, pressed or focused in the chat reaches the page", async () => {
  const page = await visit({ body: content, script: listening });
  await launcher(page).focus();
  await page.keyboard.press("Enter");
  await page.locator(".names h2", { hasText: "Maple" }).waitFor();
  await page.keyboard.type("s/?");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+x");
  await page.keyboard.press("Control+v");
  await composer(page).dblclick();
  await composer(page).click({ button: "right" });
  await page.keyboard.press("Escape");
  await launcher(page).click();
  const typing = await context.newCDPSession(page);
  await composer(page).focus();
  await typing.send("Input.imeSetComposition", { text: "é", selectionStart: 1, selectionEnd: 1 });
  await typing.send("Input.insertText", { text: "é" });
  expect(await composer(page).inputValue()).toContain("é");
  expect(await page.evaluate("heard")).toEqual([]);
});

test("what the page moves across the chat it can still follow", async () => {
  const page = await visit({
    script: `window.moves = new Set(); for (const type of ["mousemove", "mouseup", "pointermove", "pointerup"]) document.addEventListener(type, () => moves.add(type))`,
  });
  await openChat(page);
  await page.evaluate("moves.clear()");
  await page.mouse.move(20, 20);
  await page.mouse.down();
  await page.evaluate("moves.clear()");
  await page.mouse.move(900, 400, { steps: 5 });
  await page.mouse.up();
  expect((await page.evaluate<string[]>("[...moves]")).sort()).toEqual([
    "mousemove",
    "mouseup",
    "pointermove",
    "pointerup",
  ]);
});

const traps: Record<string, string> = {
  "focus-trap": `
    focusTrap.createFocusTrap("#modal", { escapeDeactivates: false }).activate();`,
  "Bootstrap's way": `
    const modal = document.querySelector("#modal");
    document.addEventListener("focusin", event => { if (!modal.contains(event.target)) modal.querySelector("input").focus(); });
    modal.querySelector("input").focus();`,
  "Radix' way": `
    const modal = document.querySelector("#modal");
    let last = modal.querySelector("input");
    document.body.style.pointerEvents = "none";
    modal.style.pointerEvents = "auto";
    for (const child of document.body.children) if (child !== modal) { child.inert = true; child.ariaHidden = "true"; }
    document.addEventListener("focusin", event => { modal.contains(event.target) ? (last = event.target) : last.focus(); });
    document.addEventListener("focusout", event => {
      if (event.relatedTarget && !modal.contains(event.relatedTarget)) last.focus();
    });
    document.addEventListener("pointerdown", event => { if (!modal.contains(event.target)) modal.remove(); });
    last.focus();`,
  "MUI's way": `
    const modal = document.querySelector("#modal");
    const contain = () => { if (!modal.contains(document.activeElement)) modal.querySelector("input").focus(); };
    document.addEventListener("focusin", contain);
    document.addEventListener("keydown", event => { if (event.key === "Tab") contain(); }, true);
    setInterval(() => { if (document.activeElement.tagName === "BODY") contain(); }, 50);
    contain();`,
};

test.each(Object.entries(traps))(
  "while a modal traps the focus (%s) the chat can be used, and the modal stays",
  async (_, script) => {
    const page = await visit({
      lax: true,
      body: `${content}<div id="modal" tabindex="-1"><input id="own"><button>Close</button></div><script src="/tabbable.js"></script><script src="/focus-trap.js"></script>`,
    });
    await launcher(page).waitFor();
    await page.evaluate(script);
    await page.locator("#own").click();
    await launcher(page).click();
    await page.locator(".names h2", { hasText: "Maple" }).waitFor();
    await page.keyboard.type("From the keyboard");
    await page.keyboard.press("Enter");
    await sees(page, "You said: From the keyboard");
    await page.locator("#own").click();
    await composer(page).click();
    await page.keyboard.type("After a press");
    await page.keyboard.press("Enter");
    await sees(page, "You said: After a press");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Tabbed");
    expect(await composer(page).inputValue()).toBe("Tabbed");
    await page.locator("#own").click();
    await page.keyboard.type("mine");
    expect(await page.locator("#own").inputValue()).toBe("mine");
  },
);

test("the page still hears that one of its own fields was left for the chat", async () => {
  const page = await visit({
    body: '<input id="own">',
    script: `window.left = 0; document.addEventListener("focusout", event => { if (event.target.id === "own") left++; })`,
  });
  await page.locator("#own").click();
  await openChat(page);
  expect(await page.evaluate("left")).toBe(1);
});

// ---- How the script learns whose chat it is ----

const src = "/copied/widget.js";
const tags: Record<string, () => string> = {
  "the query of its address": () => `<script src="${src}?subscriber=maple&apiBase=${double.origin}" defer></script>`,
  "the query of a script that comes at any time": () =>
    `<script src="${src}?subscriber=maple&apiBase=${encodeURIComponent(double.origin)}" async></script>`,
  "a module's attributes": () =>
    `<script type="module" src="${src}" data-api-base="${double.origin}" data-subscriber="maple"></script>`,
  "a module's query": () => `<script type="module" src="${src}?subscriber=maple&apiBase=${double.origin}"></script>`,
  "the second of two tags": () =>
    `<script src="${src}" defer></script><script src="${src}" data-api-base="${double.origin}" data-subscriber="maple" defer></script>`,
  "the head, without waiting": () =>
    `<script src="${src}" data-api-base="${double.origin}" data-subscriber="maple"></script>`,
};

test.each(Object.entries(tags))("whose chat it is can be told by %s", async (_, tag) => {
  const page = await visit({ lax: true, tag: tag() });
  await openChat(page);
  await say(page, "Hi");
  await sees(page, "You said: Hi");
});

test.each([
  ["a tag manager that strips attributes", `<script src="${src}"></script>`, ""],
  [
    "a page with something else under our name",
    `<script src="${src}" defer></script>`,
    '<a id="RocketChatWidget">Chat</a>',
  ],
])("%s: init() with the options begins", async (_, tag, body) => {
  const page = await visit({ lax: true, tag, body });
  await page.evaluate((apiBase) => window.RocketChatWidget!.init({ subscriber: "maple", apiBase }), double.origin);
  await openChat(page);
  await say(page, "Hi");
  await sees(page, "You said: Hi");
});

test("without a subscriber the console says so once, with the cure", async () => {
  const page = await visit({ lax: true, tag: `<script src="${src}" defer></script>` });
  await expect.poll(() => complaints.length).toBe(1);
  expect(complaints.splice(0)[0]).toMatch(/subscriber.*RocketChatWidget\.init/);
  expect(await hosts(page)).toBe(0);
  await page.evaluate(() => {
    window.RocketChatWidget!.open();
    window.RocketChatWidget!.close();
    window.RocketChatWidget!.identify(null);
  });
});

test("where something else answers in the server's place, nothing counts as said or sent", async () => {
  const page = await visit({
    lax: true,
    tag: `<script src="${src}" data-api-base="http://" data-subscriber="maple" defer></script>`,
  });
  await launcher(page).click();
  await page.getByText("The chat is not available right now.").waitFor();
});

test("an answer that is none of the server's does not count as one", async () => {
  const page = await visit();
  await openChat(page);
  await page.route(
    /messages$/,
    (route) => route.fulfill({ contentType: "text/html", body: "<h1>Sign in to our network</h1>" }),
    {
      times: 1,
    },
  );
  await say(page, "Hi");
  await page.locator(".own", { hasText: "Not sent yet." }).waitFor();
  await sees(page, "You said: Hi");
  expect(double.onlyTalk().messages).toHaveLength(2);
});

// ---- Going back, limits, line ends ----

const phone = { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true };

test("on a phone, going back closes the chat and leaves the page where it is", async () => {
  const page = await visit(
    {
      pages: { "/two": "<h1>Two</h1>" },
      script: `
        history.replaceState({ position: 7 }, "");
        window.heard = [];
        addEventListener("popstate", event => heard.push(event.state));`,
    },
    phone,
  );
  const length = await page.evaluate(() => history.length);
  await openChat(page);
  expect(await page.evaluate(() => history.state.position)).toBe(7);
  await page.goBack();
  await panel(page).waitFor({ state: "hidden" });
  expect(page.url()).toBe(site.url);
  expect(await page.evaluate(() => history.state)).toEqual({ position: 7 });
  await launcher(page).click();
  await page.getByRole("button", { name: "Close chat" }).click();
  await expect.poll(() => page.evaluate(() => history.state)).toEqual({ position: 7 });
  for (let round = 0; round < 3; round++) {
    await launcher(page).click();
    await page.getByRole("button", { name: "Close chat" }).click();
    await expect.poll(() => page.evaluate(() => history.state)).toEqual({ position: 7 });
  }
  expect(await page.evaluate("heard")).toEqual([]);
  expect(await page.evaluate(() => history.length)).toBe(length + 1);
  await page.evaluate(() => history.pushState({ position: 8 }, "", "/two"));
  await page.goBack();
  await expect.poll(() => page.evaluate("heard")).toEqual([{ position: 7 }]);
});

test("on a phone, a page that went on while the chat was open hears of going back to it", async () => {
  const page = await visit(
    { script: `window.heard = []; addEventListener("popstate", () => heard.push(location.pathname))` },
    phone,
  );
  await openChat(page);
  await page.evaluate(() => history.pushState(null, "", "/two"));
  await page.getByRole("button", { name: "Close chat" }).click();
  expect(page.url()).toBe(`${site.url}two`);
  await page.goBack();
  await expect.poll(() => page.evaluate("heard")).toEqual(["/"]);
});

test("how much still fits into a message is told near its limit, and no more can be typed", async () => {
  const page = await visit();
  await openChat(page);
  const left = page.locator(".left");
  expect(await left.isVisible()).toBe(false);
  await composer(page).fill("x".repeat(3800));
  await left.getByText("Characters left: 200").waitFor();
  await composer(page).fill("x".repeat(3998));
  await page.keyboard.type("abcd");
  expect(await composer(page).inputValue()).toBe("x".repeat(3998) + "ab");
  await left.getByText("Characters left: 0").waitFor();
  expect(await page.locator("[aria-live=polite]").textContent()).toBe("Characters left: 0");
  await composer(page).fill("short");
  await left.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Leave a message" }).click();
  expect(await page.getByLabel("Your name").getAttribute("maxlength")).toBe("200");
  expect(await page.getByLabel("What is it about?").getAttribute("maxlength")).toBe("4000");
});

test("no line ends between a number and its unit, nor before a French sign, and the words stay as they are", async () => {
  const told =
    "Nous sommes ouverts de 8 h à 12 h et de 13 h 30 à 17 h : venez ! Appelez le 418 555-0123 ou le (418) 555-0199 « sans frais ».";
  double.settings = { ...double.settings, greeting: told, hoursToday: "8 h à 12 h et 13 h 30 à 17 h" };
  const page = await visit({ lang: "fr-CA" });
  await page.getByRole("button", { name: "Ouvrir le clavardage" }).click();
  await page.locator(".bubble").waitFor();
  expect(await page.locator(".bubble").textContent()).toBe(told);
  const wholes = ["8 h", "12 h", "13 h 30", "17 h :", "venez !", "418 555-0123", "(418) 555-0199", "« sans", "frais »"];
  for (let width = 60; width < 340; width += 7) {
    const parted = await page.locator(".bubble").evaluate(
      (bubble: HTMLElement, [wanted, pixels]: any) => {
        bubble.style.width = `${pixels}px`;
        bubble.style.boxSizing = "content-box";
        bubble.style.maxWidth = "none";
        const places: [Node, number][] = [];
        const walker = document.createTreeWalker(bubble, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          for (let index = 0; index < walker.currentNode.textContent!.length; index++)
            places.push([walker.currentNode, index]);
        }
        const topOf = (place: number) => {
          const range = document.createRange();
          range.setStart(...places[place]!);
          range.setEnd(places[place]![0], places[place]![1] + 1);
          return range.getBoundingClientRect().top;
        };
        return wanted.filter((whole: string) => {
          const start = bubble.textContent!.indexOf(whole);
          return start < 0 || Math.abs(topOf(start) - topOf(start + whole.length - 1)) > 5;
        });
      },
      [width < 130 ? wholes.filter((whole) => whole.length < 8) : wholes, width] as const,
    );
    expect(parted, `${width} pixels`).toEqual([]);
  }
});
