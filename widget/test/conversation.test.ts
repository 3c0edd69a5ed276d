import { expect, test } from "vitest";
import type { Speaker, TalkEvent } from "../src/contract";
import * as said from "../src/conversation";

const at = "2026-05-01T12:00:00Z";

const message = (seq: number, speaker: Speaker, text: string, clientMessageId?: string): TalkEvent => ({
  type: "message",
  data: { seq, speaker, text, at, ...(clientMessageId && { clientMessageId }) },
});

const texts = (conversation: said.Conversation) => conversation.lines.map((line) => line.text);

const written = (...keys: string[]) =>
  keys.reduce((conversation, key) => said.write(conversation, key, key, at), said.nothingSaid);

test("a written line waits at the end until it is accepted, then takes its place", () => {
  let talk = said.receive(written("mine"), [message(1, "AGENT", "hello")]);
  expect(texts(talk)).toEqual(["hello", "mine"]);
  talk = said.receive(talk, [message(3, "AGENT", "after")]);
  talk = said.accept(talk, "mine", { seq: 2, at });
  expect(texts(talk)).toEqual(["hello", "mine", "after"]);
  expect(said.unsent(talk)).toEqual([]);
});

test("the stream and the answer may come in either order, and the line stays one", () => {
  const receipt = { seq: 1, at };
  const echo = [message(1, "VISITOR", "mine", "mine")];
  const answerFirst = said.receive(said.accept(written("mine"), "mine", receipt), echo);
  const streamFirst = said.accept(said.receive(written("mine"), echo), "mine", receipt);
  expect(answerFirst.lines).toEqual(streamFirst.lines);
  expect(texts(answerFirst)).toEqual(["mine"]);
  expect(answerFirst.lines[0]!.delivery).toBe("SENT");
});

test("an echo that does not name our message is recognised by its number", () => {
  const talk = said.receive(written("mine"), [message(1, "VISITOR", "mine")]);
  expect(texts(said.accept(talk, "mine", { seq: 1, at }))).toEqual(["mine"]);
});

test("a repeated or resumed stream adds nothing", () => {
  const events = [message(1, "VISITOR", "a"), message(2, "AGENT", "b")];
  const once = said.receive(said.nothingSaid, events);
  expect(said.receive(once, events)).toEqual(once);
  expect(said.receive(once, [...events, message(3, "AGENT", "c")]).lastSeq).toBe(3);
});

test("writing the same message twice keeps one line", () => {
  expect(texts(written("mine", "mine"))).toEqual(["mine"]);
});

test("what is unsent keeps its order, through delay and trying again", () => {
  let talk = said.setUnsent(written("a", "b"), "BUSY");
  expect(talk.lines.map((line) => line.delivery)).toEqual(["BUSY", "BUSY"]);
  talk = said.setUnsent(said.refuse(talk, "a", "TOO_LONG"), "SENDING");
  expect(talk.lines.map((line) => line.delivery)).toEqual(["TOO_LONG", "SENDING"]);
  expect(said.unsent(talk).map((line) => line.key)).toEqual(["b"]);
  expect(texts(said.discard(talk, "a"))).toEqual(["b"]);
});

test("a new talk keeps the screen, numbers afresh and takes the unsent along", () => {
  let talk = said.receive(written("new"), [message(1, "VISITOR", "old"), message(2, "AGENT", "older answer")]);
  talk = said.startOver(talk);
  expect(talk.lastSeq).toBe(0);
  expect(said.unsent(talk).map((line) => line.key)).toEqual(["new"]);
  talk = said.receive(talk, [message(1, "VISITOR", "new", "new"), message(2, "AGENT", "answer")]);
  expect(texts(talk)).toEqual(["old", "older answer", "new", "answer"]);
  expect(new Set(talk.lines.map((line) => line.key)).size).toBe(4);
});

test("what another tab's talk accepted is done, but has no number here", () => {
  const talk = said.accept(written("mine"), "mine", null);
  expect(said.unsent(talk)).toEqual([]);
  expect(talk.lines[0]).toMatchObject({ seq: null, past: true, delivery: "SENT" });
});

test("unread is what others said after what was seen", () => {
  let talk = said.receive(said.nothingSaid, [
    message(1, "AGENT", "a"),
    message(2, "VISITOR", "b"),
    message(3, "STAFF", "c"),
  ]);
  expect(said.unread(talk)).toBe(2);
  talk = said.seeUpTo(talk, 1);
  expect(said.unread(talk)).toBe(1);
  expect(said.seeUpTo(talk, 0)).toBe(talk);
  expect(said.unread(said.startOver(talk))).toBe(0);
});

test("typing ends with the message or when it is said to end", () => {
  const typing: TalkEvent = { type: "typing", data: { speaker: "AGENT", on: true } };
  const talk = said.receive(said.nothingSaid, [typing]);
  expect(talk.typing).toBe("AGENT");
  expect(said.receive(talk, [message(1, "AGENT", "done")]).typing).toBeNull();
  expect(said.receive(talk, [message(1, "VISITOR", "more")]).typing).toBe("AGENT");
  expect(said.receive(talk, [{ type: "typing", data: { speaker: "AGENT", on: false } }]).typing).toBeNull();
});

test("the state follows the server and begins anew with the talk", () => {
  const ended = said.receive(said.nothingSaid, [{ type: "state", data: { state: "ENDED" } }]);
  expect(ended.state).toBe("ENDED");
  expect(said.startOver(ended).state).toBe("OPEN");
});

test("any cut of the stream, with any repeats, gives the same lines", () => {
  const all = Array.from({ length: 12 }, (_, index) =>
    message(index + 1, index % 3 ? "AGENT" : "VISITOR", `m${index + 1}`, index % 3 ? undefined : `k${index + 1}`),
  );
  const whole = said.receive(said.nothingSaid, all);
  for (let cut = 0; cut <= all.length; cut++) {
    for (let again = 0; again <= cut; again++) {
      const resumed = said.receive(said.receive(said.nothingSaid, all.slice(0, cut)), all.slice(again));
      expect(resumed.lines).toEqual(whole.lines);
    }
  }
});
