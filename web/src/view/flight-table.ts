import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { App } from "../app";
import type { Plane } from "../sky";
import { ago, span, utcClock } from "../times";
import { PageElement } from "./element";
import { ICONS } from "./icons";
import { delayMark } from "./marks";

type Column = "flight" | "from" | "to" | "off" | "on" | "done" | "delay" | "type" | "seen";
const COLUMNS: [Column, string][] = [
  ["flight", "Flight"], ["from", "From"], ["to", "To"], ["off", "Off-block"], ["on", "On-block"], ["done", "Way done"], ["delay", "Delay"], ["type", "Aircraft"], ["seen", "Last heard"],
];
const PAGE = 150;

/** The flights on the map as a list: the same flights, the same filter, any order; for keyboards, readers and screens without WebGL. */
@customElement("ob-table")
export class FlightTable extends PageElement {
  @property({ attribute: false }) app!: App;
  @state() private column: Column = "flight";
  @state() private down = false;
  @state() private shown = PAGE;

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(this.app.sky, "change clock", () => this.requestUpdate());
    this.listen(this.app, "airports", () => this.requestUpdate());
  }

  override render() {
    const { sky, state } = this.app;
    const now = sky.now();
    const planes = this.sorted(now);
    return html`<section class="table-view card" aria-label="Flights in the air, as a list">
      <header class="panel-head"><div><h2 tabindex="-1">Flights in the air</h2><p class="dim" role="status">${planes.length.toLocaleString("en-GB")}${planes.length === sky.planes.length ? "" : ` of ${sky.planes.length.toLocaleString("en-GB")}`} · times in UTC · way estimated from published times</p></div>
        <label class="filter"><span class="sr">Filter the flights</span><input type="search" placeholder="Filter: LH, Munich, A320 …" spellcheck="false" .value=${state.view.filter} @input=${(e: Event) => state.set({ filter: (e.target as HTMLInputElement).value })}></label>
        ${state.view.screen === "table" ? html`<button type="button" class="icon-button" aria-label="Close the list" @click=${() => state.set({ screen: "map" })}>${ICONS.close}</button>` : nothing}</header>
      <div class="panel-body">
        ${planes.length === 0 ? html`<p class="empty">${sky.answeredAt === undefined ? "Waiting for the API's first answer." : sky.planes.length ? "The filter leaves no flight." : "No flight is in the air now."}</p>` : html`
        <table class="rows list"><thead><tr>${COLUMNS.map(([key, label]) => html`<th scope="col" aria-sort=${this.column === key ? (this.down ? "descending" : "ascending") : "none"}><button type="button" @click=${() => this.sort(key)}>${label}<span aria-hidden="true">${this.column === key ? (this.down ? " ↓" : " ↑") : ""}</span></button></th>`)}</tr></thead>
          <tbody>${planes.slice(0, this.shown).map((p) => this.row(p, now))}</tbody></table>
        ${planes.length > this.shown ? html`<p class="rows-note"><button type="button" class="button" @click=${() => (this.shown += PAGE)}>Show ${Math.min(PAGE, planes.length - this.shown)} more of ${(planes.length - this.shown).toLocaleString("en-GB")}</button></p>` : nothing}`}
      </div></section>`;
  }

  private row(p: Plane, now: number) {
    const f = p.data;
    const { airports, state } = this.app;
    const done = this.app.sky.fraction(p, now);
    return html`<tr aria-selected=${state.view.flight === f.id} @click=${() => state.set({ flight: f.id })}>
      <td><button type="button" class="link strong">${f.flight}</button></td>
      <td class="rows-city"><span>${airports.city(f.from)}</span><small>${f.from}</small></td>
      <td class="rows-city"><span>${airports.city(f.to)}</span><small>${f.to}</small></td>
      <td class="num">${utcClock(f.off)}</td><td class="num">${utcClock(f.on)}<small>${f.onBasis === "estimated" ? "est" : "sched"}</small></td>
      <td class="num bar" style="--part:${(done * 100).toFixed(0)}%">${Math.round(done * 100)} %</td>
      <td>${delayMark({ delayMinutes: f.delayMinutes }, "none")}</td><td>${f.type ?? ""}${f.registration ? html`<small>${f.registration}</small>` : nothing}</td>
      <td class="num dim" title=${ago(now - f.seenAt)}>${span(now - f.seenAt)}</td></tr>`;
  }

  private sort(key: Column): void {
    if (this.column === key) this.down = !this.down;
    else {
      this.column = key;
      this.down = key === "delay";
    }
  }

  private sorted(now: number): Plane[] {
    const { airports, sky } = this.app;
    const value: Record<Column, (p: Plane) => string | number> = {
      flight: (p) => p.data.flight.replace(/\d+/, (n) => n.padStart(5, "0")),
      from: (p) => airports.city(p.data.from),
      to: (p) => airports.city(p.data.to),
      off: (p) => p.data.off,
      on: (p) => p.data.on,
      done: (p) => sky.fraction(p, now),
      delay: (p) => p.data.delayMinutes ?? Number.NEGATIVE_INFINITY,
      type: (p) => p.data.type ?? "",
      seen: (p) => -p.data.seenAt,
    };
    const of = value[this.column];
    const keyed = sky.planes.filter((p) => p.shown).map((p) => [of(p), p] as const);
    keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    if (this.down) keyed.reverse();
    return keyed.map(([, p]) => p);
  }
}
