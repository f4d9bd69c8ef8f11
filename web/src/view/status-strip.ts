import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { App } from "../app";
import { ago, span, utcClock } from "../times";
import { PageElement } from "./element";

const number = (n: number | undefined): string => (n === undefined ? "–" : n.toLocaleString("en-GB"));

/** One line on how the whole is doing: flights, freshness, quota, queues. Each figure says in its title what it counts. */
@customElement("ob-status")
export class StatusStrip extends PageElement {
  @property({ attribute: false }) app!: App;

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(this.app, "poll", () => this.requestUpdate());
    this.listen(this.app.sky, "change clock", () => this.requestUpdate());
    this.every(1000);
  }

  override render() {
    const { sky, status, failure } = this.app;
    const queued = status ? Object.entries(status.queues).filter(([name]) => name !== "dlq").reduce((n, [, depth]) => n + depth, 0) : undefined;
    const dead = status?.queues.dlq ?? 0;
    const fresh = status?.freshness?.p50_s;
    const asked = sky.answeredAt;
    const state = failure ? "down" : asked === undefined ? "wait" : status && !status.ready ? "wait" : "live";
    const word = { down: "No answer", wait: asked === undefined ? "Connecting" : "Starting", live: sky.past ? "Past" : sky.frozen ? "Held" : "Live" }[state];
    return html`<footer class="strip" aria-label="How Offblock is doing">
      <span class="strip-state" data-state=${state} role="status"><i></i>${word}</span>
      <span title="Flights in the air now, of all flights that are known"><b>${number(sky.answeredAt === undefined ? undefined : sky.planes.length)}</b> in the air${status?.flights?.known === undefined ? nothing : html`<span class="wide"> of ${number(status.flights.known)} known</span>`}</span>
      ${fresh === undefined ? nothing : html`<span title="Half of the flights in the air were last heard of no longer ago than this">status <b>${span(fresh)}</b> old<span class="wide"> (median)</span></span>`}
      ${status?.quota?.limit === undefined ? nothing : html`<span class="quota" title="Calls to the airline's API this hour, of those allowed"><span class="wide">quota </span><b>${number(status.quota.used)}</b>/${number(status.quota.limit)}<meter class="wide" min="0" max=${status.quota.limit} value=${status.quota.used ?? 0} aria-label="Quota used"></meter></span>`}
      ${queued === undefined ? nothing : html`<span class="wide" title="Payloads that wait for the four stores">queue <b>${number(queued)}</b></span>`}
      ${dead ? html`<span class="strip-bad" title="Payloads that could not be loaded after eight tries">dead letters <b>${number(dead)}</b></span>` : nothing}
      <span class="strip-end">${asked === undefined ? nothing : html`<span class="wide" title="When the API last answered">answered ${ago(Date.now() / 1000 - asked)}</span>`}
      <time title="Coordinated Universal Time"><b>${sky.past ? html`<span class="wide">${new Date(sky.now() * 1000).toISOString().slice(0, 10)} </span>` : nothing}${utcClock(sky.now())}</b> UTC</time></span>
    </footer>`;
  }
}
