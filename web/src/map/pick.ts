import type { Map as MapLibreMap } from "maplibre-gl";
import { dot, place, RAD, vector } from "../great-circle";
import type { Plane, Sky } from "../sky";
import { planeSize } from "./plane-layer";

/**
 * The plane under a point of the screen: those within the angle that the reach covers here, by one dot product each; of
 * those the nearest on screen. Nothing is kept per frame: picking costs only when the pointer moves.
 */
export function planeAt(map: MapLibreMap, sky: Sky, x: number, y: number): Plane | undefined {
  const reach = Math.max(9, planeSize(map.getZoom(), sky.shownCount) * 0.75);
  const here = map.unproject([x, y]);
  const centre = vector([here.lng, here.lat]);
  const cosine = Math.min(cosineTo(map, centre, x + reach * 1.5, y), cosineTo(map, centre, x, y + reach * 1.5));
  const t = sky.now();
  let best: Plane | undefined;
  let bestDistance = reach;
  for (const plane of sky.planes) {
    if (!plane.shown) continue;
    const v = sky.vectorAt(plane, t);
    if (dot(centre, v) < cosine) continue;
    const p = project(map, place(v), here.lng);
    const distance = Math.hypot(p.x - x, p.y - y);
    if (distance < bestDistance) {
      best = plane;
      bestDistance = distance;
    }
  }
  return best;
}

function cosineTo(map: MapLibreMap, centre: readonly [number, number, number], x: number, y: number): number {
  const there = map.unproject([x, y]);
  return Math.min(Math.cos(0.01 * RAD), dot(centre, vector([there.lng, there.lat])));
}

/** A place on the screen, in that copy of the flat world that is nearest to a longitude. */
export function project(map: MapLibreMap, at: readonly [number, number], near: number): { x: number; y: number } {
  const lon = at[0] + 360 * Math.round((near - at[0]) / 360);
  const p = map.project([lon, at[1]]);
  return { x: p.x, y: p.y };
}
