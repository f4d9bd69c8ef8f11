import type { Feature, FeatureCollection, Polygon } from "geojson";
import { RAD } from "../great-circle";
import type { Sky } from "../sky";

/** Where the sun stands overhead, degrees; good to a few hundredths of a degree, by the low-precision formulae of the Astronomical Almanac. */
export function subsolar(epochSeconds: number): { lon: number; lat: number } {
  const days = epochSeconds / 86400 - 10957.5;
  const mean = (280.46 + 0.9856474 * days) * RAD;
  const anomaly = (357.528 + 0.9856003 * days) * RAD;
  const ecliptic = mean + (1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly)) * RAD;
  const obliquity = (23.439 - 0.0000004 * days) * RAD;
  const ascension = Math.atan2(Math.cos(obliquity) * Math.sin(ecliptic), Math.cos(ecliptic));
  const sidereal = (280.46061837 + 360.98564736629 * days) * RAD;
  const lon = (ascension - sidereal) / RAD;
  return { lon: ((((lon + 180) % 360) + 360) % 360) - 180, lat: Math.asin(Math.sin(obliquity) * Math.sin(ecliptic)) / RAD };
}

/** The latitudes on one meridian where the sun stands below an altitude, as an interval in degrees; undefined where nowhere. */
export function darkLatitudes(lon: number, sun: { lon: number; lat: number }, altitude: number): [south: number, north: number] | undefined {
  const a = Math.sin(sun.lat * RAD);
  const b = Math.cos(sun.lat * RAD) * Math.cos((lon - sun.lon) * RAD);
  const reach = Math.hypot(a, b);
  const sine = Math.sin(altitude * RAD) / Math.max(reach, 1e-9);
  if (sine <= -1) return undefined;
  const half = Math.PI / 2 + Math.asin(Math.min(1, sine));
  const centre = -Math.PI / 2 - Math.atan2(b, a);
  for (const turn of [0, 2 * Math.PI, -2 * Math.PI]) {
    const south = Math.max(-Math.PI / 2, centre + turn - half);
    const north = Math.min(Math.PI / 2, centre + turn + half);
    if (north - south > 1e-6) return [south / RAD, north / RAD];
  }
  return undefined;
}

const STEP = 2;
/** Sunset, and the ends of civil, nautical and astronomical twilight: each is one more veil. */
const ALTITUDES = [-0.833, -6, -12, -18];

/** The night as strips that never cross ±180°: for each altitude, runs of meridians that have some of it. */
export function night(epochSeconds: number): FeatureCollection<Polygon> {
  const sun = subsolar(epochSeconds);
  return { type: "FeatureCollection", features: ALTITUDES.flatMap((altitude) => strips(sun, altitude)) };
}

/** The night of the moment that is shown: drawn at once where the clock is put elsewhere, and when it has come into another minute, however fast it runs. */
export class NightShade {
  private minute = Number.NaN;

  /** @param gone ends it */
  constructor(private readonly sky: Sky, private readonly draw: (night: FeatureCollection<Polygon>) => void, gone: AbortSignal) {
    sky.addEventListener("clock", () => this.follow(), { signal: gone });
  }

  /** Draws it where the last picture is of another minute. */
  follow(): void {
    if (Math.floor(this.sky.now() / 60) !== this.minute) this.redraw();
  }

  redraw(): void {
    const now = this.sky.now();
    this.minute = Math.floor(now / 60);
    this.draw(night(now));
  }
}

function strips(sun: { lon: number; lat: number }, altitude: number): Feature<Polygon>[] {
  const features: Feature<Polygon>[] = [];
  let run: [number, number, number][] = [];
  const close = () => {
    if (run.length > 1) {
      const ring = [...run.map(([lon, south]) => [lon, south]), ...run.reverse().map(([lon, , north]) => [lon, north])];
      ring.push(ring[0]!);
      features.push({ type: "Feature", properties: { altitude }, geometry: { type: "Polygon", coordinates: [ring] } });
    }
    run = [];
  };
  for (let lon = -180; lon <= 180; lon += STEP) {
    const dark = darkLatitudes(lon, sun, altitude);
    if (dark) run.push([lon, dark[0], dark[1]]);
    else close();
  }
  close();
  return features;
}
