import { html, nothing } from "lit";
import { payloadUrl } from "../api";
import type { TimelineState } from "../model";
import { ago, epoch, utcClock } from "../times";

type Facts = Map<string, string>;

/** The provider's own fields as flat paths: Departure.ActualTimeLocal.DateTime -> its value. */
export function flatten(facts: unknown, path = "", into: Facts = new Map()): Facts {
  if (facts !== null && typeof facts === "object") {
    for (const [key, value] of Object.entries(facts)) flatten(value, path ? `${path}.${key}` : key, into);
  } else if (facts !== undefined && facts !== null && facts !== "") into.set(path, String(facts));
  return into;
}

/** "Departure.ActualTimeLocal.DateTime" -> "departure actual time local". */
export function words(path: string): string {
  return path
    .split(".")
    .filter((part) => part !== "DateTime" && part !== "Value" && part !== "$")
    .map((part) => part.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2").replaceAll("@", ""))
    .join(" ")
    .replace(/\b([A-Z])(?=[a-z])/g, (c) => c.toLowerCase());
}

export interface Said {
  field: string;
  value: string;
  before?: string;
}

/** What a state said that the one before of the same resource did not; all of it for the first. */
export function news(facts: Facts, before: Facts | undefined): Said[] {
  const said: Said[] = [];
  for (const [path, value] of facts) {
    const old = before?.get(path);
    if (old !== value) said.push({ field: words(path), value, ...(old !== undefined && { before: old }) });
  }
  for (const [path, old] of before ?? []) if (!facts.has(path)) said.push({ field: words(path), value: "no longer told", before: old });
  return said;
}

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
