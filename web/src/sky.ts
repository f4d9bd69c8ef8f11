import { delayIndex } from "./delay";
import { angle, between, place, progress, side, vector, type Place, type Vector } from "./great-circle";
import type { Airborne, AirborneFlight } from "./model";

/** A correction is run into over this time, so that no plane jumps. */
export const EASE_SECONDS = 2.5;
/** A status older than this fades: the estimate has less and less to stand on. */
export const STALE_SECONDS = 600;

/** A flight in the air with what its position needs, computed once. */
export interface Plane {
  readonly data: AirborneFlight;
  readonly from: Place;
  readonly to: Place;
  readonly start: Vector;
  readonly across: Vector;
  readonly whole: number;
  /** The place of its class among those that the colours tell. */
  look: number;
  /** Times that the position comes from while a correction is eased in, and since when (seconds of the page's own clock). */
  readonly oldOff: number;
  readonly oldOn: number;
  readonly changedAt: number;
  shown: boolean;
}

export type Filter = (flight: AirborneFlight, look: number) => boolean;

/** How an answer came. */
export interface Arrival {
  /** Whether its flights may be others than those that the sky holds. */
  readonly take: boolean;
  /** Whether it was written just now. The moment of one that was kept (304) is when it was written: no clock is set by it. */
  readonly fresh: boolean;
}

/** What is in the air as the API told it last, the clock it is shown at, and which of it the filter leaves. */
export class Sky extends EventTarget {
  planes: readonly Plane[] = [];
  /** When the API last answered, by the page's clock in epoch seconds. */
  answeredAt: number | undefined;
  private byId = new Map<string, Plane>();
  private frozenAt: number | undefined;
  private played: { from: number; speed: number; since: number } | undefined;
  private skew = 0;
  private filter: Filter = () => true;
  private lookOf = (flight: AirborneFlight): number => delayIndex(flight.delayMinutes);

  /** The clock that is shown; one that is played never runs past the live one. */
  now(): number {
    if (this.frozenAt !== undefined) return this.frozenAt;
    if (this.played) return Math.min(this.live, this.played.from + (Date.now() / 1000 - this.played.since) * this.played.speed);
    return this.live;
  }

  /** Now by the API's clock, whatever moment is shown: ages are counted from it. */
  get live(): number {
    return Date.now() / 1000 + this.skew;
  }

  /** Seconds until the clock that is played has caught up with the live one; undefined where it never does. */
  get untilLive(): number | undefined {
    if (!this.played || this.played.speed <= 1) return undefined;
    const { from, speed, since } = this.played;
    return Math.max(0, this.live - from - (Date.now() / 1000 - since) * speed) / (speed - 1);
  }

  get frozen(): boolean {
    return this.frozenAt !== undefined;
  }

  /** Holds the clock at an instant (epoch seconds), or lets it run again. */
  freeze(t: number | undefined): void {
    this.frozenAt = t;
    this.dispatchEvent(new Event("clock"));
  }

  /** Runs the clock from another moment, so many seconds in one; without a moment it is live again. */
  play(from: number | undefined, speed: number): void {
    this.played = from === undefined ? undefined : { from, speed, since: Date.now() / 1000 };
    this.dispatchEvent(new Event("clock"));
  }

  /** Whether another moment than now is shown. */
  get past(): boolean {
    return this.played !== undefined;
  }

  find(id: string | undefined): Plane | undefined {
    return id === undefined ? undefined : this.byId.get(id);
  }

  get shownCount(): number {
    return this.planes.reduce((n, p) => n + (p.shown ? 1 : 0), 0);
  }

  /** Takes an answer in. Says "change" only where a flight came, went or differs: only then is anything uploaded. */
  update(answer: Airborne, { take, fresh }: Arrival): void {
    const local = Date.now() / 1000;
    this.answeredAt = local;
    if (fresh && !this.played && Number.isFinite(answer.at)) {
      const skew = answer.at - local;
      this.skew = Math.abs(skew) > 30 ? skew : 0;
    }
    if (take && this.take(answer)) this.dispatchEvent(new Event("change"));
    this.dispatchEvent(new Event("answer"));
  }

  setFilter(filter: Filter): void {
    this.filter = filter;
    for (const plane of this.planes) plane.shown = filter(plane.data, plane.look);
    this.dispatchEvent(new Event("change"));
  }

  /** Puts the flights into other classes; says "change" where that moves any. */
  setLooks(of: (flight: AirborneFlight) => number): void {
    this.lookOf = of;
    let moved = false;
    for (const plane of this.planes) {
      const look = of(plane.data);
      moved ||= look !== plane.look;
      plane.look = look;
      plane.shown = this.filter(plane.data, look);
    }
    if (moved) this.dispatchEvent(new Event("change"));
  }

  private take({ flights, airports }: Airborne): boolean {
    const next = new Map<string, Plane>();
    let changed = false;
    for (const flight of flights) {
      const known = this.byId.get(flight.id);
      const from = airports[flight.from];
      const to = airports[flight.to];
      if (known && from && to && same(known.data, flight) && samePlace(known.from, from) && samePlace(known.to, to)) next.set(flight.id, known);
      else {
        const plane = from && to && this.plane(flight, from, to, known);
        if (plane) {
          next.set(flight.id, plane);
          changed = true;
        }
      }
    }
    changed ||= next.size !== this.byId.size;
    this.byId = next;
    this.planes = [...next.values()];
    return changed;
  }

  private plane(data: AirborneFlight, from: Place, to: Place, known: Plane | undefined): Plane | undefined {
    if (!Number.isFinite(data.off) || !Number.isFinite(data.on)) return undefined;
    const start = vector(from);
    const end = vector(to);
    const look = this.lookOf(data);
    const wall = pageSeconds();
    const span = Math.max(1, data.on - data.off);
    const moved = known !== undefined && (known.data.off !== data.off || known.data.on !== data.on);
    const before = moved ? this.fraction(known, this.now(), wall) : undefined;
    const oldOff = before === undefined ? (known?.oldOff ?? data.off) : this.now() - before * span;
    return {
      data,
      from,
      to,
      start,
      across: side(start, end),
      whole: angle(start, end),
      look,
      oldOff,
      oldOn: before === undefined ? (known?.oldOn ?? data.on) : oldOff + span,
      changedAt: moved ? wall : (known?.changedAt ?? -1e6),
      shown: this.filter(data, look),
    };
  }

  /** The part of the way that a plane has behind it, with a correction eased in. The shader computes the same. */
  fraction(plane: Plane, t: number, wall = pageSeconds()): number {
    const target = progress(plane.data.off, plane.data.on, t);
    const eased = this.frozen ? 1 : Math.min(1, Math.max(0, (wall - plane.changedAt) / EASE_SECONDS));
    if (eased >= 1) return target;
    const old = progress(plane.oldOff, plane.oldOn, t);
    return old + (target - old) * eased * eased * (3 - 2 * eased);
  }

  /** Where a plane is estimated to be at `t`: origin, destination, off and on times, and the great circle between; nothing else. */
  positionAt(plane: Plane, t: number): Place {
    return place(this.vectorAt(plane, t));
  }

  vectorAt(plane: Plane, t: number): Vector {
    return between(plane.start, plane.across, plane.whole, this.fraction(plane, t));
  }

  /** Whether a correction is being eased in, so that each frame differs. */
  easing(): boolean {
    const wall = pageSeconds();
    return !this.frozen && this.planes.some((p) => wall - p.changedAt < EASE_SECONDS);
  }
}

export const pageSeconds = (): number => performance.now() / 1000;

function same(a: AirborneFlight, b: AirborneFlight): boolean {
  return (
    a.off === b.off && a.on === b.on && a.seenAt === b.seenAt && a.delayMinutes === b.delayMinutes && a.status === b.status &&
    a.onBasis === b.onBasis && a.type === b.type && a.registration === b.registration
  );
}

const samePlace = (a: Place, b: Place): boolean => a[0] === b[0] && a[1] === b[1];
