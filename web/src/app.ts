import * as api from "./api";
import { Airports } from "./airports";
import { DELAYS } from "./delay";
import type { AirborneFlight, Status } from "./model";
import { Sky } from "./sky";
import { ViewState } from "./state";

const AIRBORNE_EVERY_MS = 10_000;
const STATUS_EVERY_MS = 15_000;

/** What every part of the page shares: the flights in the air, the airports, the view, and how the API is doing. */
export class App extends EventTarget {
  readonly sky = new Sky();
  readonly airports = new Airports();
  readonly state = new ViewState();
  status: Status | undefined;
  /** Why the flights in the air could not be asked for, and since when (epoch seconds); undefined while it works. */
  failure: { error: api.ApiError; since: number } | undefined;
  private readonly light = matchMedia("(prefers-color-scheme: light)");

  start(): void {
    this.light.addEventListener("change", () => this.tell("theme"));
    this.state.addEventListener("view", () => {
      this.applyFilter();
      this.applyTime();
    });
    this.applyTime();
    this.applyFilter();
    void this.airports.load().then(() => {
      this.applyFilter();
      this.tell("airports");
    });
    repeat(AIRBORNE_EVERY_MS, () => this.askAirborne());
    repeat(STATUS_EVERY_MS, () => this.askStatus());
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
    try {
      const key = this.timeKey;
      const answer = await api.airborne(this.sky.past ? this.sky.now() : undefined);
      this.failure = undefined;
      if (key !== this.timeKey) return; // it was asked of another moment
      // unchanged since the last answer of the same clock only: between them another moment was shown
      this.sky.update(answer.body, answer.unchanged && key === this.shownKey);
      this.shownKey = key;
    } catch (error) {
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
  private applyTime(): void {
    const { time, speed } = this.state.view;
    const key = time === undefined ? "" : `${time} ${speed}`;
    if (key === this.timeKey) return;
    this.timeKey = key;
    this.sky.play(time, speed);
    void this.askAirborne();
  }

  private filterKey = "";
  private applyFilter(): void {
    const { filter, hidden } = this.state.view;
    const key = `${filter}|${hidden.join()}|${this.airports.find("FRA") ? 1 : 0}`;
    if (key === this.filterKey) return;
    this.filterKey = key;
    const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
    const off = new Set(DELAYS.map((d, i) => (hidden.includes(d.key) ? i : -1)));
    this.sky.setFilter((flight, delay) => !off.has(delay) && (words.length === 0 || this.matches(flight, words)));
  }

  private matches(f: AirborneFlight, words: string[]): boolean {
    const text = `${f.flight} ${f.carrier ?? ""} ${f.from} ${f.to} ${this.airports.city(f.from)} ${this.airports.city(f.to)} ${f.type ?? ""} ${f.registration ?? ""}`.toLowerCase();
    return words.every((w) => text.includes(w));
  }

  private tell(what: "theme" | "airports" | "poll"): void {
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
