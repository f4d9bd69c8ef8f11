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
