import { html, nothing, svg } from "lit";

/** One bar of a column chart. */
export interface Column {
  label: string;
  value: number | undefined;
  /** What a pointer is told. */
  title: string;
  /** Colours it as a delay of that class. */
  delay?: string;
}

/** Upright bars over their labels; `said` tells a reader in words what the picture shows. A value that is not known has no bar. */
export function columns(bars: readonly Column[], said: string, { most = 0, every = 1 } = {}) {
  const top = Math.max(most, ...bars.map((b) => b.value ?? 0)) || 1;
  return html`<div class="columns" role="img" aria-label=${said}>${bars.map((b, i) => html`<span class="column" title=${b.title} data-delay=${b.delay ?? nothing}>
    <i style="height:${(((b.value ?? 0) / top) * 100).toFixed(1)}%" data-none=${b.value === undefined}></i><small>${i % every ? "" : b.label}</small></span>`)}</div>`;
}

/** A value with its interval on a line from 0 to `most`: the dot is the value, the bar what it may as well be. */
export function whisker(value: number | undefined, interval: readonly number[] | undefined, most: number) {
  if (value === undefined) return nothing;
  const x = (v: number) => Math.min(100, Math.max(0, (v / most) * 100)).toFixed(1);
  const [low, high] = [interval?.[0] ?? value, interval?.[1] ?? value];
  return html`<span class="whisker" aria-hidden="true"><i style="left:${x(low)}%;right:${(100 - Number(x(high))).toFixed(1)}%"></i><b style="left:${x(value)}%"></b></span>`;
}

/** One step of a forecast's calibration: what was said, what happened, of how many. */
export interface Reliability {
  said: number;
  happened: number;
  n: number;
}

/** The 95 % Wilson interval of a share. */
export function wilson(share: number, n: number): [number, number] {
  const z2 = 1.959964 ** 2;
  const middle = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (1.959964 / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

/** Said against happened: a forecast that can be believed lies on the diagonal. Dots are as large as their flights are many. */
export function reliabilityCurve(points: readonly Reliability[], said: string) {
  const most = Math.max(...points.map((p) => p.n), 1);
  const x = (v: number) => 10 + v * 86;
  const y = (v: number) => 88 - v * 84;
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  return html`<svg class="reliability" viewBox="0 0 100 100" role="img" aria-label=${said}>
    ${ticks.map((t) => svg`<line class="grid" x1=${x(0)} x2=${x(1)} y1=${y(t)} y2=${y(t)}/><text x="8.5" y=${y(t) + 1.2} text-anchor="end">${t * 100}</text><text x=${x(t)} y="92.5" text-anchor="middle">${t * 100}</text>`)}
    <line class="perfect" x1=${x(0)} y1=${y(0)} x2=${x(1)} y2=${y(1)}></line>
    <text class="axis" x=${x(0.5)} y="98" text-anchor="middle">chance that was forecast, %</text>
    <text class="axis" x="-46" y="2.8" text-anchor="middle" transform="rotate(-90)">share that was late, %</text>
    <polyline points=${points.map((p) => `${x(p.said).toFixed(2)},${y(p.happened).toFixed(2)}`).join(" ")}></polyline>
    ${points.map((p) => {
      const [low, high] = wilson(p.happened, p.n);
      return svg`<line class="span" x1=${x(p.said)} x2=${x(p.said)} y1=${y(low)} y2=${y(high)}/><circle cx=${x(p.said)} cy=${y(p.happened)} r=${(0.8 + 1.6 * Math.sqrt(p.n / most)).toFixed(2)}><title>${Math.round(p.said * 100)} % forecast, ${Math.round(p.happened * 100)} % late, ${p.n} flights</title></circle>`;
    })}
  </svg>`;
}
