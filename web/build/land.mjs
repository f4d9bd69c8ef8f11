// Land and borders for the map. world-atlas is stitched over the antimeridian, so that a country reaches past ±180°;
// MapLibre would draw such a ring straight across the map. Here every ring is cut at ±180° and closed along the poles.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoArea, geoCentroid, geoEquirectangular } from "d3-geo";
import { geoProject } from "d3-geo-projection";
import { feature, mesh } from "topojson-client";

const require = createRequire(import.meta.url);
const DEGREES = geoEquirectangular().scale(180 / Math.PI).translate([0, 0]).reflectY(true).precision(0);

/** Three decimals are 110 m: finer than the 1:50m drawing, and a third of the bytes. */
function rounded(coordinates, digits) {
  if (typeof coordinates[0] === "number") return coordinates.map((c) => Number(c.toFixed(digits)));
  return coordinates.map((c) => rounded(c, digits));
}

function cut(geometry, digits) {
  const projected = geoProject(geometry, DEGREES);
  return { ...projected, coordinates: rounded(projected.coordinates, digits) };
}

function read(scale) {
  return JSON.parse(readFileSync(require.resolve(`world-atlas/countries-${scale}.json`), "utf8"));
}

/** GeoJSON of one scale: one land MultiPolygon, one MultiLineString of the borders between countries. */
export function landAndBorders(scale, digits) {
  const atlas = read(scale);
  const of = (kind, geometry) => ({ type: "Feature", properties: { kind }, geometry: cut(geometry, digits) });
  return {
    type: "FeatureCollection",
    features: [
      ...feature(atlas, atlas.objects.land).features.map((f) => of("land", f.geometry)),
      of("border", mesh(atlas, atlas.objects.countries, (a, b) => a !== b)),
    ],
  };
}

/** A name a country, at the middle of its largest part; rank 0 is shown first. */
export function countryNames() {
  const atlas = read("110m");
  const named = feature(atlas, atlas.objects.countries).features.map((country) => {
    const parts = country.geometry.type === "MultiPolygon" ? country.geometry.coordinates : [country.geometry.coordinates];
    const largest = parts.map((c) => ({ type: "Polygon", coordinates: c })).sort((a, b) => geoArea(b) - geoArea(a))[0];
    return { name: country.properties.name, at: geoCentroid(largest), area: geoArea(largest) };
  });
  named.sort((a, b) => b.area - a.area);
  return {
    type: "FeatureCollection",
    features: named.map((c, rank) => ({
      type: "Feature",
      properties: { name: c.name, rank: rank < 12 ? 0 : rank < 45 ? 1 : 2, order: rank },
      geometry: { type: "Point", coordinates: rounded(c.at, 2) },
    })),
  };
}
