import "./no-browser";
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Place } from "../src/great-circle";
import { Page } from "../src/view/page";
import { bound, settled, undrawn } from "./no-browser";

const FRA: Place = [8.57, 50.03];
const ENDS: Place[] = [[-73.78, 40.64], [11.78, 48.35]];

/** A page opened by a link, without its map as yet; the airport table comes when the test lets it. */
function opened(query: string) {
  let answer = (): void => undefined;
  globalThis.fetch = (path) => new Promise((done) => {
    if (String(path) === "/airports.json") answer = () => done(Response.json({ zones: ["Europe/Berlin"], rows: [["FRA", "Frankfurt", "Frankfurt", "DE", ...FRA, 0, 0]] }));
  });
  location.search = query;
  const page = undrawn(new Page());
  location.search = "";
  const drawn: unknown[][] = [];
  const map = new Proxy({}, { get: (_, name) => (name === "then" ? undefined : (...given: unknown[]) => name === "showAirport" && drawn.push(given)) });
  Object.assign(page, { applyTheme: () => undefined, toggleAttribute: () => undefined });
  page.connectedCallback();
  const tell = (ends: Place[]) => (bound(page.render(), "@routes=")[0] as (e: CustomEvent) => void)(new CustomEvent("routes", { detail: ends }));
  return { page, drawn, tell, openMap: () => page["begin"](map as never), table: async () => { answer(); await settled(); } };
}

test("routes are drawn in whatever order map, board and airport table come", async (t) => {
  t.mock.timers.enable({ apis: ["Date", "setTimeout", "setInterval"] });
  for (const order of ["board map table", "table board map", "board table map", "map board table", "map table board"]) {
    const { drawn, tell, openMap, table, page } = opened("?airport=FRA&tab=routes");
    for (const comes of order.split(" ")) await (comes === "map" ? openMap() : comes === "board" ? tell(ENDS) : table());
    assert.deepEqual(drawn.at(-1), ["FRA", FRA, ENDS], order);
    page["app"].state.set({ airport: "MUC" });
    assert.deepEqual(drawn.at(-1), ["MUC", undefined, []], "those of one airport are not drawn for another");
    page.disconnectedCallback();
  }
});

test("routes stay on the map while the moment is dragged", async (t) => {
  t.mock.timers.enable({ apis: ["Date", "setTimeout", "setInterval"], now: Date.parse("2026-11-26T12:00:00Z") });
  const { drawn, tell, openMap, table, page } = opened("?airport=FRA&tab=routes");
  openMap();
  await table();
  tell(ENDS);
  page["app"].state.set({ time: Date.parse("2026-11-26T10:00:00Z") / 1000, speed: 30 });
  assert.deepEqual(drawn.at(-1), ["FRA", FRA, ENDS]);
  page.disconnectedCallback();
});
