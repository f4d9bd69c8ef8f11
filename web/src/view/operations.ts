import { html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { calls, get, metrics } from "../api";
import { readMetrics, type Metric } from "../metrics";
import type { Harvest, HarvestPlan, Status } from "../model";
import { Question } from "../question";
import { ago, epoch, span } from "../times";
import "./dead-letters";
import "./logs";
import { answered, count, ScreenElement, tile } from "./screen";

const REFRESH_MS = 10_000;
const CALLS = 12;

/** How the whole is doing: how fresh, how much of the quota is left and why the next call is the next, what waits and what failed. */
@customElement("ob-operations")
export class OperationsScreen extends ScreenElement {
  private readonly status = new Question<Status>(this, REFRESH_MS);
  private readonly harvest = new Question<Harvest>(this, REFRESH_MS);
  private readonly plan = new Question<HarvestPlan>(this, REFRESH_MS);
  private readonly metrics = new Question<Metric[]>(this, REFRESH_MS);

  override connectedCallback(): void {
    super.connectedCallback();
    this.every(1000);
  }

  override willUpdate(): void {
    this.status.ask("status", (signal) => get("/v1/status", {}, signal));
    this.harvest.ask("harvest", (signal) => get("/v1/harvest", {}, signal));
    this.plan.ask("plan", (signal) => get("/v1/harvest/plan", {}, signal));
    this.metrics.ask("metrics", async (signal) => readMetrics(await metrics(signal)));
  }

  override render() {
    const asked = this.status.answeredAt;
    return html`<div class="screen-body">
      ${this.head("Operations", html`Whether all runs, how fresh, how full.${asked === undefined ? nothing : html` Answered ${ago(Date.now() / 1000 - asked)}, asked again every ${REFRESH_MS / 1000} s.`}`)}
      ${answered(this.status, (s) => this.health(s))}
      <div class="cards">
        <section class="card part"><h3>Stores and their queues</h3>${answered(this.status, (s) => this.stores(s))}</section>
        <section class="card part"><h3>The last harvest</h3>${answered(this.harvest, (h) => this.last(h))}</section>
      </div>
      <section class="card part"><h3>What is asked next, and why</h3>${answered(this.plan, (p) => this.next(p))}</section>
      <div class="cards">
        <section class="card part"><h3>Functions, as this page found them</h3>${this.functions()}</section>
        <section class="card part"><h3>Metrics</h3>${answered(this.metrics, (m) => this.measured(m))}</section>
      </div>
      <ob-logs .app=${this.app}></ob-logs>
    </div>`;
  }

  private health(s: Status) {
    const dead = s.queues.dlq;
    const waiting = Object.entries(s.queues).reduce((n, [name, depth]) => (name === "dlq" ? n : n + depth), 0);
    const quota = s.quota;
    const resets = epoch(quota?.resetsAt);
    return html`<dl class="tiles">
      ${tile(s.ready ? "All answer" : "Not all answer", "stores, queues, harvest", s.ready ? nothing : "what does not is marked below", s.ready ? "good" : "bad")}
      ${tile(s.freshness?.p50_s === undefined ? "–" : span(s.freshness.p50_s), "median age of a status", s.freshness?.p95_s === undefined ? "of flights in the air" : html`19 of 20 are under ${span(s.freshness.p95_s)}`)}
      ${tile(html`${count(s.flights?.airborne)} <small>of ${count(s.flights?.known)}</small>`, "flights in the air", "of all that are known")}
      ${tile(quota?.limit === undefined ? "–" : html`${count(quota.used)} <small>of ${count(quota.limit)}</small>`, "calls this hour", html`${quota?.limit === undefined ? nothing : html`<meter min="0" max=${quota.limit} value=${quota.used ?? 0} aria-label="Calls used"></meter>`}${resets === undefined ? nothing : html`resets in ${span(Math.max(0, resets - Date.now() / 1000))}`}`)}
      ${tile(count(waiting), "payloads wait", dead === undefined ? "dead letters cannot be counted now" : dead ? html`<b>${count(dead)} dead letters</b>: send them back below, or with <code>./offblock redrive</code>` : "no dead letters", dead ? "bad" : undefined)}
    </dl>`;
  }

  private stores(s: Status) {
    return html`<div class="scroller" tabindex="0"><table class="rows figures"><thead><tr><th scope="col">Store</th><th scope="col" class="num">Waiting</th><th scope="col" class="num">Flights</th><th scope="col" class="num">Payloads</th><th scope="col">Newest</th></tr></thead>
      <tbody>${Object.entries(s.stores).map(([name, store]) => {
        const newest = epoch(store.newest);
        return html`<tr><th scope="row">${name}</th><td class="num">${count(s.queues[name])}</td>${store.error ? html`<td colspan="3" class="bad">${store.error}</td>` : html`<td class="num">${count(store.flights)}</td><td class="num">${count(store.payloads)}</td><td>${newest === undefined ? "–" : ago(Date.now() / 1000 - newest)}</td>`}</tr>`;
      })}</tbody></table></div>
      <p class="note">A payload waits in four queues, one a store. What could not be loaded after eight tries is a dead letter${s.queues.dlq === undefined ? "" : `: ${count(s.queues.dlq)} now`}.</p>
      <ob-dead-letters .app=${this.app} .status=${s} @look=${() => this.status.asking || void this.status.again()}></ob-dead-letters>`;
  }

  private last(h: Harvest) {
    if (!h.last) return html`<p class="empty"><b>No harvest has ended yet.</b> The first starts by itself; its answers show here.</p>`;
    const { at, ended, quota: _, ...rest } = h.last as Record<string, unknown>;
    const began = epoch(typeof at === "string" ? at : undefined);
    const fresh = (h.freshness ?? {}) as { fresh?: number; airborne?: number; known?: number };
    return html`<p>${began === undefined ? nothing : html`${ago(Date.now() / 1000 - began)}. `}${typeof ended === "string" ? html`Ended: ${ended}` : nothing}</p>
      <dl class="pairs">${Object.entries(rest).filter(([, value]) => typeof value === "number").map(([name, value]) => html`<div><dt>${name}</dt><dd class=${name === "failed" && value ? "bad" : ""}>${count(value as number)}</dd></div>`)}
        ${fresh.fresh === undefined ? nothing : html`<div><dt>in the air, told of in the last 5 min</dt><dd>${Math.round(fresh.fresh * 100)} %</dd></div>`}</dl>`;
  }

  private next(p: HarvestPlan) {
    const made = epoch(p.at);
    const row = (c: HarvestPlan["next"][number], note: unknown) => html`<tr><td class="request"><code>${c.request}</code></td><td>${note}</td><td class="num">${c.value.toFixed(1)}</td></tr>`;
    const head = (why: string) => html`<thead><tr><th scope="col">Call</th><th scope="col">${why}</th><th scope="col" class="num" title="Flights' worth of knowledge that it renews or finds">Worth</th></tr></thead>`;
    return html`<p class="dim">${made === undefined ? "No plan has been made yet." : html`Made ${ago(Date.now() / 1000 - made)}.`} ${p.quota.exhausted ? html`<b>The provider refuses more calls until ${p.quota.resetsAt.slice(11, 16)} UTC.</b>` : html`${count(p.quota.left ?? p.quota.limit - p.quota.used)} calls are left until ${p.quota.resetsAt.slice(11, 16)} UTC.`}</p>
      ${p.next.length ? html`<div class="scroller" tabindex="0"><table class="rows figures plan">${head("Why")}<tbody>${once(p.next).slice(0, CALLS).map((c) => row(c, c.reason))}</tbody></table></div>` : html`<p class="empty"><b>Nothing is worth a call now.</b> What comes nearest, and why it waits, is below.</p>`}
      ${p.skipped.length ? html`<details ?open=${!p.next.length}><summary>${count(once(p.skipped).length)} left out for now</summary><div class="scroller" tabindex="0"><table class="rows figures plan">${head("Why not")}<tbody>${once(p.skipped).slice(0, p.next.length ? CALLS * 2 : CALLS).map((c) => row(c, c.skippedBecause))}</tbody></table></div></details>` : nothing}`;
  }

  private functions() {
    const list = calls();
    const median = (ms: readonly number[]) => [...ms].sort((a, b) => a - b)[ms.length >> 1] ?? 0;
    return html`<div class="scroller" tabindex="0"><table class="rows figures"><thead><tr><th scope="col">Operation</th><th scope="col" class="num">Asked</th><th scope="col" class="num">Median</th><th scope="col" class="num">Slowest</th><th scope="col" class="num">Errors</th></tr></thead>
      <tbody>${list.map((c) => html`<tr><td class="request"><code>${c.operation.replace("/v1/", "")}</code></td><td class="num">${count(c.count)}</td><td class="num">${Math.round(median(c.ms))} ms</td><td class="num">${Math.round(Math.max(...c.ms))} ms</td><td class="num ${c.errors ? "bad" : ""}">${c.errors ? html`${c.errors} <small>last ${c.lastError || "no answer"}</small>` : "0"}</td></tr>`)}</tbody></table></div>
      <p class="note">Calls of this page since it was opened. What the functions logged is below; counts and times of all: <code>./offblock metrics</code>.</p>`;
  }

  private measured(list: readonly Metric[]) {
    const of = (labels: Record<string, string>) => Object.values(labels).join(" ");
    return html`<dl class="pairs wide-pairs">${list.map((m) => html`<div><dt title=${m.help}>${m.name.replace(/^offblock_/, "").replaceAll("_", " ")}</dt><dd>${m.samples.map((s) => html`<span>${of(s.labels) ? html`<small>${of(s.labels)}</small> ` : nothing}${count(s.value)}</span>`)}</dd></div>`)}</dl>
      <p class="note"><a href="/v1/metrics" target="_blank" rel="noopener">As text for Prometheus</a></p>`;
  }
}

/** Each call once: a plan may name the same one for several reasons. */
function once<T extends { request: string }>(list: readonly T[]): T[] {
  return [...new Map([...list].reverse().map((c) => [c.request, c])).values()].reverse();
}
