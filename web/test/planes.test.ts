import "./no-browser";
import assert from "node:assert/strict";
import { test } from "node:test";
import { byDelay } from "../src/colour";
import { PlaneLayer, planePaint } from "../src/map/plane-layer";
import type { Airborne, AirborneFlight } from "../src/model";
import { Sky } from "../src/sky";

const NEWS = { take: true, fresh: true };
const flight = (id: string, seenAt: number): AirborneFlight => ({ id, flight: id, carrier: "LH", from: "FRA", to: "JFK", off: 0, on: 9000, onBasis: "scheduled", seenAt });
const answer = (...flights: AirborneFlight[]): Airborne => ({ at: Math.floor(Date.now() / 1000), count: flights.length, flights, airports: { FRA: [8.57, 50.03], JFK: [-73.78, 40.64] } });

/** A graphics card that remembers whole-number uniforms and the last buffer. */
function card() {
  const told: Record<string, number> = {};
  let buffer: Float32Array = new Float32Array();
  const known: Record<string, unknown> = {
    getUniformLocation: (_: unknown, name: string) => name,
    uniform1i: (name: string, value: number) => (told[name] = value),
    bufferData: (_: number, data: Float32Array) => (buffer = data),
    getProgramParameter: () => true,
  };
  const gl = new Proxy({}, { get: (_, name: string) => known[name] ?? (name === name.toUpperCase() ? 1 : () => ({})) });
  return { gl: gl as WebGL2RenderingContext, told, seenAt: (index: number) => buffer[index * 16 + 14]! };
}

test("the plane that is pointed at stays the marked one when an answer moves it in the buffer", () => {
  const sky = new Sky();
  const layer = new PlaneLayer(sky, planePaint("dark", "#000000", byDelay.looks));
  layer["map"] = { getZoom: () => 3, getPixelRatio: () => 1, getBounds: () => ({ getWest: () => -10, getEast: () => 10 }) } as never;
  sky.addEventListener("change", () => layer.changed());
  const { gl, told, seenAt } = card();
  const projection = { mainMatrix: [], fallbackMatrix: [], tileMercatorCoords: [0, 0, 1, 1], clippingPlane: [0, 0, 0, 0], projectionTransition: 0 };
  const draw = () => layer.render(gl, { defaultProjectionData: projection, shaderData: { variantName: "x", vertexShaderPrelude: "", define: "" } } as never);
  const epoch = layer["epoch"];

  sky.update(answer(flight("a", epoch + 1), flight("b", epoch + 2), flight("c", epoch + 3)), NEWS);
  layer.hovered = "b";
  layer.selected = "c";
  draw();
  assert.deepEqual([told.u_hovered, told.u_selected], [1, 2]);

  sky.update(answer(flight("b", epoch + 2), flight("c", epoch + 3)), NEWS);
  draw();
  assert.deepEqual([told.u_hovered, told.u_selected], [0, 1]);
  assert.equal(seenAt(told.u_hovered!), 2, "it is that flight's place in the buffer");

  sky.update(answer(flight("c", epoch + 3)), NEWS);
  draw();
  assert.deepEqual([told.u_hovered, told.u_selected], [-1, 0], "one that is gone marks no other");
});
