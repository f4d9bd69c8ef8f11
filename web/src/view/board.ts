import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { airport, board, routes } from "../api";
import { countryName } from "../airports";
import type { App } from "../app";
import type { Place } from "../great-circle";
import type { AirportDetail, Board, Flight, Route } from "../model";
import { Question } from "../question";
import type { View } from "../state";
import { STALE_SECONDS } from "../sky";
import { ago, clock, epoch, km, localParts, utcClock } from "../times";
import "./airport-day";
import { PageElement } from "./element";
import { ICONS } from "./icons";
import { airportCity, bestTime, delayMark, localTime } from "./marks";
import { answered, problemText } from "./screen";

const TABS: [View["tab"], string][] = [["departures", "Departures"], ["arrivals", "Arrivals"], ["routes", "Routes"], ["delays", "Delays"]];
const REFRESH_MS = 30_000;

/** An airport's board: departures, arrivals, routes, and how disturbed its day is. Says "routes" with the ends that the map is to draw. */
@customElement("ob-board")
export class AirportBoard extends PageElement {
  @property({ attribute: false }) app!: App;
  @property() airport = "";
  @property() tab: View["tab"] = "departures";
  /** What is known of the airport itself; what fails is asked again, on every tab. */
  private readonly detail = new Question<AirportDetail>(this, undefined, REFRESH_MS);
  private readonly flights = new Question<Board>(this, REFRESH_MS);
  private readonly ways = new Question<Route[]>(this, undefined, REFRESH_MS);
  private toldAt: number | undefined = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(this.app, "airports", () => { this.toldAt = undefined; this.requestUpdate(); });
    this.every(15_000);
  }

  override willUpdate(): void {
    const { airport: code, tab } = this;
    this.detail.ask(code, (signal) => airport(code, signal));
    if (tab === "departures" || tab === "arrivals") this.flights.ask(`${code} ${tab}`, (signal) => board(code, tab, signal));
    else this.flights.drop();
    if (tab === "routes") this.ways.ask(code, (signal) => routes(code, signal));
    else this.ways.drop();
  }

  /** Tells where the routes end after every answer, and once the airport table is there: places that an answer leaves out are in it. */
  override updated(): void {
    const answeredAt = Math.max(...[this.detail, this.flights, this.ways].map((q) => q.answeredAt ?? 0));
    if (answeredAt === this.toldAt) return;
    this.toldAt = answeredAt;
    const ends = (this.ways.value ?? []).map((r): Place | undefined => (r.to.lon !== undefined && r.to.lat !== undefined ? [r.to.lon, r.to.lat] : this.app.airports.find(r.to.iata)?.at));
    this.dispatchEvent(new CustomEvent("routes", { detail: ends.filter((p) => p !== undefined) }));
  }

  override render() {
    const known = this.app.airports.find(this.airport);
    const a = this.detail.value ?? this.flights.value?.airport;
    const zone = a?.zone ?? known?.zone;
    const now = zone ? clock(this.app.sky.now(), zone) : undefined;
    const name = a?.name ?? known?.name;
    return html`<article class="panel board card" aria-label="Airport ${this.airport}">
      <header class="panel-head">
        <div><h2 tabindex="-1">${this.airport} <span class="head-city">${a?.city ?? known?.city ?? ""}</span></h2>
          <p class="dim one-line" title=${name ?? ""}>${[a?.icao, countryName(a?.country ?? known?.country), name !== (a?.city ?? known?.city) ? name : undefined].filter(Boolean).join(" · ")}</p>
          ${now ? html`<p class="head-clock"><b>${now.time}</b> ${now.zone} <span class="dim">· ${utcClock(this.app.sky.now())} UTC</span></p>` : nothing}</div>
        <button type="button" class="icon-button" aria-label="Close" @click=${() => this.app.state.set({ airport: undefined })}>${ICONS.close}</button>
      </header>
      <div class="tabs" role="tablist" @keydown=${this.tabKey}>${TABS.map(([key, label]) => html`<button type="button" role="tab" id="tab-${key}" aria-selected=${this.tab === key} aria-controls="board-body" tabindex=${this.tab === key ? 0 : -1} @click=${() => this.app.state.set({ tab: key })}>${label}</button>`)}</div>
      <div class="panel-body" id="board-body" role="tabpanel" aria-labelledby="tab-${this.tab}">${this.body()}</div>
    </article>`;
  }

  private body() {
    if (this.tab === "delays") return html`<ob-airport-day .app=${this.app} .airport=${this.airport}></ob-airport-day>`;
    if (this.tab === "routes") return answered(this.ways, (list) => this.routeList(list), problemText, "These routes are");
    return answered(this.flights, (b) => this.rows(b), problemText, "This board is");
  }

  private rows(b: Board) {
    const leaving = this.tab === "departures";
    const from = epoch(b.from);
    const until = epoch(b.until);
    const window_ = from !== undefined && until !== undefined ? `${utcClock(from)} to ${utcClock(until)} UTC` : "this window";
    if (!b.flights.length) return html`<p class="empty"><b>No ${this.tab} from ${window_}.</b> Either none are planned, or none of this airport's flights have been harvested yet.</p>`;
    return html`<table class="rows timetable"><thead><tr><th scope="col">Local</th><th scope="col">Flight</th><th scope="col">${leaving ? "To" : "From"}</th><th scope="col">${leaving ? "Gate" : "Exit"}</th><th scope="col">Status</th></tr></thead>
      <tbody>${b.flights.map((f) => this.row(f, leaving))}</tbody></table>
      <p class="rows-note dim">${b.next ? "The first " : ""}${b.flights.length} ${this.tab}, ${window_}${b.next ? "; the later ones are not shown" : ""}. A flight stays until it has ended.</p>`;
  }

  private row(f: Flight, leaving: boolean) {
    const m = leaving ? f.departure : f.arrival;
    const other = leaving ? f.destination : f.origin;
    const best = bestTime(m);
    const moved = best && best.basis !== "scheduled" && best.moment.local !== m.scheduled?.local;
    const day = m.scheduled && localParts(m.scheduled.local);
    const seen = epoch(f.seenAt);
    const age = seen === undefined ? undefined : this.app.sky.live - seen;
    return html`<tr @click=${() => this.open(f)}>
      <td class="rows-time" title=${day ? `${day.day}, scheduled ${day.time}, ${m.scheduled?.utc?.slice(11, 16) ?? "–"} UTC` : ""}><span class=${moved ? "was" : ""}>${localTime(m.scheduled) || localTime(best?.moment)}</span>${moved ? html`<b data-basis=${best.basis} title=${best.basis}>${localTime(best.moment)}</b>` : nothing}</td>
      <td><button type="button" class="link strong" @click=${(e: Event) => { e.stopPropagation(); this.open(f); }}>${f.flight}</button>${f.codeshares.length ? html`<small title=${f.codeshares.join(", ")}>+${f.codeshares.length}</small>` : nothing}</td>
      <td class="rows-city"><span>${airportCity(other, this.app.airports.city(other.iata))}</span><small>${other.iata}</small></td>
      <td class="rows-gate">${m.gate ? html`<b>${m.gate}</b>` : nothing}${m.terminal ? html`<small>T${m.terminal.replace(/^T/, "")}</small>` : nothing}</td>
      <td class="rows-status" title="${f.status?.text ?? "Status not told"}${age === undefined ? "" : `, heard ${ago(age)}`}"><span>${(f.status?.text ?? "").replace(/^Flight /, "")}</span>${delayMark(m, "short")}${age !== undefined && age > STALE_SECONDS ? html`<small>${ago(age)}</small>` : nothing}</td>
    </tr>`;
  }

  private routeList(list: Route[]) {
    if (!list.length) return html`<p class="empty"><b>No routes from ${this.airport} are known yet.</b> They are learned from the flights that are harvested.</p>`;
    const sorted = [...list].sort((x, y) => (y.flights ?? 0) - (x.flights ?? 0));
    const most = sorted[0]?.flights ?? 1;
    return html`<table class="rows routes"><thead><tr><th scope="col">To</th><th scope="col" class="num">Flights</th><th scope="col">Carriers</th><th scope="col" class="num">Distance</th></tr></thead>
      <tbody>${sorted.map((r) => html`<tr @click=${() => this.app.state.set({ airport: r.to.iata, tab: "departures" })}>
        <td class="rows-city"><button type="button" class="link strong">${airportCity(r.to, this.app.airports.city(r.to.iata))}</button><small>${r.to.iata}</small></td>
        <td class="num bar" style="--part:${Math.round((100 * (r.flights ?? 0)) / most)}%">${r.flights?.toLocaleString("en-GB") ?? ""}</td><td>${(r.carriers ?? []).join(" ")}</td><td class="num">${r.distanceKm === undefined ? "" : km(r.distanceKm)}</td></tr>`)}</tbody></table>`;
  }

  private open(f: Flight): void {
    this.app.state.set({ flight: f.id });
  }

  private tabKey(e: KeyboardEvent): void {
    const step = e.key === "ArrowRight" ? 1 : e.key === "ArrowLeft" ? TABS.length - 1 : 0;
    if (!step) return;
    const next = TABS[(TABS.findIndex(([key]) => key === this.tab) + step) % TABS.length]![0];
    this.app.state.set({ tab: next });
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(`#tab-${next}`)?.focus());
  }
}
