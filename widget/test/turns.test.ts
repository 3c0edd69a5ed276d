import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lead, takeTurn } from "../src/turns";

/** The locks of a browser, which all its tabs see alike at once. */
const createLocks = () => {
  const held = new Map<string, Promise<unknown>>();
  const pending: string[] = [];
  return {
    query: async () => ({
      held: [...held.keys()].map((name) => ({ name })),
      pending: pending.map((name) => ({ name })),
    }),
    async request<T>(name: string, ...rest: unknown[]): Promise<T> {
      const work = rest.pop() as () => Promise<T>;
      const { signal } = (rest[0] ?? {}) as { signal?: AbortSignal };
      pending.push(name);
      while (held.has(name)) await held.get(name);
      pending.splice(pending.indexOf(name), 1);
      signal?.throwIfAborted();
      const done = Promise.resolve().then(work);
      const gone = () => held.delete(name);
      held.set(name, done.then(gone, gone));
      return done;
    },
  };
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("navigator", { locks: createLocks() });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const led = (key = "maple") => takeTurn(key, async (names) => names);

/** Leads in a tab of its own; answers with what has happened there and how to end it. */
const leadIn = (what: string, key = "maple") => {
  const end = new AbortController();
  const begin = vi.fn();
  lead(key, what, end.signal, begin);
  return { begin, end: () => end.abort() };
};

const settled = () => vi.advanceTimersByTimeAsync(0);

test("what is led, or waits to be, the next turn knows, though nothing was stored", async () => {
  const beginOnce = () =>
    takeTurn("maple", async (names) => {
      if (!names.length) leadIn("the only one");
      return names[0] ?? "the only one";
    });
  const tabs = await Promise.all([beginOnce(), beginOnce(), beginOnce()]);
  expect(new Set(tabs).size).toBe(1);
  expect(await led()).toEqual(["the only one"]);
});

test("another business on the same page leads by itself", async () => {
  const ours = leadIn("ours");
  await settled();
  expect(await led("maple-dental")).toEqual([]);
  expect(ours.begin).toHaveBeenCalledOnce();
});

test("turns never overlap, and one that fails ends", async () => {
  const seen: string[] = [];
  const turn = (name: string, problem?: Error) =>
    takeTurn("maple", async () => {
      seen.push(`${name} begins`);
      await Promise.resolve();
      seen.push(`${name} ends`);
      if (problem) throw problem;
    });
  const all = await Promise.allSettled([turn("one", new Error("no network")), turn("two")]);
  expect(all.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  expect(seen).toEqual(["one begins", "one ends", "two begins", "two ends"]);
});

test("one tab leads at a time, and the next one when it ends", async () => {
  const [one, two, three] = [leadIn("talk"), leadIn("talk"), leadIn("talk")];
  await settled();
  expect([one.begin, two.begin, three.begin].map((begin) => begin.mock.calls.length)).toEqual([1, 0, 0]);
  two.end();
  one.end();
  await settled();
  expect([one.begin, two.begin, three.begin].map((begin) => begin.mock.calls.length)).toEqual([1, 0, 1]);
  three.end();
  await settled();
  expect(await led()).toEqual([]);
});

const forbidden = () => Promise.reject(new Error("forbidden"));

test.each([
  ["has no locks", {}],
  ["forbids them", { locks: { query: forbidden, request: forbidden } }],
])("a page in a browser that %s is by itself, and leads at once", async (_, navigator) => {
  vi.stubGlobal("navigator", navigator);
  const tabs = [leadIn("a talk"), leadIn("a talk")];
  await settled();
  for (const { begin } of tabs) expect(begin).toHaveBeenCalledOnce();
  expect(await led()).toEqual([]);
  await expect(takeTurn("maple", forbidden)).rejects.toThrow("forbidden");
});
