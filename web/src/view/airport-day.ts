import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { get } from "../api";
import type { App } from "../app";
import { share } from "../chance";
import type { AirportStatistics, Closure, DelayIndex, PunctualityGroup } from "../model";
import { Question } from "../question";
import { clock, localParts } from "../times";
import { columns } from "./charts";
import { PageElement } from "./element";
import { airportLink } from "./marks";
import { answered, count } from "./screen";

const REFRESH_MS = 120_000;
const RETRY_MS = 30_000;
/** From here on an hour is marked as late, as very late: a mean burden of 18 and of 45 minutes. */
const MARKS = [15, 37.5] as const;

/** How disturbed an airport is today, hour by hour; which of its routes are late for sure; what a day without it would lose. */
@customElement("ob-airport-day")
export class AirportDay extends PageElement {
  @property({ attribute: false }) app!: App;
  @property() airport = "";
  private readonly index = new Question<DelayIndex>(this, REFRESH_MS, RETRY_MS);
  private readonly figures = new Question<AirportStatistics>(this, undefined, RETRY_MS);
  private readonly closure = new Question<Closure>(this, undefined, RETRY_MS);

  override willUpdate(): void {
    const { airport } = this;
    this.index.ask(airport, (signal) => get("/v1/airports/{airport}/delay-index", { airport }, signal));
    this.figures.ask(airport, (signal) => get("/v1/airports/{airport}/statistics", { airport, limit: 5 }, signal));
    this.closure.ask(airport, (signal) => get("/v1/airports/{airport}/closure", { airport }, signal));
  }

  override render() {
    return html`<section class="day"><h3>Delay index today</h3>${answered(this.index, (d) => this.today(d))}</section>
      <section class="day"><h3>Routes that are late for sure</h3>${answered(this.figures, (s) => this.worst(s))}</section>
      <section class="day"><h3>If it closed for the day</h3>${answered(this.closure, (c) => this.without(c))}</section>`;
  }

  private today(d: DelayIndex) {
    const all = d.day.all;
    const hours = d.hours.map((h) => ({ label: h.hour.local.slice(11, 13), value: h.all.index, delay: (h.all.index ?? 0) >= MARKS[1] ? "verylate" : (h.all.index ?? 0) >= MARKS[0] ? "late" : "ontime",
      title: `${h.hour.local.slice(11, 16)}: ${h.all.index === undefined ? "no index" : `index ${h.all.index.toFixed(0)}`}, ${h.all.flights} flights, ${h.all.late} late, ${h.all.cancelled} cancelled` }));
    const zone = d.airport.zone ?? this.app.airports.find(this.airport)?.zone;
    const now = zone && clock(this.app.sky.now(), zone)?.time.slice(0, 2);
    return html`<p><b class="large">${all.index === undefined ? "–" : all.index.toFixed(0)}</b> of 100 <span class="dim">· ${count(all.late)} of ${count(all.n)} late${all.cancelled ? `, ${count(all.cancelled)} cancelled` : ""}${all.diverted ? `, ${count(all.diverted)} diverted` : ""}</span></p>
      ${columns(hours, `Delay index by hour of ${d.date}: ${hours.filter((h) => h.value !== undefined).map((h) => `${h.label}:00 ${h.value!.toFixed(0)}`).join(", ") || "none yet"}`, { most: 40, every: 3 })}
      <p class="dim note">By the hour that flights are due, on the airport's clock${now ? html`; it is ${now}:00 to ${now}:59` : nothing}. A dotted hour has no index.</p>
      <details><summary>How it is computed</summary><p class="dim">${d.formula}</p></details>`;
  }

  private worst(s: AirportStatistics) {
    const rows = [...s.departures.worstRoutes.map((g) => ({ g, leaving: true })), ...s.arrivals.worstRoutes.map((g) => ({ g, leaving: false }))]
      .sort((a, b) => (b.g.lateInterval?.[0] ?? 0) - (a.g.lateInterval?.[0] ?? 0)).slice(0, 7);
    if (!rows.length) return html`<p class="dim">No route with a known delay from ${s.from} to ${s.to}.</p>`;
    const end = (g: PunctualityGroup, leaving: boolean) => g.key.split("-")[leaving ? 1 : 0] ?? g.key;
    return html`<table class="rows day-routes"><thead><tr><th scope="col">Route</th><th scope="col" class="num">Late</th><th scope="col" class="num">95 %</th><th scope="col" class="num">n</th></tr></thead>
      <tbody>${rows.map(({ g, leaving }) => html`<tr><td>${leaving ? "to" : "from"} ${airportLink(end(g, leaving), html`<span class="link strong">${this.app.airports.city(end(g, leaving))}</span>`, (code) => this.app.state.set({ airport: code }))} <small>${end(g, leaving)}</small></td>
        <td class="num">${g.lateShare === undefined ? "–" : share(g.lateShare)}</td><td class="num dim">${g.lateInterval ? `${Math.round(g.lateInterval[0]! * 100)}–${Math.round(g.lateInterval[1]! * 100)}` : "–"}</td><td class="num dim">${count(g.n)}</td></tr>`)}</tbody></table>
      <p class="dim note">${s.from} to ${s.to}; 15 minutes or more. Ordered by the low end of the interval. <button type="button" class="link" @click=${() => this.app.state.set({ screen: "statistics", ask: { origin: this.airport }, airport: undefined })}>All figures</button></p>`;
  }

  private without(c: Closure) {
    return html`<p><b>${count(c.flightCount ?? c.flights.length)}</b> flights on <b>${count(c.routes.length)}</b> routes would not go on ${localParts(c.date).day}.</p>
      <p class="cut">${c.cutOff.length ? html`<b>${c.cutOff.length} ${c.cutOff.length === 1 ? "airport" : "airports"}</b> could not be reached otherwise that day: ${c.cutOff.slice(0, 24).map((a, i) => html`${i ? ", " : ""}${airportLink(a.iata, a.city ?? this.app.airports.city(a.iata), (code) => this.app.state.set({ airport: code }))}`)}${c.cutOff.length > 24 ? ` and ${c.cutOff.length - 24} more` : ""}.`
        : html`Every other airport would still be reached that day.`} <span class="dim">Of the flights that are known.</span></p>`;
  }
}
