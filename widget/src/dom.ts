type Child = Node | string | false;
type Handler = (event: any) => void;
type Properties = Record<string, string | number | boolean | Handler>;

/** What an element does, and when: events that leave the chat are handed out from here, see `keepIn`. */
const handlers = new WeakMap<EventTarget, any>();

/** A number and its unit, a telephone number, a French sign and the word beside it. */
const INSEPARABLE =
  /([+(]?\d[\d() .-]{7,17}\d|(?:« )?\S{1,20}(?: (?:[:;?!»%$]|(?:h|[ap]\.?m\.?)(?!\w)(?: \d\d)?))+|« \S{1,20})/i;

/** The text is left as it is; the elements only keep the ends of lines out of them. */
const phrase = (text: string): (Node | string)[] =>
  `${text}`.split(INSEPARABLE).map((piece, index) => {
    if (index % 2 < 1) return piece;
    const whole = document.createElement("nobr");
    whole.textContent = piece;
    return whole;
  });

/** Builds an element, `tag.class`, from parts. Text only ever becomes text nodes, never markup. */
export const h = <Tag extends keyof HTMLElementTagNameMap>(
  kind: Tag | `${Tag}.${string}`,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] => {
  const [tag, className = ""] = kind.split(".") as [Tag, string?];
  const element = document.createElement(tag);
  element.className = className;
  handlers.set(element, { __proto__: null, ...properties });
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== false) element.setAttribute(name, value as string);
  }
  element.append(...children.flatMap((child) => (typeof child === "object" ? child : child ? phrase(child) : [])));
  return element;
};

/** Writes only what differs, so that screen readers and the browser are left in peace. */
export const setText = (element: HTMLElement, text: string): void => {
  if (element.textContent !== `${text}`) element.replaceChildren(...phrase(text));
};

/**
 * What is typed, pressed, pasted or focused in the chat is the chat's alone: not the page's shortcuts, menus or focus
 * traps shall act on it, whatever phase they listen in. So we listen before the document does, at the window, let nothing
 * by, and hand it to our own elements. Movements and releases pass: something of the page may be drawn across the chat.
 * Answers with a function that takes the focus, also from a page that wants to keep it.
 */
export const keepIn = (host: HTMLElement, elsewhere: Record<string, Handler>) => {
  let holding = false;

  const gate = (event: any) => {
    const { type, target, relatedTarget } = event;
    if (target !== host && !(holding && relatedTarget === host)) return elsewhere[type]?.(event);
    event.stopImmediatePropagation();
    const path: HTMLElement[] = event.composedPath();
    for (const node of path) handlers.get(node)?.[type]?.(event);
    if (type === "click" && document.activeElement !== host) take(() => path[0]!.focus());
  };

  /** When the focus goes, some traps fetch it back at once: they hear of it the first time only. */
  const take = (focus: () => void) => {
    focus();
    if (document.activeElement === host) return;
    holding = true;
    focus();
    holding = false;
  };

  const listen = () => {
    const kinds = Object.keys(elsewhere);
    for (const name in HTMLElement.prototype) {
      if (/^on(?!(mouse|pointer|touch)(?!down|start)|dr|wheel)/.test(name)) kinds.push(name.slice(2));
    }
    kinds.push("focusin", "focusout", "textInput", "compositionstart", "compositionupdate", "compositionend");
    for (const kind of kinds) addEventListener(kind, gate, true);
  };

  return { listen, take };
};
