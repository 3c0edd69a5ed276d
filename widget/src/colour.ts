export interface Palette {
  /** The business's colour as it is, for large areas. */
  fill: string;
  /** Readable on the fill. */
  ink: string;
  /** For words on the panel: the business's colour where it is readable there. */
  accent: string;
}

const DEFAULT_COLOUR = "#3b4bdb";
const BLACK = "#000000";
const WHITE = "#ffffff";

// Where the contrast that WCAG 2.2 asks for, 4.5 to 1, ends.
const DARK_ENOUGH_UNDER_WHITE = 0.183;
const DARK_ENOUGH_ON_LIGHT_PANEL = 0.154;
const LIGHT_ENOUGH_ON_DARK_PANEL = 0.303;

const luminance = (colour: string): number => {
  let sum = 0;
  // Not by `reduce`: Prototype.js puts another one in its place.
  [0.2126, 0.7152, 0.0722].forEach((weight, index) => {
    const share = parseInt(colour.substr(index * 2 + 1, 2), 16) / 255;
    sum += weight * (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4);
  });
  return sum;
};

export const contrast = (one: string, other: string): number => {
  const ratio = (luminance(one) + 0.05) / (luminance(other) + 0.05);
  return Math.max(ratio, 1 / ratio);
};

export const palette = (colour: unknown, dark: boolean): Palette => {
  const fill = /^#[0-9a-f]{6}$/i.test(`${colour}`) ? `${colour}` : DEFAULT_COLOUR;
  const light = luminance(fill);
  const fits = dark ? light > LIGHT_ENOUGH_ON_DARK_PANEL : light < DARK_ENOUGH_ON_LIGHT_PANEL;
  return {
    fill,
    // White wherever it is readable, since it looks right on most brands; where it is not, black is.
    ink: light < DARK_ENOUGH_UNDER_WHITE ? WHITE : BLACK,
    accent: fits ? fill : dark ? WHITE : BLACK,
  };
};
