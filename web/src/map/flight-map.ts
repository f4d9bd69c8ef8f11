import * as maplibregl from "maplibre-gl";
import type { GeoJSONSource, MapMouseEvent } from "maplibre-gl";
import type { Look } from "../colour";
import type { Airports } from "../airports";
import type { Place } from "../great-circle";
import type { Plane, Sky } from "../sky";
import type { View } from "../state";
import { baseStyle, PAINT, type Theme } from "./base-style";
import { NightShade } from "./night";
import { planeAt, project } from "./pick";
import { PlaneLabels } from "./plane-labels";
import { planePaint, PlaneLayer, planeSize } from "./plane-layer";
import { airportPlace, airportPoints, busyAirports, collection, routeLines, tripLines, tripPlaces, type Trip } from "./ways";
import type { FeatureCollection } from "geojson";

declare const __LAND_COARSE__: string;
declare const __LAND_FINE__: string;
declare const __COUNTRY_NAMES__: string;
declare const __MAP_WORKER__: string;

export type { Trip } from "./ways";
/** What the constructor throws where the browser has no WebGL 2. To ask the browser before would start its drawing twice. */
export const Undrawable = maplibregl.GPUInitializationError;

export interface MapEvents {
  moved(view: Pick<View, "lon" | "lat" | "zoom">): void;
  hover(plane: Plane | undefined, airport: string | undefined, x: number, y: number): void;
  pick(plane: Plane | undefined, airport: string | undefined): void;
}

const FINE_FROM_ZOOM = 3;
const AIRPORT_LAYERS = ["busy", "busy-names", "airports", "airport-names", "place", "place-names"];

/** The map: base, planes, ways, and what the pointer does to them. It knows nothing of panels or of the API. */
export class FlightMap {
  readonly map: maplibregl.Map;
  readonly layer: PlaneLayer;
  private readonly reduced = matchMedia("(prefers-reduced-motion: reduce)");
  private theme: Theme;
  private trip: Trip | undefined;
  private shownAirport: [string | undefined, Place | undefined, Place[]] | undefined;
  private fine = false;
  private resting = false;
  private busy = "";
  private timer = 0;
  private frameAsked = 0;
  private readonly night: NightShade;
  private readonly gone = new AbortController();
  private pointer: { x: number; y: number } | undefined;

  constructor(
    container: HTMLElement,
    private readonly sky: Sky,
    private readonly airports: Airports,
    view: View,
    theme: Theme,
    private looks: readonly Look[],
    private readonly events: MapEvents,
  ) {
    maplibregl.setWorkerUrl(new URL(__MAP_WORKER__, location.href).href);
    this.layer = new PlaneLayer(sky, planePaint(theme, PAINT[theme].halo, looks));
    this.theme = theme;
    this.map = new maplibregl.Map({
      container,
      style: baseStyle(theme, __LAND_COARSE__, __COUNTRY_NAMES__, view.globe),
      center: [view.lon, view.lat],
      zoom: view.zoom,
      minZoom: 0.4,
      maxZoom: 11,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: this.reduced.matches ? 0 : 200,
    });
    new PlaneLabels(this.map, sky);
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.getCanvas().setAttribute("aria-label", "World map of flights in the air. The table view lists the same flights.");
    this.map.on("style.load", () => this.dress());
    this.map.on("moveend", () => this.moved());
    this.map.on("mousemove", (e) => this.hovered(e));
    this.map.on("mouseout", () => this.left());
    this.map.on("click", (e) => this.clicked(e));
    const { signal } = this.gone;
    this.night = new NightShade(sky, (dark) => this.put("night", dark), signal);
    sky.addEventListener("change", () => this.dataChanged(), { signal });
    sky.addEventListener("clock", () => this.map.triggerRepaint(), { signal });
    this.tick();
  }

  /** Puts on what is not part of the style: planes, night, airports, the selection. Again after each change of theme. */
  private dress(): void {
    if (!this.map.getLayer("planes")) this.map.addLayer(this.layer, "place");
    this.night.redraw();
    this.drawAirports();
    this.dataChanged();
    this.refine();
    if (this.trip) this.showTrip(this.trip);
    else if (this.shownAirport) this.showAirport(...this.shownAirport);
    document.documentElement.dataset.map = "ready";
  }

  private source(id: string): GeoJSONSource | undefined {
    return this.map.getSource<GeoJSONSource>(id);
  }

  private put(id: string, data: FeatureCollection): void {
    this.source(id)?.setData(data);
  }

  drawAirports(): void {
    this.busy = "-";
    this.drawBusy();
  }

  private drawBusy(): void {
    const data = busyAirports(this.sky.planes, this.airports);
    const codes = data.features.map((f) => f.properties!.iata as string);
    const key = [...codes].sort().join();
    if (key === this.busy) return;
    this.busy = key;
    this.put("busy", data);
    this.put("airports", airportPoints(this.airports.all(), new Set(codes)));
  }

  private dataChanged(): void {
    this.layer.changed();
    this.drawBusy();
    this.map.triggerRepaint();
  }

  /**
   * Asks for the next frame when a plane has moved by a quarter of a pixel: 26 times a second close up, once a second for
   * the whole world, where more would only warm the machine; at every frame while a correction is eased in. People who want less motion get one every five seconds.
   */
  private tick = (): void => {
    if (!this.resting) {
      this.map.triggerRepaint();
      this.night.follow();
    }
    const metresPerPixel = 78_271.5 / 2 ** this.map.getZoom();
    const quarterPixel = (0.25 * metresPerPixel) / 250;
    const wait = this.reduced.matches ? 5 : this.sky.easing() ? 0 : Math.min(1, quarterPixel);
    if (wait < 0.03) this.frameAsked = requestAnimationFrame(this.tick);
    else this.timer = window.setTimeout(this.tick, wait * 1000);
  };

  /** Draws no frame by itself while the map is covered. */
  rest(resting: boolean): void {
    this.resting = resting;
    if (resting) return;
    this.map.triggerRepaint();
    this.night.follow();
  }

  private moved(): void {
    const { lng, lat } = this.map.getCenter();
    this.refine();
    this.events.moved({ lon: ((((lng + 180) % 360) + 360) % 360) - 180, lat, zoom: this.map.getZoom() });
  }

  /** The finer coast comes once, when a zoom first shows the difference: most visits to the whole world never load it. */
  private refine(): void {
    if (this.fine || this.map.getZoom() < FINE_FROM_ZOOM) return;
    this.fine = true;
    this.source("land")?.setData(__LAND_FINE__);
  }

  private airportAt(x: number, y: number): string | undefined {
    const layers = AIRPORT_LAYERS.filter((id) => this.map.getLayer(id));
    const found = this.map.queryRenderedFeatures([[x - 6, y - 6], [x + 6, y + 6]], { layers });
    return found[0]?.properties.iata;
  }

  private hovered(e: MapMouseEvent): void {
    const waiting = this.pointer !== undefined;
    this.pointer = { x: e.point.x, y: e.point.y };
    if (!waiting) requestAnimationFrame(() => this.look());
  }

  private look(): void {
    const at = this.pointer;
    this.pointer = undefined;
    if (!at || this.map.isMoving()) return;
    const plane = planeAt(this.map, this.sky, at.x, at.y);
    const airport = plane ? undefined : this.airportAt(at.x, at.y);
    this.map.getCanvas().style.cursor = plane || airport ? "pointer" : "";
    this.mark(plane);
    this.events.hover(plane, airport, at.x, at.y);
  }

  private left(): void {
    this.mark(undefined);
    this.events.hover(undefined, undefined, 0, 0);
  }

  private mark(plane: Plane | undefined): void {
    if (plane?.data.id === this.layer.hovered) return;
    this.layer.hovered = plane?.data.id;
    this.map.triggerRepaint();
  }

  private clicked(e: MapMouseEvent): void {
    const plane = planeAt(this.map, this.sky, e.point.x, e.point.y);
    this.events.pick(plane, plane ? undefined : this.airportAt(e.point.x, e.point.y));
  }

  select(id: string | undefined): void {
    this.layer.selected = id;
    this.map.triggerRepaint();
  }

  showTrip(trip: Trip | undefined): void {
    this.trip = trip;
    this.put("way", tripLines(trip));
    this.put("place", tripPlaces(trip, this.airports));
  }

  showAirport(code: string | undefined, at: Place | undefined, ends: Place[]): void {
    this.shownAirport = [code, at, ends];
    if (this.trip) return;
    this.put("place", code && at ? airportPlace(code, at, this.airports) : collection([]));
    this.put("routes", at ? routeLines(at, ends) : collection([]));
  }

  clearRoutes(): void {
    this.put("routes", collection([]));
  }

  setTheme(theme: Theme, globe: boolean): void {
    this.theme = theme;
    this.layer.repaint(planePaint(theme, PAINT[theme].halo, this.looks));
    this.map.setStyle(baseStyle(theme, this.fine ? __LAND_FINE__ : __LAND_COARSE__, __COUNTRY_NAMES__, globe), { diff: false });
  }

  /** Other classes of flights, in other colours. */
  setLooks(looks: readonly Look[]): void {
    this.looks = looks;
    this.layer.repaint(planePaint(this.theme, PAINT[this.theme].halo, looks));
    this.map.triggerRepaint();
  }

  setGlobe(globe: boolean): void {
    this.map.setProjection({ type: globe ? "globe" : "mercator" });
  }

  fly(at: Place, zoom: number, padding: Required<maplibregl.PaddingOptions>, longestMs = 1600): void {
    const offset: [number, number] = [(padding.left - padding.right) / 2, (padding.top - padding.bottom) / 2];
    this.map.flyTo({ center: [at[0], at[1]], zoom, offset, ...(this.reduced.matches && { duration: 0 }), maxDuration: longestMs });
  }

  /** Turns the map so that a whole trip is in sight beside the panel. */
  frame(points: Place[], padding: Required<maplibregl.PaddingOptions>): void {
    const bounds = new maplibregl.LngLatBounds();
    for (const [lon, lat] of points) bounds.extend([lon, lat]);
    this.map.fitBounds(bounds, { padding, maxZoom: 6, duration: this.reduced.matches ? 0 : 1200 });
  }

  go(view: Pick<View, "lon" | "lat" | "zoom">): void {
    this.map.jumpTo({ center: [view.lon, view.lat], zoom: view.zoom });
  }

  project(plane: Plane, t: number): { x: number; y: number } {
    return project(this.map, this.sky.positionAt(plane, t), this.map.getCenter().lng);
  }

  get planePixels(): number {
    return planeSize(this.map.getZoom(), this.sky.shownCount);
  }

  destroy(): void {
    this.gone.abort();
    clearTimeout(this.timer);
    cancelAnimationFrame(this.frameAsked);
    this.map.remove();
  }
}
