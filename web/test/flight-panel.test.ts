import "./no-browser";
import assert from "node:assert/strict";
import { test } from "node:test";
import type { App } from "../src/app";
import { Sky } from "../src/sky";
import { FlightPanel } from "../src/view/flight-panel";
import { ForecastPart } from "../src/view/forecast";
import { network, says, settled, unavailable, undrawn } from "./no-browser";

const NOON = Date.parse("2026-11-26T12:00:00Z");
const ID = "LH-400-FRA-JFK-20261126T1055";
const OTHER = "LH-401-JFK-FRA-20261126T1555";
const facts = (id: string) => ({
  id, carrier: "LH", number: 400, flight: "LH400", date: "2026-11-26", origin: { iata: "FRA" }, destination: { iata: "JFK" },
  departure: {}, arrival: {}, codeshares: [], seenAt: "2026-11-26T11:59:40Z", ageSeconds: 20, payloads: [],
});
const said = { resource: "flightstatus", firstSeen: "2026-11-26T11:00:00Z", lastSeen: "2026-11-26T11:59:40Z", seen: 1, facts: {}, payloads: [] };
const forecast = { flight: ID, probability: 0.2, minutes: { p10: -5, p50: 4, p90: 30 }, reasons: [], horizon: "2h", madeAt: "2026-11-26T11:59:40Z", ageSeconds: 20, modelVersion: 3, world: "simulated", payload: "p" };

const app = (sky = new Sky()) => ({ sky, airports: { find: () => undefined, city: (code: string) => code }, state: { set: () => undefined } }) as unknown as App;

/** A part that is on the page, whose drawing the test asks for. */
function shown<T extends FlightPanel | ForecastPart>(part: T, sky?: Sky): T {
  Object.defineProperty(part, "isConnected", { value: true });
  Object.assign(part, { app: app(sky), flight: ID });
  part.willUpdate(new Map([["flight", undefined]]));
  return part;
}

/** Answers by a tag: what is asked for again has not changed (304). */
const tagged = (body: unknown, headers: Record<string, string>, statuses: number[]) => {
  const known = headers["if-none-match"] === '"a"';
  statuses.push(known ? 304 : 200);
  return known ? new Response(null, { status: 304, headers: { etag: '"a"' } }) : Response.json(body, { headers: { etag: '"a"' } });
};

test("what was seen of a flight grows old though the answer is a kept one, and while the past is played", async (t) => {
  t.mock.timers.enable({ apis: ["Date", "setTimeout"], now: NOON });
  const statuses: number[] = [];
  network((path, headers) => (path.includes("timeline") ? { id: ID, states: [said] } : tagged({ flights: [facts(ID)] }, headers, statuses)));
  const sky = new Sky();
  const panel = shown(new FlightPanel(), sky);
  await settled();
  assert.match(says(panel.render()), /seen 20 s ago/);
  t.mock.timers.setTime(NOON + 7_150_000);
  t.mock.timers.tick(30_000);
  await settled();
  assert.deepEqual(statuses, [200, 304]);
  assert.match(says(panel.render()), /seen 2 h ago/);
  sky.play(NOON / 1000 - 3600, 30);
  assert.match(says(panel.render()), /seen 2 h ago/);
});

test("ages are counted by the API's clock", async (t) => {
  t.mock.timers.enable({ apis: ["Date", "setTimeout"], now: NOON - 600_000 });
  network((path) => (path.includes("timeline") ? { id: ID, states: [said] } : { flights: [facts(ID)] }));
  const sky = new Sky();
  sky.update({ at: NOON / 1000, count: 0, flights: [], airports: {} }, { take: true, fresh: true });
  const panel = shown(new FlightPanel(), sky);
  await settled();
  assert.match(says(panel.render()), /seen 20 s ago/);
});

test("a forecast grows old by itself, and though the answer is a kept one", async (t) => {
  t.mock.timers.enable({ apis: ["Date", "setTimeout", "setInterval"], now: NOON });
  const statuses: number[] = [];
  network((_, headers) => tagged({ forecasts: [forecast] }, headers, statuses));
  const part = shown(undrawn(new ForecastPart()));
  const asked = t.mock.method(part, "requestUpdate", () => undefined);
  part.connectedCallback();
  t.after(() => part.disconnectedCallback());
  await settled();
  assert.match(says(part.render()), / · 20 s ago/);
  const before = asked.mock.callCount();
  t.mock.timers.tick(20_000);
  assert.equal(asked.mock.callCount() - before, 4, "drawn anew every 5 s");
  assert.match(says(part.render()), / · 40 s ago/);
  t.mock.timers.tick(40_000);
  await settled();
  assert.deepEqual(statuses, [200, 304]);
  assert.match(says(part.render()), / · 1 min ago/);
});

test("a timeline that failed once is shown when it answers, and nothing tells of the failure after", async (t) => {
  t.mock.timers.enable({ apis: ["Date", "setTimeout"], now: NOON });
  let timeline = (): unknown => unavailable();
  network((path) => (path.includes("timeline") ? timeline() : { flights: [facts(ID)] }));
  const panel = shown(new FlightPanel());
  await settled();
  assert.match(says(panel.render()), /The timeline does not answer now: the store does not answer/);
  timeline = () => ({ id: ID, states: [] });
  t.mock.timers.tick(30_000);
  await settled();
  const drawn = says(panel.render());
  assert.match(drawn, /Nothing has been recorded yet/);
  assert.doesNotMatch(drawn, /does not answer/);
});

test("the questions of a flight that was left say nothing of the next one", async (t) => {
  t.mock.timers.enable({ apis: ["Date", "setTimeout"], now: NOON });
  globalThis.fetch = (path, init) => new Promise((done, failed) => {
    init!.signal!.addEventListener("abort", () => failed(init!.signal!.reason));
    if (String(path).includes("LH401")) done(Response.json({ flights: [facts(OTHER)] }));
  });
  const panel = shown(new FlightPanel());
  panel.flight = OTHER;
  panel.willUpdate(new Map([["flight", ID]]));
  await settled();
  const drawn = says(panel.render());
  assert.match(drawn, /Loading …/, "its own timeline is still awaited");
  assert.doesNotMatch(drawn, /does not answer/);
});
