import { html, noChange } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { App } from "../app";
import { LIVE, SPEEDS } from "../state";
import { PageElement } from "./element";

const DAY = 86_400;
const STEP = 60;

/** Another moment than now: a slider over the last day, any moment by its date, how fast it is played, and the way back to live. */
@customElement("ob-time")
export class TimeSlider extends PageElement {
  @property({ attribute: false }) app!: App;
  /** Whether a moment is being typed: the clock that runs on must not take it away half written. */
  @state() private typing = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(this.app.state, "view", () => this.requestUpdate());
    this.every(1000);
  }

  override render() {
    const { sky, state } = this.app;
    const now = Math.floor(sky.live / STEP) * STEP;
    const shown = Math.min(now, Math.floor(sky.now()));
    const said = new Date(shown * 1000).toISOString().slice(0, 16);
    return html`<section class="time card" aria-label="The moment that is shown">
      <label><span class="sr">Moment, UTC</span><input type="datetime-local" .value=${this.typing ? noChange : live(said)} max=${this.typing ? noChange : new Date(now * 1000).toISOString().slice(0, 16)}
        @focus=${() => (this.typing = true)} @blur=${() => (this.typing = false)} @change=${(e: Event) => this.to(Date.parse(`${(e.target as HTMLInputElement).value}Z`) / 1000)}></label>
      <input type="range" min=${Math.min(now - DAY, shown)} max=${now} step=${STEP} .value=${String(shown)} aria-label="Over the last day" aria-valuetext="${said.replace("T", " ")} UTC" @input=${(e: Event) => this.to(Number((e.target as HTMLInputElement).value))}>
      <span class="speeds" role="group" aria-label="Speed">${SPEEDS.map((speed) => html`<button type="button" aria-pressed=${state.view.speed === speed} @click=${() => state.set({ time: Math.floor(sky.now()), speed })}>${speed === 0 ? "Hold" : `${speed}×`}</button>`)}</span>
      <button type="button" class="live" title="Back to now (l)" @click=${() => state.set(LIVE)}>Live</button>
    </section>`;
  }

  private to(time: number): void {
    if (Number.isFinite(time)) this.app.state.set({ time: Math.min(time, Math.floor(this.app.sky.live)) });
  }
}
