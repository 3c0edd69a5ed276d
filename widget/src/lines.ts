import type { Line } from "./conversation";
import { h } from "./dom";
import { toJson } from "./json";
import { findLinks } from "./links";
import type { Words } from "./strings";
import { clockTime, dayName, isSameDay } from "./times";

export interface LineActions {
  retry(): void;
  edit(key: string): void;
}

/** Keeps the list on the screen equal to the lines and leaves alone what has not changed. */
export const createLines = (words: Words, actions: LineActions) => {
  const element = h("ol");
  let shown = new Map<string, { signature: string; item: HTMLElement }>();

  const itemOf = (line: Line, startsDay: boolean, startsGroup: boolean, endsGroup: boolean, isLastOwn: boolean) => {
    const own = line.speaker === "VISITOR";
    const { delivery, key } = line;
    const waits = delivery === "DELAYED" || delivery === "BUSY";
    const told = delivery === "SENT" && !isLastOwn ? "" : words[delivery];
    const helps = waits || !delivery.startsWith("SEN");
    const help = () => (waits ? actions.retry() : actions.edit(key));
    const links = findLinks(line.text).map(({ text, href }) =>
      href ? h("a", { href, target: "_blank", rel: "noreferrer" }, text) : text,
    );
    return h(
      `li.${own ? "own " : ""}${line.speaker}${startsGroup ? " starts" : ""}`,
      {},
      startsDay && line.at && h("p.day", {}, dayName(line.at, words.locale, new Date())),
      startsGroup && h(own ? "p.hidden" : "p.who", {}, words[line.speaker]),
      h("p.bubble", { dir: "auto" }, ...links),
      (endsGroup || told) &&
        h(
          "p.meta",
          {},
          h("span", {}, line.seq ? clockTime(line.at, words.locale) : ""),
          h(helps ? "span.warn" : "span", {}, told),
          helps && h("button.inline", { click: help }, waits ? words.tryAgain : words.edit),
        ),
    );
  };

  const update = (lines: readonly Line[]) => {
    const lastOwn = lines.findLast((line) => line.speaker === "VISITOR");
    const next: typeof shown = new Map();
    lines.forEach((line, index) => {
      const before = lines[index - 1];
      const startsDay = !before || !isSameDay(before.at, line.at);
      const facts = [
        startsDay,
        startsDay || before.speaker !== line.speaker,
        line.speaker !== lines[index + 1]?.speaker,
        line === lastOwn,
      ] as const;
      const signature = toJson([line, facts]);
      const old = shown.get(line.key);
      next.set(line.key, old?.signature === signature ? old : { signature, item: itemOf(line, ...facts) });
    });
    shown = next;
    // Only what differs is touched: moving an element would take the focus from it.
    const items = new Set<Element>([...shown.values()].map(({ item }) => item));
    for (const child of [...element.children]) if (!items.has(child)) child.remove();
    let place = element.firstElementChild;
    for (const item of items) {
      if (item === place) place = place.nextElementSibling;
      else element.insertBefore(item, place);
    }
  };

  return { element, update };
};
