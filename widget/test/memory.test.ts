import { afterEach, expect, test, vi } from "vitest";
import { createMemory } from "../src/memory";

afterEach(() => void vi.unstubAllGlobals());

class Store {
  [item: string]: unknown;
  removeItem(item: string) {
    delete this[item];
  }
}

/** A browser that shows one tab what the other has stored only when it is told to pass it on. */
const createBrowser = () => {
  const waiting: (() => void)[] = [];
  const stores = [new Store(), new Store()];
  const tabOf = (own: Store, other: Store) => {
    const memory = createMemory("maple");
    const view = new Proxy(own, {
      set(store, item: string, value) {
        store[item] = value;
        waiting.push(() => (other[item] = value));
        return true;
      },
      deleteProperty(store, item: string) {
        waiting.push(() => delete other[item]);
        return delete store[item];
      },
    });
    return <T>(work: (tab: typeof memory) => T): T => {
      vi.stubGlobal("localStorage", view);
      return work(memory);
    };
  };
  const tabs = [tabOf(stores[0]!, stores[1]!), tabOf(stores[1]!, stores[0]!)] as const;
  return { tabs, passOn: () => waiting.splice(0).forEach((pass) => pass()) };
};

const talk = { id: "t", token: "secret", expiresAt: "2030-01-01T00:00:00Z", identity: null };
const message = (clientMessageId: string, at: string) => ({ clientMessageId, at, text: clientMessageId });

test("a tab that has not heard of the talk yet does not undo it with what it writes", () => {
  const {
    tabs: [one, two],
    passOn,
  } = createBrowser();
  one((memory) => memory.keep(message("from-one", "2026-05-01T12:00:00Z")));
  one((memory) => memory.change({ talk }));
  two((memory) => memory.keep(message("from-two", "2026-05-01T12:00:01Z")));
  two((memory) => memory.change({ sound: true }));
  passOn();
  for (const tab of [one, two]) {
    expect(tab((memory) => memory.read())).toMatchObject({ talk, sound: true });
    expect(tab((memory) => memory.unsent().map(({ text }) => text))).toEqual(["from-one", "from-two"]);
  }
});

test("what one tab has sent does not come back because the other wrote meanwhile", () => {
  const {
    tabs: [one, two],
    passOn,
  } = createBrowser();
  one((memory) => memory.keep(message("from-one", "2026-05-01T12:00:00Z")));
  passOn();
  one((memory) => memory.settle("from-one"));
  two((memory) => memory.keep(message("from-two", "2026-05-01T12:00:01Z")));
  passOn();
  for (const tab of [one, two]) {
    expect(tab((memory) => memory.unsent().map(({ text }) => text))).toEqual(["from-two"]);
  }
});

test("forgetting leaves the page's own things alone", () => {
  const store = Object.assign(new Store(), { theme: "dark", "rocket-chat:maple-two:sound": "true" });
  vi.stubGlobal("localStorage", store);
  const memory = createMemory("maple");
  memory.change({ talk, seen: ["t", 3] });
  memory.forget();
  expect({ ...store }).toEqual({ theme: "dark", "rocket-chat:maple-two:sound": "true" });
  expect(memory.read()).toEqual({ seen: [undefined], sound: false });
});

test("where storing is forbidden, or there is no more room, it lasts as long as the page", () => {
  for (const set of [null, { "rocket-chat:maple:talk": "null" }]) {
    const full = new Proxy(set ?? {}, {
      set() {
        throw new Error("no room");
      },
      ownKeys: (store) => {
        if (!set) throw new Error("forbidden");
        return Reflect.ownKeys(store);
      },
    });
    vi.stubGlobal("localStorage", full);
    const memory = createMemory("maple");
    memory.change({ talk });
    memory.keep(message("waits", "2026-05-01T12:00:00Z"));
    expect(memory.read().talk).toEqual(talk);
    expect(memory.unsent()).toHaveLength(1);
    memory.settle("waits");
    expect(memory.unsent()).toEqual([]);
  }
});
