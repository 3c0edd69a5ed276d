import type { Answers, Outgoing, Talk } from "./contract";

export interface KeptTalk extends Talk {
  identity: string | null;
}

export interface Kept {
  talk: KeptTalk | null;
  seenSeq: number;
  unsent: (Outgoing & { at: string })[];
  answers?: Answers;
  sound: boolean;
}

export interface Memory {
  key: string;
  read(): Kept;
  change(changed: Partial<Kept>): void;
  forget(): void;
  wasOpen(): boolean;
  setOpen(open: boolean): void;
}

const nothing: Kept = { talk: null, seenSeq: 0, unsent: [], sound: false };

/** Storing may be forbidden or full: the talk then lasts as long as the page. */
const attempt = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch {
    return undefined;
  }
};

/** The page's own storage, or this page view alone where the browser forbids storing. Nothing is written by reading. */
export const createMemory = (subscriber: string): Memory => {
  const key = `rocket-chat:${subscriber}`;
  let fallback = nothing;
  const read = (): Kept =>
    attempt(() => ({ ...nothing, ...JSON.parse(localStorage.getItem(key) ?? "{}") })) ?? fallback;
  return {
    key,
    read,
    change(changed) {
      fallback = { ...read(), ...changed };
      attempt(() => localStorage.setItem(key, JSON.stringify(fallback)));
    },
    forget() {
      fallback = nothing;
      attempt(() => localStorage.removeItem(key));
    },
    wasOpen: () => attempt(() => sessionStorage.getItem(key) === "open") ?? false,
    setOpen: (open) => attempt(() => sessionStorage.setItem(key, open ? "open" : "closed")),
  };
};
