import assert from "node:assert/strict";
import { test } from "node:test";
import { byAirline, byDelay, byForecast, byStatus, busiestAirlines, MOST_LOOKS } from "../src/colour";
import type { AirborneFlight } from "../src/model";
import { matcher, readOnly, wordsOf, writeOnly } from "../src/only";
import { FIRST_VIEW, readView, writeView } from "../src/state";

const flight = (more: Partial<AirborneFlight> = {}): AirborneFlight => ({
  id: "LH-400-FRA-JFK-20261124T1055", flight: "LH400", carrier: "LH", from: "FRA", to: "JFK",
  off: 0, on: 1, onBasis: "estimated", status: "DP", delayMinutes: 31, type: "744", seenAt: 0, ...more,
});

test("conditions combine: each must hold, of several values of one any", () => {
  const holds = (text: string, f = flight()) => matcher(readOnly(text))!(f);
  assert.ok(holds("airline:LH,LX;airport:JFK;delay:30;type:74"));
  assert.ok(!holds("airline:LH;airport:MUC"), "one that fails is enough");
  assert.ok(holds("route:FRA-JFK") && !holds("route:JFK-FRA"), "a route has a direction");
  assert.ok(holds("status:DP") && holds("status:NA", flight({ status: undefined })));
  assert.ok(!holds("delay:15", flight({ delayMinutes: undefined })), "a delay that is not known is not late");
  assert.equal(matcher({}), undefined);
});

test("conditions survive the address, and what is not understood is left out", () => {
  const text = "airline:LH,LX;route:FRA-JFK;delay:30";
  assert.equal(writeOnly(readOnly(text)), text);
  assert.deepEqual(readOnly("colour:red;delay:soon;airline:;;type:32n"), { type: ["32N"] });
  assert.deepEqual(wordsOf(" lh, lx FRA-jfk "), ["LH", "LX", "FRA-JFK"]);
  const view = { ...FIRST_VIEW, only: readOnly(text), colour: "airline" as const, kiosk: true };
  assert.equal(writeView(view), `?only=${text}&colour=airline&kiosk=1`);
  assert.deepEqual(readView(writeView(view)).only, view.only);
});

test("each colouring has a class for every flight, and the card has room for it", () => {
  const many = ["LH", "LX", "OS", "SN", "EN", "UA", "AC", "NH", "TG"].flatMap((carrier, i) => Array.from({ length: 20 - i }, () => flight({ carrier })));
  const airlines = busiestAirlines(many);
  assert.deepEqual(airlines, ["LH", "LX", "OS", "SN", "EN", "UA", "AC"]);
  const named = byAirline(airlines, (code) => (code === "LH" ? "Lufthansa" : code));
  assert.equal(named.looks[named.of(flight())]!.label, "Lufthansa");
  assert.equal(named.looks[named.of(flight({ carrier: "TG" }))]!.key, "others");
  const forecast = byForecast(new Map([["a", 0.04], ["b", 0.15], ["c", 0.62]]));
  assert.deepEqual(["a", "b", "c", "d"].map((id) => forecast.looks[forecast.of(flight({ id }))]!.key), ["low", "some", "veryhigh", "none"]);
  assert.equal(byStatus.looks[byStatus.of(flight({ status: "XX" }))]!.key, "NA");
  for (const colouring of [byDelay, byStatus, named, forecast]) {
    assert.ok(colouring.looks.length <= MOST_LOOKS, colouring.title);
    assert.equal(new Set(colouring.looks.map((l) => l.dark)).size, colouring.looks.length, "no colour twice");
  }
});
