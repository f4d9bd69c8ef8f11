import type { LoggedLine } from "./model";
import type { Ask } from "./state";
import type { Given } from "./operations";

export const LEVELS = [["error", "Errors"], ["warning", "Warnings too"], ["all", "All"]] as const;
type Level = (typeof LEVELS)[number][0];

const HOUR = 3_600_000;
const KEY = "offblock-key";

/** The key that was typed in this tab; with the tab it is gone. A browser that keeps nothing asks again after a reload. */
export const tabKey = {
  get(): string | undefined {
    try {
      return sessionStorage.getItem(KEY) ?? undefined;
    } catch {
      return undefined;
    }
  },
  put(key: string | undefined): void {
    try {
      if (key === undefined) sessionStorage.removeItem(KEY);
      else sessionStorage.setItem(KEY, key);
    } catch {
      // It is held by who asks.
    }
  },
};

/** What the form says, as the API takes it. A request is looked for over the whole day; else the last hour is told. */
export function logsAsked(ask: Ask, now: number): Given<"/v1/operations/logs"> {
  const request = requestId(ask.request ?? "");
  return {
    function: /^[a-z0-9-]{1,48}$/.test(ask.function ?? "") ? ask.function : undefined,
    level: levelOf(ask.level),
    request,
    // By whole hours, so that the same question has the same address for a while.
    since: request === undefined ? undefined : new Date(Math.floor(now / HOUR) * HOUR - 23 * HOUR).toISOString(),
  };
}

export const levelOf = (word: string | undefined): Level => LEVELS.find(([level]) => level === word)?.[0] ?? "warning";

/** An id as it is pasted: without blanks and quotes around it; undefined where it can be none. */
export function requestId(typed: string): string | undefined {
  const id = typed.trim().replace(/^["']|["']$/g, "");
  return /^[A-Za-z0-9._-]{1,64}$/.test(id) ? id : undefined;
}

/** Each line with a name of its own: equal ones are told apart by their number from the oldest on, which news on top do not change. */
export function named(lines: readonly LoggedLine[]): { name: string; line: LoggedLine }[] {
  const seen = new Map<string, number>();
  return [...lines].reverse().map((line) => {
    const same = [line.at, line.function, line.requestId, line.message].join(" ");
    const n = (seen.get(same) ?? 0) + 1;
    seen.set(same, n);
    return { name: `${same} ${n}`, line };
  }).reverse();
}

/** How many of the lines told are not among those shown. */
export function news(told: readonly LoggedLine[], shown: readonly LoggedLine[]): number {
  const known = new Set(named(shown).map((one) => one.name));
  return named(told).filter((one) => !known.has(one.name)).length;
}

/** When a line was written, by the clock of UTC; with its day, where that is another than today. */
export const writtenAt = (at: string, today: string): string => (at.slice(0, 10) === today ? "" : `${at.slice(0, 10)} `) + at.slice(11, 23).replace("Z", "");

/** What a line says beside its message, in words: "status 200 · milliseconds 1.5". */
export const besides = (line: LoggedLine): string =>
  Object.entries(line.fields ?? {}).map(([name, value]) => `${name} ${typeof value === "object" ? JSON.stringify(value) : String(value)}`).join(" · ");
