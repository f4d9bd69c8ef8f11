import { html } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { App } from "../app";
import { writeView, type Screen } from "../state";
import { PageElement } from "./element";
import { ICONS } from "./icons";

const VIEWS = [["map", "Map", ICONS.map], ["statistics", "Statistics", ICONS.bars], ["connections", "Connections", ICONS.ways], ["model", "Model", ICONS.curve], ["operations", "Operations", ICONS.pulse]] as const;

/** The screens by the keys 1 to 5. */
export const BY_KEY: Record<string, Screen> = Object.fromEntries(VIEWS.map(([screen], i) => [String(i + 1), screen]));

/** What a screen is called. */
export const titleOf = (screen: Screen): string => VIEWS.find(([key]) => key === screen)?.[1] ?? "";

/** The way between the views: plain links, so that they can be opened beside each other; on a phone a bar at the bottom. */
@customElement("ob-views")
export class Views extends PageElement {
  @property({ attribute: false }) app!: App;

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(this.app.state, "view", () => this.requestUpdate());
  }

  override render() {
    const { view } = this.app.state;
    const here = view.screen === "table" ? "map" : view.screen;
    return html`<nav class="views card" aria-label="Views">${VIEWS.map(([screen, name, icon], i) => html`<a href=${writeView(this.there(screen)) || "/"} title="${name} (${i + 1})" aria-current=${here === screen ? "page" : "false"} @click=${(e: MouseEvent) => this.go(e, screen)}>${icon}<span>${name}</span></a>`)}</nav>`;
  }

  private there(screen: Screen) {
    return { ...this.app.state.view, screen, ask: {}, flight: undefined, airport: undefined };
  }

  private go(e: MouseEvent, screen: Screen): void {
    if (e.ctrlKey || e.metaKey || e.shiftKey || e.button !== 0) return;
    e.preventDefault();
    this.app.state.set(this.there(screen));
  }
}
