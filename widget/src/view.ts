import { palette } from "./colour";
import type { Answers, LeftMessage, Settings } from "./contract";
import { type Conversation, type Line, unread } from "./conversation";
import { h, icon, type Icon, setText } from "./dom";
import { createForm, type Form } from "./form";
import { createLines } from "./lines";
import { say, type Words } from "./strings";

export type Screen = "TALK" | "QUESTIONS" | "LEAVE" | "TAKEN";

export interface Model {
  open: boolean;
  screen: Screen;
  unreachable: boolean;
  settings: Settings | null;
  conversation: Conversation;
  lost: boolean;
  sound: boolean;
  leaving: "NO" | "BUSY" | "FAILED";
}

export interface Actions {
  open(): void;
  close(): void;
  write(text: string): void;
  retry(): void;
  /** Takes a refused message off the list and gives back its text. */
  takeBack(key: string): string;
  setSound(on: boolean): void;
  show(screen: Screen): void;
  answer(answers: Answers): void;
  leave(message: LeftMessage): void;
}

export interface Look {
  colour?: string | null | undefined;
  side?: string | null | undefined;
  theme?: string | null | undefined;
}

export interface View {
  element: HTMLElement;
  sheet: CSSStyleSheet;
  update(model: Model): void;
  /** Puts the focus where the visitor will want to go on. */
  focus(): void;
  announce(text: string): void;
}

export const fullScreen = matchMedia("(max-width: 480px), (max-height: 420px)");
const PAGE_OF_LINES = 100;
const NEAR_THE_END_PX = 60;

const initials = (name: string) => (name.match(/(?<!\S)[\p{L}\p{N}]/gu) ?? []).slice(0, 2).join("");

const hoursLine = (words: Words, { open, hoursToday, opens }: Settings): string => {
  if (open) return `${words.openNow}\n${hoursToday ?? ""}`;
  return opens ? `${words.closed}\n${say(words.opens, opens)}` : words.closed;
};

export const createView = (words: Words, look: Look, actions: Actions): View => {
  const sheet = new CSSStyleSheet();
  const darkness = matchMedia("(prefers-color-scheme: dark)");
  const viewport = window.visualViewport;
  let model: Model;
  let hidden = 0;
  let shownScreen: Screen = "TALK";
  let form: Form | null = null;
  let card = "";

  const button = (className: string, label: string, click: () => void, shape?: Icon) =>
    shape
      ? h(`button.${className}`, { type: "button", "aria-label": label, title: label, click }, icon(shape))
      : h(`button.${className}`, { type: "button", click }, label);

  const badge = h("span.badge", { "aria-hidden": "true" });
  const launcher = button("launcher", words.openChat, actions.open, "chat");
  launcher.append(badge);

  const mark = h("div.mark", { "aria-hidden": "true" });
  const title = h("h2", { id: "title", dir: "auto" });
  const status = h("p");
  const soundTool = button("", words.sound, () => actions.setSound(!model.sound), "sound");
  const leaveTool = button("", words.leaveMessage, () => actions.show("LEAVE"), "envelope");
  const closeTool = button("", words.close, actions.close, "close");
  const header = h("div.header", {}, mark, h("div.names", {}, title, status), soundTool, leaveTool, closeTool);

  const alertText = h("span", { role: "status" });
  const alert = h("div.alert", {}, alertText, " ", button("inline", words.tryAgain, actions.retry));

  const earlier = button("inline", words.earlier, showEarlier);
  const lines = createLines(words, { retry: actions.retry, edit });
  const typingText = h("span");
  const typing = h("p.typing", {}, typingText, h("i"));
  const endCard = h("div.card", {});
  const log = h(
    "div.log",
    { role: "log", "aria-live": "off", "aria-label": words.chat, tabindex: "0" },
    earlier,
    lines.element,
    typing,
    endCard,
  );
  const forms = h("div", { tabindex: "-1" });

  const input = h("textarea", {
    rows: "1",
    dir: "auto",
    placeholder: words.write,
    "aria-label": words.write,
    keydown: (event: KeyboardEvent) => {
      // While an input method composes a character, Enter belongs to it.
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) submit(event);
    },
  });
  const send = h("button.send", { "aria-label": words.send }, icon("send"));
  const composer = h("form.composer", { submit }, input, send);

  const live = h("div.hidden", { "aria-live": "polite" });
  const panel = h(
    "dialog",
    { "aria-labelledby": "title", tabindex: "-1", keydown: steer, cancel: actions.close },
    header,
    alert,
    h("div.body", {}, log, forms),
    composer,
    live,
  );
  const element = h(
    "section.root",
    // The words are English or French; what people write finds its own direction.
    { lang: words.locale, dir: "ltr", "aria-label": words.chat, "data-side": look.side || "right" },
    launcher,
    panel,
  );
  // Keys typed here must not set off the page's own shortcuts.
  for (const type of ["keydown", "keyup"]) element.addEventListener(type, (event) => event.stopPropagation());

  function submit(event: Event) {
    event.preventDefault();
    const text = input.value.trim();
    if (!text || !(model.settings || model.conversation.lines.length)) return;
    input.value = "";
    scrollToEnd();
    actions.write(text);
  }

  function edit(key: string) {
    input.value = [actions.takeBack(key), input.value].filter(Boolean).join("\n");
    input.focus();
  }

  function steer(event: KeyboardEvent) {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    actions.close();
  }

  const isAtEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_THE_END_PX;

  function scrollToEnd() {
    log.scrollTop = log.scrollHeight;
  }

  function showEarlier() {
    const fromEnd = log.scrollHeight - log.scrollTop;
    hidden = Math.max(0, hidden - PAGE_OF_LINES);
    drawLines();
    log.scrollTop = log.scrollHeight - fromEnd;
    if (earlier.hidden) log.focus();
  }

  function drawLines() {
    const { conversation, settings } = model;
    const said = conversation.lines;
    const text = settings?.greeting;
    const greeting: Line[] = text
      ? [{ key: "", speaker: "AGENT", text, at: said[0]?.at ?? "", seq: null, delivery: "SENT", past: true }]
      : [];
    earlier.hidden = !hidden;
    lines.update(hidden ? said.slice(hidden) : [...greeting, ...said]);
  }

  const drawCard = ({ settings, conversation: { state, lines: said } }: Model) => {
    const nobody = said.some((line) => line.delivery === "BUSY");
    const waiting = state === "WAITING_FOR_STAFF";
    const closed = settings?.open === false && !said.length;
    const text = nobody
      ? words.nobody
      : waiting
        ? words.waitingForStaff
        : state === "ENDED"
          ? words.ended
          : closed
            ? words.closedNotice
            : "";
    endCard.hidden = !text;
    if (text === card) return;
    const phone = nobody && settings?.business.phone;
    endCard.replaceChildren(h("p", {}, (card = text)));
    if (settings?.takesMessages && (nobody || waiting || closed)) {
      endCard.append(button("inline", words.leaveMessage, () => actions.show("LEAVE")));
    }
    if (phone) {
      const number = phone.replace(/^\+1(...)(...)(?=....$)/, "$1-$2-");
      endCard.append(h("a", { href: `tel:${phone}` }, say(words.call, number)));
    }
  };

  const drawHeader = ({ settings, unreachable, lost, screen, sound }: Model) => {
    const name = settings?.business.name ?? words.chat;
    setText(title, name);
    setText(mark, initials(name));
    setText(status, settings ? hoursLine(words, settings) : "…");
    leaveTool.hidden = !settings?.takesMessages || screen !== "TALK";
    soundTool.ariaPressed = String(sound);
    const text = unreachable ? words.unreachable : lost ? words.lost : "";
    setText(alertText, text);
    alert.hidden = !text;
  };

  const drawScreen = ({ screen, leaving }: Model, held: boolean) => {
    log.hidden = composer.hidden = screen !== "TALK";
    forms.hidden = screen === "TALK";
    if (screen !== shownScreen) {
      shownScreen = screen;
      form = formFor(screen);
      const back = button("inline", words.back, () => actions.show("TALK"));
      forms.replaceChildren(form?.element ?? h("h2", { tabindex: "-1" }, words.taken));
      if (screen !== "QUESTIONS") forms.append(back);
      if (held) focus();
      scrollToEnd();
    }
    form?.update(leaving === "BUSY", leaving === "FAILED" ? words.refused : "");
  };

  const formFor = (screen: Screen): Form | null => {
    const { settings } = model;
    if (screen === "QUESTIONS") {
      return createForm(words, settings!.greeting, settings!.preChat, words.start, actions.answer);
    }
    if (screen !== "LEAVE") return null;
    const fields = [
      { name: "name", label: words.name, required: true, autocomplete: "name" },
      { name: "callback", label: words.callback, required: true },
      { name: "matter", label: words.matter, required: true, long: true },
      {
        name: "urgency",
        label: words.urgency,
        required: true,
        choices: (["LOW", "NORMAL", "HIGH"] as const).map((value): [string, string] => [value, words[value]]),
      },
    ];
    return createForm(words, words.leaveMessage, fields, words.leaveMessage, (values) =>
      actions.leave(values as unknown as LeftMessage),
    );
  };

  function focus() {
    if (!model.open) launcher.focus();
    else if (shownScreen === "TAKEN") forms.querySelector("h2")!.focus();
    // On a phone the keyboard would cover what the visitor came to read.
    else if (matchMedia("(pointer: coarse)").matches) panel.focus();
    else if (form) form.focus();
    else input.focus();
  }

  const paint = () => {
    const dark = look.theme === "dark" || (look.theme !== "light" && darkness.matches);
    const { fill, ink, accent } = palette(model.settings?.colour || look.colour, dark);
    element.dataset["theme"] = dark ? "dark" : "light";
    sheet.replaceSync(`.root{--fill:${fill};--ink:${ink};--accent:${accent}}`);
    fit();
  };

  /** Full screen leaves room for the keyboard. */
  const fit = () => {
    const covering = model.open && fullScreen.matches;
    // A pinch zoom also shrinks the visible part, and there the panel must stay as it is.
    const shrunk = covering && viewport && viewport.scale < 1.01;
    panel.style.height = shrunk ? `${viewport.height}px` : "";
    panel.style.top = shrunk ? `${viewport.offsetTop}px` : "";
  };

  darkness.onchange = fullScreen.onchange = paint;
  viewport?.addEventListener("resize", fit);
  viewport?.addEventListener("scroll", fit);

  return {
    element,
    sheet,
    focus,
    update(next) {
      const stay = !model?.open || isAtEnd();
      // After a reload the panel comes back by itself, and must not take the focus from the page.
      const held = panel.matches(":focus-within");
      model = next;
      const count = unread(next.conversation);
      launcher.hidden = next.open;
      launcher.ariaLabel = count ? `${words.openChat}, ${say(words.unread, String(count))}` : words.openChat;
      badge.hidden = !count;
      setText(badge, String(count));
      if (panel.open !== next.open) {
        // Modal where it hides the page; a plain attribute elsewhere, because `show` would take the focus.
        if (!next.open) panel.close();
        else if (fullScreen.matches) panel.showModal();
        else panel.setAttribute("open", "");
      }
      paint();
      if (!next.open) return;
      drawHeader(next);
      drawCard(next);
      // Whoever reads further up keeps what is there; at the end the list is kept short.
      if (stay) hidden = Math.max(0, next.conversation.lines.length - PAGE_OF_LINES);
      drawLines();
      const who = next.conversation.typing;
      typing.hidden = !who;
      if (who) setText(typingText, say(words.isTyping, words[who]));
      drawScreen(next, held);
      if (stay) scrollToEnd();
    },
    announce(text) {
      live.append(h("p", {}, text));
      if (live.childElementCount > 3) live.firstChild!.remove();
    },
  };
};
