import type { Answers, Outgoing, Talk } from "./contract";
import { fromJson, mapValues, toJson } from "./json";

export interface KeptTalk extends Talk {
  /** The page's name of its visitor, null for one whom it does not name. */
  identity: string | null;
}

export interface Unsent extends Outgoing {
  at: string;
}

export interface Kept {
  /** As it was found: what opens no talk will be refused by the server. */
  talk: KeptTalk | null | undefined;
  /** Up to which message of which talk. */
  seen: unknown[];
  answers: Answers | undefined;
  sound: boolean;
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

/** For what may be forbidden, full, missing or broken here: then it is left. */
export const attempt = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch {
    return undefined;
  }
};

/**
 * The page's own storage, or this page view alone where the browser forbids storing. Nothing is written by reading.
 * Each thing is an item of its own: two tabs that change two things, before one sees the other's, keep both.
 * What is there may be another version's, or anybody's: each item is read for itself, and only as what it should be.
 */
export const createMemory = (subscriber: string): Memory => {
  const key = `rocket-chat:${subscriber}`;
  const prefix = `${key}:`;
  const own: Record<string, any> = {};

  const items = () => {
    const found: typeof own = {};
    attempt(() => {
      for (const item of Object.keys(localStorage)) {
        const name = item.split(prefix)[1];
        if (name) found[name] = fromJson(localStorage[item]);
      }
    });
    return { __proto__: null, ...found, ...own } as typeof own;
  };
  const put = (name: string, value: unknown) => {
    own[name] = value;
    attempt(() => {
      localStorage[prefix + name] = toJson(value);
      delete own[name];
    });
  };
  const remove = (name: string) => {
    delete own[name];
    attempt(() => localStorage.removeItem(prefix + name));
  };
  return {
    key,
    read() {
      const { talk, seen, answers, sound } = items();
      return {
        talk,
        seen: [seen].flat(),
        // Of another kind they would make the server refuse every message.
        answers: answers && mapValues(answers, (answer) => `${answer}`),
        sound: !!sound,
      };
    },
    change: (changed) => Object.entries(changed).forEach((item) => put(...item)),
    unsent: () =>
      Object.entries(items())
        .flatMap(([name, item]) => (item?.clientMessageId === name && item.text?.trim ? [item as Unsent] : []))
        .sort((one, other) => (one.at < other.at ? -1 : 1)),
    keep: (message) => put(message.clientMessageId, message),
    settle: remove,
    forget: () => Object.keys(items()).forEach(remove),
    wasOpen: () => !!attempt(() => sessionStorage[key] === "open"),
    setOpen: (open) => attempt(() => (sessionStorage[key] = open && "open")),
  };
};
