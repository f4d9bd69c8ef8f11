import { type Action, type Asked, type Given, type Path, address } from "./operations";
import type { Flight, Forecast, Redrive, Rotation, Route, SearchHit, TimelineState } from "./model";

/** The API's own words on what went wrong (RFC 9457), or what the network said. */
export class ApiError extends Error {
  constructor(
    readonly title: string,
    readonly detail: string,
    readonly status: number,
    readonly fix?: string,
  ) {
    super(`${title}: ${detail}`);
  }

  /** Nothing answered, as opposed to an answer that says no. */
  get unreachable(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

const TIMEOUT_MS = 20_000;
/** As many flights of a board as the API gives at once. */
const BOARD_LIMIT = 500;
/** Answers that may be asked for again by their tag; the oldest go first. */
const KEPT = 64;
const answers = new Map<string, { tag: string; body: unknown }>();

/** The body, and whether it is the very one of the last call (304). */
interface Answer<T> {
  body: T;
  unchanged: boolean;
}

async function ask<T>(operation: Path | Action, path: string, signal?: AbortSignal, type = "application/json", key?: string, method = "GET"): Promise<Answer<T>> {
  const known = answers.get(path);
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const begin = performance.now();
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: { accept: type, ...(known && { "if-none-match": known.tag }), ...(key && { "x-api-key": key }) },
      cache: "no-store",
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    note(operation, performance.now() - begin, response.status);
    if (response.status === 304 && known) return { body: known.body as T, unchanged: true };
    if (!response.ok) throw await problem(response);
    const body = (type === "application/json" ? await response.json() : await response.text()) as T;
    const tag = response.headers.get("etag");
    if (tag) keep(path, tag, body);
    return { body, unchanged: false };
  } catch (error) {
    if (error instanceof ApiError || signal?.aborted) throw error;
    note(operation, performance.now() - begin, 0);
    if (timeout.aborted) throw new ApiError("No answer", `nothing came within ${TIMEOUT_MS / 1000} s`, 0);
    throw new ApiError("Not reachable", error instanceof Error ? error.message : String(error), 0);
  }
}

/** What this page's calls of an operation came to; times are to the answer's head, the newest last. */
export interface Calls {
  operation: Path | Action;
  count: number;
  errors: number;
  lastError: number | undefined;
  ms: number[];
}

const REMEMBERED = 100;
const made = new Map<Path | Action, Calls>();

function note(operation: Path | Action, ms: number, status: number): void {
  const calls = made.get(operation) ?? { operation, count: 0, errors: 0, lastError: undefined, ms: [] };
  made.set(operation, calls);
  calls.count++;
  calls.ms.push(ms);
  if (calls.ms.length > REMEMBERED) calls.ms.shift();
  if (status === 0 || status >= 500 || status === 429) {
    calls.errors++;
    calls.lastError = status;
  }
}

/** The calls of this page since it was opened, the most frequent first. */
export const calls = (): Calls[] => [...made.values()].sort((a, b) => b.count - a.count);

function keep(path: string, tag: string, body: unknown): void {
  answers.delete(path);
  answers.set(path, { tag, body });
  if (answers.size > KEPT) answers.delete(answers.keys().next().value!);
}

async function problem(response: Response): Promise<ApiError> {
  try {
    const body = await response.json();
    return new ApiError(body.title ?? `Status ${response.status}`, body.detail ?? body.message ?? "", response.status, body.fix);
  } catch {
    return new ApiError(`Status ${response.status}`, response.statusText, response.status);
  }
}

/** Asks an operation of the contract; its parameters and its answer are the contract's. Some are answered only to who has a key. */
export const get = async <P extends Path>(path: P, given: Given<P>, signal?: AbortSignal, key?: string): Promise<Asked<P>> =>
  (await ask<Asked<P>>(path, address(path, given), signal, undefined, key)).body;

/** Has a store's dead letters sent back to its loader; they move after the answer. */
export const redrive = async (store: string, key: string): Promise<Redrive> =>
  (await ask<Redrive>("/v1/operations/redrive", `/v1/operations/redrive?store=${encodeURIComponent(store)}`, undefined, undefined, key, "POST")).body;

/** The status as Prometheus' text. */
export const metrics = async (signal?: AbortSignal): Promise<string> => (await ask<string>("/v1/metrics", "/v1/metrics", signal, "text/plain")).body;

/** What is in the air now, or was at another moment (epoch seconds) by what is known today. */
export const airborne = (at?: number, signal?: AbortSignal) =>
  ask<Asked<"/v1/flights/airborne">>("/v1/flights/airborne", address("/v1/flights/airborne", at === undefined ? {} : { at: new Date(Math.round(at) * 1000).toISOString() }), signal);
export const status = () => get("/v1/status", {});
export const airport = (code: string, signal?: AbortSignal) => get("/v1/airports/{airport}", { airport: code }, signal);
export const board = (code: string, side: "departures" | "arrivals", signal?: AbortSignal) =>
  get(`/v1/airports/{airport}/${side}`, { airport: code, limit: BOARD_LIMIT }, signal);
export const routes = async (code: string, signal?: AbortSignal): Promise<Route[]> =>
  (await get("/v1/airports/{airport}/routes", { airport: code }, signal)).routes;
export const timeline = async (id: string, signal?: AbortSignal): Promise<TimelineState[]> =>
  (await get("/v1/flights/{flight}/timeline", { flight: id }, signal)).states;
export const search = async (q: string, signal?: AbortSignal): Promise<SearchHit[]> =>
  (await get("/v1/search", { q, limit: 12 }, signal)).hits;

/** Every flight of that name and day; one number may fly twice. */
export const flights = async (flight: string, date: string, signal?: AbortSignal): Promise<Flight[]> =>
  (await get("/v1/flights/{flight}/{date}", { flight, date }, signal)).flights;

/** What the delay model said of the flights of that name and day, newest first. */
export const forecasts = async (flight: string, date: string, signal?: AbortSignal): Promise<Forecast[]> =>
  (await get("/v1/flights/{flight}/{date}/forecast", { flight, date }, signal)).forecasts;

export const rotation = (id: string, legs: number, signal?: AbortSignal): Promise<Rotation> =>
  get("/v1/flights/{flight}/rotation", { flight: id, legs }, signal);

/** What a flight id (LH-400-FRA-JFK-20261124T1055) says by itself; its form is that of core's FlightId. */
export function readId(id: string): { flight: string; from: string; to: string; date: string } | undefined {
  const m = /^([A-Z0-9]{2,3})-(\d{1,5}[A-Z]?)-([A-Z0-9]{3})-([A-Z0-9]{3})-(\d{4})(\d{2})(\d{2})T\d{4}$/.exec(id);
  return m ? { flight: m[1]! + m[2]!, from: m[3]!, to: m[4]!, date: `${m[5]}-${m[6]}-${m[7]}` } : undefined;
}

/** Where the bytes of a payload are, unchanged as the provider sent them. */
export function payloadUrl(payload: string): string {
  const bytes = new TextEncoder().encode(payload);
  const base64 = btoa(String.fromCharCode(...bytes));
  return `/v1/payloads/${base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}
