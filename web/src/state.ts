import { COLOURS, type Colour } from "./colour";
import { readOnly, writeOnly, type Only } from "./only";

/** What fills the window: the map, its list, or one of the screens. */
export const SCREENS = ["map", "table", "statistics", "connections", "model", "operations"] as const;
export type Screen = (typeof SCREENS)[number];

/** What a screen may be asked in the address, by its own words; everything else there is of the map. */
const ASKED: Partial<Record<Screen, readonly string[]>> = {
  statistics: ["by", "side", "from", "to", "carrier", "origin", "destination"],
  model: ["horizon"],
  connections: ["origin", "destination", "after", "stops"],
  operations: ["function", "level", "request"],
};
export type Ask = Readonly<Record<string, string>>;

/** Everything that a link to the page says. The address bar is its only store: back, forward and sharing work by it. */
export interface View {
  lon: number;
  lat: number;
  zoom: number;
  flight?: string;
  airport?: string;
  tab: Tab;
  theme?: "dark" | "light";
  globe: boolean;
  screen: Screen;
  /** What the screen is asked: its form. */
  ask: Ask;
  filter: string;
  /** The moment that is shown, in epoch seconds; without it the sky is live. */
  time?: number;
  /** Seconds of the shown clock that pass in one; 0 holds it. Of no meaning while live. */
  speed: number;
  /** What must be true of a flight that is shown. */
  only: Only;
  /** What the planes' colours tell. */
  colour: Colour;
  /** Classes of that colouring that are switched off. */
  hidden: string[];
  /** Nothing to press, and the map wanders: for a screen on a wall. */
  kiosk: boolean;
}

export const TABS = ["departures", "arrivals", "routes", "delays"] as const;
export type Tab = (typeof TABS)[number];

export const FIRST_VIEW: View = { lon: 14, lat: 38, zoom: 1.9, tab: "departures", globe: false, screen: "map", ask: {}, filter: "", speed: 1, only: {}, colour: "delay", hidden: [], kiosk: false };

/** How fast a past moment may be played. */
export const SPEEDS = [0, 1, 30, 120];

/** Back to now. */
export const LIVE: Pick<View, "time" | "speed"> = { time: undefined, speed: 1 };

/** How often a moment that is dragged is written into the address: Safari throws at more than 100 changes in 30 s. */
const WRITE_EVERY_MS = 400;

export function readView(query: string): View {
  const q = new URLSearchParams(query);
  const numbers = (q.get("at") ?? "").split(",").map(Number);
  const [lat, lon, zoom] = numbers.length === 3 && numbers.every(Number.isFinite) ? numbers : [FIRST_VIEW.lat, FIRST_VIEW.lon, FIRST_VIEW.zoom];
  const tab = TABS.find((t) => t === q.get("tab")) ?? FIRST_VIEW.tab;
  const screen = SCREENS.find((s) => s === q.get("view")) ?? FIRST_VIEW.screen;
  const theme = q.get("theme");
  const time = Date.parse(q.get("time") ?? "");
  const speed = Number(q.get("speed") ?? FIRST_VIEW.speed);
  return {
    lat: Math.min(85, Math.max(-85, lat!)),
    lon: Math.abs(lon!) <= 180 ? lon! : ((((lon! + 180) % 360) + 360) % 360) - 180,
    zoom: Math.min(11, Math.max(0, zoom!)),
    flight: q.get("flight") ?? undefined,
    airport: q.get("airport")?.toUpperCase() ?? undefined,
    tab,
    theme: theme === "dark" || theme === "light" ? theme : undefined,
    globe: q.get("projection") === "globe",
    screen,
    ask: Object.fromEntries((ASKED[screen] ?? []).flatMap((name) => (q.get(name) ? [[name, q.get(name)!]] : []))),
    filter: q.get("filter") ?? "",
    time: Number.isNaN(time) ? undefined : time / 1000,
    speed: SPEEDS.includes(speed) ? speed : FIRST_VIEW.speed,
    only: readOnly(q.get("only") ?? ""),
    colour: COLOURS.find((c) => c === q.get("colour")) ?? FIRST_VIEW.colour,
    kiosk: q.get("kiosk") === "1",
    hidden: (q.get("hide") ?? "").split(",").filter(Boolean),
  };
}

/** The query of a view; what is as at first is left out, so that the plain address stays plain. */
export function writeView(view: View): string {
  const q = new URLSearchParams();
  const at = `${view.lat.toFixed(3)},${view.lon.toFixed(3)},${view.zoom.toFixed(2)}`;
  if (at !== `${FIRST_VIEW.lat.toFixed(3)},${FIRST_VIEW.lon.toFixed(3)},${FIRST_VIEW.zoom.toFixed(2)}`) q.set("at", at);
  if (view.flight) q.set("flight", view.flight);
  if (view.airport) q.set("airport", view.airport);
  if (view.airport && view.tab !== "departures") q.set("tab", view.tab);
  if (view.theme) q.set("theme", view.theme);
  if (view.globe) q.set("projection", "globe");
  if (view.screen !== FIRST_VIEW.screen) q.set("view", view.screen);
  for (const name of ASKED[view.screen] ?? []) if (view.ask[name]) q.set(name, view.ask[name]);
  if (view.filter) q.set("filter", view.filter);
  if (view.time !== undefined) q.set("time", new Date(Math.round(view.time) * 1000).toISOString().replace(".000Z", "Z"));
  if (view.time !== undefined && view.speed !== FIRST_VIEW.speed) q.set("speed", String(view.speed));
  const only = writeOnly(view.only);
  if (only) q.set("only", only);
  if (view.colour !== FIRST_VIEW.colour) q.set("colour", view.colour);
  if (view.kiosk) q.set("kiosk", "1");
  if (view.hidden.length) q.set("hide", view.hidden.join(","));
  const text = q.toString().replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%3B", ";");
  return text ? `?${text}` : "";
}

/** The view, and who wants to know of its changes. Selections, screens and what they are asked make a step in the history; panning does not. */
export class ViewState extends EventTarget {
  view: View;
  private writtenAt = Number.NEGATIVE_INFINITY;
  /** The timer of what is still to be written. */
  private waiting: number | undefined;

  constructor() {
    super();
    this.view = readView(location.search);
    addEventListener("pagehide", () => this.waiting !== undefined && this.write(this.view));
    addEventListener("popstate", () => {
      this.settle();
      const before = this.view;
      this.view = readView(location.search);
      this.tell(before, true);
    });
  }

  set(change: Partial<View>): void {
    const before = this.view;
    this.view = { ...before, ...change };
    const step = before.flight !== this.view.flight || before.airport !== this.view.airport || before.screen !== this.view.screen || before.ask !== this.view.ask;
    const dragged = before.time !== undefined && this.view.time !== undefined && before.time !== this.view.time;
    const wait = this.writtenAt + WRITE_EVERY_MS - Date.now();
    if (step) {
      if (this.waiting !== undefined) this.write(before);
      this.write(this.view, "pushState");
    } else if (dragged && wait > 0) this.waiting ??= window.setTimeout(() => this.write(this.view), Math.min(wait, WRITE_EVERY_MS));
    else this.write(this.view);
    this.tell(before, false);
  }

  private write(view: View, how: "pushState" | "replaceState" = "replaceState"): void {
    this.settle();
    this.writtenAt = Date.now();
    history[how](null, "", location.pathname + writeView(view));
  }

  private settle(): void {
    clearTimeout(this.waiting);
    this.waiting = undefined;
  }

  private tell(before: View, travelled: boolean): void {
    this.dispatchEvent(new CustomEvent("view", { detail: { before, travelled } }));
  }
}

export type ViewEvent = CustomEvent<{ before: View; travelled: boolean }>;
