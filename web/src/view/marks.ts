import { html, nothing } from "lit";
import { delayClass } from "../delay";
import type { Airport, Movement, Moment } from "../model";
import { delayText, localParts } from "../times";

/** A delay with its basis in words; nothing where the data has none. */
export function delayMark(movement: Pick<Movement, "delayMinutes" | "delayBasis"> | undefined, basisText: "long" | "short" | "none" = "long") {
  if (movement?.delayMinutes === undefined) return nothing;
  const basis = movement.delayBasis ?? "estimated";
  return html`<span class="delay" data-delay=${delayClass(movement.delayMinutes)} data-basis=${basis} title="Delay by the ${basis} time">${delayText(movement.delayMinutes)}${basisText === "long" ? html`<small>${basis}</small>` : basisText === "short" && basis === "estimated" ? html`<small>est.</small>` : nothing}</span>`;
}

/** The time to go by: actual, else estimated, else scheduled, and which of them it is. */
export function bestTime(movement: Movement): { moment: Moment; basis: "actual" | "estimated" | "scheduled" } | undefined {
  for (const basis of ["actual", "estimated", "scheduled"] as const) {
    const moment = movement[basis];
    if (moment) return { moment, basis };
  }
  return undefined;
}

export const localTime = (moment: Moment | undefined): string => (moment ? localParts(moment.local).time : "");

export const airportCity = (airport: Airport, known: string): string => airport.city || known;

/** A name that a reader can press to open an airport's board. */
export function airportLink(code: string, text: unknown, open: (code: string) => void) {
  return html`<button type="button" class="link" title="Open the board of ${code}" @click=${(e: Event) => { e.stopPropagation(); open(code); }}>${text}</button>`;
}
