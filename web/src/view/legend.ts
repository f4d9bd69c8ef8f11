import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { App } from "../app";
import { DELAYS } from "../delay";
import { PageElement } from "./element";
import { ICONS } from "./icons";

/** What the colours mean, how many flights are of each, and the filter: a class is a switch, the text narrows what is shown. */
@customElement("ob-legend")
export class Legend extends PageElement {
  @property({ attribute: false }) app!: App;
  @state() private open = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(this.app.sky, "change", () => this.requestUpdate());
    this.listen(this.app, "theme", () => this.requestUpdate());
    this.listen(this.app.state, "view", () => this.requestUpdate());
  }

  override render() {
    const { sky, state } = this.app;
    const counts = DELAYS.map(() => 0);
    for (const p of sky.planes) counts[p.delay]!++;
    const narrowed = state.view.filter !== "" || state.view.hidden.length > 0;
    return html`
      <button type="button" class="legend-toggle" aria-expanded=${this.open} aria-controls="legend" @click=${() => (this.open = !this.open)}>${ICONS.legend}<span>Legend</span></button>
      <section class="legend card" id="legend" data-open=${this.open} aria-label="Legend and filter">
        <label class="filter"><span class="sr">Filter the flights on the map</span>
          <input type="search" placeholder="Filter: LH, Munich, A320 …" spellcheck="false" .value=${state.view.filter} @input=${(e: Event) => state.set({ filter: (e.target as HTMLInputElement).value })}>
        </label>
        <p class="legend-head">Delay at departure or as estimated</p>
        <ul>${DELAYS.map((d, i) => html`<li><button type="button" class="legend-row" aria-pressed=${!state.view.hidden.includes(d.key)} @click=${() => this.toggle(d.key)}>
          <span class="legend-plane" style="color:${d[this.app.theme]}">${ICONS.plane}</span><span>${d.label}</span><span class="legend-count">${sky.planes.length ? counts[i]!.toLocaleString("en-GB") : ""}</span></button></li>`)}</ul>
        <p class="legend-note">Hollow: positions are <b>estimated from published times</b>. Faded: last heard of over 10 min ago.</p>
        ${narrowed ? html`<p class="legend-note"><b>${sky.shownCount.toLocaleString("en-GB")}</b> of ${sky.planes.length.toLocaleString("en-GB")} shown <button type="button" class="link" @click=${() => state.set({ filter: "", hidden: [] })}>show all</button></p>` : nothing}
      </section>`;
  }

  private toggle(key: string): void {
    const { hidden } = this.app.state.view;
    this.app.state.set({ hidden: hidden.includes(key) ? hidden.filter((k) => k !== key) : [...hidden, key] });
  }
}
