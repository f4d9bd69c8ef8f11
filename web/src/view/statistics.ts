import { html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { get } from "../api";
import { share } from "../chance";
import { address } from "../operations";
import { delayClass } from "../delay";
import type { AirportStatistics, DelayHistogram, DelayPercentiles, Punctuality, PunctualityGroup, Statistics } from "../model";
import { Question } from "../question";
import { dayFrom } from "../times";
import { columns, whisker } from "./charts";
import { answered, count, ScreenElement, tile } from "./screen";

const BY = [["route", "Routes"], ["carrier", "Airlines"], ["hour", "Hours"], ["weekday", "Weekdays"]] as const;
const SIDES = [["departure", "At departure"], ["arrival", "At arrival"]] as const;
const PERIODS = [["1", "Day"], ["7", "Week"], ["30", "30 days"], ["90", "90 days"]] as const;
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const ROWS = 25;
/** Columns of the histogram: what is earlier or later goes into the outermost. */
const EARLIEST = -30;
const LATEST = 180;

type By = (typeof BY)[number][0];
type Side = (typeof SIDES)[number][0];

/** How punctual flights are: of all, by route, airline, hour or weekday; each figure with its sample and its interval. */
@customElement("ob-statistics")
export class StatisticsScreen extends ScreenElement {
  private readonly figures = new Question<Statistics>(this);
  private readonly histogram = new Question<DelayHistogram>(this);
  private readonly percentiles = new Question<DelayPercentiles>(this);
  private readonly station = new Question<AirportStatistics>(this);

  private get by(): By {
    return BY.find(([key]) => key === this.ask.by)?.[0] ?? "route";
  }

  private get side(): Side {
    return SIDES.find(([key]) => key === this.ask.side)?.[0] ?? "departure";
  }

  private get span(): { from: string; to: string } {
    const to = /^\d{4}-\d\d-\d\d$/.test(this.ask.to ?? "") ? this.ask.to! : new Date().toISOString().slice(0, 10);
    return { to, from: /^\d{4}-\d\d-\d\d$/.test(this.ask.from ?? "") ? this.ask.from! : dayFrom(to, -29) };
  }

  /** Which flights the figures are of. */
  private get of() {
    const { carrier, origin, destination } = this.ask;
    return { side: this.side, ...this.span, carrier, origin, destination };
  }

  override willUpdate(): void {
    const { by, of } = this;
    const { from, to, origin, destination } = of;
    const key = Object.values(of).join("|");
    this.figures.ask(`${by}|${key}`, (signal) => get("/v1/statistics", { ...of, by, limit: ROWS }, signal));
    this.histogram.ask(key, (signal) => get("/v1/delays/histogram", of, signal));
    this.percentiles.ask(key, (signal) => get("/v1/delays/carriers", of, signal));
    if (origin && !destination) this.station.ask(`${origin}|${from}|${to}`, (signal) => get("/v1/airports/{airport}/statistics", { airport: origin, from, to, limit: 8 }, signal));
    else this.station.drop();
  }

  override render() {
    const { by, side, span: { from, to } } = this;
    const today = new Date().toISOString().slice(0, 10);
    const days = String(Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1);
    const end = side === "departure" ? "off-block" : "on-block";
    return html`<div class="screen-body">
      ${this.head("Statistics", html`How punctual flights are. Late is 15 minutes or more ${end}; the bar is the interval that holds the true share in 95 of 100 samples.`)}
      <form class="form card" @submit=${(e: Event) => e.preventDefault()}>
        ${this.choice("Which end is measured", SIDES, side, (v) => this.put({ side: v }))}
        ${this.choice("Days", PERIODS, to === today ? days : "", (v) => this.put({ to: undefined, from: dayFrom(today, 1 - Number(v)) }))}
        <label class="field"><span>From</span><input type="date" .value=${from} max=${to} @change=${(e: Event) => this.put({ from: (e.target as HTMLInputElement).value })}></label>
        <label class="field"><span>To</span><input type="date" .value=${to} min=${from} @change=${(e: Event) => this.put({ to: (e.target as HTMLInputElement).value })}></label>
        ${this.code("Airline", "carrier", "any", 3)}${this.code("Leaving", "origin", "any", 4)}${this.code("Going to", "destination", "any", 4)}
      </form>
      ${answered(this.figures, (s) => this.total(s.all))}
      <div class="cards">
        <section class="card part"><h3>Flights by delay</h3>${answered(this.histogram, (h) => this.spread(h))}</section>
        <section class="card part"><h3>Delays of the airlines, minutes</h3>${answered(this.percentiles, (p) => this.carriers(p))}</section>
      </div>
      <section class="card part"><div class="part-head"><h3>Compared</h3>${this.choice("Compared by", BY, by, (v) => this.put({ by: v }))}</div>
        ${answered(this.figures, (s) => this.groups(s.groups, by, Boolean(s.next)))}</section>
      ${this.ask.origin && !this.ask.destination ? html`<section class="card part"><h3>${this.app.airports.city(this.ask.origin)}: routes that are late for sure</h3>
        <p class="dim">Ordered by the low end of the interval: late on few flights by chance does not come first.</p>${answered(this.station, (s) => this.worst(s))}</section>` : nothing}
    </div>`;
  }

  private total(all: Punctuality) {
    if (!all.flights) return html`<p class="empty card part"><b>No flight that is known ended in these days.</b> Choose a longer span, or take the filters away.</p>`;
    return html`<dl class="tiles">
      ${tile(all.lateShare === undefined ? "–" : share(all.lateShare), "late", all.lateInterval ? html`${interval(all.lateInterval, share)} · n = ${count(all.n)}` : html`n = ${count(all.n)}: too few for an interval`)}
      ${tile(all.meanDelayMinutes === undefined ? "–" : `${all.meanDelayMinutes.toFixed(1)} min`, "mean delay", all.meanInterval ? html`${interval(all.meanInterval, (v) => v.toFixed(1))} · n = ${count(all.n)}` : html`n = ${count(all.n)}`)}
      ${tile(all.cancelledShare === undefined ? "–" : share(all.cancelledShare), "cancelled", html`${count(all.cancelled)} of ${count(all.flights)}`)}
      ${tile(count(all.flights), "flights", "that ended, fly or were cancelled")}
    </dl>`;
  }

  private spread(h: DelayHistogram) {
    if (!h.flights) return html`<p class="empty"><b>No flight with a known delay in these days.</b></p>`;
    const bars = new Map<number, number>();
    for (let at = EARLIEST; at <= LATEST; at += h.stepMinutes) bars.set(at, 0);
    const last = [...bars.keys()].at(-1)!;
    for (const s of h.steps) {
      const at = Math.min(last, Math.max(EARLIEST, s.fromMinutes));
      bars.set(at, (bars.get(at) ?? 0) + s.flights);
    }
    const name = (at: number) => (at === EARLIEST ? `${-EARLIEST - h.stepMinutes} min early or more` : at === last ? `${last} min late or more` : `${at} to ${at + h.stepMinutes} min`);
    return html`${columns([...bars].map(([at, n]) => ({ label: at === EARLIEST ? "early" : at === last ? `${last}+` : at % 60 ? "" : String(at), value: n, delay: delayClass(at + 1), title: `${name(at)}: ${count(n)} flights, ${share(n / h.flights)}` })), `Flights by delay in steps of ${h.stepMinutes} minutes, of ${count(h.flights)} flights`)}
      <p class="note">n = ${count(h.flights)} flights with a known delay · steps of ${h.stepMinutes} minutes</p>`;
  }

  private carriers(p: DelayPercentiles) {
    if (!p.carriers.length) return html`<p class="empty"><b>No airline with a known delay in these days.</b></p>`;
    const list = [...p.carriers].sort((a, b) => b.flights - a.flights).slice(0, 8);
    return html`<div class="scroller" tabindex="0"><table class="rows figures"><thead><tr><th scope="col">Airline</th><th scope="col" class="num">n</th><th scope="col" class="num">Mean</th><th scope="col" class="num">Half</th><th scope="col" class="num">9 of 10</th><th scope="col" class="num">19 of 20</th></tr></thead>
      <tbody>${list.map((c) => html`<tr><th scope="row"><button type="button" class="link strong" @click=${() => this.put({ carrier: c.carrier })}>${c.carrier}</button></th><td class="num dim">${count(c.flights)}</td><td class="num">${c.mean.toFixed(1)}</td><td class="num">${Math.round(c.median)}</td><td class="num">${Math.round(c.p90)}</td><td class="num">${Math.round(c.p95)}</td></tr>`)}</tbody></table></div>
      <p class="note">So many flights were no later than this. ${p.carriers.length > list.length ? `The ${list.length} airlines with the most flights of ${p.carriers.length}.` : ""}</p>`;
  }

  private groups(groups: readonly PunctualityGroup[], by: By, more: boolean) {
    if (!groups.length) return html`<p class="empty"><b>Nothing to compare in these days.</b></p>`;
    const most = scale(groups);
    return html`<div class="scroller" tabindex="0"><table class="rows figures"><thead><tr><th scope="col">${BY.find(([key]) => key === by)![1].replace(/s$/, "")}</th><th scope="col" class="wide-cell">Late, 0 to ${Math.round(most * 100)} %</th><th scope="col" class="num">Late</th><th scope="col" class="num">Interval</th><th scope="col" class="num">Mean delay</th><th scope="col" class="num">Cancelled</th><th scope="col" class="num">n</th></tr></thead>
      <tbody>${groups.map((g) => html`<tr><th scope="row">${this.name(g, by)}</th>${lateCells(g, most)}
        <td class="num" title=${g.meanInterval ? `95 %: ${interval(g.meanInterval, (v) => v.toFixed(1))} min` : ""}>${g.meanDelayMinutes === undefined ? "–" : `${g.meanDelayMinutes.toFixed(1)} min`}</td>
        <td class="num">${g.cancelled ? count(g.cancelled) : "–"}</td><td class="num dim">${count(g.n)}</td></tr>`)}</tbody></table></div>
      <p class="note">${more ? html`The ${groups.length} with the most flights. ` : nothing}<a href=${address("/v1/statistics", { ...this.of, by, limit: 1000, format: "csv" })} download="punctuality-by-${by}.csv">All as CSV</a></p>`;
  }

  private name(g: PunctualityGroup, by: By) {
    if (by === "hour") return `${g.key.padStart(2, "0")}:00`;
    if (by === "weekday") return WEEKDAYS[Number(g.key) - 1] ?? g.key;
    if (by === "carrier") return html`<button type="button" class="link strong" @click=${() => this.put({ carrier: g.key, by: "route" })}>${g.key}</button>`;
    const [origin = "", destination = ""] = g.key.split("-");
    const { airports } = this.app;
    return html`<button type="button" class="link strong" @click=${() => this.put({ origin, destination, by: "carrier" })}><span class="wide">${g.origin?.city ?? airports.city(origin)} to ${g.destination?.city ?? airports.city(destination)}</span><span class="narrow">${origin}–${destination}</span></button> <small class="wide">${origin}–${destination}</small>`;
  }

  private worst(s: AirportStatistics) {
    const side = (title: string, groups: readonly PunctualityGroup[]) => html`<div><h4>${title}</h4>${groups.length ? html`<div class="scroller" tabindex="0"><table class="rows figures"><thead><tr><th scope="col">Route</th><th scope="col" class="num">Late</th><th scope="col" class="num">Interval</th><th scope="col" class="num">n</th></tr></thead>
      <tbody>${groups.map((g) => html`<tr><th scope="row">${this.name(g, "route")}</th><td class="num">${g.lateShare === undefined ? "–" : share(g.lateShare)}</td><td class="num">${g.lateInterval ? interval(g.lateInterval, share) : "–"}</td><td class="num dim">${count(g.n)}</td></tr>`)}</tbody></table></div>` : html`<p class="empty">None in these days.</p>`}</div>`;
    return html`<div class="halves">${side("Departures", s.departures.worstRoutes)}${side("Arrivals", s.arrivals.worstRoutes)}</div>`;
  }
}

const interval = (of: readonly number[], write: (v: number) => string): string => `${write(of[0]!).replace(/ %$/, "")} to ${write(of[1]!)}`;

/** The right end of a comparison's line: the highest end of an interval that is not one of a handful of flights. */
export function scale(groups: readonly Punctuality[]): number {
  const high = Math.max(0.1, ...groups.filter((g) => g.n >= 5).map((g) => g.lateInterval?.[1] ?? g.lateShare ?? 0));
  return Math.min(1, Math.ceil(high * 10) / 10);
}

export const lateCells = (g: Punctuality, most: number) => html`<td class="wide-cell">${whisker(g.lateShare, g.lateInterval, most)}</td>
  <td class="num">${g.lateShare === undefined ? "–" : share(g.lateShare)}</td><td class="num dim">${g.lateInterval ? interval(g.lateInterval, share) : "–"}</td>`;
