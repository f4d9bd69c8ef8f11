import type { Map as MapLibreMap } from "maplibre-gl";
import { place } from "../great-circle";
import type { Plane, Sky } from "../sky";
import { project } from "./pick";

const FROM_ZOOM = 5.5;
const MOST = 60;
/** How often it is asked anew which planes are in sight. */
const CHOSEN_MS = 500;

/** The numbers of flights beside their planes, close up and where there are few enough to be read. They move with each frame of the map. */
export class PlaneLabels {
  private readonly holder = document.createElement("div");
  private readonly texts: HTMLSpanElement[] = [];
  private chosen: Plane[] = [];
  private chosenAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly map: MapLibreMap, private readonly sky: Sky) {
    this.holder.className = "plane-labels";
    this.holder.setAttribute("aria-hidden", "true");
    map.getCanvasContainer().after(this.holder);
    map.on("render", () => this.draw());
    sky.addEventListener("change", () => (this.chosenAt = Number.NEGATIVE_INFINITY));
  }

  private draw(): void {
    const now = performance.now();
    if (this.map.getZoom() < FROM_ZOOM) this.chosen = [];
    else if (now - this.chosenAt > CHOSEN_MS) this.choose(now);
    const t = this.sky.now();
    const near = this.map.getCenter().lng;
    this.chosen.forEach((plane, i) => {
      const text = (this.texts[i] ??= this.holder.appendChild(document.createElement("span")));
      const { x, y } = project(this.map, place(this.sky.vectorAt(plane, t)), near);
      if (text.textContent !== plane.data.flight) text.textContent = plane.data.flight;
      text.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
      text.hidden = false;
    });
    for (let i = this.chosen.length; i < this.texts.length && !this.texts[i]!.hidden; i++) this.texts[i]!.hidden = true;
  }

  /** Those in sight, or none where they are too many to be read. */
  private choose(now: number): void {
    this.chosenAt = now;
    this.chosen = [];
    const bounds = this.map.getBounds();
    const centre = this.map.getCenter().lng;
    const t = this.sky.now();
    for (const plane of this.sky.planes) {
      if (!plane.shown) continue;
      const [lon, lat] = place(this.sky.vectorAt(plane, t));
      if (!bounds.contains([lon + 360 * Math.round((centre - lon) / 360), lat])) continue;
      this.chosen.push(plane);
      if (this.chosen.length > MOST) {
        this.chosen = [];
        return;
      }
    }
  }
}
