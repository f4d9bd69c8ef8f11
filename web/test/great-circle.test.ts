import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { angle, bearing, distanceKm, position, progress, vector, way, type Place } from "../src/great-circle";

const CASES = "../functions/core/src/test/resources/io/offblock/airport/positions.json";

interface Case {
  name: string;
  from: [number, number];
  to: [number, number];
  u: number;
  lon: number;
  lat: number;
}

test("positions are those of the table that core is held to", { skip: existsSync(CASES) ? false : `${CASES} is not there` }, () => {
  const cases = JSON.parse(readFileSync(CASES, "utf8")) as Case[];
  assert.ok(cases.length > 0);
  for (const c of cases) {
    const apart = angle(vector(position(c.from, c.to, c.u)), vector([c.lon, c.lat]));
    assert.ok(apart < 1e-7, `${c.name}: ${position(c.from, c.to, c.u)} instead of ${[c.lon, c.lat]}, ${(apart * 6371e3).toFixed(2)} m apart`);
  }
});

test("ends are the ends, beyond them too", () => {
  const fra: Place = [8.5706, 50.0333];
  const jfk: Place = [-73.7789, 40.6398];
  assert.deepEqual(position(fra, jfk, -0.5), fra);
  assert.deepEqual(position(fra, jfk, 0), fra);
  assert.deepEqual(position(fra, jfk, 1), jfk);
  assert.deepEqual(position(fra, jfk, 7), jfk);
});

test("zero distance and antipodes give places, not NaN", () => {
  for (const [a, b] of [[[8, 50], [8, 50]], [[0, 0], [180, 0]], [[0, 90], [0, -90]], [[30, -45], [-150, 45]]] as [Place, Place][]) {
    for (const u of [0, 0.25, 0.5, 1]) assert.ok(position(a, b, u).every(Number.isFinite), `${a} to ${b} at ${u}`);
  }
  assert.ok(Math.abs(position([30, 45], [-150, -45], 0.25)[1] - 90) < 1e-6, "from 45° north to its antipode the way goes over the north pole");
});

test("a way over ±180° is unrolled, never across the world", () => {
  const points = way([139.78, 35.55], [-122.37, 37.62], 0, 1);
  for (let i = 1; i < points.length; i++) assert.ok(Math.abs(points[i]![0] - points[i - 1]![0]) < 30);
  assert.ok(points.at(-1)![0] > 180);
});

test("progress is held to 0..1 and needs no duration", () => {
  assert.equal(progress(100, 200, 150), 0.5);
  assert.equal(progress(100, 200, 50), 0);
  assert.equal(progress(100, 200, 900), 1);
  assert.equal(progress(100, 100, 99), 0);
  assert.equal(progress(100, 100, 100), 1);
  assert.equal(progress(200, 100, 250), 1);
});

test("distance and bearing", () => {
  assert.ok(Math.abs(distanceKm([8.5706, 50.0333], [-73.7789, 40.6398]) - 6185) < 20);
  assert.ok(Math.abs(bearing([0, 0], [90, 0], 0.5) - 90) < 1e-6);
  assert.ok(Math.abs(bearing([0, 0], [0, 45], 0.2)) < 1e-6);
});
