import type { Map as MapLibreMap } from "maplibre-gl";
import { dot, place, vector } from "../great-circle";
import type { Plane, Sky } from "../sky";
import { project } from "./pick";

const FROM_ZOOM = 5.5;
const MOST = 90;
/** Half the room that a plane and its number need, pixels. */
const ROOM = [44, 15] as const;
/** How often it is asked anew which planes are in sight. */
const CHOSEN_MS = 700;

/** The numbers of flights beside their planes, close up and where there is room to read them. They move with each frame of the map. */
export class PlaneLabels {
  private readonly holder = document.createElement("div");
  private readonly texts: HTMLSpanElement[] = [];
  private size: readonly [width: number, height: number] = [0, 0];
  private chosen: Plane[] = [];
  private chosenAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly map: MapLibreMap, private readonly sky: Sky) {
    this.holder.className = "plane-labels";
    this.holder.setAttribute("aria-hidden", "true");
    map.getCanvasContainer().after(this.holder);
    this.measure();
    map.on("resize", () => this.measure());
    map.on("render", () => this.draw());
    sky.addEventListener("change", () => (this.chosenAt = Number.NEGATIVE_INFINITY));
  }

  /** Asked once a size, because to ask in a frame makes the browser lay out the page. */
  private measure(): void {
    const { clientWidth, clientHeight } = this.map.getContainer();
    this.size = [clientWidth, clientHeight];
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
    const [width, height] = this.size;
    const { lng: centre, lat } = this.map.getCenter();
    const middle = vector([centre, lat]);
    const cosine = Math.min(...[[0, 0], [width, 0], [0, height], [width, height]].map((corner) => {
      const { lng, lat: north } = this.map.unproject(corner as [number, number]);
      return dot(middle, vector([lng, north]));
    }));
    const t = this.sky.now();
    const taken = new Set<string>();
    for (const plane of this.sky.planes) {
      if (!plane.shown) continue;
      const v = this.sky.vectorAt(plane, t);
      if (dot(middle, v) < cosine) continue; // one product leaves out all but those near
      const { x, y } = project(this.map, place(v), centre);
      if (x < 0 || y < 0 || x > width || y > height) continue;
      const cells = [-1, 0, 1].flatMap((right) => [-1, 0, 1].map((down) => `${Math.round(x / ROOM[0]) + right} ${Math.round(y / ROOM[1]) + down}`));
      if (taken.has(cells[4]!)) continue;
      cells.forEach((cell) => taken.add(cell));
      this.chosen.push(plane);
      if (this.chosen.length >= MOST) return;
    }
  }
}
