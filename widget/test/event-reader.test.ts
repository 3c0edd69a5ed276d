import { expect, test } from "vitest";
import { createEventReader, understand } from "../src/event-reader";

const stream =
  ': hello\n\nid: 1\nevent: message\ndata: {"a":1}\n\n:\n\nevent: typing\ndata: one\ndata: two\n\ndata:no space\nretry: 5\n\n';
const events = [
  { type: "message", data: '{"a":1}' },
  { type: "typing", data: "one\ntwo" },
  { type: "message", data: "no space" },
];

test.each(["\n", "\r\n", "\r"])("events come out whole wherever the stream is cut (%j)", (end) => {
  const text = stream.replaceAll("\n", end);
  for (let cut = 0; cut <= text.length; cut++) {
    const read = createEventReader();
    // A lone carriage return at the very end is only known to be one when something follows.
    expect([...read(text.slice(0, cut)), ...read(text.slice(cut)), ...read(": \n")]).toEqual(events);
  }
});

test("an event that was not finished is not told", () => {
  expect(createEventReader()("event: message\ndata: {}\n")).toEqual([]);
});

test("a type does not leak into the next event", () => {
  expect(createEventReader()("event: typing\n\ndata: x\n\n")).toEqual([{ type: "message", data: "x" }]);
});

test("messages are understood, and what is broken is left out", () => {
  const good = { seq: 1, speaker: "AGENT", text: "hi", at: "2026-05-01T12:00:00Z" };
  expect(understand({ type: "message", data: JSON.stringify(good) })).toEqual([{ type: "message", data: good }]);
  const broken = ["{", "null", "[]", "3", '{"seq":"<b>","text":"x"}', '{"seq":1,"text":{}}', '{"seq":0,"text":"x"}'];
  for (const data of broken) expect(understand({ type: "message", data })).toEqual([]);
  expect(understand({ type: "state", data: "null" })).toEqual([]);
});
