import { html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { get } from "../api";
import { chanceWords } from "../chance";
import type { Connections, Itinerary } from "../model";
import { Question } from "../question";
import { localOf, localParts, momentOf, span } from "../times";
import "./airport-field";
import { ICONS } from "./icons";
import { delayMark } from "./marks";
import { answered, ScreenElement } from "./screen";

const STOPS = [["", "Up to 2 stops"], ["1", "Up to 1"], ["0", "Direct"]] as const;

type Change = Itinerary["changes"][number];

/** How one gets from an airport to another: when one is there, where one changes, and how surely the change is made. */
@customElement("ob-connections")
export class ConnectionsScreen extends ScreenElement {
  private readonly found = new Question<Connections>(this);

  private get zone(): string {
    return this.app.airports.find(this.ask.origin)?.zone ?? "UTC";
  }

  override willUpdate(): void {
    const { origin, destination, after, stops } = this.ask;
    if (!origin || !destination || (after && !this.app.airports.find(origin))) {
      this.found.drop();
      return;
    }
    const moment = after ? momentOf(after, this.zone) : undefined;
    this.found.ask([origin, destination, moment, stops].join("|"), (signal) => get("/v1/connections", {
      origin, destination, departAfter: moment === undefined ? undefined : new Date(moment * 1000).toISOString().replace(".000Z", "Z"), stops: stops ? Number(stops) : undefined,
    }, signal));
  }

  override render() {
    const { origin = "", destination = "", after, stops = "" } = this.ask;
    const { airports } = this.app;
    const now = localOf(Date.now() / 1000, this.zone) ?? "";
    return html`<div class="screen-body">
      ${this.head("Connections", "The journeys that none beats in both: who arrives earliest, who changes least. Times are the best known now.")}
      <form class="form card" @submit=${(e: Event) => e.preventDefault()}>
        <ob-airport-field .airports=${airports} label="From" .code=${origin} @airport=${(e: CustomEvent<string | undefined>) => this.put({ origin: e.detail })}></ob-airport-field>
        <button type="button" class="icon-button" aria-label="Swap the two airports" title="Swap" ?disabled=${!origin && !destination} @click=${() => this.put({ origin: destination, destination: origin })}>${ICONS.swap}</button>
        <ob-airport-field .airports=${airports} label="To" .code=${destination} @airport=${(e: CustomEvent<string | undefined>) => this.put({ destination: e.detail })}></ob-airport-field>
        <label class="field"><span>Leaving after${origin ? `, ${airports.city(origin)} time` : ""}</span><input type="datetime-local" .value=${after ?? now} @change=${(e: Event) => this.put({ after: (e.target as HTMLInputElement).value || undefined })}></label>
        ${after ? html`<button type="button" class="link" @click=${() => this.put({ after: undefined })}>now</button>` : nothing}
        ${this.choice("Changes", STOPS, stops, (v) => this.put({ stops: v || undefined }))}
      </form>
      ${!origin || !destination ? this.first() : answered(this.found, (c) => this.journeys(c))}
    </div>`;
  }

  private first() {
    const busy = new Map<string, number>();
    for (const p of this.app.sky.planes) for (const code of [p.data.from, p.data.to]) busy.set(code, (busy.get(code) ?? 0) + 1);
    const codes = [...busy].sort((a, b) => b[1] - a[1]).map(([code]) => code);
    const pairs = codes.slice(1, 4).map((to) => [codes[0]!, to] as const);
    return html`<div class="empty card part"><p><b>Say where from and where to.</b> A city or a code will do.</p>
      ${pairs.length ? html`<p>Try ${pairs.map(([a, b], i) => html`${i ? ", " : ""}<button type="button" class="link" @click=${() => this.put({ origin: a, destination: b })}>${this.app.airports.city(a)} to ${this.app.airports.city(b)}</button>`)}.</p>` : nothing}</div>`;
  }

  private journeys(c: Connections) {
    if (!c.itineraries.length) return html`<p class="empty card part"><b>No journey from ${c.origin.iata} to ${c.destination.iata} within 48 hours is known.</b> Only flights that have been harvested count. Try another time, or allow more changes.</p>`;
    return html`<ol class="journeys">${c.itineraries.map((i) => this.journey(i))}</ol>
      <p class="note">Leaving after ${c.departAfter.slice(0, 16).replace("T", " ")} UTC. A change takes at least the airport's minimum connection time; the chance to miss it comes from the forecast of the flight before, and leaves out that the next one may be late too.</p>`;
  }

  private journey(i: Itinerary) {
    const day = localParts(i.departs.local).day;
    const other = localParts(i.arrives.local).day;
    return html`<li class="card journey">
      <div class="journey-head"><p class="journey-times"><b>${localParts(i.departs.local).time}</b> <span aria-hidden="true">–</span><span class="sr"> to </span> <b>${localParts(i.arrives.local).time}</b>${other === day ? nothing : html` <small>${other}</small>`}</p>
        <p class="dim">${day} · ${span(i.minutes * 60)} · ${i.stops === 0 ? "direct" : `${i.stops} ${i.stops === 1 ? "change" : "changes"}`}</p>
        <p class="badges">${i.earliestArrival ? html`<span class="badge">Earliest there</span>` : nothing}${i.fewestStops ? html`<span class="badge">Fewest changes</span>` : nothing}</p></div>
      <ol class="legs">${i.rides.map((r, n) => html`${this.ride(r)}${i.changes[n] ? this.change(i.changes[n]!) : nothing}`)}</ol></li>`;
  }

  private ride(r: Itinerary["rides"][number]) {
    const { flight: f } = r;
    const { airports, state } = this.app;
    return html`<li class="leg"><span class="leg-times"><b>${localParts(r.departs.local).time}</b> ${f.origin.iata} <span class="dim">to</span> <b>${localParts(r.arrives.local).time}</b> ${f.destination.iata}</span>
      <button type="button" class="link strong" @click=${() => state.set({ screen: "map", flight: f.id, airport: undefined })}>${f.flight}</button>
      <span class="dim">${f.origin.city ?? airports.city(f.origin.iata)} to ${f.destination.city ?? airports.city(f.destination.iata)}${f.aircraft?.type ? ` · ${f.aircraft.type}` : ""}</span>
      ${f.departure.delayMinutes === undefined ? nothing : delayMark(f.departure, "short")}${f.departure.gate ? html`<span class="dim">gate ${f.departure.gate}</span>` : nothing}</li>`;
  }

  private change(c: Change) {
    const risk = c.missing?.probability;
    const part = Math.min(100, (c.minimumMinutes / Math.max(c.minutes, 1)) * 100);
    return html`<li class="change" data-tight=${c.spareMinutes < 15}><span class="layover" style="--needed:${part.toFixed(0)}%" aria-hidden="true"></span>
      <span><b>${span(c.minutes * 60)}</b> in ${c.airport.city ?? this.app.airports.city(c.airport.iata)} <span class="dim">· ${c.minimumMinutes} min needed, <b>${c.spareMinutes} min to spare</b></span>
      ${risk === undefined ? html`<span class="dim"> · no forecast of the flight before</span>` : html` · <b>${chanceWords(risk)}</b> to miss it <span class="dim">by our forecast</span>`}</span></li>`;
  }
}
