import type { Answers, Outgoing, Talk } from "./contract";

export interface KeptTalk extends Talk {
  identity: string | null;
}

export interface Unsent extends Outgoing {
  at: string;
}

export interface Kept {
  talk: KeptTalk | null;
  /** Up to which message of which talk. */
  seen: [talkId?: string, seq?: number];
  answers?: Answers;
  sound?: boolean;
}

export interface Memory {
  key: string;
  read(): Kept;
  change(changed: Partial<Kept>): void;
  unsent(): Unsent[];
  keep(message: Unsent): void;
  settle(clientMessageId: string): void;
  forget(): void;
  wasOpen(): boolean;
  setOpen(open: boolean): void;
}

/** Storing may be forbidden or full: what could not be stored lasts as long as the page. */
const attempt = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch {
    return undefined;
  }
};

/**
 * The page's own storage, or this page view alone where the browser forbids storing. Nothing is written by reading.
 * Each thing is an item of its own: two tabs that change two things, before one sees the other's, keep both.
 */
export const createMemory = (subscriber: string): Memory => {
  const key = `rocket-chat:${subscriber}`;
  const prefix = `${key}:`;
  const own: Record<string, unknown> = {};

  const items = () => {
    const found: Record<string, any> = {};
    attempt(() => {
      for (const item in localStorage) {
        if (item.startsWith(prefix)) found[item.slice(prefix.length)] = JSON.parse(localStorage[item]);
      }
    });
    return { ...found, ...own };
  };
  const put = (name: string, value: unknown) => {
    own[name] = value;
    attempt(() => {
      localStorage[prefix + name] = JSON.stringify(value);
      delete own[name];
    });
  };
  const remove = (name: string) => {
    delete own[name];
    attempt(() => localStorage.removeItem(prefix + name));
  };
  return {
    key,
    read: () => ({ talk: null, seen: [], ...items() }),
    change(changed) {
      for (const name in changed) put(name, changed[name as keyof Kept]);
    },
    unsent: () =>
      Object.values(items())
        .filter((item): item is Unsent => item?.clientMessageId)
        .sort((one, other) => (one.at < other.at ? -1 : 1)),
    keep: (message) => put(message.clientMessageId, message),
    settle: remove,
    forget() {
      for (const name in items()) remove(name);
    },
    wasOpen: () => attempt(() => sessionStorage.getItem(key) === "open") ?? false,
    setOpen: (open) => attempt(() => sessionStorage.setItem(key, open ? "open" : "closed")),
  };
};
