import { html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { get } from "../api";
import { share } from "../chance";
import type { Backtest, Drift, Model } from "../model";
import { Question } from "../question";
import { ago, epoch } from "../times";
import { reliabilityCurve, wilson } from "./charts";
import { answered, count, ScreenElement, tile } from "./screen";

const HORIZONS: Record<string, string> = { D0: "The evening before", "6h": "6 hours before", "2h": "2 hours before", "45m": "45 minutes before", again: "Again, after a change" };
const SHORT: Record<string, string> = { D0: "Evening before", "6h": "6 h", "2h": "2 h", "45m": "45 min", again: "Again" };
const REFRESH_MS = 60_000;
/** Features that are named of those that moved. */
const FEATURES = 10;

type Tested = Backtest["horizons"][number];
type Version = Model["versions"][number];

/** Whether the delay model can be believed: what it said against what came, and how each version came to forecast or not. */
@customElement("ob-model")
export class ModelScreen extends ScreenElement {
  private readonly model = new Question<Model>(this, REFRESH_MS);
  private readonly backtest = new Question<Backtest>(this, REFRESH_MS);
  private readonly drift = new Question<Drift>(this);

  override willUpdate(): void {
    this.model.ask("model", (signal) => get("/v1/model", {}, signal));
    this.backtest.ask("backtest", (signal) => get("/v1/model/backtest", {}, signal));
    const measured = this.model.value?.drift_measured_at;
    if (measured) this.drift.ask(measured, (signal) => get("/v1/model/drift", {}, signal));
    else this.drift.drop();
  }

  override render() {
    return html`<div class="screen-body">
      ${this.head("Model", "The delay forecast, held to what happened: how often it was right, and whether it was nearer than the airline's own times.")}
      ${answered(this.model, (m) => (m.champion || m.versions.length || m.versions_missing ? this.champion(m) : this.none()))}
      ${answered(this.backtest, (b) => this.tested(b))}
      ${this.model.value?.champion ? html`<section class="card part"><h3>Have the flights changed since it learned?</h3>${this.model.value.drift_measured_at ? answered(this.drift, (d) => this.moved(d))
        : html`<p class="empty">Drift has not been measured yet. It is measured daily; <code>./offblock drift</code> does it now.</p>`}</section>` : nothing}
      ${this.model.value ? html`<section class="card part"><h3>How each version came to forecast, or not</h3>${this.history(this.model.value)}</section>` : nothing}
    </div>`;
  }

  private none() {
    return html`<div class="card part"><p><b>No model has been trained yet, so flights have no forecast of ours.</b></p>
      <p>The first training starts by itself once enough flights have landed. To start one now: <code>./offblock train --wait</code>. Until then the airline's own estimates are all there is, and they are shown as such.</p></div>`;
  }

  private champion(m: Model) {
    const c = m.champion;
    if (!c) return html`<div class="card part"><p><b>No version forecasts yet.</b> ${m.versions.length ? "Those that were trained were kept out; the reasons are below." : ""} <code>./offblock train --wait</code> starts a training and tells how it goes.</p></div>`;
    const promoted = epoch(c.promoted_at);
    return html`<dl class="tiles">
      ${tile(html`Version ${c.version}`, "forecasts now", promoted === undefined ? nothing : html`since ${c.promoted_at!.slice(0, 16).replace("T", " ")} UTC, ${ago(Date.now() / 1000 - promoted)}`)}
      ${tile(c.world === "simulated" ? "Simulated flights" : "Real flights", "learned from", c.world === "simulated" ? "the sandbox's world: its figures are not the real world's" : nothing, c.world === "simulated" ? "warn" : undefined)}
      ${tile(c.trained_to ?? "–", "knows flights up to", c.trained_to ? `${ago(Date.now() / 1000 - epoch(`${c.trained_to}T00:00:00Z`)!)}` : nothing)}
      ${tile(count(m.versions.length), m.versions.length === 1 ? "version trained" : "versions trained", m.versions_missing ?? nothing)}
    </dl>`;
  }

  private tested(b: Backtest) {
    if (!b.horizons.length) return html`<section class="card part"><h3>Forecast against what happened</h3><p class="empty"><b>No flight that was forecast since ${b.since.slice(0, 10)} can be compared yet.</b> One counts six hours after it was due, when late ones have arrived too.</p></section>`;
    const newest = Math.max(...b.horizons.map((h) => h.modelVersion ?? 0));
    const shown = b.horizons.filter((h) => h.modelVersion === newest);
    const drawn = shown.filter((h) => h.reliability?.length);
    const chosen = drawn.find((h) => h.horizon === this.ask.horizon) ?? drawn.find((h) => h.horizon === "2h") ?? drawn[0];
    const points = chosen?.reliability?.map((p) => ({ said: p.said, happened: p.happened, n: p.flights })) ?? [];
    const most = Math.max(...b.horizons.flatMap((h) => [h.ours?.meanErrorMinutes ?? 0, h.airline?.meanErrorMinutes ?? 0]), 1);
    return html`<div class="cards">
      <section class="card part"><h3>Can its chances be believed?</h3>
        <p class="dim">Of flights with a forecast of 30 %, about 30 of 100 should be late: on the dashed line. The strokes are the 95 % intervals.</p>
        ${chosen ? html`${this.choice("How long before", drawn.map((h) => [h.horizon!, SHORT[h.horizon!] ?? h.horizon!] as const), chosen.horizon!, (v) => this.put({ horizon: v }))}
          ${reliabilityCurve(points, `Reliability of version ${newest}, told ${horizon(chosen).toLowerCase()}: ${points.map((p) => `${Math.round(p.said * 100)} % said, ${Math.round(p.happened * 100)} % late of ${p.n}`).join("; ")}`)}
          <p class="note">Version ${newest}, told ${horizon(chosen).toLowerCase()} · n = ${count(points.reduce((n, p) => n + p.n, 0))} flights · a dot is as large as its flights are many</p>` : html`<p class="empty">Not told for this version.</p>`}</section>
      <section class="card part"><h3>Nearer than the airline?</h3>
        <p class="dim">Mean error in minutes of the arrival, of the same flights at the same moment. Where the airline had given no estimate, its schedule counts.</p>
        <div class="scroller" tabindex="0"><table class="rows figures"><thead><tr><th scope="col">Told</th><th scope="col" class="wide-cell">Mean error, 0 to ${Math.ceil(most)} min</th><th scope="col" class="num">Ours</th><th scope="col" class="num">Airline</th><th scope="col" class="num">Nearer</th><th scope="col" class="num">n</th></tr></thead>
          <tbody>${b.horizons.map((h) => html`<tr><th scope="row">${horizon(h)}${h.modelVersion === newest ? nothing : html` <small>v${h.modelVersion}</small>`}</th>
            <td class="wide-cell">${pair(h, most)}</td><td class="num">${minutes(h.ours?.meanErrorMinutes)}</td><td class="num">${minutes(h.airline?.meanErrorMinutes)}</td><td class="num" title="share of flights where ours was nearer; the airline's was on ${h.airline?.nearer === undefined ? "–" : share(h.airline.nearer)}">${h.ours?.nearer === undefined ? "–" : share(h.ours.nearer)}</td><td class="num dim">${count(h.flights)}</td></tr>`)}</tbody></table></div>
        <ul class="keys"><li data-teller="ours"><i></i>ours</li><li data-teller="airline"><i></i>the airline</li></ul>
        <h3>Against simpler forecasts, and over time</h3>${this.baselines(b.horizons)}
        <p class="note">Forecasts of flights that were due since ${b.since.slice(0, 10)} and have arrived, drawn by lot, 2,000 at most. A flight counts six hours after it was due, when late ones have arrived too.</p></section>
    </div>`;
  }

  private moved(d: Drift) {
    const measured = epoch(d.measuredAt);
    const worst = d.columns.filter((c) => c.verdict !== "none").slice(0, FEATURES);
    const far = (v: number | undefined) => (v === undefined ? "–" : v.toFixed(3));
    const span = (w: Drift["reference"]) => `${w.from} to ${w.to}, ${count(w.flights)} flights`;
    return html`<p><b class=${d.drifted ? "bad" : ""}>${d.drifted ? "Yes: it should be trained again." : "No drift that calls for training again."}</b> <span class="dim">Version ${d.version}${measured === undefined ? "" : `, measured ${ago(Date.now() / 1000 - measured)}`}</span></p>
      ${d.reasons.length ? html`<ul class="bullets">${d.reasons.map((r) => html`<li>${sentence(r)}</li>`)}</ul>` : nothing}
      ${worst.length ? html`<div class="scroller" tabindex="0"><table class="rows figures"><thead><tr><th scope="col">Moved the farthest</th><th scope="col" class="num">Jensen-Shannon</th><th scope="col" class="num">PSI</th><th scope="col" class="num" title="in standard deviations of the training window">Wasserstein</th><th scope="col">Verdict</th></tr></thead>
        <tbody>${worst.map((c) => html`<tr><th scope="row">${c.column}</th><td class="num">${far(c.jensenShannon)}</td><td class="num">${far(c.psi)}</td><td class="num">${far(c.wasserstein)}</td><td data-drift=${c.verdict === "drifted"}>${c.verdict}</td></tr>`)}</tbody></table></div>` : html`<p class="dim">None of ${count(d.columns.length)} features, categories and outcomes moved beyond the noise.</p>`}
      <p class="note">Learned from: ${span(d.reference)}. Now: ${span(d.current)}.</p>`;
  }

  /** The Brier score against always saying the share that was late; the mean forecast against what came is the drift in use. */
  private baselines(horizons: readonly Tested[]) {
    return html`<div class="scroller" tabindex="0"><table class="rows figures"><thead><tr><th scope="col">Told</th><th scope="col" class="num" title="Mean squared error of the chance: 0 is perfect">Brier</th><th scope="col" class="num" title="Always saying the share that was late of these flights">Base rate's</th><th scope="col" class="num" title="Share inside the span from 10 to 90 of 100: 80 % is right">In span</th><th scope="col" class="num">Said late</th><th scope="col" class="num">Were late</th><th scope="col">Drift</th></tr></thead>
      <tbody>${horizons.map((h) => html`<tr><th scope="row">${horizon(h)}</th><td class="num">${h.brier?.toFixed(3) ?? "–"}</td><td class="num">${h.shareLate === undefined ? "–" : (h.shareLate * (1 - h.shareLate)).toFixed(3)}</td><td class="num">${h.ours?.coverage === undefined ? "–" : share(h.ours.coverage)}</td>${this.inUse(h)}</tr>`)}</tbody></table></div>
      <p class="note">Drift: whether the mean chance lies outside the 95 % interval of what came.</p>`;
  }

  private inUse(h: Tested) {
    const bins = h.reliability ?? [];
    const n = bins.reduce((sum, p) => sum + p.flights, 0);
    if (!n || h.shareLate === undefined) return html`<td class="num">–</td><td class="num">${h.shareLate === undefined ? "–" : share(h.shareLate)}</td><td>–</td>`;
    const said = bins.reduce((sum, p) => sum + p.said * p.flights, 0) / n;
    const [low, high] = wilson(h.shareLate, n);
    const off = said < low || said > high;
    return html`<td class="num">${share(said)}</td><td class="num" title="95 %: ${share(low)} to ${share(high)}">${share(h.shareLate)}</td><td data-drift=${off}>${off ? (said < low ? "says too little" : "says too much") : "none seen"}</td>`;
  }

  private history(m: Model) {
    if (m.versions_missing) return html`<p class="empty"><b>The versions cannot be told now.</b> ${m.versions_missing}</p>`;
    if (!m.versions.length) return html`<p class="empty">None yet.</p>`;
    return html`<ol class="versions">${m.versions.map((v) => this.version(v))}</ol>`;
  }

  private version(v: Version) {
    const tags = v.tags ?? {};
    const rest = Object.entries(tags).filter(([name]) => !["verdict", "reason"].includes(name));
    return html`<li><p><b>Version ${v.version}</b>${(v.aliases ?? []).map((a) => html`<span class="badge" data-alias=${a}>${a}</span>`)}<span class="dim">${v.made_at ? `${v.made_at.slice(0, 16).replace("T", " ")} UTC` : ""}</span></p>
      ${tags.verdict ? html`<p>${sentence(tags.verdict)}</p>` : nothing}${tags.reason ? html`<p class="dim">Trained because: ${tags.reason}</p>` : nothing}
      ${rest.length ? html`<details><summary>What it was made of</summary><dl class="pairs">${rest.map(([name, value]) => html`<div><dt>${name.replaceAll("_", " ")}</dt><dd>${value}</dd></div>`)}</dl></details>` : nothing}</li>`;
  }
}

const horizon = (h: Tested): string => HORIZONS[h.horizon ?? ""] ?? h.horizon ?? "";
const minutes = (value: number | undefined): string => (value === undefined ? "–" : value.toFixed(1));
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const pair = (h: Tested, most: number) => html`<span class="pair" aria-hidden="true">${([["ours", h.ours], ["airline", h.airline]] as const).map(([who, t]) => (t?.meanErrorMinutes === undefined ? nothing : html`<i data-teller=${who} style="width:${((t.meanErrorMinutes / most) * 100).toFixed(1)}%"></i>`))}</span>`;
