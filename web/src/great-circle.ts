/** Degrees east and north, as GeoJSON has them. */
export type Place = readonly [lon: number, lat: number];
export type Vector = readonly [x: number, y: number, z: number];

export const RAD = Math.PI / 180;
const EARTH_KM = 6371.0088;
/** Below this angle (6 m) the two ends are one place; the sine of the angle would divide by nothing. */
const NEAR = 1e-6;

export function vector([lon, lat]: Place): Vector {
  const c = Math.cos(lat * RAD);
  return [c * Math.cos(lon * RAD), c * Math.sin(lon * RAD), Math.sin(lat * RAD)];
}

export function place([x, y, z]: Vector): Place {
  return [Math.atan2(y, x) / RAD, Math.atan2(z, Math.hypot(x, y)) / RAD];
}

export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

const length = (a: Vector): number => Math.hypot(a[0], a[1], a[2]);

/** The angle between two directions in radians; by atan2, because acos loses short distances. */
export function angle(a: Vector, b: Vector): number {
  return Math.atan2(length(cross(a, b)), dot(a, b));
}

/**
 * The unit vector a quarter turn from `a` on the way to `b`: with it, every point of the way is `a cos + side sin`, which
 * needs no division by the sine of the whole angle. Antipodes have no way of their own: it goes over the north pole,
 * from a pole along the meridian of Greenwich.
 */
export function side(a: Vector, b: Vector): Vector {
  const d = dot(a, b);
  const across: Vector = [b[0] - a[0] * d, b[1] - a[1] * d, b[2] - a[2] * d];
  const n = length(across);
  if (n > NEAR) return [across[0] / n, across[1] / n, across[2] / n];
  const toPole: Vector = [-a[0] * a[2], -a[1] * a[2], 1 - a[2] * a[2]];
  const p = length(toPole);
  return p > NEAR ? [toPole[0] / p, toPole[1] / p, toPole[2] / p] : [1, 0, 0];
}

/** The point at the fraction `u` (held to 0..1) of the way from one place to another. The plane layer's shader does the same. */
export function position(from: Place, to: Place, u: number): Place {
  if (u <= 0) return from;
  if (u >= 1) return to;
  const a = vector(from);
  return place(between(a, side(a, vector(to)), angle(a, vector(to)), u));
}

export function between(a: Vector, across: Vector, whole: number, u: number): Vector {
  const part = whole * Math.min(1, Math.max(0, u));
  const c = Math.cos(part);
  const s = Math.sin(part);
  return [a[0] * c + across[0] * s, a[1] * c + across[1] * s, a[2] * c + across[2] * s];
}

/** The part of the flight that is done at `t`; all three in the same unit. A flight without duration has not begun before its end. */
export function progress(off: number, on: number, t: number): number {
  if (!(on > off)) return t < off ? 0 : 1;
  return Math.min(1, Math.max(0, (t - off) / (on - off)));
}

export function distanceKm(from: Place, to: Place): number {
  return angle(vector(from), vector(to)) * EARTH_KM;
}

/** The course over ground in degrees clockwise from north, at the fraction `u` of the way. */
export function bearing(from: Place, to: Place, u: number): number {
  const a = vector(from);
  const whole = angle(a, vector(to));
  const across = side(a, vector(to));
  const p = between(a, across, whole, u);
  const part = whole * Math.min(1, Math.max(0, u));
  const ahead: Vector = [
    across[0] * Math.cos(part) - a[0] * Math.sin(part),
    across[1] * Math.cos(part) - a[1] * Math.sin(part),
    across[2] * Math.cos(part) - a[2] * Math.sin(part),
  ];
  const [lon] = place(p);
  const east = -Math.sin(lon * RAD) * ahead[0] + Math.cos(lon * RAD) * ahead[1];
  const north = ahead[2] / Math.max(NEAR, Math.hypot(p[0], p[1]));
  return (Math.atan2(east, north) / RAD + 360) % 360;
}

/**
 * The way between two fractions as lines for the map, one point a degree. A line that passes ±180° is unrolled past it
 * (longitudes beyond 180), which is how the map wants it: it never runs back across the world.
 */
export function way(from: Place, to: Place, start: number, end: number): Place[] {
  const a = vector(from);
  const b = vector(to);
  const whole = angle(a, b);
  const across = side(a, b);
  const steps = Math.max(2, Math.ceil(((end - start) * whole) / RAD));
  const points: Place[] = [];
  let before: number | undefined;
  for (let i = 0; i <= steps; i++) {
    let [lon, lat] = place(between(a, across, whole, start + ((end - start) * i) / steps));
    if (before !== undefined) lon += 360 * Math.round((before - lon) / 360);
    before = lon;
    points.push([lon, lat]);
  }
  return points;
}
