import type { Message, Receipt, Speaker, TalkEvent, TalkState } from "./contract";

/**
 * SENDING: on its way. DELAYED: tried without success, will be tried again. BUSY: the same, because the server said so.
 * REFUSED and TOO_LONG: will never be accepted as it is. SENT: durable at the server.
 */
export type Delivery = "SENDING" | "DELAYED" | "BUSY" | "REFUSED" | "TOO_LONG" | "SENT";

export interface Line {
  /** The client message id of what was written here, so that a line keeps its identity once it is accepted. */
  key: string;
  speaker: Speaker;
  text: string;
  at: string;
  seq: number | null;
  delivery: Delivery;
  /** Belongs to an earlier talk whose numbering no longer counts; kept because it is on the screen. */
  past: boolean;
}

export interface Conversation {
  lines: readonly Line[];
  lastSeq: number;
  seenSeq: number;
  state: TalkState;
  typing: Speaker | null;
  round: number;
}

export const nothingSaid: Conversation = {
  lines: [],
  lastSeq: 0,
  seenSeq: 0,
  state: "OPEN",
  typing: null,
  round: 0,
};

const isUnsent = ({ delivery }: Line) => /^(SENDING|DELAYED|BUSY)$/.test(delivery);

export const unsent = (conversation: Conversation): Line[] => conversation.lines.filter(isUnsent);

export const unread = ({ lines, seenSeq }: Conversation): number =>
  lines.filter(({ past, speaker, seq }) => !past && speaker !== "VISITOR" && seq! > seenSeq).length;

/** What the visitor has written and the server has not accepted stays last, in the order it was written. */
const place = (lines: Line[], line: Line & Receipt): void => {
  let index = lines.length;
  while (index > 0 && !lines[index - 1]!.past && (lines[index - 1]!.seq ?? Infinity) > line.seq) index--;
  lines.splice(index, 0, line);
};

const change = (conversation: Conversation, key: string, changed: Partial<Line>): Conversation => ({
  ...conversation,
  lines: conversation.lines.map((line) => (line.key === key ? { ...line, ...changed } : line)),
});

export const write = (conversation: Conversation, key: string, text: string, at: string): Conversation =>
  conversation.lines.some((line) => line.key === key)
    ? conversation
    : {
        ...conversation,
        lines: [
          ...conversation.lines,
          { key, speaker: "VISITOR", text, at, seq: null, delivery: "SENDING", past: false },
        ],
      };

/** Without a receipt: accepted by a talk that another tab has replaced meanwhile. */
export const accept = (conversation: Conversation, key: string, receipt: Receipt | null): Conversation => {
  if (!receipt) return change(conversation, key, { delivery: "SENT", past: true });
  const line = conversation.lines.find((candidate) => candidate.key === key);
  if (!line || line.seq !== null) return conversation;
  // The stream may have told of this very message first, without our id.
  const lines = conversation.lines.filter((other) => other !== line && (other.past || other.seq !== receipt.seq));
  hear(lines, { ...line, ...receipt, clientMessageId: key }, 0);
  return { ...conversation, lines };
};

export const refuse = (conversation: Conversation, key: string, delivery: "REFUSED" | "TOO_LONG"): Conversation =>
  change(conversation, key, { delivery });

export const setUnsent = (conversation: Conversation, delivery: "SENDING" | "DELAYED" | "BUSY"): Conversation => ({
  ...conversation,
  lines: conversation.lines.map((line) => (isUnsent(line) ? { ...line, delivery } : line)),
});

export const discard = (conversation: Conversation, key: string): Conversation => ({
  ...conversation,
  lines: conversation.lines.filter((line) => line.key !== key),
});

const hear = (lines: Line[], message: Message, round: number): void => {
  const known = lines.findLastIndex(
    (line) => !line.past && (line.seq === message.seq || line.key === message.clientMessageId),
  );
  const { speaker, text, at, seq } = message;
  const key = lines[known]?.key ?? message.clientMessageId ?? `${round}-${seq}`;
  if (known >= 0) lines.splice(known, 1);
  place(lines, { key, speaker, text, at, seq, delivery: "SENT", past: false });
};

/** A whole piece of the stream at once, so that a long history costs one copy and not thousands. */
export const receive = (conversation: Conversation, events: readonly TalkEvent[]): Conversation => {
  const next = { ...conversation, lines: [...conversation.lines] };
  for (const event of events) {
    if (event.type === "state") next.state = event.data.state;
    if (event.type === "typing") next.typing = event.data.on ? event.data.speaker : null;
    if (event.type === "message" && event.data.seq > next.lastSeq) {
      hear(next.lines, event.data, next.round);
      next.lastSeq = event.data.seq;
      if (event.data.speaker === next.typing) next.typing = null;
    }
  }
  return next;
};

export const seeUpTo = (conversation: Conversation, seq: number): Conversation =>
  seq > conversation.seenSeq ? { ...conversation, seenSeq: seq } : conversation;

/** The talk is over or its token has expired: what is on the screen stays, what was not sent goes to the next talk. */
export const startOver = (conversation: Conversation): Conversation => ({
  ...nothingSaid,
  round: conversation.round + 1,
  lines: conversation.lines.map((line) => (isUnsent(line) ? line : { ...line, past: true })),
});
