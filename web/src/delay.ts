/** Delay classes: the map's colours, the legend, the board's marks. Unknown is a class of its own, never "on time". */
export type DelayClass = "unknown" | "ontime" | "late" | "verylate";

export interface DelayLook {
  key: DelayClass;
  label: string;
  /** Told apart by people who see no red or no green (Okabe and Ito), on dark and on light ground. */
  dark: string;
  light: string;
}

export const DELAYS: readonly DelayLook[] = [
  { key: "ontime", label: "up to 15 min late", dark: "#5cc3ff", light: "#0068a8" },
  { key: "late", label: "16–45 min", dark: "#ffc233", light: "#a86a00" },
  { key: "verylate", label: "over 45 min", dark: "#ff6f3c", light: "#c8380a" },
  { key: "unknown", label: "no delay known", dark: "#a9b4c4", light: "#5a6675" },
];

export const delayIndex = (minutes: number | undefined): number => DELAYS.findIndex((d) => d.key === delayClass(minutes));

export function delayClass(minutes: number | undefined): DelayClass {
  if (minutes === undefined) return "unknown";
  return minutes <= 15 ? "ontime" : minutes <= 45 ? "late" : "verylate";
}
