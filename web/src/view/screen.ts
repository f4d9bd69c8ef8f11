import { html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { ApiError } from "../api";
import type { App } from "../app";
import { SLOW_SECONDS, type Question } from "../question";
import { ago } from "../times";
import { PageElement } from "./element";

/** A view of the page beside the map. Its form is in the address, so that a link shows the same figures. */
export abstract class ScreenElement extends PageElement {
  @property({ attribute: false }) app!: App;

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(this.app.state, "view", () => this.requestUpdate());
    this.listen(this.app, "airports", () => this.requestUpdate());
  }

  protected get ask(): Readonly<Record<string, string>> {
    return this.app.state.view.ask;
  }

  /** Puts another answer into the form and so into the address; what is empty is left out. */
  protected put(change: Record<string, string | undefined>): void {
    const ask: Record<string, string> = {};
    for (const [name, value] of Object.entries({ ...this.ask, ...change })) if (value) ask[name] = value;
    this.app.state.set({ ask });
  }

  protected head(title: string, note: unknown, beside: unknown = nothing) {
    return html`<header class="screen-head"><div><h2 tabindex="-1">${title}</h2><p class="dim">${note}</p></div>${beside}</header>`;
  }

  /** A choice among few, as buttons side by side. */
  protected choice(label: string, options: readonly (readonly [value: string, words: string])[], chosen: string, choose: (value: string) => void) {
    return html`<div class="choice" role="group" aria-label=${label}>${options.map(([value, words]) => html`<button type="button" aria-pressed=${value === chosen} @click=${() => choose(value)}>${words}</button>`)}</div>`;
  }

  /** A code that is typed: taken when it is left or Enter is pressed. */
  protected code(label: string, name: string, placeholder: string, longest: number) {
    return html`<label class="field"><span>${label}</span><input type="text" maxlength=${longest} size=${longest + 1} spellcheck="false" autocomplete="off" autocapitalize="characters" placeholder=${placeholder} .value=${this.ask[name] ?? ""}
      @change=${(e: Event) => this.put({ [name]: (e.target as HTMLInputElement).value.trim().toUpperCase().replace(/[^A-Z0-9]/g, "") || undefined })}></label>`;
  }
}

/** A question's answer as a picture; while it is on its way, bars; where it failed, why, and how old what is shown is. */
export function answered<T>(question: Question<T>, show: (value: T) => unknown, empty: (problem: ApiError) => unknown = problemText, these = "These figures are"): unknown {
  const { value, problem, answeredAt } = question;
  if (value === undefined) return problem ? html`<div class="empty" role="status">${empty(problem)}${problem.unreachable ? html` <button type="button" class="button" @click=${() => void question.again()}>Ask again</button>` : nothing}</div>` : html`${LOADING}${question.asking && question.askedAt !== undefined && Date.now() / 1000 - question.askedAt >= SLOW_SECONDS - 0.1 ? html`<p class="note">This takes longer than it should. The answer is still awaited.</p>` : nothing}`;
  return html`${problem ? html`<p class="stale" role="status"><b>${these} ${answeredAt === undefined ? "old" : `of ${ago(Date.now() / 1000 - answeredAt)}`}.</b> ${problem.title}: ${problem.detail} <button type="button" class="link" @click=${() => void question.again()}>Ask again</button></p>` : nothing}${show(value)}`;
}

export const problemText = (problem: ApiError): TemplateResult => html`<b>${problem.title}.</b> ${problem.detail} ${problem.fix ?? ""}`;

/** A figure with what it counts. */
export const tile = (value: unknown, label: string, note: unknown = nothing, kind?: string) =>
  html`<div class="tile" data-kind=${kind ?? nothing}><dt>${label}</dt><dd>${value}</dd>${note === nothing ? nothing : html`<dd class="tile-note">${note}</dd>`}</div>`;

export const count = (n: number | undefined): string => (n === undefined ? "–" : n.toLocaleString("en-GB"));

export const LOADING = html`<div class="loading" role="status" aria-label="Loading"><i></i><i></i><i></i><i></i></div>`;
