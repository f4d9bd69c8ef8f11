// What the page's parts take from a browser, as far as they need it where Node runs them. Imported before them.
// Nothing is drawn: what a part would draw is read from its template.

const quiet = () => undefined;
Object.assign(globalThis, {
  window: globalThis,
  document: { hidden: false, activeElement: null, addEventListener: quiet, removeEventListener: quiet, createTreeWalker: () => ({}) },
  location: { search: "", pathname: "/", href: "http://127.0.0.1/" },
  history: { pushState: quiet, replaceState: quiet },
  addEventListener: quiet,
  matchMedia: () => Object.assign(new EventTarget(), { matches: false }),
  __AIRPORTS__: "/airports.json",
});

interface Template {
  strings: readonly string[];
  values: readonly unknown[];
}

const isTemplate = (value: unknown): value is Template => typeof value === "object" && value !== null && "_$litType$" in value;

/** What a template says with its values, tags and all; handlers and what is left out say nothing. */
export function says(value: unknown): string {
  if (Array.isArray(value)) return value.map(says).join("");
  if (isTemplate(value)) return value.strings.map((s, i) => s + says(value.values[i])).join("");
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** The values bound where a template's text ends so (`.value=`), at any depth. */
export function bound(template: unknown, end: string): unknown[] {
  if (Array.isArray(template)) return template.flatMap((t) => bound(t, end));
  if (!isTemplate(template)) return [];
  return template.values.flatMap((value, i) => [...(template.strings[i]!.endsWith(end) ? [value] : []), ...bound(value, end)]);
}

/** A part that may come to the page though nothing can be drawn there. */
export const undrawn = <T extends object>(part: T): T => Object.assign(part, { performUpdate: () => undefined });

/** Answers every request of the page: a body, an answer whole, or an error where the network is away. */
export function network(answer: (path: string, headers: Record<string, string>) => unknown): void {
  globalThis.fetch = async (path, init) => {
    const given = answer(String(path), (init?.headers ?? {}) as Record<string, string>);
    if (given instanceof Error) throw given;
    return given instanceof Response ? given : Response.json(given);
  };
}

/** Lets everything happen that waits for no clock. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 12; i++) await new Promise((done) => setImmediate(done));
}

/** A problem as the API tells it. */
export const unavailable = (): Response => Response.json({ title: "Unavailable", status: 503, detail: "the store does not answer", fix: "Wait." }, { status: 503 });
