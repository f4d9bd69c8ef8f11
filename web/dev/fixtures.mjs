// Answers of the contract from a seed: for developing and testing the page without a backend. Not the sandbox: that one
// plays the airline's API. Real airports, weighted by a list of hubs; flights are spread over the time they are in the air.
import { readFileSync } from "node:fs";
import { rows } from "../build/airports.mjs";

const TABLE = rows(readFileSync(new URL("../../functions/core/src/main/resources/io/offblock/airport/airports.csv", import.meta.url), "utf8"));
const HUBS = "FRA MUC ZRH VIE BRU LHR CDG AMS MAD FCO IST DXB DOH SIN HKG NRT HND ICN PEK PVG DEL BOM SYD MEL AKL JFK EWR ORD ATL DFW DEN LAX SFO SEA YYZ YVR MEX GRU EZE BOG LIM SCL JNB CPT NBO CAI ADD LOS BKK KUL CGK MNL HNL ANC KEF OSL ARN HEL CPH WAW PRG BUD ATH LIS DUB HAM BER DUS STR GVA NCE BCN PMI LIN OTP SOF TLV RUH".split(" ");
const CARRIERS = "LH LX OS SN EN UA AC NH SQ TG TK SK LO A3 TP AI ET MS CA NZ".split(" ");
const TYPES = "320 32N 321 32Q 319 333 343 346 359 744 748 789 77W 388 223 E95 CR9".split(" ");

/** Mulberry32: the same flights for the same seed. */
function random(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const byIata = new Map(TABLE.map((a) => [a.iata, a]));
export const airport = (code) => {
  const a = byIata.get(code) ?? TABLE.find((x) => x.icao === code);
  if (!a) return undefined;
  return Object.fromEntries(Object.entries({ ...a, lat: Number(a.lat), lon: Number(a.lon) }).filter(([, v]) => v !== ""));
};

function km(a, b) {
  const r = Math.PI / 180;
  const h = Math.sin(((b.lat - a.lat) * r) / 2) ** 2 + Math.cos(a.lat * r) * Math.cos(b.lat * r) * Math.sin(((b.lon - a.lon) * r) / 2) ** 2;
  return 12742 * Math.asin(Math.sqrt(h));
}

const iso = (t) => new Date(t * 1000).toISOString().replace(".000Z", "Z");

function local(t, zone) {
  return new Date(t * 1000).toLocaleString("sv-SE", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" }).replace(" ", "T");
}

/** The whole sky for a count of planes: flights with their scheduled and actual times in epoch seconds. */
export function sky(count, now, seed = 20261124) {
  const next = random(seed);
  const pick = (list) => list[Math.floor(next() * list.length)];
  const hubs = HUBS.map(airport).filter(Boolean);
  const others = TABLE.filter((a) => a.icao && /International/.test(a.name)).map((a) => airport(a.iata));
  const flights = new Map();
  while (flights.size < count) {
    const from = next() < 0.62 ? hubs[Math.floor(hubs.length * next() ** 1.8)] : pick(others);
    const to = next() < 0.62 ? hubs[Math.floor(hubs.length * next() ** 1.8)] : pick(others);
    const distance = km(from, to);
    if (distance < 250 || distance > 14500 || (distance > 6000 && next() < 0.5)) continue;
    const block = Math.round((distance / 800) * 60 + 35) * 60;
    const delay = next() < 0.12 ? undefined : Math.round((next() ** 3.2) * 95 - 6);
    const done = next() * 1.25 - 0.12;
    const sched = Math.round((now - done * block) / 300) * 300 - (delay ?? 0) * 60;
    const carrier = next() < 0.45 ? "LH" : pick(CARRIERS);
    const number = 10 + Math.floor(next() * 3900);
    const start = local(sched, from.zone);
    const id = `${carrier}-${number}-${from.iata}-${to.iata}-${start.replace(/[-:]/g, "")}`;
    const status = done < 0 ? ["FE", "Flight Early"] : done > 1 ? ["LD", "Flight Landed"] : (delay ?? 0) > 15 ? ["DL", "Flight Delayed"] : ["DP", "Flight Departed"];
    flights.set(id, {
      id, carrier, number, from, to, sched, block, delay, distance, date: start.slice(0, 10), done, status,
      type: pick(TYPES), registration: next() < 0.5 ? `DAI${String.fromCharCode(65 + Math.floor(next() * 26))}${String.fromCharCode(65 + Math.floor(next() * 26))}` : undefined,
      gate: next() < 0.7 ? `${pick(["A", "B", "C", "Z"])}${1 + Math.floor(next() * 60)}` : undefined, terminal: next() < 0.6 ? String(1 + Math.floor(next() * 3)) : undefined,
      seen: next() < 0.06 ? 600 + next() * 3000 : 20 + next() * 420, codeshares: next() < 0.4 ? [`UA${8000 + Math.floor(next() * 900)}`, `AC${9000 + Math.floor(next() * 900)}`, `NH${5000 + Math.floor(next() * 900)}`] : [],
    });
  }
  return flights;
}

export function airborne(flights, now) {
  const up = [...flights.values()].filter((f) => f.done >= 0 && f.done <= 1);
  const list = up.map((f) => ({
    id: f.id, flight: f.carrier + f.number, carrier: f.carrier, from: f.from.iata, to: f.to.iata,
    off: f.sched + (f.delay ?? 0) * 60, on: f.sched + f.block + (f.delay ?? 0) * 60,
    onBasis: f.delay === undefined ? "scheduled" : "estimated", status: f.status[0], ...(f.delay !== undefined && { delayMinutes: f.delay }), type: f.type,
    ...(f.registration && { registration: f.registration }), seenAt: Math.round(now - f.seen),
  }));
  const airports = Object.fromEntries(up.flatMap((f) => [f.from, f.to]).map((a) => [a.iata, [a.lon, a.lat]]));
  return { at: Math.round(now), count: list.length, flights: list, airports };
}

const PAYLOAD = "lufthansa/operations/flightstatus/departures/FRA/2026-11-24T0800/2026/11/24/080102.123Z-0a1b2c3d4e5f";

/** The contract's F object. */
export function facts(f, now) {
  const moment = (t, zone) => ({ utc: iso(t), local: local(t, zone) });
  const late = f.delay === undefined ? undefined : f.delay * 60;
  const gone = f.done >= 0;
  const landed = f.done > 1;
  const movement = (t, zone, done, place) => ({
    scheduled: moment(t, zone), ...(late !== undefined && !done && { estimated: moment(t + late, zone) }), ...(late !== undefined && done && { actual: moment(t + late, zone) }),
    ...place, ...(late !== undefined && { delayMinutes: f.delay, delayBasis: done ? "actual" : "estimated" }),
  });
  const at = { ...(f.terminal && { terminal: f.terminal }), ...(f.gate && { gate: f.gate }) };
  return {
    id: f.id, carrier: f.carrier, number: f.number, flight: f.carrier + f.number, date: f.date, origin: f.from, destination: f.to,
    departure: movement(f.sched, f.from.zone, gone, at), arrival: movement(f.sched + f.block, f.to.zone, landed, {}),
    status: { code: f.status[0], text: f.status[1] }, aircraft: { type: f.type, ...(f.registration && { registration: f.registration }) }, serviceType: "J",
    codeshares: f.codeshares, seenAt: iso(Math.round(now - f.seen)), ageSeconds: Math.round(f.seen), payloads: [PAYLOAD],
  };
}

/** What was said of a flight: three states of the provider's own shape. */
export function timeline(f, now) {
  const said = (extra) => ({
    Departure: { AirportCode: f.from.iata, ScheduledTimeLocal: { DateTime: local(f.sched, f.from.zone) }, ...extra, Terminal: f.terminal && { Name: f.terminal, ...(f.gate && { Gate: f.gate }) } },
    Arrival: { AirportCode: f.to.iata, ScheduledTimeLocal: { DateTime: local(f.sched + f.block, f.to.zone) } },
    Equipment: { AircraftCode: f.type }, FlightStatus: { Code: f.status[0], Definition: f.status[1] },
  });
  const off = f.sched + (f.delay ?? 0) * 60;
  const state = (t, seen, facts) => ({ resource: "flightstatus", firstSeen: iso(Math.round(t)), lastSeen: iso(Math.round(Math.min(now, t + 900))), seen, facts, payloads: [PAYLOAD] });
  const states = [state(f.sched - 5400, 4, said({ TimeStatus: { Code: "OT", Definition: "Flight On Time" } }))];
  if (f.delay !== undefined && f.sched - 1500 < now) states.push(state(f.sched - 1500, 2, said({ EstimatedTimeLocal: { DateTime: local(off, f.from.zone) }, TimeStatus: { Code: f.delay > 15 ? "DL" : "OT", Definition: f.delay > 15 ? "Flight Delayed" : "Flight On Time" } })));
  if (f.done >= 0) states.push(state(off + 240, 7, said({ ActualTimeLocal: { DateTime: local(off, f.from.zone) }, TimeStatus: { Code: "DP", Definition: "Flight Departed" } })));
  return { id: f.id, states };
}

/** What a model would have said of a flight two hours before; every third flight has none. */
export function forecasts(f, now) {
  if (f.number % 3 === 0) return { forecasts: [] };
  const p50 = Math.round((f.delay ?? 4) * 0.7);
  return { forecasts: [["2h", 7200, 1], ["6h", 21600, 0.7]].map(([horizon, before, share]) => ({
    flight: f.id, probability: Math.min(0.95, Math.max(0.04, 0.1 + (f.delay ?? 0) / 90)) * share, minutes: { p10: p50 - 9, p50, p90: p50 + 34 },
    reasons: [{ group: "rotation", points: 7.4, minutes: 5, words: "the aircraft's earlier flights: +7 points, +5 minutes" }, { group: "schedule", points: -2.1, minutes: -1, words: "an early departure: -2 points, -1 minute" }],
    horizon, madeAt: iso(Math.round(f.sched - before)), ageSeconds: Math.max(0, Math.round(now - f.sched + before)), modelVersion: 3, world: "simulated", payload: PAYLOAD,
  })) };
}

/** One leg before, where the registration is known. */
export function rotation(f, now) {
  const back = { ...f, id: f.id.replace(/^(\w+)-(\d+)-(\w+)-(\w+)-/, "$1-$2-$4-$3-"), from: f.to, to: f.from, sched: f.sched - f.block - 3600, done: 1.1 };
  const inbound = f.registration ? [{ flight: facts(back, now), turnaroundMinutes: 52, scheduledTurnaroundMinutes: 60, lateMinutes: f.delay ?? 0, passedOnMinutes: Math.max(0, (f.delay ?? 0) - 25), propagates: (f.delay ?? 0) > 25 }] : [];
  return { flight: facts(f, now), shortestTurnaroundMinutes: 35, inbound };
}

export { km };
