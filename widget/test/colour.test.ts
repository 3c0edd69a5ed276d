import { expect, test } from "vitest";
import { contrast, palette } from "../src/colour";

test("contrast is as WCAG counts it", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  expect(contrast("#ffffff", "#777777")).toBeCloseTo(4.48, 2);
});

test("words stay readable on any colour, light or dark", () => {
  for (let red = 0; red < 256; red += 17) {
    for (let green = 0; green < 256; green += 17) {
      for (let blue = 0; blue < 256; blue += 17) {
        const colour = "#" + [red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("");
        for (const dark of [false, true]) {
          const { fill, ink, accent } = palette(colour, dark);
          expect(fill).toBe(colour);
          expect(contrast(fill, ink)).toBeGreaterThanOrEqual(4.5);
          for (const surface of dark ? ["#1b1e25", "#2b2f39"] : ["#ffffff", "#f1f3f7"]) {
            expect(contrast(accent, surface)).toBeGreaterThanOrEqual(4.5);
          }
        }
      }
    }
  }
});

test.each([null, undefined, "", "red", "#12345", "#1234567", "red;}*{display:none}", "#gggggg"])(
  "what is not a colour becomes our own (%s)",
  (colour) => expect(palette(colour, false)).toEqual(palette("#3b4bdb", false)),
);
