import type { GeoJSONSource } from "maplibre-gl";
import type { App } from "./app";
import type { FlightMap } from "./map/flight-map";

/** What tests hold the page to, as `window.offblock`: which flights are shown, where, and what a frame costs. */
export interface Offblock {
  flights(): { id: string; flight: string; from: string; to: string; off: number; on: number }[];
  /** Where a flight is on the screen at an instant (epoch seconds), CSS pixels. */
  project(id: string, t?: number): { x: number; y: number } | undefined;
  /** Where a flight is on the Earth at an instant, degrees. */
  position(id: string, t?: number): readonly [number, number] | undefined;
  /** Milliseconds of script that the planes' layer took in its last frames, and how often its buffer was filled. */
  frames(): { median: number; p95: number; count: number; uploads: number };
  /** How many routes of an airport the map draws. */
  routes(): Promise<number>;
  freeze(t: number | undefined): void;
  now(): number;
  /** Draws so many frames one after the other. */
  paint(frames: number): Promise<void>;
  idle(): boolean;
  view(): { lon: number; lat: number; zoom: number };
  go(lon: number, lat: number, zoom: number): void;
}

declare global {
  interface Window {
    offblock: Offblock;
  }
}

export function exposeForTests(app: App, map: () => FlightMap | undefined): void {
  const { sky } = app;
  window.offblock = {
    flights: () => sky.planes.filter((p) => p.shown).map(({ data: { id, flight, from, to, off, on } }) => ({ id, flight, from, to, off, on })),
    project(id, t = sky.now()) {
      const plane = sky.find(id);
      return plane && map()?.project(plane, t);
    },
    position(id, t = sky.now()) {
      const plane = sky.find(id);
      return plane && sky.positionAt(plane, t);
    },
    frames() {
      const layer = map()?.layer;
      const sorted = [...(layer?.frameMs ?? [])].sort((a, b) => a - b);
      const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
      return { median: at(0.5), p95: at(0.95), count: sorted.length, uploads: layer?.uploads ?? 0 };
    },
    async routes() {
      const drawn = await map()?.map.getSource<GeoJSONSource>("routes")?.getData();
      return drawn?.type === "FeatureCollection" ? drawn.features.length : 0;
    },
    freeze: (t) => sky.freeze(t),
    now: () => sky.now(),
    async paint(frames) {
      const drawn = map()?.map;
      for (let i = 0; drawn && i < frames; i++) {
        await new Promise<void>((done) => {
          drawn.once("render", () => done());
          drawn.triggerRepaint();
        });
      }
    },
    idle: () => map()?.map.loaded() === true && !map()!.map.isMoving(),
    view: () => ({ lon: app.state.view.lon, lat: app.state.view.lat, zoom: app.state.view.zoom }),
    go: (lon, lat, zoom) => map()?.go({ lon, lat, zoom }),
  };
}
