import { html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Airports } from "../airports";
import { PageElement } from "./element";

/** An airport that is typed by code or city. Says "airport" with its code once that is clear. */
@customElement("ob-airport-field")
export class AirportField extends PageElement {
  @property({ attribute: false }) airports!: Airports;
  @property() label = "";
  @property() code = "";
  @state() private typed = "";
  @state() private unknown = false;
  private readonly listId = `airports-${Math.random().toString(36).slice(2, 8)}`;

  override render() {
    const known = this.airports.find(this.code);
    return html`<label class="field wide-field"><span>${this.label}</span>
      <input type="text" list=${this.listId} autocomplete="off" spellcheck="false" placeholder="City or code" aria-invalid=${this.unknown} .value=${known ? `${known.city} ${known.iata}` : this.code}
        @focus=${(e: Event) => (e.target as HTMLInputElement).select()} @input=${(e: Event) => (this.typed = (e.target as HTMLInputElement).value)} @change=${this.take}></label>
      <datalist id=${this.listId}>${this.airports.match(this.typed, 12).map((a) => html`<option value="${a.city} ${a.iata}">${a.name}</option>`)}</datalist>`;
  }

  private take(e: Event): void {
    const text = (e.target as HTMLInputElement).value.trim();
    const code = /\b([A-Z]{3})$/.exec(text)?.[1];
    const found = this.airports.find(code) ?? this.airports.match(text, 1)[0];
    this.unknown = text !== "" && !found;
    if (!this.unknown) this.dispatchEvent(new CustomEvent("airport", { detail: found?.iata }));
  }
}
