/**
 * One tab's turn at a time. What another tab has stored in its turn may not be there yet in ours, for browsers pass on
 * what is stored at leisure; which locks are held or waited for all tabs see alike at once. So what a later turn must know
 * is the name of such a lock: see `lead`. Where a browser has no locks, or forbids them, a page is by itself.
 */
export const takeTurn = async <T>(key: string, work: (led: string[]) => Promise<T>): Promise<T> => {
  const read = async () => {
    const { held = [], pending = [] } = await navigator.locks.query();
    return [...held, ...pending].flatMap(({ name }) => name!.split(key + " ")[1] ?? []);
  };
  return read().then(
    () => navigator.locks.request(key, async () => work(await read())),
    () => work([]),
  );
};

/**
 * Begins when it is this tab's turn to lead, which lasts until the signal ends it: of all tabs one has it, and when that tab goes,
 * is closed or killed, the next one. Without locks each tab has it at once.
 */
export const lead = (key: string, what: string, signal: AbortSignal, begin: () => void): void => {
  const held = () =>
    new Promise<void>((end) => {
      signal.onabort = () => end();
      begin();
    });
  const request = async () => navigator.locks.request(`${key} ${what}`, { signal }, held);
  void request().catch(async () => void (signal.aborted || (await held())));
};
