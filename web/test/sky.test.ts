import assert from "node:assert/strict";
import { test } from "node:test";
import { distanceKm } from "../src/great-circle";
import type { Airborne, AirborneFlight } from "../src/model";
import { Sky } from "../src/sky";

const now = Math.floor(Date.now() / 1000);
const flight = (change: Partial<AirborneFlight> = {}): AirborneFlight => ({
  id: "LH-400-FRA-JFK-20261124T1055", flight: "LH400", carrier: "LH", from: "FRA", to: "JFK",
  off: now - 10_000, on: now + 20_000, onBasis: "estimated", seenAt: now - 60, ...change,
});
const airports: Airborne["airports"] = { FRA: [8.5706, 50.0333], JFK: [-73.7789, 40.6398] };
const answer = (...flights: AirborneFlight[]): Airborne => ({ at: now, count: flights.length, flights, airports });

const NEWS = { take: true, fresh: true };
const SAME = { take: false, fresh: false };

function changes(sky: Sky): () => number {
  let n = 0;
  sky.addEventListener("change", () => n++);
  return () => n;
}

test("nothing is uploaded while nothing differs", () => {
  const sky = new Sky();
  const n = changes(sky);
  sky.update(answer(flight()), NEWS);
  sky.update(answer(flight()), NEWS);
  sky.update(answer(flight()), SAME);
  assert.equal(n(), 1);
  sky.update(answer(flight({ on: now + 21_000 })), NEWS);
  assert.equal(n(), 2);
  sky.update(answer(), NEWS);
  assert.equal(n(), 3);
});

test("a correction does not make a plane jump", () => {
  const sky = new Sky();
  sky.update(answer(flight()), NEWS);
  const before = sky.positionAt(sky.planes[0]!, sky.now());
  sky.update(answer(flight({ off: now - 4_000, on: now + 26_000 })), NEWS);
  const after = sky.positionAt(sky.planes[0]!, sky.now());
  assert.ok(distanceKm(before, after) < 5, `moved by ${distanceKm(before, after)} km at once`);
  sky.freeze(now);
  assert.ok(distanceKm(before, sky.positionAt(sky.planes[0]!, now)) > 500, "and ends where the new times say");
});

test("a frozen sky is a pure function of the instant", () => {
  const sky = new Sky();
  sky.update(answer(flight()), NEWS);
  sky.freeze(now + 5_000);
  assert.equal(sky.now(), now + 5_000);
  assert.deepEqual(sky.positionAt(sky.planes[0]!, now), sky.positionAt(sky.planes[0]!, now));
  assert.equal(sky.fraction(sky.planes[0]!, now + 5_000), 0.5);
});

test("flights without a place or times are left out, not drawn somewhere", () => {
  const sky = new Sky();
  sky.update(answer(flight({ id: "a", from: "XXX" }), flight({ id: "b", on: Number.NaN }), flight({ id: "c" })), NEWS);
  assert.deepEqual(sky.planes.map((p) => p.data.id), ["c"]);
});

test("the filter hides without forgetting", () => {
  const sky = new Sky();
  sky.update(answer(flight(), flight({ id: "x", flight: "LX1" })), NEWS);
  sky.setFilter((f) => f.flight === "LX1");
  assert.equal(sky.shownCount, 1);
  assert.equal(sky.planes.length, 2);
});

test("a played clock runs from its moment at its speed, and back to now", () => {
  const sky = new Sky();
  const from = Date.parse("2026-11-25T08:00:00Z") / 1000;
  sky.play(from, 3600);
  assert.ok(sky.past && sky.now() >= from && sky.now() < from + 3600);
  sky.play(from, 0);
  assert.equal(sky.now(), from);
  sky.play(undefined, 1);
  assert.ok(!sky.past && Math.abs(sky.now() - Date.now() / 1000) < 2);
});

test("a clock that is played ends at the live one", (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: now * 1000 });
  const sky = new Sky();
  sky.play(now - 290, 30);
  assert.equal(sky.untilLive, 10);
  t.mock.timers.setTime((now + 9) * 1000);
  assert.equal(sky.now(), now - 20);
  assert.equal(sky.live, now + 9);
  t.mock.timers.setTime((now + 60) * 1000);
  assert.equal(sky.now(), now + 60);
  assert.equal(sky.untilLive, 0);
  for (const speed of [0, 1]) {
    sky.play(now, speed);
    assert.equal(sky.untilLive, undefined, `at ${speed} it never does`);
  }
});

test("a kept answer brings its flights, and sets no clock", () => {
  const sky = new Sky();
  const late = { ...answer(flight()), at: now - 1800 };
  sky.update(late, { take: true, fresh: false });
  assert.equal(sky.planes.length, 1);
  assert.ok(Math.abs(sky.now() - Date.now() / 1000) < 2, "the clock stands where it was written");
  sky.update(late, NEWS);
  assert.ok(Math.abs(sky.now() - (Date.now() / 1000 - 1800)) < 5, "a fresh answer tells how wrong the page's clock is");
});
