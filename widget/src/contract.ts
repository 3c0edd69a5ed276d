/** What the server and the widget have agreed on. Nothing here is the widget's own. */

export type Speaker = "VISITOR" | "AGENT" | "STAFF";
export type TalkState = "OPEN" | "ENDED" | "WAITING_FOR_STAFF";
export type Urgency = "LOW" | "NORMAL" | "HIGH";

/** The longest that the server takes, in characters. */
export const LONGEST_MESSAGE = 4000;
export const LONGEST_ANSWER = 2000;
export const LONGEST_NAME = 200;

export interface Question {
  name: string;
  label: string;
  required: boolean;
}

export interface Settings {
  business: { name: string; phone: string | null };
  open: boolean;
  hoursToday: string | null;
  nextOpening: string | null;
  /** In words, by the business's clock: devices know other places' clocks by rules of their own. */
  opens: string | null;
  greeting: string;
  colour: string | null;
  preChat: Question[];
  takesMessages: boolean;
}

/** `signature` is the business's HMAC over the visitor's id; the server verifies it. */
export interface Identity {
  id: string;
  name?: string;
  email?: string;
  signature: string;
}

export type Answers = Record<string, string>;

export interface Beginning {
  language?: string;
  answers?: Answers | undefined;
  identity?: Identity | undefined;
}

export interface Talk {
  id: string;
  token: string;
  expiresAt: string;
}

export interface Outgoing {
  clientMessageId: string;
  text: string;
}

export interface Receipt {
  seq: number;
  at: string;
}

export interface LeftMessage {
  name: string;
  callback: string;
  matter: string;
  urgency: Urgency;
}

export interface Message extends Receipt {
  speaker: Speaker;
  text: string;
  clientMessageId?: string;
}

export interface Typing {
  speaker: Speaker;
  on: boolean;
}

export type TalkEvent =
  { type: "message"; data: Message } | { type: "typing"; data: Typing } | { type: "state"; data: { state: TalkState } };
