import { expect, test } from "vitest";
import { findLinks } from "../src/links";

const hrefs = (text: string) => findLinks(text).flatMap(({ href }) => href ?? []);

test.each([
  ["See https://a.example/x?y=1&z=2#w.", ["https://a.example/x?y=1&z=2#w"]],
  ["(https://a.example)", ["https://a.example"]],
  ["https://a.example/wiki/Tooth_(human), yes", ["https://a.example/wiki/Tooth_(human)"]],
  ["www.a.example/path!", ["https://www.a.example/path"]],
  ["Write to ada+visit@a.example.", ["mailto:ada+visit@a.example"]],
  ["«https://a.example»", ["https://a.example"]],
  ["https://a.example https://b.example", ["https://a.example", "https://b.example"]],
  ["https://user@a.example", ["https://user@a.example"]],
  ["javascript:alert(1) data:text/html,x file:///etc vbscript:x", []],
  ["https:// http:// www. @ a@b", []],
  ['https://a.example/"onmouseover="x', ["https://a.example/"]],
  ["https://a.example/\u202Egnp.exe", ["https://a.example/"]],
  ["no link here", []],
])("%s", (text, expected) => {
  expect(hrefs(text)).toEqual(expected);
});

test("the pieces together are always the text", () => {
  for (const text of ["", "a", "https://a.example", "x https://a.example, y@z.example z", "((https://a.example))"]) {
    expect(
      findLinks(text)
        .map((piece) => piece.text)
        .join(""),
    ).toBe(text);
  }
});

test("only web and mail addresses ever come out", () => {
  const nasty = "java\nscript:https://a.example JAVASCRIPT:x@y.example HTTPS://A.EXAMPLE";
  for (const href of hrefs(nasty)) expect(href).toMatch(/^(https?:\/\/|mailto:)/i);
});

test("long hostile texts are read in a moment", () => {
  const started = performance.now();
  for (const text of ["https://a" + ".".repeat(50_000), "a".repeat(50_000) + "@", "https://a/" + "(".repeat(50_000)]) {
    findLinks(text);
  }
  expect(performance.now() - started).toBeLessThan(2000);
});
