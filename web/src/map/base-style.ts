import type { ExpressionSpecification, StyleSpecification } from "maplibre-gl";

export type Theme = "dark" | "light";

interface Paint {
  sea: string;
  land: string;
  coast: string;
  border: string;
  country: string;
  night: string;
  nightOpacity: number;
  airport: string;
  airportText: string;
  halo: string;
  way: string;
  space: string;
}

export const PAINT: Record<Theme, Paint> = {
  dark: {
    sea: "#121d2b", land: "#223041", coast: "#46586e", border: "#38475a", country: "#8492a6", night: "#000206", nightOpacity: 0.095,
    airport: "#93a3b8", airportText: "#b8c4d4", halo: "#141d29", way: "#eef3fa", space: "#06090e",
  },
  light: {
    sea: "#d9e3ec", land: "#f6f5f1", coast: "#b3c0cc", border: "#d3d3cc", country: "#8a929c", night: "#22304a", nightOpacity: 0.042,
    airport: "#66727f", airportText: "#414b57", halo: "#fbfaf7", way: "#1c2733", space: "#c4d1dd",
  },
};

const EMPTY = { type: "geojson" as const, data: { type: "FeatureCollection" as const, features: [] } };
const FONT = ["Inter", "system-ui", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"];

/** How many of the busiest airports a zoom has room for. */
const BUSIEST: ExpressionSpecification = ["<", ["get", "order"], ["step", ["zoom"], 16, 2, 40, 3, 110, 4, 400, 5, 9999]];
/** Airports without a flight now: several-airport cities first, then international ones, then all. */
const RANKED: ExpressionSpecification = ["<=", ["get", "rank"], ["step", ["zoom"], -1, 3, 0, 5, 1, 7, 2]];

/** The whole map in code: no tiles, no glyphs, no sprites; text is drawn from the system's own fonts. */
export function baseStyle(theme: Theme, landUrl: string, namesUrl: string, globe: boolean): StyleSpecification {
  const p = PAINT[theme];
  const label = (size: number) => ({
    "text-font": FONT, "text-size": size, "text-variable-anchor": ["top", "bottom", "right", "left"] as ("top" | "bottom" | "right" | "left")[],
    "text-radial-offset": 0.55, "text-padding": 3, "text-max-width": 9,
  });
  return {
    version: 8,
    projection: { type: globe ? "globe" : "mercator" },
    sky: { "atmosphere-blend": 0 },
    sources: {
      land: { type: "geojson", data: landUrl, maxzoom: 8, tolerance: 0.3 },
      names: { type: "geojson", data: namesUrl, maxzoom: 6 },
      night: { ...EMPTY, maxzoom: 5 },
      airports: { ...EMPTY, maxzoom: 8 },
      busy: { ...EMPTY, maxzoom: 8 },
      routes: { ...EMPTY, maxzoom: 6 },
      way: { ...EMPTY, maxzoom: 8 },
      place: { ...EMPTY, maxzoom: 8 },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": p.sea } },
      { id: "land", type: "fill", source: "land", filter: ["==", ["get", "kind"], "land"], paint: { "fill-color": p.land, "fill-antialias": false } },
      { id: "border", type: "line", source: "land", filter: ["==", ["get", "kind"], "border"], paint: { "line-color": p.border, "line-width": ["interpolate", ["linear"], ["zoom"], 1, 0.5, 6, 1.2] } },
      { id: "coast", type: "line", source: "land", filter: ["==", ["get", "kind"], "land"], paint: { "line-color": p.coast, "line-width": ["interpolate", ["linear"], ["zoom"], 1, 0.6, 6, 1.2] } },
      { id: "night", type: "fill", source: "night", paint: { "fill-color": p.night, "fill-opacity": p.nightOpacity, "fill-antialias": false } },
      {
        id: "country-names", type: "symbol", source: "names", minzoom: 1.5, maxzoom: 7,
        filter: ["<=", ["get", "rank"], ["step", ["zoom"], 0, 3, 1, 4, 2]],
        layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": ["interpolate", ["linear"], ["zoom"], 2, 10.5, 6, 14], "text-letter-spacing": 0.1, "text-max-width": 12, "symbol-sort-key": ["get", "order"], "text-padding": 10 },
        paint: { "text-color": p.country, "text-opacity": 0.9 },
      },
      { id: "routes", type: "line", source: "routes", layout: { "line-cap": "round" }, paint: { "line-color": p.way, "line-opacity": 0.22, "line-width": 1 } },
      { id: "way-ahead", type: "line", source: "way", filter: ["==", ["get", "part"], "ahead"], paint: { "line-color": p.way, "line-width": 1.8, "line-opacity": 0.75, "line-dasharray": [0.6, 2.4] }, layout: { "line-cap": "round" } },
      { id: "way-done", type: "line", source: "way", filter: ["==", ["get", "part"], "done"], paint: { "line-color": p.way, "line-width": 2.2, "line-opacity": 0.95 }, layout: { "line-cap": "round", "line-join": "round" } },
      { id: "airports", type: "circle", source: "airports", minzoom: 3, filter: RANKED, paint: { "circle-radius": ["interpolate", ["linear"], ["zoom"], 3, 1.3, 7, 2.4, 10, 4], "circle-color": p.airport, "circle-opacity": 0.75 } },
      { id: "busy", type: "circle", source: "busy", filter: BUSIEST, paint: { "circle-radius": ["interpolate", ["linear"], ["zoom"], 1, 1.8, 4, 2.6, 8, 4.5], "circle-color": p.halo, "circle-stroke-width": 1.3, "circle-stroke-color": p.airport } },
      {
        id: "airport-names", type: "symbol", source: "airports", minzoom: 4, filter: RANKED,
        layout: { ...label(10.5), "text-field": ["step", ["zoom"], ["get", "iata"], 7.5, ["concat", ["get", "iata"], "\n", ["get", "city"]]], "symbol-sort-key": ["get", "rank"] },
        paint: { "text-color": p.airportText, "text-opacity": 0.8, "text-halo-color": p.halo, "text-halo-width": 0.8, "text-halo-blur": 0.5 },
      },
      {
        id: "busy-names", type: "symbol", source: "busy", minzoom: 1.8, filter: BUSIEST,
        layout: { ...label(11.5), "text-field": ["step", ["zoom"], ["get", "iata"], 5.5, ["concat", ["get", "iata"], "\n", ["get", "city"]]], "symbol-sort-key": ["get", "order"] },
        paint: { "text-color": p.airportText, "text-halo-color": p.halo, "text-halo-width": 1.4 },
      },
      { id: "place", type: "circle", source: "place", paint: { "circle-radius": 5, "circle-color": p.halo, "circle-stroke-width": 2, "circle-stroke-color": p.way } },
      {
        id: "place-names", type: "symbol", source: "place",
        layout: { ...label(12.5), "text-field": ["get", "label"], "text-allow-overlap": true },
        paint: { "text-color": p.way, "text-halo-color": p.halo, "text-halo-width": 1.8 },
      },
    ],
  };
}
