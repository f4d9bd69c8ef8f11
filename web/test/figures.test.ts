import assert from "node:assert/strict";
import { test } from "node:test";
import { chanceWords, share } from "../src/chance";
import { readMetrics } from "../src/metrics";
import { FIRST_VIEW, readView, writeView } from "../src/state";
import { dayFrom, localOf, momentOf } from "../src/times";
import { wilson } from "../src/view/charts";

test("a local time is the moment its zone's clock shows it, over both changes of the clock", () => {
  const at = (local: string, zone: string) => new Date(momentOf(local, zone)! * 1000).toISOString();
  assert.equal(at("2026-11-26T10:00", "Europe/Berlin"), "2026-11-26T09:00:00.000Z");
  assert.equal(at("2026-11-26T10:00", "America/New_York"), "2026-11-26T15:00:00.000Z");
  assert.equal(at("2026-03-29T01:59", "Europe/Berlin"), "2026-03-29T00:59:00.000Z");
  assert.equal(at("2026-03-29T02:30", "Europe/Berlin"), "2026-03-29T01:30:00.000Z", "in the gap: what the clock shows then is 03:30");
  assert.equal(at("2026-10-25T02:30", "Europe/Berlin"), "2026-10-25T00:30:00.000Z", "of two the earlier");
  assert.equal(at("2026-10-25T03:00", "Europe/Berlin"), "2026-10-25T02:00:00.000Z");
  assert.equal(momentOf("2026-11-26T10:00", "No/Zone"), undefined);
  assert.equal(momentOf("noon", "UTC"), undefined);
  assert.equal(localOf(Date.parse("2026-11-26T23:30:00Z") / 1000, "Asia/Tokyo"), "2026-11-27T08:30");
  assert.equal(dayFrom("2026-03-01", -1), "2026-02-28");
});

test("a chance says no more than its forecast knows", () => {
  assert.deepEqual([0.02, 0.13, 0.5, 0.97].map(chanceWords), ["under 10 %", "about 15 %", "about 50 %", "over 90 %"]);
  assert.equal(share(0.1234), "12.3 %");
});

test("an interval holds its share and shrinks with the sample", () => {
  const [low, high] = wilson(0.2, 10);
  assert.ok(Math.abs(low - 0.0567) < 5e-4 && Math.abs(high - 0.5098) < 5e-4, `${low} ${high}`);
  const narrow = wilson(0.2, 1000);
  assert.ok(narrow[1] - narrow[0] < (high - low) / 5);
  assert.ok(wilson(0, 5)[0] < 1e-12);
});

test("metrics are read with their labels", () => {
  const read = readMetrics('# HELP a_b What it\\nis\n# TYPE a_b gauge\na_b{queue="post\\"gres",x="1"} 3.0\na_b{queue="dlq"} 0\nnot a sample\nc 1e3\n');
  assert.deepEqual(read, [
    { name: "a_b", help: "What it is", samples: [{ name: "a_b", labels: { queue: 'post"gres', x: "1" }, value: 3 }, { name: "a_b", labels: { queue: "dlq" }, value: 0 }] },
    { name: "c", help: "", samples: [{ name: "c", labels: {}, value: 1000 }] },
  ]);
});

test("what a screen is asked stands in the address, and only there", () => {
  const view = { ...FIRST_VIEW, screen: "connections" as const, ask: { origin: "FRA", destination: "JFK", after: "2026-11-26T10:00" } };
  assert.equal(writeView(view), "?view=connections&origin=FRA&destination=JFK&after=2026-11-26T10:00");
  assert.deepEqual(readView(writeView(view)).ask, view.ask);
  assert.deepEqual(readView("?origin=FRA").ask, {}, "the map is not asked for an origin");
  assert.equal(readView("?view=nonsense").screen, "map");
});
