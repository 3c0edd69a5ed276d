const DAY_MS = 86_400_000;

const isValid = (at: string): boolean => !!Date.parse(at);

const midnight = (at: string | Date) => new Date(at).setHours(0, 0, 0, 0);

export const isSameDay = (one: string, other: string): boolean => midnight(one) === midnight(other);

export const clockTime = (at: string, locale: string): string =>
  isValid(at) ? new Date(at).toLocaleTimeString(locale, { hour: "numeric", minute: "2-digit" }) : "";

export const dayName = (at: string, locale: string, now: Date): string => {
  if (!isValid(at)) return "";
  // Rounded, because a day with a change of clocks is not 24 hours long.
  const distance = Math.round((midnight(at) - midnight(now)) / DAY_MS);
  if (Math.abs(distance) < 2) {
    return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(distance, "day");
  }
  const near = Math.abs(distance) < 7;
  return new Date(at).toLocaleDateString(locale, near ? { weekday: "long" } : { month: "long", day: "numeric" });
};
