import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { App } from "../app";
import type { Place } from "../great-circle";
import type { Sky } from "../sky";
import { clock } from "../times";
import { PageElement } from "./element";
import { ICONS } from "./icons";

const HUBS = 10;
const FIRST_MS = 3_000;
const STAY_MS = 14_000;
const HUB_ZOOM = 5.6;
/** After so many hubs the whole world is shown once. */
const HUBS_A_ROUND = 4;

/** The airports that most flights in the air left or head for, the busiest first. */
export function hubs(sky: Sky): string[] {
  const traffic = new Map<string, number>();
  for (const { data, shown } of sky.planes) if (shown) for (const code of [data.from, data.to]) traffic.set(code, (traffic.get(code) ?? 0) + 1);
  return [...traffic].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, HUBS).map(([code]) => code);
}

/** For a screen on a wall: wanders over the busiest hubs and says of each what goes on there. Says "wander" with where to. Escape ends it. */
@customElement("ob-kiosk")
export class Kiosk extends PageElement {
  @property({ attribute: false }) app!: App;
  @state() private hub: string | undefined;
  private step = 0;
  private next = 0;
  private leave = (): void => undefined;
  private lock: WakeLockSentinel | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(this.app, "theme colour", () => this.requestUpdate());
    this.listen(document, "visibilitychange", () => void this.stayAwake());
    const first = window.setTimeout(() => this.wander(), FIRST_MS);
    this.leave = () => clearTimeout(first);
    this.every(STAY_MS, () => this.wander());
    this.every(1000);
    void this.stayAwake();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.leave();
    void this.lock?.release();
  }

  /** A screen on a wall must not go dark; where the browser cannot promise that, it is left alone. */
  private async stayAwake(): Promise<void> {
    if (document.hidden || !("wakeLock" in navigator)) return;
    this.lock = await navigator.wakeLock.request("screen").catch(() => undefined);
  }

  private wander(): void {
    const { airports, sky } = this.app;
    const codes = hubs(sky);
    this.step = (this.step + 1) % (HUBS_A_ROUND + 1);
    this.hub = this.step === 0 || !codes.length ? undefined : codes[this.next++ % codes.length];
    const at: Place = airports.find(this.hub)?.at ?? [14, 30];
    this.dispatchEvent(new CustomEvent("wander", { detail: { at, zoom: this.hub ? HUB_ZOOM : 2.2 } }));
  }

  override render() {
    const { airports, colouring, sky, theme } = this.app;
    const known = airports.find(this.hub);
    const now = known && clock(sky.now(), known.zone);
    const here = sky.planes.filter((p) => p.shown && (!this.hub || p.data.from === this.hub || p.data.to === this.hub));
    const counts = colouring.looks.map(() => 0);
    for (const p of here) counts[p.look]!++;
    const coming = here.filter((p) => p.data.to === this.hub).length;
    return html`<main class="kiosk" aria-label="Flights in the air">
      <h1><span>${known?.city ?? "Offblock"}</span>${this.hub ? html`<small>${this.hub}</small>` : nothing}</h1>
      <p>${this.hub ? html`<b>${coming}</b> on their way here, <b>${here.length - coming}</b> from here${now ? html` · <b>${now.time}</b> ${now.zone}` : nothing}` : html`<b>${here.length.toLocaleString("en-GB")}</b> flights in the air`}</p>
      <ul>${colouring.looks.map((d, i) => (counts[i] ? html`<li><span style="color:${d[theme]}">${ICONS.plane}</span>${d.label} <b>${counts[i]!.toLocaleString("en-GB")}</b></li>` : nothing))}</ul>
      <p class="dim">Positions are estimated from published times.</p>
    </main>`;
  }
}
