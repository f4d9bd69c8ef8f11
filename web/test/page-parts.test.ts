import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { payloadUrl, readId } from "../src/api";
import { address } from "../src/operations";
import { delayScale, percent, points } from "../src/chance";
import { delayClass } from "../src/delay";
import { darkLatitudes, night, subsolar } from "../src/map/night";
import { FIRST_VIEW, readView, writeView } from "../src/state";
import { delayText, localParts, span, clock } from "../src/times";
import { payloadName } from "../src/view/payload-name";
import { flatten, news, words } from "../src/view/facts";

test("a view survives its address", () => {
  const view = { ...FIRST_VIEW, lat: 50.033, lon: 8.57, zoom: 5.5, flight: "LH-400-FRA-JFK-20261124T1055", airport: "FRA", tab: "arrivals" as const, theme: "light" as const, globe: true, screen: "statistics" as const, ask: { by: "carrier", from: "2026-11-01" }, filter: "münchen a320", time: Date.parse("2026-11-26T10:00:00Z") / 1000, speed: 120, hidden: ["late", "unknown"] };
  assert.deepEqual(readView(writeView(view)), view);
  assert.equal(writeView(FIRST_VIEW), "");
  assert.deepEqual(readView("?at=nonsense&tab=x&theme=pink&time=noon&speed=9"), { ...FIRST_VIEW, flight: undefined, airport: undefined, theme: undefined, time: undefined });
});

test("a flight id tells number, ends and day", () => {
  assert.deepEqual(readId("LH-400-FRA-JFK-20261124T1055"), { flight: "LH400", from: "FRA", to: "JFK", date: "2026-11-24" });
  assert.equal(readId("LH-400A-FRA-JFK-20261124T1055")?.flight, "LH400A");
  assert.equal(readId("../../x"), undefined);
});

test("a flight id is one to the page where it is one to core", () => {
  const java = readFileSync("../functions/core/src/main/java/io/offblock/flight/FlightId.java", "utf8");
  const text = /Pattern TEXT =\s*Pattern\.compile\(\s*((?:"[^"]*"[\s+]*)+)\)/.exec(java)![1]!;
  const core = new RegExp(`^(?:${[...text.matchAll(/"([^"]*)"/g)].map((m) => m[1]).join("").replaceAll("\\\\", "\\")})$`);
  const cases: [string, boolean][] = [
    ["LH-400-FRA-JFK-20261124T1055", true], ["LH-12345-FRA-JFK-20261124T1055", true], ["DLH-12345A-FRA-JFK-20261124T1055", true],
    ["WN-1-6N5-A2K-20261124T1055", true], ["LH-123456-FRA-JFK-20261124T1055", false], ["LH-400-FRAA-JFK-20261124T1055", false], ["LH-400-fra-JFK-20261124T1055", false],
  ];
  for (const [id, one] of cases) {
    assert.equal(core.test(id), one, `core: ${id}`);
    assert.equal(readId(id) !== undefined, one, id);
  }
  assert.equal(readId("DLH-12345A-6N5-JFK-20261124T1055")?.flight, "DLH12345A");
});

test("an operation's address has its variables in the path and the rest in the query", () => {
  assert.equal(address("/v1/airports/{airport}/departures", { airport: "FRA/x", limit: 5, from: undefined }), "/v1/airports/FRA%2Fx/departures?limit=5");
  assert.equal(address("/v1/routes/{origin}/{destination}/{date}", { origin: "FRA", destination: "MUC", date: "2026-11-24" }), "/v1/routes/FRA/MUC/2026-11-24");
  assert.equal(address("/v1/search", { q: "são paulo & co" }), "/v1/search?q=s%C3%A3o+paulo+%26+co");
});

test("payload ids are base64url without padding", () => {
  const id = "lufthansa/operations/flightstatus/departures/FRA/2026-11-24T0800/2026/11/24/080102.123Z-0a1b2c3d4e5f";
  const url = payloadUrl(id);
  assert.match(url, /^\/v1\/payloads\/[A-Za-z0-9_-]+$/);
  assert.equal(Buffer.from(url.slice("/v1/payloads/".length), "base64url").toString(), id);
  assert.equal(payloadName(id), "flightstatus/departures/FRA/2026-11-24T0800 · 08:01:02 UTC");
});

test("a delay that is not known is never on time", () => {
  assert.equal(delayClass(undefined), "unknown");
  assert.equal(delayClass(0), "ontime");
  assert.equal(delayClass(15), "ontime");
  assert.equal(delayClass(16), "late");
  assert.equal(delayClass(46), "verylate");
  assert.equal(delayText(-5), "5 min early");
  assert.equal(delayText(72), "+1 h 12");
});

test("times as clocks show them", () => {
  assert.equal(span(59), "59 s");
  assert.equal(span(3 * 3600 + 240), "3 h 04");
  assert.deepEqual(localParts("2026-11-24T10:55"), { day: "Tue 24 Nov", time: "10:55" });
  assert.equal(clock(Date.parse("2026-03-29T00:59:00Z") / 1000, "Europe/Berlin")?.time, "01:59");
  assert.equal(clock(Date.parse("2026-03-29T01:00:00Z") / 1000, "Europe/Berlin")?.time, "03:00");
  assert.equal(clock(0, "No/Zone"), undefined);
});

test("the sun stands where the almanac has it", () => {
  const june = subsolar(Date.parse("2026-06-21T12:00:00Z") / 1000);
  assert.ok(Math.abs(june.lat - 23.43) < 0.05 && Math.abs(june.lon) < 1.2, JSON.stringify(june));
  const march = subsolar(Date.parse("2026-03-20T14:46:00Z") / 1000);
  assert.ok(Math.abs(march.lat) < 0.05, JSON.stringify(march));
});

test("it is dark opposite the sun and never under it", () => {
  for (const time of ["2026-03-20T14:46:00Z", "2026-06-21T03:00:00Z", "2026-12-21T20:00:00Z"]) {
    const t = Date.parse(time) / 1000;
    const sun = subsolar(t);
    const opposite = darkLatitudes(sun.lon + 180, sun, -0.833)!;
    assert.ok(opposite[0] < -sun.lat && opposite[1] > -sun.lat);
    const under = darkLatitudes(sun.lon, sun, -0.833);
    assert.ok(!under || !(under[0] < sun.lat && under[1] > sun.lat));
    for (const f of night(t).features) for (const [lon, lat] of f.geometry.coordinates[0]!) assert.ok(Math.abs(lon!) <= 180 && Math.abs(lat!) <= 90.0001);
  }
});

test("the timeline tells what was new", () => {
  const first = flatten({ Departure: { ScheduledTimeLocal: { DateTime: "10:55" }, Terminal: { Gate: "B1" } } });
  const then = flatten({ Departure: { ScheduledTimeLocal: { DateTime: "10:55" }, ActualTimeLocal: { DateTime: "11:02" }, Terminal: { Gate: "B4" } } });
  assert.deepEqual(news(then, first), [
    { field: "departure actual time local", value: "11:02" },
    { field: "departure terminal gate", value: "B4", before: "B1" },
  ]);
  assert.equal(news(first, then)[1]?.value, "no longer told");
  assert.equal(words("Arrival.FlightStatus.Code"), "arrival flight status code");
});

test("a chance is never said to be certain", () => {
  assert.deepEqual([0, 0.004, 0.01, 0.235, 0.99, 0.995, 1].map(percent), ["<1 %", "<1 %", "1 %", "24 %", "99 %", ">99 %", ">99 %"]);
  assert.deepEqual([undefined, 0.04, 7.26, -12.6].map(points), ["", "+0.0 points", "+7.3 points", "−13 points"]);
});

test("on time and fifteen minutes late are on every line of delays", () => {
  for (const [least, most] of [[-30, 120], [2, 8], [20, 200], [-12, -3]] as const) {
    const x = delayScale(least, most);
    for (const at of [least, 0, 15, most]) assert.ok(x(at) >= 0 && x(at) <= 100, `${at} of ${least} to ${most}`);
    assert.ok(x(least) < x(most) && x(0) < x(15));
  }
});

test("a moment stands in the address as people write it", () => {
  assert.equal(writeView({ ...FIRST_VIEW, time: Date.parse("2026-11-26T10:00:00Z") / 1000, speed: 0 }), "?time=2026-11-26T10:00:00Z&speed=0");
  assert.equal(writeView({ ...FIRST_VIEW, speed: 0 }), "", "speed means nothing while live");
});
