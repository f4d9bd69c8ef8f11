import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ApiError, search } from "../api";
import type { App } from "../app";
import { countryName } from "../airports";
import type { SearchHit } from "../model";
import { localParts } from "../times";
import { PageElement } from "./element";
import { ICONS } from "./icons";

const KIND: Record<SearchHit["kind"], string> = { airport: "Airport", airline: "Airline", flight: "Flight", line: "Past flights" };

/** The search box: "/" comes here from anywhere, arrows choose, Enter opens, Escape leaves. Says "choose" with the hit. */
@customElement("ob-search")
export class Search extends PageElement {
  @property({ attribute: false }) app!: App;
  @state() private hits: SearchHit[] = [];
  @state() private active = 0;
  @state() private open = false;
  @state() private note = "";
  /** The words that the hits are of: those in the box may be others by now. */
  private foundFor: string | undefined;
  /** The words whose answer is on its way. */
  private askedFor: string | undefined;
  /** Whether Enter was pressed before the answer: its first hit is opened when it comes. */
  private entered = false;
  private asked: AbortController | undefined;
  private timer = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(document, "keydown", (e) => this.shortcut(e as KeyboardEvent));
  }

  override render() {
    const expanded = this.open && (this.hits.length > 0 || this.note !== "");
    return html`
      <div class="search" role="search">
        <span class="search-icon">${ICONS.search}</span>
        <input type="text" id="search" autocomplete="off" spellcheck="false" placeholder="Flight, airport, airline" aria-label="Search flights, airports and airlines"
          role="combobox" aria-controls="search-hits" aria-expanded=${expanded} aria-activedescendant=${expanded && this.hits.length ? `hit-${this.active}` : nothing}
          @input=${this.typed} @keydown=${this.key} @focus=${() => (this.open = true)} @blur=${this.left}>
        <kbd aria-hidden="true">/</kbd>
      </div>
      ${expanded
        ? html`<ul class="hits" id="search-hits" role="listbox" aria-label="Found">
            ${this.hits.map((hit, i) => this.hit(hit, i))}
            ${this.note ? html`<li class="hits-note" role="presentation">${this.note}</li>` : nothing}
          </ul>`
        : html`<ul id="search-hits" role="listbox" hidden></ul>`}
    `;
  }

  private hit(hit: SearchHit, i: number) {
    const detail = [hit.detail, hit.date && localParts(hit.date).day].filter(Boolean).join(" · ");
    return html`<li id="hit-${i}" role="option" aria-selected=${i === this.active} class="hit" @mousedown=${(e: Event) => { e.preventDefault(); this.choose(hit); }} @mousemove=${() => (this.active = i)}>
      <span class="hit-code">${hit.code}</span>
      <span class="hit-text"><span class="hit-label">${hit.label}</span>${detail ? html`<span class="hit-detail">${countryName(detail.length === 2 ? detail : undefined) ?? detail}</span>` : nothing}</span>
      <span class="hit-kind">${KIND[hit.kind]}</span>
    </li>`;
  }

  private get input(): HTMLInputElement {
    return this.querySelector("input")!;
  }

  private shortcut(e: KeyboardEvent): void {
    const typing = e.target instanceof HTMLElement && (e.target.matches("input, textarea, select") || e.target.isContentEditable);
    if (e.key === "/" && !typing && !e.ctrlKey && !e.metaKey && !e.altKey) {
      e.preventDefault();
      this.input.focus();
      this.input.select();
    }
  }

  private typed(): void {
    this.stop();
    const q = this.input.value.trim();
    this.open = true;
    if (!q) return this.forget();
    this.timer = window.setTimeout(() => void this.ask(q), 120);
  }

  /** Waits for no answer any more. */
  private stop(): void {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.askedFor = undefined;
    this.entered = false;
  }

  private forget(): void {
    this.hits = [];
    this.note = "";
    this.foundFor = undefined;
  }

  private async ask(q: string): Promise<void> {
    this.stop();
    const { signal } = (this.asked = new AbortController());
    this.askedFor = q;
    try {
      const hits = await search(q, signal);
      if (signal.aborted) return;
      this.hits = hits;
      this.foundFor = q;
      this.active = 0;
      this.note = this.hits.length ? "" : `Nothing is called “${q}”. Try a flight (LH400), an airport (FRA, Frankfurt) or an airline.`;
    } catch (error) {
      if (signal.aborted) return;
      this.forget();
      this.note = error instanceof ApiError ? `Search does not answer now. ${error.fix ?? error.detail}` : String(error);
    }
    const hit = this.entered ? this.hits[0] : undefined;
    this.stop();
    if (hit) this.choose(hit);
  }

  /** Opens the chosen hit; where those that are shown are of other words, the first of these words, asked at once. */
  private enter(): void {
    const q = this.input.value.trim();
    if (!q) return;
    if (q === this.foundFor) {
      const hit = this.hits[this.active];
      if (hit) this.choose(hit);
      return;
    }
    if (q !== this.askedFor) void this.ask(q);
    this.entered = true;
  }

  private key(e: KeyboardEvent): void {
    if (e.key === "Escape") {
      if (this.input.value) {
        this.input.value = "";
        this.typed();
      } else this.input.blur();
      e.stopPropagation();
    } else if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      const n = this.hits.length;
      if (n) this.active = (this.active + (e.key === "ArrowDown" ? 1 : n - 1)) % n;
      void this.updateComplete.then(() => this.querySelector(`#hit-${this.active}`)?.scrollIntoView({ block: "nearest" }));
    } else if (e.key === "Enter") this.enter();
  }

  private choose(hit: SearchHit): void {
    this.stop();
    this.forget();
    this.input.value = "";
    this.open = false;
    this.input.blur();
    this.dispatchEvent(new CustomEvent("choose", { detail: hit }));
  }

  private left(): void {
    this.entered = false;
    window.setTimeout(() => (this.open = document.activeElement === this.input), 120);
  }
}
