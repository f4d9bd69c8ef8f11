import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { App } from "../app";
import { SLOW_SECONDS } from "../question";
import { span } from "../times";
import { PageElement } from "./element";

const STALE_AFTER_SECONDS = 30 * 60;

/** What the reader must know before trusting the picture: the API is silent, the data is old, or there is none yet. */
@customElement("ob-banner")
export class Banner extends PageElement {
  @property({ attribute: false }) app!: App;

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(this.app, "poll", () => this.requestUpdate());
    this.listen(this.app.sky, "change clock", () => this.requestUpdate());
    this.every(5000);
  }

  override render() {
    return this.trouble() ?? this.empty() ?? nothing;
  }

  private trouble() {
    const { failure, sky } = this.app;
    if (failure) {
      const age = sky.answeredAt === undefined ? undefined : Date.now() / 1000 - sky.answeredAt;
      return html`<div class="banner" data-kind="bad" role="alert">
        <p><b>Offblock's API does not answer.</b>
        ${age === undefined ? "Nothing has been received yet." : `The flights shown are those of ${span(age)} ago, moved along by their published times.`}
        <span class="banner-detail">${failure.error.title}${failure.error.detail ? `: ${failure.error.detail}` : ""}. ${failure.error.fix ?? "Asking again every 10 s."}</span></p>
        <button type="button" @click=${() => this.app.retry()}>Ask now</button>
      </div>`;
    }
    const age = this.app.newestAge;
    if (age !== undefined && age > STALE_AFTER_SECONDS && !sky.frozen && !sky.past) {
      return html`<div class="banner" data-kind="warn" role="status"><p><b>The data is old.</b> The newest status of any flight here is ${span(age)} old; positions are estimates from it.</p></div>`;
    }
    return undefined;
  }

  private empty() {
    const { sky, status, state } = this.app;
    if (sky.answeredAt === undefined) {
      const waited = performance.now() / 1000;
      return waited < SLOW_SECONDS ? undefined : html`<div class="banner" data-kind="info" role="status"><p><b>Offblock has not answered yet.</b> Asked ${span(waited)} ago; on its first start this takes a moment.</p></div>`;
    }
    if (sky.planes.length === 0) {
      const known = status?.flights?.known;
      return html`<div class="banner" data-kind="info" role="status"><p><b>No flight is in the air${known ? " right now" : " yet"}.</b>
        ${known === 0 ? "The first harvest is still on its way; flights show here as its answers are loaded." : known ? `${known.toLocaleString("en-GB")} flights are known. Search one, or open an airport's board.` : "Flights show here as soon as the API tells of one."}</p></div>`;
    }
    if (sky.shownCount === 0) {
      return html`<div class="banner" data-kind="info" role="status"><p><b>The filter leaves no flight.</b> ${sky.planes.length.toLocaleString("en-GB")} are in the air.</p>
        <button type="button" @click=${() => state.set({ filter: "", only: {}, hidden: [] })}>Show all</button></div>`;
    }
    return undefined;
  }
}
