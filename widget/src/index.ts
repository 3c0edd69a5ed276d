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

const ownOptions = (): Partial<Options> => {
  const tag = document.currentScript as HTMLScriptElement | null;
  return { apiBase: new URL("/", tag?.src || document.baseURI).href, ...tag?.dataset };
};

const start = (): RocketChatWidget => {
  const fromTag = ownOptions();
  const happenings = new EventTarget();
  let widget: Widget | undefined;

  const tell = (name: string, detail: unknown) => happenings.dispatchEvent(new CustomEvent(name, { detail }));

  const surface: RocketChatWidget = {
    init(options = {}) {
      const all = { ...fromTag, ...options };
      if (!widget && all.subscriber) {
        widget = createWidget({ ...all, apiBase: new URL(all.apiBase ?? "", document.baseURI).href } as Options, tell);
      }
      widget?.attach();
    },
    open: () => widget?.open(),
    close: () => widget?.close(),
    identify: (identity) => widget?.identify(identity),
    on(name, listener) {
      const hear = (event: Event) => listener((event as CustomEvent).detail);
      happenings.addEventListener(name, hear);
      return () => happenings.removeEventListener(name, hear);
    },
  };
  surface.init();
  return surface;
};

// Included twice, or run again by a page that swaps its body: the first one goes on.
if (window.RocketChatWidget) window.RocketChatWidget.init();
else window.RocketChatWidget = start();
