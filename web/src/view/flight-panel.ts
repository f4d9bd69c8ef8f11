import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ApiError, flights, payloadUrl, readId, timeline } from "../api";
import type { App } from "../app";
import { distanceKm, progress, type Place } from "../great-circle";
import type { Airport, Flight, Movement, TimelineState } from "../model";
import type { Trip } from "../map/ways";
import { ago, epoch, km, localParts, span } from "../times";
import { PageElement } from "./element";
import "./forecast";
import "./inbound";
import { ICONS } from "./icons";
import { airportCity, airportLink, bestTime, delayMark, localTime } from "./marks";
import { payloadName } from "./payload-name";
import { timelineView } from "./timeline";

const REFRESH_MS = 30_000;
const TIMES = [["scheduled", "Scheduled"], ["estimated", "Estimated"], ["actual", "Actual"]] as const;

/** One flight: where it is, what its times are and were, who said so and when. Says "trip" with what the map is to draw. */
@customElement("ob-flight")
export class FlightPanel extends PageElement {
  @property({ attribute: false }) app!: App;
  @property() flight = "";
  @state() private facts: Flight | undefined;
  @state() private states: TimelineState[] | undefined;
  @state() private problem: ApiError | undefined;
  @state() private storyProblem: ApiError | undefined;
  private asked: AbortController | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(this.app.sky, "change answer clock", () => { this.requestUpdate(); this.tellTrip(); });
    this.listen(this.app, "airports", () => { this.requestUpdate(); this.tellTrip(); });
    this.every(5000, () => { this.requestUpdate(); this.tellTrip(); });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.asked?.abort();
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("flight")) {
      this.facts = this.states = this.problem = this.storyProblem = undefined;
      void this.load();
    }
  }

  private async load(): Promise<void> {
    this.asked?.abort();
    const { signal } = (this.asked = new AbortController());
    const id = readId(this.flight);
    if (!id) {
      this.problem = new ApiError("No such flight", `“${this.flight}” is not the id of a flight`, 404, "Search the flight by its number.");
      return;
    }
    const story = timeline(this.flight, signal).then((said) => {
      if (signal.aborted) return;
      this.states = said;
      this.storyProblem = undefined;
    }, (e) => {
      if (!signal.aborted) this.storyProblem = known(e);
    });
    try {
      const found = await flights(id.flight, id.date, signal);
      if (signal.aborted) return;
      this.facts = found.find((f) => f.id === this.flight);
      this.problem = this.facts ? undefined : new ApiError("No such flight", `${id.flight} of ${id.date} is not known`, 404);
    } catch (error) {
      if (!signal.aborted) this.problem = known(error);
    }
    await story;
    if (signal.aborted) return;
    this.tellTrip();
    window.setTimeout(() => !signal.aborted && this.isConnected && void this.load(), REFRESH_MS);
  }

  /** Where the flight is on its way: from the plane in the air, else from the times of the facts. */
  private get trip(): Trip | undefined {
    const { sky, airports } = this.app;
    const plane = sky.find(this.flight);
    if (plane) {
      const { data, from, to } = plane;
      return { from: { code: data.from, at: from }, to: { code: data.to, at: to }, fraction: sky.fraction(plane, sky.now()) };
    }
    const f = this.facts;
    const at = (a: Airport): Place | undefined => (a.lon !== undefined && a.lat !== undefined ? [a.lon, a.lat] : airports.find(a.iata)?.at);
    const from = f && at(f.origin);
    const to = f && at(f.destination);
    if (!f || !from || !to) return undefined;
    const off = epoch(f.departure.actual?.utc);
    const on = epoch(bestTime(f.arrival)?.moment.utc);
    const fraction = f.arrival.actual ? 1 : off !== undefined && on !== undefined ? progress(off, on, sky.now()) : 0;
    return { from: { code: f.origin.iata, at: from }, to: { code: f.destination.iata, at: to }, fraction };
  }

  private tellTrip(): void {
    this.dispatchEvent(new CustomEvent("trip", { detail: this.trip }));
  }

  override render() {
    const plane = this.app.sky.find(this.flight)?.data;
    const id = readId(this.flight);
    const f = this.facts;
    const from = f?.origin ?? { iata: plane?.from ?? id?.from ?? "" };
    const to = f?.destination ?? { iata: plane?.to ?? id?.to ?? "" };
    return html`<article class="panel card" aria-label="Flight ${id?.flight ?? this.flight}">
      <header class="panel-head">
        <div><h2 tabindex="-1">${f?.flight ?? plane?.flight ?? id?.flight ?? this.flight}</h2>
          <p class="dim">${id ? localParts(id.date).day : ""}${f?.codeshares.length ? html` · also ${f.codeshares.slice(0, 4).join(", ")}${f.codeshares.length > 4 ? html` <span title=${f.codeshares.slice(4).join(", ")}>and ${f.codeshares.length - 4} more</span>` : nothing}` : nothing}</p></div>
        <button type="button" class="icon-button" aria-label="Close" @click=${() => this.app.state.set({ flight: undefined })}>${ICONS.close}</button>
      </header>
      <div class="panel-body">
        ${this.route(from, to)}
        ${this.problem && !f ? html`<p class="empty"><b>${this.problem.title}.</b> ${this.problem.detail} ${this.problem.fix ?? ""}</p>` : nothing}
        ${f ? this.known(f) : this.problem ? nothing : html`<div class="loading" aria-label="Loading"><i></i><i></i><i></i></div>`}
        ${this.story()}
      </div>
    </article>`;
  }

  private route(from: Airport, to: Airport) {
    const { airports, sky } = this.app;
    const trip = this.trip;
    const plane = sky.find(this.flight)?.data;
    const end = (a: Airport) => html`<div class="route-end">${airportLink(a.iata, html`<span class="route-code">${a.iata}</span>`, (code) => this.app.state.set({ airport: code, flight: undefined }))}<span>${airportCity(a, airports.city(a.iata))}</span></div>`;
    const whole = trip && distanceKm(trip.from.at, trip.to.at);
    const fraction = trip?.fraction ?? 0;
    const left = plane ? plane.on - sky.now() : undefined;
    return html`<div class="route">${end(from)}<div class="route-line" style="--done:${(fraction * 100).toFixed(1)}%" role="img" aria-label="${Math.round(fraction * 100)} % of the way"><i></i><span>${ICONS.plane}</span></div>${end(to)}</div>
      <p class="route-note">${plane && left !== undefined
        ? html`${left > 0 ? html`<b>${span(left)}</b> left` : html`due <b>${span(-left)}</b> ago`} by the ${plane.onBasis} time${whole ? html` · ${km(whole * fraction)} of ${km(whole)}` : nothing}<br><span class="dim">Position estimated from published times</span>`
        : whole ? html`<span class="dim">${km(whole)}</span>` : nothing}</p>`;
  }

  private known(f: Flight) {
    const seen = epoch(f.seenAt);
    return html`${this.landing(f)}
      <ob-forecast .app=${this.app} .flight=${this.flight}></ob-forecast><ob-inbound .app=${this.app} .flight=${this.flight}></ob-inbound>
      <p class="status-line"><b>${f.status?.text ?? "Status not told"}</b>${seen === undefined ? nothing : html`<span class="dim">seen ${ago(this.app.sky.live - seen)}</span>`}</p>
      ${this.movement("Departure", f.departure, f.origin)}${this.movement("Arrival", f.arrival, f.destination)}
      <dl class="facts">
        ${f.aircraft?.type ? html`<div><dt>Aircraft</dt><dd>${f.aircraft.type}</dd></div>` : nothing}
        ${f.aircraft?.registration ? html`<div><dt>Registration</dt><dd>${f.aircraft.registration}</dd></div>` : nothing}
        <div><dt>Operated by</dt><dd>${f.carrier} ${f.number}${f.suffix ?? ""}</dd></div>
        ${f.codeshares.length ? html`<div class="facts-wide"><dt>Sold as</dt><dd>${f.codeshares.join(" · ")}</dd></div>` : nothing}
      </dl>`;
  }

  /** When it lands, and why then, before everything else: what most people open a flight for. */
  private landing(f: Flight) {
    if (f.status?.code === "CD") return html`<p class="lands"><b>Cancelled</b></p><p class="why dim">${f.status.text}, as the airline says.</p>`;
    const best = bestTime(f.arrival);
    if (!best) return nothing;
    const { moment, basis } = best;
    const where = airportCity(f.destination, this.app.airports.city(f.destination.iata));
    const left = f.departure;
    const late = (m: Movement) => `${m.delayMinutes === 0 ? "on time" : m.delayMinutes! > 0 ? `${span(m.delayMinutes! * 60)} late` : `${span(-m.delayMinutes! * 60)} early`}`;
    return html`<p class="lands">${basis === "actual" ? "Landed" : basis === "estimated" ? "Lands" : "Should land"} <b>${localTime(moment)}</b> <span class="dim">in ${where}${moment.utc ? html` · ${moment.utc.slice(11, 16)} UTC` : nothing}</span></p>
      <p class="why">${basis === "scheduled" ? "By the timetable: the airline has given no estimate" : basis === "estimated" ? "By the airline's estimate" : "As the airline reports"}${f.arrival.delayMinutes === undefined ? nothing : html`, <b>${late(f.arrival)}</b>`}${left.delayMinutes === undefined ? nothing : html`; ${left.actual ? "it left" : "it is expected to leave"} ${late(left)}`}.</p>`;
  }

  private movement(name: string, m: Movement, airport: Airport) {
    const zone = airport.zone ?? this.app.airports.find(airport.iata)?.zone;
    const day = m.scheduled && localParts(m.scheduled.local).day;
    const rows = TIMES.filter(([key]) => m[key]);
    return html`<section class="movement">
      <h3>${name} <span>${airport.name ?? airport.iata}</span>${delayMark(m)}</h3>
      ${rows.length ? html`<table class="times"><thead><tr><th scope="col"><span class="sr">Which</span></th><th scope="col" title=${zone ?? ""}>local</th><th scope="col">UTC</th><th scope="col"><span class="sr">Day</span></th></tr></thead>
        <tbody>${rows.map(([key, label]) => {
          const at = m[key]!;
          const local = localParts(at.local);
          return html`<tr data-kind=${key}><th scope="row">${label}</th><td>${local.time}</td><td>${at.utc?.slice(11, 16) ?? "–"}</td><td>${key === "scheduled" || local.day !== day ? local.day : ""}</td></tr>`;
        })}</tbody></table>` : html`<p class="dim">No time has been told.</p>`}
      ${m.terminal || m.gate ? html`<p class="stand">${m.terminal ? html`Terminal <b>${m.terminal}</b>` : nothing} ${m.gate ? html`Gate <b>${m.gate}</b>` : nothing}</p>` : nothing}
    </section>`;
  }

  private story() {
    const payloads = this.facts?.payloads ?? [];
    return html`<section class="story"><h3>What was said, and when</h3>
      ${this.states?.length ? timelineView(this.states, this.app.sky.live)
        : html`<p class="dim">${this.storyProblem ? (this.storyProblem.status === 404 ? "Nothing has been recorded yet." : `The timeline does not answer now: ${this.storyProblem.detail}`) : this.states ? "Nothing has been recorded yet." : "Loading …"}</p>`}
      ${payloads.length ? html`<h3>The provider's own bytes</h3><ul class="payloads">${payloads.map((p) => html`<li><a href=${payloadUrl(p)} target="_blank" rel="noopener" title=${p}>${payloadName(p)}</a></li>`)}</ul>` : nothing}
    </section>`;
  }
}

function known(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError("Failed", String(error), 0);
}
