import type { Feature, FeatureCollection } from "geojson";
import type { AirportPoint, Airports } from "../airports";
import { way, type Place } from "../great-circle";
import type { Plane } from "../sky";

/** What a selection draws on the map: the part flown, the part ahead, and the two ends. */
export interface Trip {
  from: { code: string; at: Place };
  to: { code: string; at: Place };
  fraction: number;
}

const line = (part: string, points: Place[]): Feature => ({
  type: "Feature", properties: { part }, geometry: { type: "LineString", coordinates: points as unknown as number[][] },
});

const point = (at: Place, properties: Record<string, unknown>): Feature => ({
  type: "Feature", properties, geometry: { type: "Point", coordinates: [...at] },
});

export const collection = (features: Feature[]): FeatureCollection => ({ type: "FeatureCollection", features });

export function tripLines(trip: Trip | undefined): FeatureCollection {
  if (!trip) return collection([]);
  const { from, to, fraction } = trip;
  const features: Feature[] = [];
  const done = fraction > 0 ? way(from.at, to.at, 0, fraction) : undefined;
  if (done) features.push(line("done", done));
  if (fraction < 1) {
    const ahead = way(from.at, to.at, fraction, 1);
    const end = done?.at(-1);
    const shift = end ? 360 * Math.round((end[0] - ahead[0]![0]) / 360) : 0;
    features.push(line("ahead", ahead.map(([lon, lat]) => [lon + shift, lat])));
  }
  return collection(features);
}

export function tripPlaces(trip: Trip | undefined, airports: Airports): FeatureCollection {
  if (!trip) return collection([]);
  return collection([trip.from, trip.to].map(({ code, at }) => point(at, { label: `${airports.city(code)}\n${code}`, iata: code })));
}

export const airportPlace = (code: string, at: Place, airports: Airports): FeatureCollection =>
  collection([point(at, { label: `${airports.city(code)}\n${code}`, iata: code })]);

export function routeLines(from: Place, ends: Place[]): FeatureCollection {
  return collection(ends.map((to) => line("route", way(from, to, 0, 1))));
}

/** All airports but those that are drawn as busy ones. */
export function airportPoints(airports: Iterable<AirportPoint>, busy: ReadonlySet<string>): FeatureCollection {
  const features: Feature[] = [];
  for (const a of airports) if (!busy.has(a.iata)) features.push(point(a.at, { iata: a.iata, city: a.city, rank: a.rank }));
  return collection(features);
}

/** The airports that flights in the air left or head for, busiest first. */
export function busyAirports(planes: Iterable<Plane>, airports: Airports): FeatureCollection {
  const traffic = new Map<string, { at: Place; count: number }>();
  const count = (code: string, at: Place) => {
    const known = traffic.get(code);
    if (known) known.count++;
    else traffic.set(code, { at, count: 1 });
  };
  for (const { data, from, to } of planes) {
    count(data.from, from);
    count(data.to, to);
  }
  const busiest = [...traffic].sort((a, b) => b[1].count - a[1].count || (a[0] < b[0] ? -1 : 1));
  return collection(busiest.map(([iata, { at }], order) => point(at, { iata, city: airports.city(iata), order })));
}
