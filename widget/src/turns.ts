/** For how long a note stays: many times what a browser takes to show all its tabs what one of them has stored. */
const NOTE_STAYS_MS = 60_000;

/**
 * One tab's turn at a time. What another tab has stored in its turn may not be there yet in ours, for browsers pass on
 * what is stored at leisure; which locks are held all tabs see alike at once. So a note for later turns is the name of a
 * held lock. Where a browser has no locks, or forbids them, a page is by itself.
 */
export const takeTurn = async <T>(
  key: string,
  work: (notes: string[], note: (text: string) => Promise<void>) => Promise<T>,
): Promise<T> => {
  const prefix = key + " ";
  const readNotes = async () =>
    (await navigator.locks.query()).held!.flatMap(({ name }) =>
      name!.startsWith(prefix) ? name!.slice(prefix.length) : [],
    );
  const note = (text: string) =>
    new Promise<void>((noted) => {
      void navigator.locks.request(prefix + text, () => {
        noted();
        return new Promise((end) => setTimeout(end, NOTE_STAYS_MS));
      });
    });

  return readNotes().then(
    () => navigator.locks.request(key, async () => work(await readNotes(), note)),
    () => work([], async () => {}),
  );
};
