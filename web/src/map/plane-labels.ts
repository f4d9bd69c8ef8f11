import type { Map as MapLibreMap } from "maplibre-gl";
import { place } from "../great-circle";
import type { Plane, Sky } from "../sky";
import { project } from "./pick";

const FROM_ZOOM = 5.5;
const MOST = 90;
/** Half the room that a plane and its number need, pixels. */
const ROOM = [44, 15] as const;
/** How often it is asked anew which planes are in sight. */
const CHOSEN_MS = 500;

/** The numbers of flights beside their planes, close up and where there is room to read them. They move with each frame of the map. */
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

  /** Of those in sight so many as leave room for each other's number. */
  private choose(now: number): void {
    this.chosenAt = now;
    this.chosen = [];
    const { clientWidth, clientHeight } = this.holder;
    const bounds = this.map.getBounds();
    const centre = this.map.getCenter().lng;
    const t = this.sky.now();
    const taken = new Set<string>();
    for (const plane of this.sky.planes) {
      if (!plane.shown) continue;
      const at = place(this.sky.vectorAt(plane, t));
      if (!bounds.contains([at[0] + 360 * Math.round((centre - at[0]) / 360), at[1]])) continue;
      const { x, y } = project(this.map, at, centre);
      if (x < 0 || y < 0 || x > clientWidth || y > clientHeight) continue;
      const cells = [-1, 0, 1].flatMap((right) => [-1, 0, 1].map((down) => `${Math.round(x / ROOM[0]) + right} ${Math.round(y / ROOM[1]) + down}`));
      if (taken.has(cells[4]!)) continue;
      cells.forEach((cell) => taken.add(cell));
      this.chosen.push(plane);
      if (this.chosen.length >= MOST) return;
    }
  }
}
