/** The gateway's answers, as the contract (infra/openapi.yaml) gives them. A missing fact is an absent field. */
export interface Airport {
  iata: string;
  icao?: string;
  name?: string;
  city?: string;
  country?: string;
  lat?: number;
  lon?: number;
  zone?: string;
}

export interface AirportDetail extends Airport {
  names?: Record<string, string>;
}

/** One instant: UTC with seconds where a zone tells it, and as the airport's clock shows it (yyyy-MM-ddTHH:mm). */
export interface Moment {
  utc?: string;
  local: string;
}

export interface Movement {
  scheduled?: Moment;
  estimated?: Moment;
  actual?: Moment;
  terminal?: string;
  gate?: string;
  timeStatus?: string;
  delayMinutes?: number;
  delayBasis?: "actual" | "estimated";
}

export interface Flight {
  id: string;
  carrier: string;
  number: number;
  suffix?: string;
  flight: string;
  date: string;
  origin: Airport;
  destination: Airport;
  departure: Movement;
  arrival: Movement;
  status?: { code?: string; text?: string };
  aircraft?: { type?: string; registration?: string };
  serviceType?: string;
  codeshares: string[];
  seenAt: string;
  ageSeconds: number;
  payloads: string[];
}

/** A flight in the air, with what the map needs; times in epoch seconds, places in degrees. */
export interface AirborneFlight {
  id: string;
  flight: string;
  carrier?: string;
  from: string;
  to: string;
  fromPos: [lon: number, lat: number];
  toPos: [lon: number, lat: number];
  off: number;
  on: number;
  onBasis: "estimated" | "scheduled";
  status?: string;
  delayMinutes?: number;
  type?: string;
  registration?: string;
  seenAt: number;
}

export interface Airborne {
  at: number;
  count: number;
  flights: AirborneFlight[];
}

export interface Board {
  airport: Airport;
  from: string;
  until: string;
  flights: Flight[];
}

export interface Route {
  to: Airport;
  flights?: number;
  carriers?: string[];
  distanceKm?: number;
}

export interface TimelineState {
  resource: string;
  firstSeen: string;
  lastSeen: string;
  seen: number;
  facts: unknown;
  payloads: string[];
}

export interface SearchHit {
  kind: "airport" | "airline" | "flight";
  id: string;
  code: string;
  label: string;
  detail?: string;
  lat?: number;
  lon?: number;
  date?: string;
}

export interface Status {
  ready: boolean;
  flights?: { airborne?: number; known?: number };
  freshness?: { p50_s?: number; p95_s?: number };
  quota?: { used?: number; limit?: number };
  queues: Record<string, number>;
  stores: Record<string, { flights?: number }>;
}
