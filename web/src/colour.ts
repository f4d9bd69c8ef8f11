import { DELAYS, delayIndex } from "./delay";
import type { AirborneFlight } from "./model";

/** What the planes' colours tell. */
export const COLOURS = ["delay", "status", "airline", "forecast"] as const;
export type Colour = (typeof COLOURS)[number];

/** A class of flights: its name in the legend and its colours on dark and on light ground. */
export interface Look {
  key: string;
  label: string;
  dark: string;
  light: string;
}

export interface Colouring {
  title: string;
  looks: readonly Look[];
  /** The place of a flight's class among the looks. */
  of(flight: AirborneFlight): number;
}

/** The shader has room for so many classes. */
export const MOST_LOOKS = 8;

/** Told apart by people who see no red or no green (after Okabe and Ito), on dark and on light ground. */
const PALETTE: readonly (readonly [dark: string, light: string])[] = [
  ["#5cc3ff", "#0068a8"], ["#ffc233", "#a86a00"], ["#ff6f3c", "#c8380a"], ["#2fd3a0", "#00755a"], ["#d9a0ff", "#7a3fb8"], ["#f4f0d0", "#2b2b20"], ["#ff9ec4", "#a8286e"],
];
const GREY = { dark: "#a9b4c4", light: "#5a6675" };
const look = (i: number, key: string, label: string): Look => ({ key, label, dark: PALETTE[i]![0], light: PALETTE[i]![1] });

const STATUS: readonly Look[] = [look(0, "DP", "on its way"), look(3, "LD", "landed"), look(2, "RT", "rerouted"), look(4, "CD", "cancelled"), { key: "NA", label: "other or not told", ...GREY }];

/** From so much on of a chance to be 15 minutes late. */
const CHANCES = [0, 0.15, 0.3, 0.5] as const;
const FORECAST: readonly Look[] = [look(0, "low", "under 15 %"), look(3, "some", "15–30 %"), look(1, "high", "30–50 %"), look(2, "veryhigh", "over 50 %"), { key: "none", label: "no forecast", ...GREY }];

/** The airlines with the most flights, at most as many as there are colours. */
export function busiestAirlines(flights: Iterable<AirborneFlight>): string[] {
  const counts = new Map<string, number>();
  for (const f of flights) counts.set(f.carrier, (counts.get(f.carrier) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST_LOOKS - 1).map(([code]) => code);
}

export const byDelay: Colouring = { title: "Delay at departure or as estimated", looks: DELAYS, of: (f) => delayIndex(f.delayMinutes) };

export const byStatus: Colouring = {
  title: "What the airline says of it",
  looks: STATUS,
  of: (f) => {
    const found = STATUS.findIndex((s) => s.key === f.status);
    return found < 0 ? STATUS.length - 1 : found;
  },
};

export function byAirline(airlines: readonly string[], name: (code: string) => string): Colouring {
  const at = new Map(airlines.map((code, i) => [code, i]));
  return {
    title: "Operating airline",
    looks: [...airlines.map((code, i) => look(i, code, name(code))), { key: "others", label: "others", ...GREY }],
    of: (f) => at.get(f.carrier) ?? airlines.length,
  };
}

export function byForecast(chances: ReadonlyMap<string, number>): Colouring {
  return {
    title: "Our forecast: chance to be 15 min late",
    looks: FORECAST,
    of: (f) => {
      const chance = chances.get(f.id);
      return chance === undefined ? FORECAST.length - 1 : CHANCES.findLastIndex((from) => chance >= from);
    },
  };
}
