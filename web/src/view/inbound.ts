import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { rotation } from "../api";
import type { App } from "../app";
import type { Rotation } from "../model";
import { localParts, span } from "../times";
import { PageElement } from "./element";
import { bestTime, delayMark } from "./marks";

/** Where the aircraft comes from, leg by leg, and what of their lateness it brings along. Nothing where its registration is not known. */
@customElement("ob-inbound")
export class InboundPart extends PageElement {
  @property({ attribute: false }) app!: App;
  @property() flight = "";
  @state() private chain: Rotation | undefined;
  private asked: AbortController | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.asked?.abort();
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("flight")) return;
    this.chain = undefined;
    this.asked?.abort();
    const { signal } = (this.asked = new AbortController());
    rotation(this.flight, 3, signal).then((found) => (this.chain = found), () => undefined);
  }

  override render() {
    const legs = this.chain?.inbound ?? [];
    if (!legs.length && !this.chain?.next) return nothing;
    return html`<section class="inbound"><h3>The aircraft before and after</h3>
      <ul>${legs.map((leg) => html`<li>${this.link(leg.flight)} ${delayMark(leg.flight.arrival)}<span class="dim">${leg.turnaroundMinutes >= 0
        ? html`then ${span(leg.turnaroundMinutes * 60)} on the ground` : html`not yet told to be late after it`}${leg.propagates ? html` · <b>brings ${leg.passedOnMinutes} min along</b>` : nothing}</span></li>`)}
        ${this.chain?.next ? html`<li>${this.link(this.chain.next)}<span class="dim">is next</span></li>` : nothing}</ul>
    </section>`;
  }

  private link(f: Rotation["flight"]) {
    const at = bestTime(f.arrival)?.moment.local;
    return html`<button type="button" class="link" @click=${() => this.app.state.set({ flight: f.id, airport: undefined })}>${f.flight} ${f.origin.iata}–${f.destination.iata}${at ? html`, ${localParts(at).time}` : nothing}</button>`;
  }
}
