import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { App } from "../app";
import { LIVE } from "../state";
import { PageElement } from "./element";
import { ICONS } from "./icons";

/** The buttons beside the map. Says "zoom" with +1 or -1; the rest goes straight into the view. */
@customElement("ob-controls")
export class Controls extends PageElement {
  @property({ attribute: false }) app!: App;
  @property({ type: Boolean }) map = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(this.app.state, "view", () => this.requestUpdate());
    this.listen(this.app, "theme", () => this.requestUpdate());
  }

  override render() {
    const { state, theme } = this.app;
    const { globe, screen } = state.view;
    const sky = screen === "map" || screen === "table";
    const button = (label: string, icon: unknown, act: () => void, pressed?: boolean) =>
      html`<button type="button" class="icon-button" aria-label=${label} title=${label} aria-pressed=${pressed ?? nothing} @click=${act}>${icon}</button>`;
    return html`<nav class="controls" aria-label="Map">
      ${this.map ? html`<div class="card">${button("Zoom in", ICONS.plus, () => this.zoom(1))}${button("Zoom out", ICONS.minus, () => this.zoom(-1))}</div>` : nothing}
      <div class="card">
        ${this.map ? button(globe ? "Show the flat map" : "Show the globe", globe ? ICONS.flat : ICONS.globe, () => state.set({ globe: !globe })) : nothing}
        ${button(theme === "dark" ? "Light colours" : "Dark colours", theme === "dark" ? ICONS.sun : ICONS.moon, () => state.set({ theme: theme === "dark" ? "light" : "dark" }))}
        ${!sky ? nothing : button("Another moment (h)", ICONS.clock, () => state.set(state.view.time === undefined ? { time: Math.floor(this.app.sky.live / 60) * 60 - 3600, speed: 30 } : LIVE), state.view.time !== undefined)}
        ${this.map ? button("List of the flights (t)", ICONS.table, () => state.set({ screen: screen === "table" ? "map" : "table" }), screen === "table") : nothing}
      </div></nav>`;
  }

  private zoom(by: number): void {
    this.dispatchEvent(new CustomEvent("zoom", { detail: by }));
  }
}
