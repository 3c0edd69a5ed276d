import { palette } from "./colour";
import { type Answers, type LeftMessage, LONGEST_ANSWER, LONGEST_MESSAGE, type Settings } from "./contract";
import { type Conversation, type Line, unread } from "./conversation";
import { h, setText } from "./dom";
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
  update(model: Model): void;
  /** The page had taken the chat off: it goes on where it was. */
  comeBack(): void;
  /** Puts the focus where the visitor will want to go on. */
  focus(): void;
  announce(text: string): void;
}

export const fullScreen = matchMedia("(max-width: 480px), (max-height: 420px)");
const PAGE_OF_LINES = 100;
const NEAR_THE_END_PX = 60;
const NEAR_THE_LIMIT = 200;

const hoursLine = (words: Words, { open, hoursToday, opens }: Settings): string => {
  if (open) return `${words.openNow}\n${hoursToday ?? ""}`;
  return opens ? `${words.closed}\n${say(words.opens, `${opens}`)}` : words.closed;
};

export const createView = (words: Words, look: Look, actions: Actions): View => {
  const darkness = matchMedia("(prefers-color-scheme: dark)");
  const viewport = window.visualViewport;
  let model: Model;
  let hidden = 0;
  let shownScreen: Screen = "TALK";
  let form: Form | null = null;
  let card = "";
  /** Where the focus is, or was when the page took the chat off. */
  let held: HTMLElement | null = null;

  const button = (className: string, label: string, click: () => void, sign?: string) =>
    h(
      `button.${className}`,
      sign === undefined ? { click } : { "aria-label": label, title: label, click },
      sign ?? label,
    );

  const badge = h("span.badge");
  const launcher = button("launcher", words.openChat, actions.open, "");
  launcher.append(badge);

  const title = h("h2", { id: "title", dir: "auto" });
  const status = h("p");
  const soundTool = button("", words.sound, () => actions.setSound(!model.sound), "♪");
  const leaveTool = button("", words.leaveMessage, () => actions.show("LEAVE"), "✉\ufe0e");
  const closeTool = button("", words.close, actions.close, "✕");
  const header = h("div.header", {}, h("div.names", {}, title, status), soundTool, leaveTool, closeTool);

  const alertText = h("span", { role: "status" });
  const alert = h("div.alert", {}, alertText, " ", button("inline", words.tryAgain, actions.retry));

  const earlier = button("inline", words.earlier, showEarlier);
  const lines = createLines(words, { retry: actions.retry, edit });
  const typing = h("p.typing");
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
    maxlength: LONGEST_MESSAGE,
    "aria-describedby": "left",
    input: count,
    keydown: (event: KeyboardEvent) => {
      // While an input method composes a character, Enter belongs to it.
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
        event.preventDefault();
        submit();
      }
    },
  });
  const left = h("p.left", { id: "left" });
  const send = button("send", words.send, submit, "↑");
  const composer = h("div.composer", {}, left, input, send);

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
    {
      lang: words.locale,
      dir: "ltr",
      "aria-label": words.chat,
      "data-side": look.side || "right",
      focusin: (event: Event) => (held = event.composedPath()[0] as HTMLElement),
      focusout: () =>
        setTimeout(() => (held = (element.getRootNode() as ShadowRoot).activeElement as HTMLElement | null)),
    },
    launcher,
    panel,
  );

  function count() {
    const rest = LONGEST_MESSAGE - input.value.length;
    setText(left, say(words.left, rest));
    left.hidden = rest > NEAR_THE_LIMIT;
    if (!rest) announce(left.textContent!);
  }

  function announce(text: string) {
    live.append(h("p", {}, text));
    if (live.children[3]) live.firstChild!.remove();
  }

  function submit() {
    const text = input.value.trim();
    if (!text || !(model.settings || model.conversation.lines.length)) return;
    input.value = "";
    count();
    scrollToEnd();
    actions.write(text);
  }

  function edit(key: string) {
    input.value = [actions.takeBack(key), input.value].filter(Boolean).join("\n");
    count();
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
    const text = `${settings?.greeting ?? ""}`;
    const greeting: Line[] = text
      ? [{ key: "", speaker: "AGENT", text, at: said[0]?.at ?? "", seq: null, delivery: "SENT", past: true }]
      : [];
    earlier.hidden = !hidden;
    lines.update(hidden ? said.slice(hidden) : [...greeting, ...said]);
  }

  function drawCard() {
    const { settings, conversation } = model;
    const { state, lines: said } = conversation;
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
      const number = `${phone}`.replace(/^\+1(...)(...)(?=....$)/, "$1-$2-");
      endCard.append(h("a", { href: `tel:${phone}` }, say(words.call, number)));
    }
  }

  function drawHeader() {
    const { settings, unreachable, lost, screen, sound } = model;
    setText(title, settings?.business.name || words.chat);
    setText(status, settings ? hoursLine(words, settings) : "…");
    leaveTool.hidden = !settings?.takesMessages || screen !== "TALK";
    soundTool.ariaPressed = `${sound}`;
    const text = unreachable ? words.unreachable : lost ? words.lost : "";
    setText(alertText, text);
    alert.hidden = !text;
  }

  function drawScreen(focused: boolean) {
    const { screen, leaving } = model;
    log.hidden = composer.hidden = screen !== "TALK";
    forms.hidden = screen === "TALK";
    if (screen !== shownScreen) {
      shownScreen = screen;
      form = formFor(screen);
      const back = button("inline", words.back, () => actions.show("TALK"));
      forms.replaceChildren(form?.element ?? h("h2", {}, words.taken));
      if (screen !== "QUESTIONS") forms.append(back);
      if (focused) focus();
      scrollToEnd();
    }
    form?.update(leaving === "BUSY", leaving === "FAILED" ? words.REFUSED : "");
  }

  const formFor = (screen: Screen): Form | null => {
    const { settings } = model;
    if (screen === "QUESTIONS") {
      const questions = settings!.preChat.map((question) => ({ ...question, longest: LONGEST_ANSWER }));
      return createForm(words, settings!.greeting, questions, words.start, actions.answer);
    }
    if (screen !== "LEAVE") return null;
    const choices = (["LOW", "NORMAL", "HIGH"] as const).map((value): [string, string] => [value, words[value]]);
    const fields = [
      { name: "name", autocomplete: "name" },
      { name: "callback" },
      { name: "matter", longest: LONGEST_MESSAGE },
      { name: "urgency", choices },
    ].map((field) => ({ ...field, label: words[field.name as keyof Words], required: true }));
    return createForm(words, words.leaveMessage, fields, words.leaveMessage, (values) =>
      actions.leave(values as unknown as LeftMessage),
    );
  };

  function focus() {
    if (!model.open) launcher.focus();
    else if (shownScreen === "TAKEN") forms.focus();
    // On a phone the keyboard would cover what the visitor came to read.
    else if (matchMedia("(pointer: coarse)").matches) panel.focus();
    else if (form) form.focus();
    else input.focus();
  }

  const paint = () => {
    const dark = look.theme === "dark" || (look.theme !== "light" && darkness.matches);
    element.style.colorScheme = element.dataset["theme"] = dark ? "dark" : "light";
    for (const [name, colour] of Object.entries(palette(model.settings?.colour || look.colour, dark))) {
      element.style.setProperty(`--${name}`, colour);
    }
    fit();
  };

  /** Full screen leaves room for the keyboard. */
  const fit = () => {
    const covering = model.open && fullScreen.matches;
    // A pinch zoom also shrinks the visible part, and there the panel must stay as it is.
    const shrunk = covering && viewport && viewport.scale < 1.01;
    panel.style.cssText = shrunk ? `height:${viewport.height}px;top:${viewport.offsetTop}px` : "";
  };

  darkness.onchange = fullScreen.onchange = paint;
  viewport?.addEventListener("resize", fit);
  viewport?.addEventListener("scroll", fit);

  const view: View = {
    element,
    focus,
    update(next) {
      const stay = !model?.open || isAtEnd();
      // After a reload the panel comes back by itself, and must not take the focus from the page.
      const focused = panel.matches(":focus-within");
      model = next;
      const count = unread(next.conversation);
      launcher.hidden = next.open;
      launcher.ariaLabel = count ? `${words.openChat}, ${say(words.unread, count)}` : words.openChat;
      badge.hidden = !count;
      setText(badge, `${count}`);
      if (panel.open !== next.open) {
        // Modal where it hides the page; a plain attribute elsewhere, because `show` would take the focus.
        if (!next.open) panel.close();
        else if (fullScreen.matches && panel.isConnected) panel.showModal();
        else panel.setAttribute("open", "");
      }
      paint();
      if (!next.open) return;
      drawHeader();
      drawCard();
      // Whoever reads further up keeps what is there; at the end the list is kept short.
      if (stay) hidden = Math.max(0, next.conversation.lines.length - PAGE_OF_LINES);
      drawLines();
      const who = next.conversation.typing;
      typing.hidden = !who;
      if (who) setText(typing, say(words.isTyping, words[who]));
      drawScreen(focused);
      if (stay) scrollToEnd();
    },
    comeBack() {
      // It is not modal any more, though it says that it is open.
      panel.removeAttribute("open");
      view.update(model);
      scrollToEnd();
      if (document.activeElement === document.body) held?.focus();
    },
    announce,
  };
  count();
  return view;
};
