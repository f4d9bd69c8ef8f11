import "./no-browser";
import assert from "node:assert/strict";
import { test } from "node:test";
import type { App } from "../src/app";
import type { Tab } from "../src/state";
import { AirportBoard } from "../src/view/board";
import { AirportDay } from "../src/view/airport-day";
import { network, says, settled, unavailable, undrawn } from "./no-browser";

const AT = Date.parse("2026-11-26T12:00:00Z");
const FRA = { iata: "FRA", name: "Frankfurt", city: "Frankfurt", zone: "Europe/Berlin", lat: 50.03, lon: 8.57 };
const flight = (number: number) => ({
  id: `LH-${number}-FRA-JFK-20261126T1355`, carrier: "LH", number, flight: `LH${number}`, date: "2026-11-26", origin: FRA, destination: { ...FRA, iata: "JFK", city: "New York" },
  departure: { scheduled: { utc: "2026-11-26T12:55:00Z", local: "2026-11-26T13:55" } }, arrival: {}, codeshares: [], seenAt: "2026-11-26T11:59:00Z", ageSeconds: 60, payloads: [],
});
const board = (next?: string) => ({ airport: FRA, from: "2026-11-26T10:00:00Z", until: "2026-11-26T20:00:00Z", flights: [flight(400), flight(401)], ...(next && { next }) });
const routes = { airport: FRA, routes: [{ to: { ...FRA, iata: "JFK", city: "New York" }, flights: 3, carriers: ["LH"], distanceKm: 6200 }] };

const app = { sky: { now: () => AT / 1000, get live() { return Date.now() / 1000; } }, airports: { find: () => undefined, city: (code: string) => code }, state: { set: () => undefined } } as unknown as App;

/** What a board of that tab draws, and how it learns of the passing of time. */
function shown(tab: Tab) {
  const element = Object.assign(new AirportBoard(), { app, airport: "FRA", tab });
  Object.defineProperty(element, "isConnected", { value: true });
  const text = async () => {
    element.willUpdate();
    await settled();
    element.updated();
    return says(element.render());
  };
  return { element, text };
}

test("a refresh that fails leaves the board's rows, with a note of their age", async (t) => {
  t.mock.timers.enable({ apis: ["Date", "setTimeout"], now: AT });
  let down = false;
  network((path) => (down ? unavailable() : path.includes("/departures") ? board() : FRA));
  const { text } = shown("departures");
  assert.match(await text(), /LH400.*LH401/s);
  down = true;
  t.mock.timers.tick(30_000);
  const stale = await text();
  assert.match(stale, /LH400.*LH401/s);
  assert.match(stale, /This board is of 30 s ago.*Unavailable: the store does not answer/s);
  down = false;
  t.mock.timers.tick(30_000);
  assert.doesNotMatch(await text(), /Unavailable/);
});

test("every tab comes back by itself after a failure", async (t) => {
  for (const [tab, comes] of [["departures", /LH400/], ["arrivals", /LH400/], ["routes", /New York/]] as const) {
    t.mock.timers.reset();
    t.mock.timers.enable({ apis: ["Date", "setTimeout"], now: AT });
    for (const failure of [unavailable, () => new TypeError("Failed to fetch")]) {
      let down = true;
      network((path) => (down ? failure() : path.includes("/routes") ? routes : /departures|arrivals/.test(path) ? board() : FRA));
      const { text } = shown(tab);
      const failed = await text();
      assert.match(failed, /class="empty".*(Unavailable|Not reachable).*Ask again/s, tab);
      assert.doesNotMatch(failed, comes, tab);
      down = false;
      t.mock.timers.tick(30_000);
      assert.match(await text(), comes, tab);
    }
  }
});

test("what fails of an airport's day is asked again", async (t) => {
  t.mock.timers.enable({ apis: ["Date", "setTimeout"], now: AT });
  const asked: string[] = [];
  network((path) => {
    asked.push(path.replace(/\?.*/, "").split("/").at(-1)!);
    return unavailable();
  });
  const day = Object.assign(new AirportDay(), { app, airport: "FRA" });
  Object.defineProperty(day, "isConnected", { value: true });
  day.willUpdate();
  await settled();
  t.mock.timers.tick(30_000);
  await settled();
  assert.deepEqual(asked.sort(), ["closure", "closure", "delay-index", "delay-index", "statistics", "statistics"]);
});

test("the map is told where routes end, and nothing of them on another tab", async (t) => {
  t.mock.timers.enable({ apis: ["Date", "setTimeout"], now: AT });
  network((path) => (path.includes("/routes") ? routes : path.includes("/departures") ? board() : FRA));
  const { element, text } = shown("routes");
  const told: unknown[] = [];
  element.addEventListener("routes", (e) => told.push((e as CustomEvent).detail));
  await text();
  assert.deepEqual(told.at(-1), [[8.57, 50.03]]);
  element.tab = "departures";
  t.mock.timers.tick(1000);
  await text();
  assert.deepEqual(told.at(-1), []);
});

test("the map is told again where routes end once the airport table is there", async (t) => {
  t.mock.timers.enable({ apis: ["Date", "setTimeout", "setInterval"], now: AT });
  const bare = { airport: FRA, routes: [{ to: { iata: "JFK" }, flights: 3, carriers: ["LH"] }] };
  network((path) => (path.includes("/routes") ? bare : FRA));
  const { element, text } = shown("routes");
  let table = false;
  const late = Object.assign(new EventTarget(), app, { airports: { find: () => (table ? { at: [-73.78, 40.64] } : undefined), city: (code: string) => code } });
  element.app = late as unknown as App;
  undrawn(element).connectedCallback();
  t.after(() => element.disconnectedCallback());
  const told: unknown[] = [];
  element.addEventListener("routes", (e) => told.push((e as CustomEvent).detail));
  await text();
  assert.deepEqual(told.at(-1), []);
  table = true;
  late.dispatchEvent(new Event("airports"));
  await text();
  assert.deepEqual(told.at(-1), [[-73.78, 40.64]]);
});

test("a status on a board grows old though the answer is a kept one", async (t) => {
  t.mock.timers.enable({ apis: ["Date", "setTimeout"], now: AT });
  const statuses: number[] = [];
  network((path, headers) => {
    if (!path.includes("/departures")) return FRA;
    const known = headers["if-none-match"] === '"b"';
    statuses.push(known ? 304 : 200);
    return known ? new Response(null, { status: 304, headers: { etag: '"b"' } }) : Response.json(board(), { headers: { etag: '"b"' } });
  });
  const { text } = shown("departures");
  assert.match(await text(), /heard 1 min ago/);
  t.mock.timers.setTime(AT + 3_540_000);
  t.mock.timers.tick(30_000);
  const old = await text();
  assert.equal(statuses.at(-1), 304);
  assert.match(old, /heard 1 h 01 ago.*<small>1 h 01 ago/s);
});

test("a board asks for all that the API gives at once, and says where it ends before the window does", async (t) => {
  t.mock.timers.enable({ apis: ["Date", "setTimeout"], now: AT });
  const asked: string[] = [];
  let next: string | undefined;
  network((path) => (asked.push(path), path.includes("/departures") ? board(next) : FRA));
  assert.match(await shown("departures").text(), />2 departures, 10:00 to 20:00 UTC\. /);
  assert.ok(asked.includes("/v1/airports/FRA/departures?limit=500"), asked.join());
  next = "cursor";
  assert.match(await shown("departures").text(), />The first 2 departures, 10:00 to 20:00 UTC; the later ones are not shown\./);
});
