import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { App } from "../app";
import type { AirborneFlight } from "../model";
import type { Plane } from "../sky";
import { ago, clock, span, utcClock } from "../times";
import { PageElement } from "./element";
import { delayMark } from "./marks";

/** The line beside the pointer: which flight, between which cities, at what times; or which airport. */
@customElement("ob-hover")
export class Hover extends PageElement {
  @property({ attribute: false }) app!: App;
  @property({ attribute: false }) plane: Plane | undefined;
  @property() airport: string | undefined;
  @property({ type: Number }) x = 0;
  @property({ type: Number }) y = 0;

  override render() {
    const content = this.plane ? this.flight(this.plane.data) : this.airport ? this.place(this.airport) : undefined;
    if (!content) return nothing;
    const right = this.x > innerWidth - 280;
    const up = this.y > innerHeight - 190;
    return html`<div class="hover card" style="left:${this.x}px;top:${this.y}px" data-right=${right} data-up=${up} aria-hidden="true">${content}</div>`;
  }

  private flight(f: AirborneFlight) {
    const { airports, sky } = this.app;
    const local = (at: number, code: string) => {
      const zone = airports.find(code)?.zone;
      return zone ? clock(at, zone)?.time : undefined;
    };
    const end = (at: number, code: string, basis: string) => html`<td><b>${local(at, code) ?? "–"}</b></td><td>${utcClock(at)} UTC</td><td class="dim">${basis}</td>`;
    const left = f.on - sky.now();
    return html`<p class="hover-head"><b>${f.flight}</b>${f.type ? html`<span class="dim">${f.type}</span>` : nothing}${delayMark({ delayMinutes: f.delayMinutes }, "none")}</p>
      <table><tr><th>${airports.city(f.from)} <span class="dim">${f.from}</span></th>${end(f.off, f.from, "off")}</tr>
      <tr><th>${airports.city(f.to)} <span class="dim">${f.to}</span></th>${end(f.on, f.to, f.onBasis === "estimated" ? "est" : "sched")}</tr></table>
      <p class="dim">${left > 0 ? `${span(left)} left` : "due"} · heard ${ago(sky.now() - f.seenAt)}</p>`;
  }

  private place(code: string) {
    const { airports, sky } = this.app;
    const a = airports.find(code);
    let leaving = 0;
    let coming = 0;
    for (const p of sky.planes) {
      if (p.data.from === code) leaving++;
      if (p.data.to === code) coming++;
    }
    const now = a ? clock(sky.now(), a.zone) : undefined;
    return html`<p class="hover-head"><b>${code}</b><span>${a?.city ?? ""}</span></p>${a && a.name !== a.city ? html`<p class="dim">${a.name}</p>` : nothing}
      <p>${coming} inbound, ${leaving} outbound in the air${now ? html` · <b>${now.time}</b> ${now.zone}` : nothing}</p>`;
  }
}
