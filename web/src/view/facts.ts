export type Facts = Map<string, string>;

/** The provider's own fields as flat paths: Departure.ActualTimeLocal.DateTime -> its value. */
export function flatten(facts: unknown, path = "", into: Facts = new Map()): Facts {
  if (facts !== null && typeof facts === "object") {
    for (const [key, value] of Object.entries(facts)) flatten(value, path ? `${path}.${key}` : key, into);
  } else if (facts !== undefined && facts !== null && facts !== "") into.set(path, String(facts));
  return into;
}

/** "Departure.ActualTimeLocal.DateTime" -> "departure actual time local". */
export function words(path: string): string {
  return path
    .split(".")
    .filter((part) => part !== "DateTime" && part !== "Value" && part !== "$")
    .map((part) => part.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2").replaceAll("@", ""))
    .join(" ")
    .replace(/\b([A-Z])(?=[a-z])/g, (c) => c.toLowerCase());
}

export interface Said {
  field: string;
  value: string;
  before?: string;
}

/** What a state said that the one before of the same resource did not; all of it for the first. */
export function news(facts: Facts, before: Facts | undefined): Said[] {
  const said: Said[] = [];
  for (const [path, value] of facts) {
    const old = before?.get(path);
    if (old !== value) said.push({ field: words(path), value, ...(old !== undefined && { before: old }) });
  }
  for (const [path, old] of before ?? []) if (!facts.has(path)) said.push({ field: words(path), value: "no longer told", before: old });
  return said;
}
