import type { Identity } from "./contract";
import { createWidget, type Happenings, type Options, type Widget } from "./widget";

type Listener<Name extends keyof Happenings> = (detail: Happenings[Name]) => void;

export interface RocketChatWidget {
  /** The script starts by itself when its tag names a subscriber; calling this again only makes sure. */
  init(options?: Partial<Options>): void;
  open(): void;
  close(): void;
  /** Who the visitor is, signed by the business's server; null when they have signed out. */
  identify(identity: Identity | null): void;
  /** Answers with a function that ends the listening. */
  on<Name extends keyof Happenings>(name: Name, listener: Listener<Name>): () => void;
}

declare global {
  interface Window {
    RocketChatWidget?: RocketChatWidget;
  }
}

const PATIENCE_MS = 3000;

const optionsOf = (tag?: HTMLScriptElement): Partial<Options> => {
  const address = new URL(tag?.src || "/", document.baseURI);
  return { apiBase: new URL("/", address).href, ...Object.fromEntries(address.searchParams), ...tag?.dataset };
};

/**
 * What our tag says: its attributes, or where a tag manager has stripped those, the query of its address. A module does
 * not know its tag, so any that looks like ours is asked, the first that names a subscriber counts.
 */
const ownOptions = (): Partial<Options> => {
  const likely = [...document.scripts].filter((tag) => tag.dataset["subscriber"] || /widget[^/]*\.js/.test(tag.src));
  const told = [(document.currentScript as HTMLScriptElement) ?? [], ...likely].flat().map(optionsOf);
  return told.find((options) => options.subscriber) ?? told[0] ?? optionsOf();
};

const start = (): RocketChatWidget => {
  const listeners = new Set<readonly [name: string, listener: (detail: any) => void]>();
  let said: Partial<Options> = {};
  let widget: Widget | undefined;

  // Each by itself: what goes wrong in one is the page's own matter.
  const tell = (name: string, detail: unknown) => {
    for (const [wanted, listener] of listeners) if (wanted === name) queueMicrotask(() => listener(detail ?? null));
  };

  const surface: RocketChatWidget = {
    init(options) {
      said = { ...said, ...options };
      if (said.subscriber) widget ??= createWidget(said as Options, tell);
      widget?.attach();
    },
    open: () => widget?.open(),
    close: () => widget?.close(),
    identify: (identity) => widget?.identify(identity),
    on(name, listener) {
      const entry = [name, listener] as const;
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
  };
  setTimeout(() => {
    if (!widget) {
      console.warn(
        "Rocket Reception: no subscriber. Use widget.js?subscriber=… or RocketChatWidget.init({ subscriber })",
      );
    }
  }, PATIENCE_MS);
  return surface;
};

// Included twice, or run again by a page that swaps its body: the first one goes on.
if (typeof window.RocketChatWidget?.init !== "function") window.RocketChatWidget = start();
window.RocketChatWidget.init(ownOptions());
