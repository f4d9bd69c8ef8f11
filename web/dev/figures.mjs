// Made-up answers of the contract for the screens beside the map: statistics, connections, the model, operations, an airport's day.
import { airport, facts, forecasts } from "./fixtures.mjs";

const iso = (t) => new Date(Math.round(t) * 1000).toISOString().replace(".000Z", "Z");
const day = (t) => iso(t).slice(0, 10);
const WORDS = { route: (f) => `${f.from.iata}-${f.to.iata}`, carrier: (f) => f.carrier, hour: (f) => String(new Date(f.sched * 1000).getUTCHours()), weekday: (f) => String(new Date(f.sched * 1000).getUTCDay() || 7) };

function wilson(k, n) {
  const p = k / n, z2 = 3.8415, middle = (p + z2 / (2 * n)) / (1 + z2 / n), half = (1.96 / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

function punctuality(flights) {
  const delays = flights.flatMap((f) => (f.delay === undefined ? [] : [f.delay]));
  const n = delays.length, late = delays.filter((d) => d >= 15).length, cancelled = flights.filter((f) => f.number % 61 === 0).length;
  const mean = delays.reduce((a, b) => a + b, 0) / n;
  const error = 1.96 * Math.sqrt(delays.reduce((a, d) => a + (d - mean) ** 2, 0) / Math.max(1, n - 1) / n);
  return { flights: flights.length, cancelled, ...(flights.length && { cancelledShare: cancelled / flights.length }), n, late, ...(n && { lateShare: late / n, lateInterval: wilson(late, n), meanDelayMinutes: mean }), ...(n > 1 && { meanInterval: [mean - error, mean + error] }) };
}

function groups(flights, by) {
  const found = new Map();
  for (const f of flights) found.set(WORDS[by](f), [...(found.get(WORDS[by](f)) ?? []), f]);
  return [...found].map(([key, list]) => ({ key, ...(by === "route" && { origin: list[0].from, destination: list[0].to }), ...punctuality(list) })).sort((a, b) => (by === "hour" || by === "weekday" ? a.key - b.key : b.flights - a.flights));
}

const worst = (list) => list.filter((g) => g.n > 1).sort((a, b) => (b.lateInterval?.[0] ?? 0) - (a.lateInterval?.[0] ?? 0));

export function figures(all, now) {
  const chosen = (q) => all.filter((f) => (!q.get("carrier") || f.carrier === q.get("carrier")) && (!q.get("origin") || f.from.iata === q.get("origin")) && (!q.get("destination") || f.to.iata === q.get("destination")));
  const span = (q) => ({ side: q.get("side") ?? "departure", from: q.get("from") ?? day(now - 7 * 86400), to: q.get("to") ?? day(now) });
  const statistics = (q) => {
    const by = q.get("by") ?? "route", list = groups(chosen(q), by), limit = Number(q.get("limit") ?? 100);
    return { by, ...span(q), lateFromMinutes: 15, all: punctuality(chosen(q)), groups: list.slice(0, limit), ...(list.length > limit && { next: "more" }) };
  };
  const histogram = (q) => {
    const delays = chosen(q).flatMap((f) => (f.delay === undefined ? [] : [f.delay])), steps = new Map();
    for (const d of delays) steps.set(Math.floor(d / 15) * 15, (steps.get(Math.floor(d / 15) * 15) ?? 0) + 1);
    return { ...span(q), stepMinutes: 15, flights: delays.length, steps: [...steps].sort((a, b) => a[0] - b[0]).map(([fromMinutes, flights]) => ({ fromMinutes, flights })) };
  };
  const percentiles = (q) => ({ ...span(q), carriers: groups(chosen(q), "carrier").filter((g) => g.n).map((g) => {
    const d = chosen(q).filter((f) => f.carrier === g.key && f.delay !== undefined).map((f) => f.delay).sort((a, b) => a - b), at = (p) => d[Math.min(d.length - 1, Math.floor(p * d.length))];
    return { carrier: g.key, flights: d.length, mean: g.meanDelayMinutes, median: at(0.5), p90: at(0.9), p95: at(0.95) };
  }) });
  const station = (code) => {
    const side = (list) => ({ all: punctuality(list), hours: groups(list, "hour"), carriers: groups(list, "carrier").slice(0, 8), routes: groups(list, "route").slice(0, 8), worstRoutes: worst(groups(list, "route")).slice(0, 8) });
    return { airport: airport(code), from: day(now - 30 * 86400), to: day(now), departures: side(all.filter((f) => f.from.iata === code)), arrivals: side(all.filter((f) => f.to.iata === code)) };
  };
  const delayIndex = (code) => {
    const mine = all.filter((f) => f.from.iata === code || f.to.iata === code);
    const disturbance = (list) => {
      const known = list.filter((f) => f.delay !== undefined), burden = known.reduce((n, f) => n + Math.min(1, Math.max(0, f.delay) / 120), 0);
      return { flights: list.length, cancelled: 0, diverted: 0, n: known.length, late: known.filter((f) => f.delay >= 15).length, ...(known.length && { meanDelayMinutes: known.reduce((n, f) => n + f.delay, 0) / known.length, index: (100 * burden) / known.length }) };
    };
    const hours = Array.from({ length: 24 }, (_, h) => ({ hour: { utc: `${day(now)}T${String(h).padStart(2, "0")}:00:00Z`, local: `${day(now)}T${String(h).padStart(2, "0")}:00` }, all: disturbance(mine.filter((f) => new Date(f.sched * 1000).getUTCHours() === h)) }));
    return { airport: airport(code), date: day(now), formula: "100 * sum of burdens / n; a burden is min(1, max(0, delay) / 120), 1 where cancelled or diverted", day: { all: disturbance(mine) }, hours };
  };
  const closure = (code) => {
    const mine = all.filter((f) => f.from.iata === code || f.to.iata === code);
    return { airport: airport(code), date: day(now), flightCount: mine.length, flights: mine.map((f) => f.id), routes: [...new Set(mine.map((f) => `${f.from.iata}-${f.to.iata}`))], cutOff: ["KEF", "RUH"].filter((c) => c !== code).map(airport) };
  };
  const ride = (from, to, sched, number) => {
    const f = { id: `LH-${number}-${from.iata}-${to.iata}-${day(sched).replaceAll("-", "")}T0800`, carrier: "LH", number, from, to, sched, block: 7200, delay: 10, done: -0.1, date: day(sched), status: ["OT", "Flight On Time"], type: "320", gate: "B12", seen: 60, codeshares: [] };
    const moment = (t) => ({ utc: iso(t), local: iso(t).slice(0, 16) });
    return { flight: facts(f, now), departs: moment(sched), arrives: moment(sched + 7200) };
  };
  const connections = (q) => {
    const a = airport(q.get("origin")), b = airport(q.get("destination")), hub = airport("ZRH"), t = Math.ceil(now / 3600) * 3600;
    const way = (rides, changes, more) => ({ departs: rides[0].departs, arrives: rides.at(-1).arrives, minutes: (Date.parse(rides.at(-1).arrives.utc) - Date.parse(rides[0].departs.utc)) / 60000, stops: rides.length - 1, rides, changes, ...more });
    return { origin: a, destination: b, departAfter: q.get("departAfter") ?? iso(now), arriveBy: iso(now + 48 * 3600), itineraries: [
      way([ride(a, hub, t, 1201), ride(hub, b, t + 7200 + 3300, 1202)], [{ airport: hub, minutes: 55, minimumMinutes: 45, spareMinutes: 10, missing: { probability: 0.31, madeAt: iso(now - 900), horizon: "2h", modelVersion: 3, world: "simulated" } }], { earliestArrival: true, fewestStops: false }),
      way([ride(a, b, t + 6 * 3600, 1400)], [], { earliestArrival: false, fewestStops: true })] };
  };
  const drift = { measuredAt: iso(now - 3000), version: 3, world: "simulated", drifted: true, reasons: ["calibration is off: ECE 0.034"], reference: { from: day(now - 60 * 86400), to: day(now - 8 * 86400), flights: 41200, rows: 38100 }, current: { from: day(now - 7 * 86400), to: day(now - 86400), flights: 5120, rows: 5100 },
    columns: [{ column: "rotation.late", verdict: "drifted", jensenShannon: 0.081, psi: 0.41, wasserstein: 0.33 }, { column: "aircraft type", verdict: "slight", jensenShannon: 0.022, psi: 0.12 }, { column: "hour", verdict: "none", jensenShannon: 0.002, psi: 0.01, wasserstein: 0.02 }] };
  const model = { name: "flight-delay", drift_measured_at: drift.measuredAt, champion: { version: 3, run: "4f2a", world: "simulated", trained_to: day(now - 86400), promoted_at: iso(now - 7200) }, versions: [
    { version: 3, run: "4f2a", made_at: iso(now - 7300), aliases: ["champion"], tags: { reason: "schedule", verdict: "promoted: log loss is lower; log loss 0.4121, the champion's 0.4205, on 5120 flights", window: "2026-10-01 to 2026-11-25", sources: "lufthansa", world: "simulated" } },
    { version: 2, run: "17c0", made_at: iso(now - 90000), aliases: [], tags: { reason: "drift", verdict: "kept out: it is not better on enough days", window: "2026-09-20 to 2026-11-24", sources: "lufthansa", world: "simulated" } },
    { version: 1, run: "a001", made_at: iso(now - 400000), aliases: [], tags: { reason: "first", verdict: "promoted: it is the first", sources: "lufthansa", world: "simulated" } }] };
  const backtest = { since: iso(now - 14 * 86400), horizons: ["D0", "6h", "2h", "45m"].map((horizon, i) => ({ horizon, modelVersion: 3, world: "simulated", flights: 900 - 120 * i, shareLate: 0.24, brier: 0.165 - 0.012 * i, ours: { meanErrorMinutes: 14.2 - 1.6 * i, nearer: 0.55 + 0.02 * i, coverage: 0.79 }, airline: { meanErrorMinutes: 16.9 - 1.1 * i, nearer: 0.4, estimates: 100 * i },
    reliability: [0.06, 0.15, 0.25, 0.34, 0.45, 0.56].map((said, k) => ({ said, happened: Math.min(1, said + [0.01, -0.02, 0.03, -0.01, 0.05, -0.06][(k + i) % 6]), flights: Math.round((300 - 45 * k) * (1 - i / 8)) })) })) };
  const quota = { hour: iso(Math.floor(now / 3600) * 3600), used: 412, limit: 980, left: 568, resetsAt: iso(Math.ceil(now / 3600) * 3600), exhausted: false };
  const plan = { at: iso(now - 20), quota, next: ["FRA", "MUC", "ZRH", "VIE"].map((code, i) => ({ request: `operations/flightstatus/departures/${code}/${day(now)}T08:00`, reason: `${41 - 8 * i} flights whose status is older than 5 min`, value: 41 - 8 * i })), skipped: [{ request: "operations/flightstatus/arrivals/KEF", reason: "2 flights", value: 2, skippedBecause: "worth less than the hour's calls ask for" }] };
  const harvest = { quota, last: { at: iso(now - 20), calls: 6, stored: 4, unchanged: 1, empty: 1, failed: 0, quota: { used: 412, limit: 980 }, ended: "the minute's calls were made" }, freshness: { airborne: all.length, known: all.length, p50: 184, p95: 712, fresh: 0.86 } };
  const metrics = `# HELP offblock_ready 1 where every store and queue and the harvest answer\n# TYPE offblock_ready gauge\noffblock_ready 1.0\n# HELP offblock_queue_messages Payloads that wait to be loaded\n# TYPE offblock_queue_messages gauge\noffblock_queue_messages{queue="postgres"} 3.0\noffblock_queue_messages{queue="dlq"} 0.0\n`;
  const logged = [
    { s: 12, function: "ask-neo4j", level: "warning", message: "request 5f0c-4b58", requestId: "5f0c-4b58", logger: "io.offblock.answer.Router", exception: "io.offblock.load.StoreUnavailable", stack: "io.offblock.load.StoreUnavailable: the graph is away\n\tat io.offblock.neo4j.Graph.read(Graph.java:71)\n\tat io.offblock.answer.Router.attempt(Router.java:62)" },
    { s: 13, function: "ask-neo4j", level: "error", message: "answered", requestId: "5f0c-4b58", fields: { operation: "GET /v1/connections", status: 503, milliseconds: 2011.4 } },
    { s: 40, function: "ask-postgres", level: "info", message: "answered", requestId: "9d3c-6f1f", fields: { operation: "GET /v1/flights/airborne", status: 200, milliseconds: 3.1 } },
    { s: 900, function: "watch-alerts", level: "warning", message: "WARN a receiver answered 410" },
  ].map(({ s, ...line }) => ({ at: new Date((now - s) * 1000).toISOString(), ...line }));
  const logs = (q) => {
    const least = { error: 0, warning: 1, all: 3 }[q.get("level") ?? "warning"];
    const lines = logged.filter((l) => ["error", "warning", "info", "debug"].indexOf(l.level) <= least && (!q.has("function") || l.function === q.get("function")) && (!q.has("request") || l.requestId === q.get("request")));
    return { at: iso(now), since: iso(now - 3600), functions: ["ask-neo4j", "ask-postgres", "load-neo4j", "watch-alerts"], lines, unread: ["load-neo4j"] };
  };
  return (path, q) => {
    if (path === "/v1/airlines") return { body: { airlines: [{ iata: "LH", name: "Lufthansa" }, { iata: "LX", name: "Swiss" }] } };
    const [, , what, id, sub] = path.split("/").map(decodeURIComponent);
    if (path === "/v1/metrics") return { body: metrics, text: true };
    const whole = { "/v1/statistics": statistics, "/v1/delays/histogram": histogram, "/v1/delays/carriers": percentiles, "/v1/connections": connections, "/v1/model": () => model, "/v1/model/drift": () => drift, "/v1/model/backtest": () => backtest, "/v1/forecasts/airborne": () => ({ at: iso(now), chances: Object.fromEntries(all.flatMap((f) => forecasts(f, now).forecasts.slice(0, 1).map((x) => [f.id, x.probability]))) }), "/v1/harvest": () => harvest, "/v1/harvest/plan": () => plan, "/v1/operations/logs": logs }[path];
    if (whole) return { body: whole(q) };
    const of = what === "airports" && airport(id) ? { statistics: station, "delay-index": delayIndex, closure }[sub] : undefined;
    return of && { body: of(id) };
  };
}
