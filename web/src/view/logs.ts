import { html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { get } from "../api";
import { besides, LEVELS, levelOf, logsAsked, named, news, requestId, tabKey, writtenAt } from "../logs";
import type { LoggedLine, Logs } from "../model";
import { Question } from "../question";
import { answered, ScreenElement } from "./screen";

const REFRESH_MS = 30_000;
const WORDS = { error: "Error", warning: "Warning", info: "Info", debug: "Debug" } as const;

/** What the functions logged. The list is renewed while nobody reads in it; else what is new is offered above it. */
@customElement("ob-logs")
export class LogsPart extends ScreenElement {
  private readonly logs = new Question<Logs>(this, REFRESH_MS);
  private key = tabKey.get();
  private refused = false;
  private asked = "";
  private shown: Logs | undefined;
  private functions: readonly string[] = [];
  /** Where the keyboard goes once what it was on is gone. */
  private focusNext: string | undefined;

  override willUpdate(): void {
    if (this.logs.problem?.status === 403) {
      this.refused = true;
      this.focusNext = "input";
      this.key = undefined;
      tabKey.put(undefined);
    }
    const { key } = this;
    if (key === undefined) {
      this.shown = undefined;
      this.logs.drop();
      return;
    }
    const asked = JSON.stringify([key, this.ask.function, levelOf(this.ask.level), requestId(this.ask.request ?? "")]);
    if (asked !== this.asked) this.shown = undefined;
    this.asked = asked;
    this.logs.ask(asked, (signal) => get("/v1/operations/logs", logsAsked(this.ask, Date.now()), signal, key));
    if (!this.shown || !this.reading()) this.shown = this.logs.value ?? this.shown;
    this.functions = this.shown?.functions ?? this.functions;
  }

  override updated(): void {
    if (this.focusNext) this.querySelector<HTMLElement>(this.focusNext)?.focus();
    this.focusNext = undefined;
  }

  override render() {
    return html`<section class="card part">
      <div class="part-head"><h3 id="logs" tabindex="-1">Logs</h3>${this.key === undefined ? nothing : html`<button type="button" class="link" @click=${() => this.forget()}>Forget the key</button>`}</div>
      ${this.key === undefined ? this.locked() : html`${this.form()}${this.shown ? this.told(this.shown) : answered(this.logs, () => nothing)}`}</section>`;
  }

  private locked() {
    const take = (e: Event) => {
      e.preventDefault();
      const key = new FormData(e.target as HTMLFormElement).get("key");
      if (typeof key !== "string" || !key.trim()) return;
      this.refused = false;
      this.key = key.trim();
      tabKey.put(this.key);
      this.focusNext = "h3";
      this.requestUpdate();
    };
    return html`<p class="log-locked">${this.refused ? html`<b role="alert">This is not the key.</b> ` : nothing}Logs say more than flights do, so they need the key. <code>./offblock key</code> shows it; it stays in this tab.</p>
      <form class="log-form" @submit=${take}>
        <label class="field wide-field"><span>Key</span><input type="password" name="key" required autocomplete="off" spellcheck="false"></label>
        <button class="button">Show logs</button></form>`;
  }

  private forget(): void {
    this.key = undefined;
    tabKey.put(undefined);
    this.focusNext = "input";
    this.requestUpdate();
  }

  private form() {
    const { function: chosen = "", request = "" } = this.ask;
    const names = [...new Set([...this.functions, ...(chosen ? [chosen] : [])])].sort();
    const bad = request !== "" && requestId(request) === undefined;
    return html`<form class="log-form" @submit=${(e: Event) => e.preventDefault()}>
      <label class="field"><span>Function</span><select @change=${(e: Event) => this.put({ function: (e.target as HTMLSelectElement).value || undefined })}><option value="" ?selected=${!chosen}>all</option>${names.map((n) => html`<option value=${n} ?selected=${n === chosen}>${n}</option>`)}</select></label>
      ${this.choice("Level", LEVELS, levelOf(this.ask.level), (v) => this.put({ level: v === "warning" ? undefined : v }))}
      <label class="field wide-field"><span>Request id</span><input type="text" maxlength="80" spellcheck="false" autocomplete="off" placeholder="X-Request-Id of an answer" .value=${request} aria-invalid=${bad ? "true" : nothing} aria-describedby=${bad ? "log-bad-id" : nothing}
        @change=${(e: Event) => this.put({ request: (e.target as HTMLInputElement).value.trim() || undefined })}></label>
      ${bad ? html`<p class="bad" id="log-bad-id">No id has such letters: all requests are shown.</p>` : nothing}</form>`;
  }

  private told(shown: Logs) {
    const { value, problem } = this.logs;
    const fresh = value && value !== shown ? news(value.lines, shown.lines) : 0;
    const today = new Date().toISOString().slice(0, 10);
    const unread = (value ?? shown).unread ?? [];
    return html`<p class="log-news" role="status">${fresh ? html`<b>${fresh} newer ${fresh === 1 ? "line" : "lines"}.</b> <button type="button" class="link" @click=${() => this.renew()}>Show ${fresh === 1 ? "it" : "them"}</button>`
      : problem ? html`<b>${problem.title}:</b> ${problem.detail} What is shown is older. <button type="button" class="link" @click=${() => void this.logs.again()}>Ask again</button>`
      : html`Newest first, times in UTC; asked again every ${REFRESH_MS / 1000} s.`}</p>
      ${shown.lines.length ? html`<ol class="log-lines" tabindex="0" aria-labelledby="logs" @pointerleave=${() => this.requestUpdate()} @focusout=${() => this.requestUpdate()}>${repeat(named(shown.lines), (one) => one.name, (one) => this.line(one.line, today))}</ol>` : this.nothingFound()}
      ${unread.length ? html`<p class="note"><b>Lines are missing:</b> ${unread.length === 1 ? "the log" : "the logs"} of ${unread.join(", ")} could not be read in time.</p>` : nothing}
      ${shown.more ? html`<p class="note">There are older lines. Choose a function or a request, or ask <code>./offblock logs</code>.</p>` : nothing}`;
  }

  private line(line: LoggedLine, today: string) {
    const id = line.requestId;
    const more = besides(line);
    return html`<li data-level=${line.level}>
      <p class="log-head"><time datetime=${line.at}>${writtenAt(line.at, today)}</time> <span class="log-level">${WORDS[line.level]}</span> <b>${line.function}</b>${id ? html` <button type="button" class="link log-request" aria-label="Only request ${id}" title="Only this request" @click=${() => this.put({ request: id, level: "all", function: undefined })}>${id}</button>` : nothing}</p>
      <p class="log-message">${line.message}${more ? html` <span class="dim">${more}</span>` : nothing}</p>
      ${line.stack ? html`<details><summary>${line.exception ?? "Stack"}</summary><pre tabindex="0" role="group" aria-label="Stack">${line.stack}</pre></details>` : nothing}</li>`;
  }

  private nothingFound() {
    const request = requestId(this.ask.request ?? "");
    const level = levelOf(this.ask.level);
    const what = level === "all" ? "Nothing" : level === "error" ? "No error" : "No warning and no error";
    const of = this.ask.function ? ` by ${this.ask.function}` : "";
    return html`<p class="empty"><b>${what} was logged${of} ${request ? `for ${request} in the last 23 hours` : "in the last hour"}.</b>
      ${request && level !== "all" ? html`An answer without an error is told with <button type="button" class="link" @click=${() => this.put({ level: "all" })}>all levels</button>.` : request ? "A line can be read some seconds after it was written." : nothing}</p>`;
  }

  private renew(): void {
    this.shown = this.logs.value;
    this.requestUpdate();
    const list = this.querySelector<HTMLElement>(".log-lines");
    list?.scrollTo({ top: 0 });
    list?.focus();
  }

  /** Whether somebody is in the list: scrolled, pointing, focused, or with a stack open. */
  private reading(): boolean {
    const list = this.querySelector(".log-lines");
    return !!list && (list.scrollTop > 0 || list.matches(":hover, :focus-within") || list.querySelector("details[open]") !== null);
  }
}
