import { html, nothing, svg } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ApiError, forecasts, readId } from "../api";
import type { App } from "../app";
import { delayScale, percent, points } from "../chance";
import type { Forecast } from "../model";
import { ago, delayText, epoch } from "../times";
import { PageElement } from "./element";

const REFRESH_MS = 60_000;
const HORIZONS: Record<string, string> = { D0: "the evening before", "6h": "6 hours before", "2h": "2 hours before", "45m": "45 minutes before" };
const madeWhen = (horizon: string): string => (horizon === "again" ? "made again since something had changed" : `made ${HORIZONS[horizon] ?? horizon} off-block`);

/** What the delay model said of a flight: a chance, a span of minutes and why. Nothing where it said nothing. */
@customElement("ob-forecast")
export class ForecastPart extends PageElement {
  @property({ attribute: false }) app!: App;
  @property() flight = "";
  @state() private said: Forecast[] | undefined;
  private asked: AbortController | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.every(5000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.asked?.abort();
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("flight")) {
      this.said = undefined;
      void this.load();
    }
  }

  private async load(): Promise<void> {
    this.asked?.abort();
    const { signal } = (this.asked = new AbortController());
    const id = readId(this.flight);
    if (!id) return;
    try {
      this.said = (await forecasts(id.flight, id.date, signal)).filter((f) => f.flight === this.flight);
    } catch (error) {
      if (!signal.aborted && !(error instanceof ApiError && error.unreachable)) this.said = undefined;
    }
    if (!signal.aborted) window.setTimeout(() => !signal.aborted && this.isConnected && void this.load(), REFRESH_MS);
  }

  override render() {
    const newest = this.said?.[0];
    if (!newest) return this.said ? html`<p class="no-forecast dim">No forecast of ours: one is made from the evening before on, once a model has been trained.</p>` : nothing;
    const made = epoch(newest.madeAt);
    return html`<section class="forecast">
      <h3>Our forecast <span>an estimate, ${madeWhen(newest.horizon)}</span></h3>
      <p><b>${percent(newest.probability)}</b> chance of arriving 15 minutes late or more</p>
      ${interval(newest.minutes)}
      ${newest.reasons.length ? html`<ul class="reasons">${newest.reasons.slice(0, 4).map((r) => html`<li>${r.words ?? `${r.group}: ${points(r.points)}`}</li>`)}</ul>` : nothing}
      <p class="dim">Model ${newest.modelVersion}${newest.world === "simulated" ? ", trained on the simulated world" : ""}${made === undefined ? nothing : ` · ${ago(this.app.sky.live - made)}`}${this.said!.length > 1
        ? html` · before: ${this.said!.slice(1, 4).map((f) => `${f.horizon} ${percent(f.probability)}`).join(", ")}` : nothing}</p>
    </section>`;
  }
}

function interval(minutes: Forecast["minutes"]) {
  const x = delayScale(minutes.p10, minutes.p90);
  const said = `most likely ${delayText(Math.round(minutes.p50))}; in 8 of 10 cases from ${delayText(Math.round(minutes.p10))} to ${delayText(Math.round(minutes.p90))}`;
  return html`<svg class="interval" viewBox="-2 0 104 14" preserveAspectRatio="none" role="img" aria-label=${said}>
      ${svg`<line class="zero" x1=${x(0)} x2=${x(0)} y1="1" y2="13"/><line class="late" x1=${x(15)} x2=${x(15)} y1="1" y2="13"/>
      <rect x=${x(minutes.p10)} width=${Math.max(1, x(minutes.p90) - x(minutes.p10))} y="5" height="4" rx="2"/><rect class="median" x=${x(minutes.p50) - 0.6} width="1.2" y="2.5" height="9"/>`}
    </svg><p class="dim">${said}</p>`;
}
