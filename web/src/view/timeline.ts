import { html, nothing } from "lit";
import { payloadUrl } from "../api";
import type { TimelineState } from "../model";
import { ago, epoch, utcClock } from "../times";
import { flatten, news, type Facts } from "./facts";

const OPENING = /status|scheduled|actual|estimated|gate|terminal/;

/** Everything that was ever said of a flight, newest first, each with what was new in it and the bytes it stands on. */
export function timelineView(states: TimelineState[], now: number) {
  const inOrder = [...states].sort((a, b) => Date.parse(a.firstSeen) - Date.parse(b.firstSeen));
  const last = new Map<string, Facts>();
  const entries = inOrder.map((state) => {
    const facts = flatten(state.facts);
    const before = last.get(state.resource);
    last.set(state.resource, facts);
    const all = news(facts, before);
    return { state, first: before === undefined, said: before === undefined ? all.filter((s) => OPENING.test(s.field)) : all };
  });
  return html`<ol class="timeline">${entries.reverse().map(({ state, first, said }) => {
    const at = epoch(state.firstSeen);
    return html`<li>
      <p class="timeline-head"><time datetime=${state.firstSeen} title=${state.firstSeen}><b>${at === undefined ? state.firstSeen : utcClock(at)}</b> UTC</time>
        <span>${at === undefined ? nothing : ago(now - at)}</span><span class="timeline-resource">${state.resource}</span></p>
      <dl>${said.map((s) => html`<div><dt>${s.field}</dt><dd>${s.before === undefined || s.value === "no longer told" ? nothing : html`<s>${s.before}</s> `}${s.value}</dd></div>`)}</dl>
      ${said.length ? nothing : html`<p class="dim">${first ? "first told of" : "nothing that differs"}</p>`}
      <p class="timeline-foot">said ${state.seen === 1 ? "once" : `${state.seen} times`}${(state.payloads ?? []).slice(-1).map((p) => html` · <a href=${payloadUrl(p)} target="_blank" rel="noopener">bytes</a>`)}</p>
    </li>`;
  })}</ol>`;
}
