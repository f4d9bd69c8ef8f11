import type { AirborneFlight } from "./model";

/** What a flight must be to be shown: each condition that is set, and of several values of one any. */
export interface Only {
  airline?: readonly string[];
  /** Leaves from it or goes to it. */
  airport?: readonly string[];
  /** FRA-JFK, one way. */
  route?: readonly string[];
  status?: readonly string[];
  type?: readonly string[];
  /** Minutes late at least; flights of which no delay is known are then left out. */
  delay?: number;
}

export type Words = Exclude<keyof Only, "delay">;
export const WORDS = ["airline", "airport", "route", "status", "type"] as const satisfies readonly Words[];

/** "airline:LH,LX;delay:30" as it stands in the address; what is not understood is left out. */
export function readOnly(text: string): Only {
  const only: { -readonly [K in keyof Only]: Only[K] } = {};
  for (const part of text.split(";")) {
    const [name, values = ""] = part.split(":");
    const minutes = Number(values);
    const word = WORDS.find((w) => w === name);
    if (name === "delay" && values !== "" && Number.isInteger(minutes)) only.delay = minutes;
    else if (word) {
      const list = wordsOf(values);
      if (list.length) only[word] = list;
    }
  }
  return only;
}

/** The codes in a text that people typed: "lh, LX" -> LH, LX. */
export const wordsOf = (text: string): string[] => text.toUpperCase().split(/[^A-Z0-9-]+/).filter(Boolean);

export function writeOnly(only: Only): string {
  const parts = WORDS.flatMap((w) => (only[w]?.length ? [`${w}:${only[w].join(",")}`] : []));
  if (only.delay !== undefined) parts.push(`delay:${only.delay}`);
  return parts.join(";");
}

/** A test of flights; undefined where nothing is asked for. */
export function matcher(only: Only): ((f: AirborneFlight) => boolean) | undefined {
  const tests: ((f: AirborneFlight) => boolean)[] = [];
  const { airline, airport, route, status, type, delay } = only;
  if (airline) tests.push((f) => airline.includes(f.carrier));
  if (airport) tests.push((f) => airport.includes(f.from) || airport.includes(f.to));
  if (route) tests.push((f) => route.includes(`${f.from}-${f.to}`));
  if (status) tests.push((f) => status.includes(f.status ?? "NA"));
  if (type) tests.push((f) => f.type !== undefined && type.some((t) => f.type!.startsWith(t)));
  if (delay !== undefined) tests.push((f) => f.delayMinutes !== undefined && f.delayMinutes >= delay);
  return tests.length ? (f) => tests.every((t) => t(f)) : undefined;
}
