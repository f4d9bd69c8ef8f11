import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { App } from "../app";
import { COLOURS, type Colour } from "../colour";
import { PageElement } from "./element";
import "./filters";
import { ICONS } from "./icons";

const NAMES: Record<Colour, string> = { delay: "Delay", status: "Status", airline: "Airline", forecast: "Forecast" };

/** What the colours mean and what they may tell, how many flights are of each class, and the filter: a class is a switch. */
@customElement("ob-legend")
export class Legend extends PageElement {
  @property({ attribute: false }) app!: App;
  @state() private open = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(this.app.sky, "change", () => this.requestUpdate());
    this.listen(this.app, "theme colour", () => this.requestUpdate());
    this.listen(this.app.state, "view", () => this.requestUpdate());
  }

  override render() {
    const { sky, state, colouring } = this.app;
    const { view } = state;
    const counts = colouring.looks.map(() => 0);
    for (const p of sky.planes) counts[p.look]!++;
    const narrowed = view.filter !== "" || view.hidden.length > 0 || Object.keys(view.only).length > 0;
    return html`
      <button type="button" class="legend-toggle" aria-expanded=${this.open} aria-controls="legend" @click=${() => (this.open = !this.open)}>${ICONS.legend}<span>Legend</span>${narrowed ? html`<small>${sky.shownCount.toLocaleString("en-GB")} shown</small>` : nothing}</button>
      <section class="legend card" id="legend" data-open=${this.open} aria-label="Legend and filter">
        <ob-filters .app=${this.app}></ob-filters>
        ${narrowed ? html`<p class="legend-shown"><b>${sky.shownCount.toLocaleString("en-GB")}</b> of ${sky.planes.length.toLocaleString("en-GB")} shown <button type="button" class="link show-all" @click=${() => state.set({ filter: "", only: {}, hidden: [] })}>show all</button></p>` : nothing}
        <div class="choice" role="group" aria-label="What the colours tell">${COLOURS.map((c) => html`<button type="button" aria-pressed=${view.colour === c} @click=${() => state.set({ colour: c, hidden: [] })}>${NAMES[c]}</button>`)}</div>
        <p class="legend-head">${colouring.title}</p>
        <ul>${colouring.looks.map((d, i) => html`<li><button type="button" class="legend-row" aria-pressed=${!view.hidden.includes(d.key)} @click=${() => this.toggle(d.key)}>
          <span class="legend-plane" style="color:${d[this.app.theme]}">${ICONS.plane}</span><span class="one-line">${d.label}</span><span class="legend-count">${sky.planes.length ? counts[i]!.toLocaleString("en-GB") : ""}</span></button></li>`)}</ul>
        ${view.colour === "forecast" && sky.planes.length && counts.at(-1) === sky.planes.length ? html`<p class="legend-note">None of these flights has a forecast of ours. <button type="button" class="link" @click=${() => state.set({ screen: "model", ask: {} })}>How the model is doing</button></p>` : nothing}
        <p class="legend-note">Hollow: positions are <b>estimated from published times</b>. Faded: last heard of over 10 min ago.</p>
      </section>`;
  }

  private toggle(key: string): void {
    const { hidden } = this.app.state.view;
    this.app.state.set({ hidden: hidden.includes(key) ? hidden.filter((k) => k !== key) : [...hidden, key] });
  }
}
