import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { App } from "../app";
import { byStatus } from "../colour";
import { WORDS, wordsOf, type Only, type Words } from "../only";
import { PageElement } from "./element";
import { ICONS } from "./icons";

const FIELDS: readonly (readonly [word: Words, label: string, example: string])[] = [["airline", "Airline", "LH, LX"], ["airport", "Airport", "FRA"], ["route", "Route", "FRA-JFK"], ["type", "Aircraft", "32N, 359"]];
const LATE = [15, 30, 60, 120];
const SUGGESTED = 30;

/** What must be true of a flight that is shown: conditions that combine. Closed it is a line of those that are set. */
@customElement("ob-filters")
export class Filters extends PageElement {
  @property({ attribute: false }) app!: App;
  @state() private open = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(this.app.state, "view", () => this.requestUpdate());
  }

  override render() {
    const { only, filter } = this.app.state.view;
    const set = [...WORDS.filter((w) => only[w]?.length).map((w) => [w, `${w} ${only[w]!.join(", ")}`] as const), ...(only.delay === undefined ? [] : [["delay" as const, `${only.delay} min late or more`] as const])];
    return html`<div class="filter-line"><label class="filter"><span class="sr">Filter the flights on the map</span>
        <input type="search" placeholder="Filter: LH, Munich …" spellcheck="false" .value=${filter} @input=${(e: Event) => this.app.state.set({ filter: (e.target as HTMLInputElement).value })}></label>
        <button type="button" class="icon-button" aria-label="More filters" title="More filters" aria-expanded=${this.open} aria-controls="filter-form" @click=${() => (this.open = !this.open)}>${ICONS.filter}</button></div>
      ${set.length ? html`<ul class="chips">${set.map(([key, words]) => html`<li><button type="button" aria-label="Take away: ${words}" @click=${() => this.put({ [key]: undefined })}>${words}<span aria-hidden="true">×</span></button></li>`)}</ul>` : nothing}
      ${this.open ? this.form(only) : html`<div id="filter-form" hidden></div>`}`;
  }

  private form(only: Only) {
    return html`<form class="filter-form" id="filter-form" @submit=${(e: Event) => e.preventDefault()}>
      ${FIELDS.map(([word, label, example]) => html`<label><span>${label}</span><input type="text" list="only-${word}" placeholder=${example} autocomplete="off" spellcheck="false" .value=${only[word]?.join(", ") ?? ""} @change=${(e: Event) => this.take(word, (e.target as HTMLInputElement).value)}></label>
        <datalist id="only-${word}">${this.seen(word).map((v) => html`<option value=${v}></option>`)}</datalist>`)}
      <label><span>Status</span><select @change=${(e: Event) => this.take("status", (e.target as HTMLSelectElement).value)}><option value="" ?selected=${!only.status}>any</option>${byStatus.looks.map((s) => html`<option value=${s.key} ?selected=${only.status?.[0] === s.key}>${s.label}</option>`)}</select></label>
      <label><span>Late by</span><select @change=${(e: Event) => this.put({ delay: Number((e.target as HTMLSelectElement).value) || undefined })}><option value="" ?selected=${only.delay === undefined}>any delay</option>${LATE.map((m) => html`<option value=${m} ?selected=${only.delay === m}>${m} min or more</option>`)}</select></label>
    </form>`;
  }

  /** What there is to choose from: the most frequent among the flights in the air. */
  private seen(word: Words): string[] {
    const counts = new Map<string, number>();
    const count = (v: string | undefined) => v && counts.set(v, (counts.get(v) ?? 0) + 1);
    for (const { data: f } of this.app.sky.planes) {
      if (word === "airline") count(f.carrier);
      else if (word === "type") count(f.type);
      else if (word === "route") count(`${f.from}-${f.to}`);
      else if (word === "airport") [f.from, f.to].forEach(count);
    }
    return [...counts].sort((a, b) => b[1] - a[1]).slice(0, SUGGESTED).map(([v]) => v);
  }

  private take(word: Words, text: string): void {
    const list = wordsOf(text);
    this.put({ [word]: list.length ? list : undefined });
  }

  private put(change: Only): void {
    const only = Object.fromEntries(Object.entries({ ...this.app.state.view.only, ...change }).filter(([, value]) => value !== undefined));
    this.app.state.set({ only });
  }
}
