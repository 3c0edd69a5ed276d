import { expect, test } from "vitest";
import { chooseLanguage, say, wordsOf } from "../src/strings";
import { clockTime, dayName, isSameDay } from "../src/times";

test("both languages say everything, with the same places to fill", () => {
  const [en, fr] = [wordsOf("en"), wordsOf("fr")];
  for (const key of Object.keys(en) as (keyof typeof en)[]) {
    expect(fr[key], key).toBeTruthy();
    expect(fr[key].split("%").length, key).toBe(en[key].split("%").length);
  }
});

test("the first language that we speak is chosen", () => {
  expect(chooseLanguage(null, "de", "fr-CA", "en")).toBe("fr");
  expect(chooseLanguage(undefined, "", "EN-us")).toBe("en");
  expect(chooseLanguage("de")).toBeUndefined();
});

test("values are put in as they are", () => {
  expect(say("Opens % at %", "$&", "50%")).toBe("Opens $& at 50%");
});

test("days are named from where the visitor stands", () => {
  const now = new Date(2026, 4, 13, 22);
  const at = (day: number) => new Date(2026, 4, day, 9).toISOString();
  expect([12, 13, 14, 16, 30].map((day) => dayName(at(day), "en-CA", now))).toEqual([
    "yesterday",
    "today",
    "tomorrow",
    "Saturday",
    "May 30",
  ]);
  expect(dayName(at(14), "fr-CA", now)).toBe("demain");
  expect(clockTime(at(14), "en-CA")).toMatch(/9:00/);
  expect(isSameDay(at(14), at(14))).toBe(true);
  expect(isSameDay(at(14), at(15))).toBe(false);
});

test("a time that is none is left out", () => {
  expect(dayName("<b>", "en-CA", new Date())).toBe("");
  expect(clockTime("<b>", "en-CA")).toBe("");
});
