import * as api from "./api";
import { Airports } from "./airports";
import { busiestAirlines, byAirline, byDelay, byForecast, byStatus, type Colouring } from "./colour";
import type { AirborneFlight, Status } from "./model";
import { matcher } from "./only";
import { Sky } from "./sky";
import { LIVE, ViewState } from "./state";

const AIRBORNE_EVERY_MS = 10_000;
const STATUS_EVERY_MS = 15_000;
const CHANCES_EVERY_MS = 60_000;
/** A moment that is dragged is asked for when it has stayed so long. */
const DRAGGED_MS = 150;
/** No timer is set for longer: browsers take one of more than 24 days for none at all. */
const LONGEST_WAIT_MS = 3_600_000;
/** The status asks every store: where their functions slept, their starts would take the processor from the first picture. */
const STATUS_AFTER_MS = 2000;

/** What every part of the page shares: the flights in the air, the airports, the view, and how the API is doing. */
export class App extends EventTarget {
  readonly sky = new Sky();
  readonly airports = new Airports();
  readonly state = new ViewState();
  status: Status | undefined;
  /** Why the flights in the air could not be asked for, and since when (epoch seconds); undefined while it works. */
  failure: { error: api.ApiError; since: number } | undefined;
  /** What the planes' colours tell now. */
  colouring: Colouring = byDelay;
  private airlines: string[] = [];
  private airlineNames: ReadonlyMap<string, string> | undefined;
  private chances: ReadonlyMap<string, number> = new Map();
  private readonly light = matchMedia("(prefers-color-scheme: light)");

  start(): void {
    this.light.addEventListener("change", () => this.tell("theme"));
    this.state.addEventListener("view", () => {
      this.applyColour();
      this.applyFilter();
      this.applyTime();
    });
    this.sky.addEventListener("answer", () => this.state.view.colour === "airline" && this.applyColour());
    this.applyTime();
    this.applyColour();
    this.applyFilter();
    void this.airports.load().then(() => {
      this.applyFilter();
      this.tell("airports");
    });
    let asked = false;
    repeat(AIRBORNE_EVERY_MS, async () => {
      await this.askAirborne();
      if (!asked) setTimeout(() => repeat(STATUS_EVERY_MS, () => this.askStatus()), STATUS_AFTER_MS);
      asked = true;
    });
    repeat(CHANCES_EVERY_MS, () => this.askChances());
  }

  get theme(): "dark" | "light" {
    return this.state.view.theme ?? (this.light.matches ? "light" : "dark");
  }

  /** Seconds since the newest status of any flight in the air; undefined without one. */
  get newestAge(): number | undefined {
    let newest = Number.NEGATIVE_INFINITY;
    for (const p of this.sky.planes) newest = Math.max(newest, p.data.seenAt);
    return Number.isFinite(newest) ? Math.max(0, this.sky.now() - newest) : undefined;
  }

  retry(): void {
    void this.askAirborne();
    void this.askStatus();
  }

  private async askAirborne(): Promise<void> {
    const key = this.timeKey;
    const { signal } = this.moment;
    try {
      const answer = await api.airborne(this.sky.past ? this.sky.now() : undefined, signal);
      if (signal.aborted) return;
      this.failure = undefined;
      // unchanged since the last answer of the same clock only: between them another moment was shown
      this.sky.update(answer.body, { take: !answer.unchanged || key !== this.shownKey, fresh: !answer.unchanged });
      this.shownKey = key;
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof api.ApiError)) throw error;
      this.failure = { error, since: this.failure?.since ?? Date.now() / 1000 };
    }
    this.tell("poll");
  }

  private async askStatus(): Promise<void> {
    try {
      this.status = await api.status();
    } catch (error) {
      if (!(error instanceof api.ApiError)) throw error;
      this.status = undefined;
    }
    this.tell("poll");
  }

  private timeKey = "";
  /** Of which clock the flights are that the sky holds. */
  private shownKey: string | undefined;
  /** Ends the questions of the moment that is shown when another one is. */
  private moment = new AbortController();
  private asking = 0;
  private catchingUp = 0;
  private applyTime(): void {
    const { time, speed } = this.state.view;
    if (time !== undefined && time > this.sky.live) return this.state.set(speed === 0 ? { time: Math.floor(this.sky.live) } : LIVE);
    const key = time === undefined ? "" : `${time} ${speed}`;
    if (key === this.timeKey) return;
    const dragged = key !== "" && this.timeKey !== "";
    this.timeKey = key;
    this.moment.abort();
    this.moment = new AbortController();
    this.sky.play(time, speed);
    clearTimeout(this.asking);
    if (dragged) this.asking = window.setTimeout(() => void this.askAirborne(), DRAGGED_MS);
    else void this.askAirborne();
    this.catchUp();
  }

  /** Goes live where the clock that is played has caught up; a timer may come too early for that. */
  private catchUp(): void {
    clearTimeout(this.catchingUp);
    const left = this.sky.untilLive;
    if (left === undefined) return;
    if (left === 0) this.state.set(LIVE);
    else this.catchingUp = window.setTimeout(() => this.catchUp(), Math.min(LONGEST_WAIT_MS, Math.ceil(left * 1000)));
  }

  private filterKey = "";
  private applyFilter(): void {
    const { filter, hidden, only } = this.state.view;
    const key = `${filter}|${JSON.stringify(only)}|${hidden.join()}|${this.colourKey}|${this.airports.find("FRA") ? 1 : 0}`;
    if (key === this.filterKey) return;
    this.filterKey = key;
    const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
    const off = new Set(this.colouring.looks.map((d, i) => (hidden.includes(d.key) ? i : -1)));
    const wanted = matcher(only);
    this.sky.setFilter((flight, look) => !off.has(look) && (!wanted || wanted(flight)) && (words.length === 0 || this.matches(flight, words)));
  }

  private matches(f: AirborneFlight, words: string[]): boolean {
    const text = `${f.flight} ${f.carrier ?? ""} ${f.from} ${f.to} ${this.airports.city(f.from)} ${this.airports.city(f.to)} ${f.type ?? ""} ${f.registration ?? ""}`.toLowerCase();
    return words.every((w) => text.includes(w));
  }

  private colourKey = "delay";
  private applyColour(): void {
    const { colour } = this.state.view;
    if (colour === "airline") {
      const busiest = busiestAirlines(this.sky.planes.map((p) => p.data));
      if (busiest.length && [...busiest].sort().join() !== [...this.airlines].sort().join()) this.airlines = busiest;
      if (!this.airlineNames) void this.askAirlineNames();
    }
    if (colour === "forecast" && this.colourKey !== "forecast") void this.askChances();
    const key = colour === "airline" ? `airline ${this.airlines.join()} ${this.airlineNames?.size}` : colour;
    if (key === this.colourKey) return;
    this.colourKey = key;
    this.recolour();
  }

  private recolour(): void {
    const { colour } = this.state.view;
    this.colouring = colour === "status" ? byStatus : colour === "airline" ? byAirline(this.airlines, (code) => this.airlineNames?.get(code) ?? code) : colour === "forecast" ? byForecast(this.chances) : byDelay;
    this.filterKey = "";
    this.sky.setLooks(this.colouring.of);
    this.applyFilter();
    this.tell("colour");
  }

  private async askAirlineNames(): Promise<void> {
    this.airlineNames = new Map();
    try {
      const { airlines } = await api.get("/v1/airlines", { limit: 500 });
      this.airlineNames = new Map(airlines.flatMap((a) => (a.name ? [[a.iata, a.name] as const] : [])));
      this.applyColour();
    } catch {
      // the codes do as well
    }
  }

  /** The forecasts of the flights in the air, where the colours tell them. */
  private async askChances(): Promise<void> {
    if (this.state.view.colour !== "forecast") return;
    try {
      this.chances = new Map(Object.entries((await api.get("/v1/forecasts/airborne", {})).chances));
      if (this.state.view.colour === "forecast") this.recolour();
    } catch (error) {
      if (!(error instanceof api.ApiError)) throw error;
    }
  }

  private tell(what: "theme" | "airports" | "poll" | "colour"): void {
    this.dispatchEvent(new Event(what));
  }
}

/** Does a thing now and then, not while the page is hidden, and at once when it is seen again. */
function repeat(everyMs: number, work: () => Promise<void>): void {
  let timer = 0;
  const run = async () => {
    clearTimeout(timer);
    if (!document.hidden) await work();
    clearTimeout(timer);
    timer = window.setTimeout(run, everyMs);
  };
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) void run();
  });
  void run();
}
