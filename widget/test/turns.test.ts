import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { takeTurn } from "../src/turns";

/** The locks of a browser, which all its tabs see alike at once. */
const createLocks = () => {
  const held = new Map<string, Promise<unknown>>();
  return {
    query: async () => ({ held: [...held.keys()].map((name) => ({ name })) }),
    async request<T>(name: string, work: () => Promise<T>): Promise<T> {
      while (held.has(name)) await held.get(name);
      const done = Promise.resolve().then(work);
      held.set(
        name,
        done.then(
          () => held.delete(name),
          () => held.delete(name),
        ),
      );
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

const readNotes = (key = "maple") => takeTurn(key, async (notes) => notes);

test("what is noted in one turn, the next one knows, though nothing was stored", async () => {
  const beginOnce = () =>
    takeTurn("maple", async (notes, note) => {
      if (notes.length) return notes[0]!;
      await Promise.resolve();
      await note('{"id":"the only one"}');
      return '{"id":"the only one"}';
    });
  const tabs = await Promise.all([beginOnce(), beginOnce(), beginOnce()]);
  expect(new Set(tabs).size).toBe(1);
  expect(await readNotes()).toEqual(['{"id":"the only one"}']);
});

test("another business on the same page has notes of its own", async () => {
  await takeTurn("maple", (_, note) => note("ours"));
  expect(await readNotes("maple-dental")).toEqual([]);
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

test("a note goes once the storage has long told everybody", async () => {
  await takeTurn("maple", (_, note) => note("a talk"));
  await vi.advanceTimersByTimeAsync(59_000);
  expect(await readNotes()).toEqual(["a talk"]);
  await vi.advanceTimersByTimeAsync(2000);
  expect(await readNotes()).toEqual([]);
});

const forbidden = () => Promise.reject(new Error("forbidden"));

test.each([
  ["has no locks", {}],
  ["forbids them", { locks: { query: forbidden, request: forbidden } }],
])("a page in a browser that %s is by itself", async (_, navigator) => {
  vi.stubGlobal("navigator", navigator);
  const begun = await takeTurn("maple", async (notes, note) => {
    await note("a talk");
    return notes;
  });
  expect(begun).toEqual([]);
  await expect(takeTurn("maple", forbidden)).rejects.toThrow("forbidden");
});
