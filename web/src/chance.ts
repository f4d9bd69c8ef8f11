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
