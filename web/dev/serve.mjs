// Serves web/dist and plays /v1 from fixtures. For developing and testing the page only; the real thing is the gateway.
// `node dev/serve.mjs [port] [flights]`, or `serve({...})` from a test.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { figures } from "./figures.mjs";
import { airborne, airport, facts, forecasts, km, rotation, sky, timeline } from "./fixtures.mjs";

const DIST = fileURLToPath(new URL("../dist/", import.meta.url));
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8" };
export const CSP = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self'; connect-src 'self'";

/** What x-api-key must say where something needs it. */
export const KEY = "the-key-of-the-dev-server";

const notFound = (detail, fix) => ({ status: 404, body: { type: "about:blank", title: "Not found", status: 404, detail, fix } });

function answers(count, now) {
  const flights = sky(count, now);
  const air = airborne(flights, now);
  const all = [...flights.values()];
  const figure = figures(all, now);
  const board = (code, side, limit) => {
    const a = airport(code);
    if (!a) return notFound(`No airport is called ${code}`, "Use an IATA or ICAO code");
    const mine = all.filter((f) => (side === "departures" ? f.from : f.to).iata === a.iata && (side === "departures" ? f.done < 0.9 : f.done < 1.05));
    const at = (f) => (side === "departures" ? f.sched : f.sched + f.block);
    const list = mine.filter((f) => Math.abs(at(f) - now) < 6 * 3600).sort((x, y) => at(x) - at(y));
    return { body: { airport: a, from: new Date((now - 7200) * 1000).toISOString(), until: new Date((now + 21600) * 1000).toISOString(), flights: list.slice(0, limit).map((f) => facts(f, now)), ...(list.length > limit && { next: "more" }) } };
  };
  const routes = (code) => {
    const to = new Map();
    for (const f of all) {
      if (f.from.iata !== code) continue;
      const r = to.get(f.to.iata) ?? { to: f.to, flights: 0, carriers: [], distanceKm: Math.round(km(f.from, f.to)) };
      r.flights++;
      if (!r.carriers.includes(f.carrier)) r.carriers.push(f.carrier);
      to.set(f.to.iata, r);
    }
    return { body: { airport: airport(code), routes: [...to.values()] } };
  };
  const search = (q) => {
    const word = q.toLowerCase();
    const hits = [];
    const seen = new Set();
    for (const f of all) for (const a of [f.from, f.to]) {
      if (seen.has(a.iata) || !`${a.iata} ${a.icao} ${a.city} ${a.name}`.toLowerCase().includes(word)) continue;
      seen.add(a.iata);
      hits.push({ kind: "airport", id: a.iata, code: a.iata, label: a.city ?? a.name, detail: a.name, score: a.iata.toLowerCase() === word || a.city?.toLowerCase() === word ? 9 : 3, lat: a.lat, lon: a.lon });
    }
    if ("lufthansa".includes(word) || word === "lh") hits.push({ kind: "airline", id: "LH", code: "LH", label: "Lufthansa", detail: "DLH", score: 5 });
    for (const f of all) if (`${f.carrier}${f.number}`.toLowerCase().startsWith(word)) hits.push({ kind: "flight", id: f.id, code: f.carrier + f.number, label: `${f.from.city} to ${f.to.city}`, detail: `${f.from.iata}–${f.to.iata}`, score: 4, date: f.date });
    return { body: { query: q, hits: hits.sort((a, b) => b.score - a.score).slice(0, 12) } };
  };
  const flight = (name, date) => {
    const found = all.filter((f) => f.carrier + f.number === name && f.date === date);
    return found.length ? { body: { flights: found.map((f) => facts(f, now)) } } : notFound(`${name} of ${date} is not known`, "Ask for another day");
  };
  return (path, query) => {
    const [, , what, id, sub, more] = path.split("/").map(decodeURIComponent);
    const figured = figure(path, query);
    if (figured) return figured;
    if (path === "/v1/flights/airborne") return { body: query.has("at") ? airborne(flights, Date.parse(query.get("at")) / 1000) : air };
    if (path === "/v1/status") return { body: { ready: true, flights: { airborne: air.count, known: count }, freshness: { p50_s: 184, p95_s: 712 }, quota: { used: 412, limit: 900 }, queues: { postgres: 3, mongodb: 1, opensearch: 0, neo4j: 4, dlq: 0 }, deadLetters: { postgres: 0, mongodb: 0, opensearch: 0, neo4j: 0 }, stores: { postgres: { flights: count } } } };
    if (path === "/v1/search") return search(query.get("q") ?? "");
    if (what === "payloads") return { body: { FlightStatusResource: { Flights: {} } } };
    if (what === "flights" && sub === "timeline") return flights.has(id) ? { body: timeline(flights.get(id), now) } : notFound("unknown flight");
    if (what === "flights" && sub === "rotation") return flights.has(id) ? { body: rotation(flights.get(id), now) } : notFound("unknown flight");
    if (what === "flights" && more === "forecast") return { body: { forecasts: all.filter((f) => f.carrier + f.number === id && f.date === sub).flatMap((f) => forecasts(f, now).forecasts) } };
    if (what === "flights") return flight(id, sub);
    if (what === "airports" && !sub) return airport(id) ? { body: { ...airport(id), names: { EN: airport(id).city } } } : notFound(`No airport is called ${id}`);
    if (what === "airports" && sub === "routes") return routes(id);
    if (what === "airports") return board(id, sub, Number(query.get("limit") ?? 100));
    return notFound(`nothing is at ${path}`);
  };
}

/** A status with the dead letters and waiting payloads of a fault. */
function troubled(status, fault) {
  Object.assign(status.deadLetters, fault.dead);
  Object.assign(status.queues, fault.queued, { dlq: Object.values(status.deadLetters).reduce((a, b) => a + b, 0) });
}

/** A store's dead letters go into its queue, where they stay until somebody says otherwise. */
function sentBack(fault, store) {
  const deadLetters = fault.dead?.[store] ?? 0;
  fault.queued = { ...fault.queued, [store]: deadLetters };
  fault.dead = { ...fault.dead, [store]: 0 };
  return { stores: [{ store, deadLetters, moving: deadLetters > 0 }] };
}

/** Starts the server; `fault.api = true` makes every /v1 answer a 503, as when the backend is away; `fault.logged` are lines that were logged just now;
 * `fault.dead` and `fault.queued` are dead letters and waiting payloads by store, other than none and few. */
export async function serve({ port = 0, flights = 3000, now = Date.now() / 1000, fault = {} } = {}) {
  const answer = answers(flights, now);
  const zipped = new Map();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://127.0.0.1");
    if (url.pathname.startsWith("/v1/")) {
      const back = url.pathname === "/v1/operations/redrive" && request.method === "POST";
      const locked = (back || url.pathname === "/v1/operations/logs") && request.headers["x-api-key"] !== KEY;
      const { status = 200, body, text: plain } = locked ? { status: 403, body: { title: "Key needed", status: 403, detail: "x-api-key has none or a wrong one", fix: "Send the key." } } : fault.api ? { status: 503, body: { title: "Unavailable", status: 503, detail: "the store does not answer", fix: "Wait; it is asked again." } } : back ? { status: 202, body: sentBack(fault, url.searchParams.get("store")) } : answer(url.pathname, url.searchParams);
      if (body?.deadLetters) troubled(body, fault);
      if (body?.lines && fault.logged) body.lines = [...fault.logged, ...body.lines];
      const text = plain ? body : JSON.stringify(body);
      const tag = `"${createHash("sha256").update(text).digest("hex").slice(0, 16)}"`;
      if (status === 200 && request.headers["if-none-match"] === tag) return response.writeHead(304, { etag: tag }).end();
      return response.writeHead(status, { "content-type": plain ? "text/plain" : status < 400 ? "application/json" : "application/problem+json", ...(status === 200 && { etag: tag }), "content-encoding": "gzip" }).end(gzipSync(text, { level: 1 }));
    }
    const path = normalize(url.pathname === "/" ? "/index.html" : url.pathname);
    try {
      if (!zipped.has(path)) zipped.set(path, gzipSync(await readFile(join(DIST, path))));
      response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream", "content-encoding": "gzip", "content-security-policy": CSP, "cache-control": path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache" });
      response.end(zipped.get(path));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(port, "127.0.0.1", done));
  return { origin: `http://127.0.0.1:${server.address().port}`, fault, close: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { origin } = await serve({ port: Number(process.argv[2] ?? 8090), flights: Number(process.argv[3] ?? 3000) });
  console.log(`The page with made-up flights: ${origin}`);
}
