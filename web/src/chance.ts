/** How the page writes chances and draws spans of minutes. */

export const percent = (share: number): string => (share < 0.01 ? "<1 %" : share > 0.99 ? ">99 %" : `${Math.round(share * 100)} %`);

/** A push in percentage points; nothing where none is told. */
export const points = (value: number | undefined): string =>
  value === undefined ? "" : `${value >= 0 ? "+" : "−"}${Math.abs(value).toFixed(Math.abs(value) < 10 ? 1 : 0)} points`;

/** Where minutes of delay fall on a line, 0 to 100. On time and 15 minutes late are always on it, so that lines can be compared. */
export function delayScale(least: number, most: number): (minutes: number) => number {
  const from = Math.min(-5, least);
  const to = Math.max(20, most);
  return (minutes) => ((minutes - from) / (to - from)) * 100;
}

/** A share in percent with one digit, as figures of many flights are told. */
export const share = (value: number): string => `${(value * 100).toFixed(1)} %`;

/** A chance from a forecast of 10, 50 and 90 of 100 cases, in words: as a figure between the known cases, as a bound outside of them. */
export const chanceWords = (chance: number): string => (chance < 0.1 ? "under 10 %" : chance > 0.9 ? "over 90 %" : `about ${Math.round(chance * 20) * 5} %`);
