import "./no-browser";
import { noChange } from "lit";
import assert from "node:assert/strict";
import { test } from "node:test";
import { App } from "../src/app";
import { night, NightShade } from "../src/map/night";
import type { AirborneFlight } from "../src/model";
import { Sky } from "../src/sky";
import { TimeSlider } from "../src/view/time-slider";
import { bound, network, settled } from "./no-browser";

const NOON = Date.parse("2026-11-26T12:00:00Z");

test("back to live with nothing new, the clock is now and not when the answer was written", async (t) => {
  t.mock.timers.enable({ apis: ["Date", "setTimeout"], now: NOON });
  const flight: AirborneFlight = { id: "LH-400-FRA-JFK-20261126T1055", flight: "LH400", carrier: "LH", from: "FRA", to: "JFK", off: NOON / 1000 - 3600, on: NOON / 1000 + 20_000, onBasis: "estimated", seenAt: NOON / 1000 - 60 };
  const airports = { FRA: [8.57, 50.03], JFK: [-73.78, 40.64] };
  const statuses: number[] = [];
  network((path, headers) => {
    if (path.startsWith("/airports")) return { zones: [], rows: [] };
    const at = new URL(path, "http://127.0.0.1").searchParams.get("at");
    if (at) return { at: Date.parse(at) / 1000, count: 0, flights: [], airports };
    const known = headers["if-none-match"] === '"a"';
    statuses.push(known ? 304 : 200);
    return known ? new Response(null, { status: 304, headers: { etag: '"a"' } }) : Response.json({ at: NOON / 1000, count: 1, flights: [flight], airports }, { headers: { etag: '"a"' } });
  });
  const app = new App();
  app.start();
  await settled();
  assert.equal(app.sky.now(), NOON / 1000);
  app.state.set({ time: NOON / 1000 - 7200, speed: 30 });
  await settled();
  assert.equal(app.sky.planes.length, 0);
  t.mock.timers.setTime(NOON + 600_000);
  app.state.set({ time: undefined, speed: 1 });
  await settled();
  assert.equal(statuses.at(-1), 304);
  assert.equal(app.sky.planes.length, 1, "the flights of now are back");
  assert.equal(app.sky.now(), NOON / 1000 + 600, "ten minutes have passed since that answer was written");
});

/** A page with nothing in the air; what it asked the sky of waits for the test, and fails where it is aborted as fetch does. */
function page(query = "") {
  const asked: { at: string | null; signal: AbortSignal; fail: () => void; answer: () => void }[] = [];
  globalThis.fetch = (path, init) => {
    if (!String(path).startsWith("/v1/flights/airborne")) return Promise.resolve(Response.json({ zones: [], rows: [], queues: {} }));
    const at = new URL(String(path), "http://127.0.0.1").searchParams.get("at");
    const signal = init!.signal!;
    return new Promise((done, failed) => {
      signal.addEventListener("abort", () => failed(signal.reason));
      asked.push({ at, signal, fail: () => failed(new TypeError("Failed to fetch")), answer: () => done(Response.json({ at: Date.now() / 1000, count: 0, flights: [], airports: {} })) });
    });
  };
  location.search = query;
  const app = new App();
  location.search = "";
  app.start();
  return { app, asked };
}

test("where the past that is played has caught up, the page is live", async (t) => {
  t.mock.timers.enable({ apis: ["Date", "setTimeout"], now: NOON });
  const { app, asked } = page();
  app.state.set({ time: NOON / 1000 - 290, speed: 30 });
  t.mock.timers.tick(9_990);
  assert.ok(app.sky.past);
  t.mock.timers.tick(20);
  assert.ok(!app.sky.past);
  assert.equal(app.state.view.time, undefined);
  assert.equal(app.state.view.speed, 1);
  assert.equal(asked.at(-1)!.at, null, "the flights of now are asked for");
  for (const speed of [0, 1]) {
    app.state.set({ time: NOON / 1000 - 290, speed });
    t.mock.timers.tick(3_600_000);
    assert.ok(app.sky.past && app.sky.now() < Date.now() / 1000, `at ${speed} it stays the past`);
  }
});

test("a link to a moment that is yet to come shows now", async (t) => {
  t.mock.timers.enable({ apis: ["Date", "setTimeout"], now: NOON });
  assert.equal(page("?time=2026-11-26T15:00:00Z&speed=30").app.state.view.time, undefined);
  const held = page("?time=2026-11-26T15:00:00Z&speed=0").app;
  assert.equal(held.state.view.time, NOON / 1000);
  t.mock.timers.tick(60_000);
  assert.equal(held.sky.now(), NOON / 1000, "and holds it");
});

test("of the moments that a slider is dragged over only the last is asked for", async (t) => {
  t.mock.timers.enable({ apis: ["Date", "setTimeout"], now: NOON });
  const { app, asked } = page();
  app.state.set({ time: NOON / 1000 - 3600, speed: 30 });
  assert.equal(asked.length, 2, "a first look at the past does not wait");
  for (let minutes = 1; minutes <= 50; minutes++) {
    app.state.set({ time: NOON / 1000 - 3600 - 60 * minutes });
    t.mock.timers.tick(20);
  }
  assert.equal(asked.length, 2);
  assert.ok(asked[1]!.signal.aborted, "nobody waits for a moment that is not shown");
  t.mock.timers.tick(150);
  assert.equal(asked.length, 3);
  assert.equal(asked[2]!.at, "2026-11-26T10:10:05.000Z", "the last moment, played on since");
  app.state.set({ time: undefined, speed: 1 });
  assert.equal(asked[3]!.at, null, "the way back does not wait");
  await settled();
  assert.equal(app.failure, undefined, "to be aborted is no failure");
});

test("the failure of a moment that is no longer shown is none", async (t) => {
  t.mock.timers.enable({ apis: ["Date", "setTimeout"], now: NOON });
  const { app, asked } = page();
  asked[0]!.answer();
  await settled();
  app.state.set({ time: NOON / 1000 - 3600, speed: 30 });
  asked[1]!.fail();
  app.state.set({ time: undefined, speed: 1 });
  await settled();
  assert.deepEqual({ ...app.failure }, {});
  asked[2]!.fail();
  await settled();
  assert.match(String(app.failure?.error), /Not reachable/, "that of the shown one is");
});

test("a drag writes the address a few times a second, and its last moment always", (t) => {
  t.mock.timers.enable({ apis: ["Date", "setTimeout"], now: NOON });
  const written: string[] = [];
  for (const how of ["pushState", "replaceState"] as const) t.mock.method(history, how, (_: unknown, __: string, url: string) => written.push(`${how} ${url}`));
  const { state } = page().app;
  state.set({ time: NOON / 1000 - 3600, speed: 30 });
  assert.equal(written.length, 1, "at once");
  let told = 0;
  state.addEventListener("view", () => told++);
  for (let n = 1; n <= 100; n++) {
    state.set({ time: NOON / 1000 - 3600 - 60 * n });
    t.mock.timers.tick(20);
  }
  assert.equal(told, 100, "the page follows each");
  assert.ok(written.length <= 7, `${written.length} in 2 s`);
  t.mock.timers.tick(400);
  assert.equal(written.at(-1), "replaceState /?time=2026-11-26T09:20:00Z&speed=30");
  state.set({ time: NOON / 1000 - 60 });
  state.set({ time: NOON / 1000 - 120 });
  state.set({ airport: "FRA" });
  assert.deepEqual(written.slice(-2), ["replaceState /?time=2026-11-26T11:58:00Z&speed=30", "pushState /?airport=FRA&time=2026-11-26T11:58:00Z&speed=30"], "the step that is left keeps its last moment");
  state.set({ time: NOON / 1000 - 180 });
  state.set({ time: undefined, speed: 1 });
  t.mock.timers.tick(400);
  assert.equal(written.at(-1), "replaceState /?airport=FRA", "nothing old is written after it");
});

test("the night is that of the moment shown, drawn once a shown minute", (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: NOON });
  const sky = new Sky();
  const gone = new AbortController();
  const drawn: number[] = [];
  const shade = new NightShade(sky, (dark) => {
    assert.deepEqual(dark, night(sky.now()));
    drawn.push(sky.now());
  }, gone.signal);
  shade.redraw();
  sky.play(NOON / 1000 - 6 * 3600, 120);
  assert.equal(drawn.length, 2, "at once where the clock is put elsewhere");
  assert.equal(drawn[1], NOON / 1000 - 6 * 3600);
  for (let tenths = 0; tenths < 99; tenths++) {
    t.mock.timers.setTime(NOON + tenths * 100);
    shade.follow();
  }
  assert.equal(drawn.length, 2 + 19, "120 seconds in one: half a second is a minute");
  gone.abort();
  sky.play(undefined, 1);
  assert.equal(drawn.length, 21, "a map that is gone draws nothing");
});

test("a moment that is being typed stays while the past plays on", (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: NOON });
  const slider = new TimeSlider();
  const sky = new Sky();
  slider.app = { sky, state: { view: { speed: 120 } } } as App;
  sky.play(NOON / 1000 - 7200, 120);
  const field = () => {
    const drawn = slider.render();
    return { value: bound(drawn, '<input type="datetime-local" .value=')[0], most: bound(drawn, " max=")[0], drawn };
  };
  const live = (at: number) => [new Date(at).toISOString().slice(0, 16)];
  assert.deepEqual((field().value as { values: unknown }).values, live(NOON - 7_200_000));
  (bound(field().drawn, "@focus=")[0] as () => void)();
  t.mock.timers.setTime(NOON + 60_000);
  assert.equal(field().value, noChange);
  assert.equal(field().most, noChange, "another limit would empty the parts that are typed");
  (bound(field().drawn, "@blur=")[0] as () => void)();
  assert.deepEqual((field().value as { values: unknown }).values, live(NOON - 7_200_000 + 7_200_000));
});
