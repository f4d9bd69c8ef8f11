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

/**
 * How likely a flight of which 10, 50 and 90 of 100 cases are known arrives more than so many minutes late: a normal
 * curve on either side of the median. Beyond the known cases it only says on which side.
 */
export function chanceLaterThan(limit: number, minutes: { p10: number; p50: number; p90: number }): number {
  const side = limit < minutes.p50 ? minutes.p50 - minutes.p10 : minutes.p90 - minutes.p50;
  const z = ((limit - minutes.p50) / Math.max(side, 0.5)) * 1.2815515655446004;
  return 1 - normal(z);
}

/** The normal distribution's share below z (Abramowitz and Stegun 26.2.17, to 7.5e-8). */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail = ((((1.330274429 * t - 1.821255978) * t + 1.781477937) * t - 0.356563782) * t + 0.31938153) * t * Math.exp((-z * z) / 2) * 0.3989422804014327;
  return z >= 0 ? 1 - tail : tail;
}

/** Such a chance in words: as a figure between the known cases, as a bound outside of them. */
export const chanceWords = (chance: number): string => (chance < 0.1 ? "under 10 %" : chance > 0.9 ? "over 90 %" : `about ${Math.round(chance * 20) * 5} %`);
