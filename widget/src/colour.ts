type Rgb = [number, number, number];

export interface Palette {
  /** The business's colour as it is, for large areas. */
  fill: string;
  /** Readable on the fill. */
  ink: string;
  /** The business's colour, moved as far as needed to be readable on the panel. */
  accent: string;
}

const DEFAULT_COLOUR = "#3b4bdb";
const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];
const SURFACE_LIGHT: Rgb = [241, 243, 247];
const SURFACE_DARK: Rgb = [43, 47, 57];
/** WCAG 2.2 asks for 4.5; the rest is room for rounding. */
const READABLE = 4.6;

const parse = (hex: string): Rgb | null => {
  const digits = /^#[0-9a-f]{6}$/i.test(hex) && hex.match(/\w\w/g);
  return digits ? (digits.map((pair) => parseInt(pair, 16)) as Rgb) : null;
};

const format = (rgb: Rgb): string => "#" + rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("");

const luminance = (rgb: Rgb): number => {
  const weights = [0.2126, 0.7152, 0.0722];
  return rgb.reduce((sum, part, index) => {
    const share = part / 255;
    return sum + weights[index]! * (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4);
  }, 0);
};

const contrastOf = (one: Rgb, other: Rgb): number => {
  const ratio = (luminance(one) + 0.05) / (luminance(other) + 0.05);
  return Math.max(ratio, 1 / ratio);
};

export const contrast = (one: string, other: string): number => contrastOf(parse(one)!, parse(other)!);

const mix = (from: Rgb, to: Rgb, share: number): Rgb =>
  from.map((part, index) => part + (to[index]! - part) * share) as Rgb;

export const palette = (colour: string | null | undefined, dark: boolean): Palette => {
  const fill = parse(colour ?? "") ?? parse(DEFAULT_COLOUR)!;
  // White wherever it is readable, since it looks right on most brands; where it is not, black is.
  const ink = contrastOf(fill, WHITE) >= 4.5 ? WHITE : BLACK;
  const surface = dark ? SURFACE_DARK : SURFACE_LIGHT;
  let accent = fill;
  for (let share = 0; contrastOf(accent, surface) < READABLE; share += 0.05) {
    accent = mix(fill, dark ? WHITE : BLACK, share);
  }
  return { fill: format(fill), ink: format(ink), accent: format(accent) };
};
