import type { TalkEvent } from "./contract";
import { fromJson } from "./json";

export interface RawEvent {
  type: string;
  data: string;
}

/** Reads the text/event-stream format piece by piece, wherever the network has cut it. */
export const createEventReader = () => {
  let rest = "";
  let type = "message";
  let data: string[] = [];

  return (piece: string): RawEvent[] => {
    const events: RawEvent[] = [];
    // A carriage return at the very end may be the first half of a pair.
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop()!;
    for (const line of lines) {
      const [, field, value] = /^([^:]*):? ?(.*)/s.exec(line)!;
      if (field === "data") data.push(value!);
      if (field === "event") type = value!;
      if (line) continue;
      if (data.length) events.push({ type, data: data.join("\n") });
      type = "message";
      data = [];
    }
    return events;
  };
};

/** What we cannot read is left out: one broken event must not end the whole stream. */
export const check = (event: any): TalkEvent[] => {
  const { type, data } = Object(event);
  if (Object(data) !== data || (type === "message" && !(Number.isInteger(data.seq) && data.seq && data.text?.trim)))
    return [];
  if (!/^(VISITOR|STAFF)$/.test(data.speaker)) data.speaker = "AGENT";
  return [{ type, data }];
};

export const understand = ({ type, data }: RawEvent): TalkEvent[] => check({ type, data: fromJson(data) });
