import { attempt } from "./memory";

const MOST_RETURNS = 200;

/**
 * Keeps the host in the page and out of its way: beside the body, where neither the page's layout nor what swaps the body
 * comes, and above everything, where no transform or overflow of the page reaches. Taken off it comes back, though not for
 * ever against a page that will not have it.
 */
export const keepPlace = (host: HTMLElement, onReturn: () => void) => {
  let returns = 0;

  const put = () => {
    const page = document.documentElement;
    if (!page) return;
    watcher.observe(page, { childList: true });
    if (host.parentNode === page || returns === MOST_RETURNS) return;
    returns++;
    // Copies without life: the page has kept its elements somewhere, or was itself saved with the chat on it.
    for (const copy of document.querySelectorAll(host.localName)) if (copy !== host) copy.remove();
    page.append(host);
    raise();
    onReturn();
  };

  /** On top of what has been put on top before. Where a browser cannot, the host's style has to do. */
  const raise = () =>
    attempt(() => {
      host.hidePopover();
      host.showPopover();
    });

  const watcher = new MutationObserver(put);
  watcher.observe(document, { childList: true });
  host.popover = "manual";
  return { put, raise };
};
