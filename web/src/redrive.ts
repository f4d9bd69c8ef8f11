import type { Status } from "./model";

/** A store's dead letters that were sent back from this page, and whether they have been seen to be gone since. */
export interface Sent {
  store: string;
  letters: number;
  gone: boolean;
}

/** What of a status tells how far they are. */
type Told = Pick<Status, "queues" | "deadLetters">;

/** Moving to the loader's queue, waiting there, all out of it, or dead letters again. */
export type Course = "moving" | "waiting" | "done" | "back";

/** The same by what a status tells. A count that is absent tells nothing. */
export const seen = (sent: Sent, told: Told): Sent => (told.deadLetters?.[sent.store] === 0 ? { ...sent, gone: true } : sent);

/** How far they are; before they were seen to be gone, what is dead has not been moved yet. */
export function course(sent: Sent, told: Told): Course {
  if (!sent.gone) return "moving";
  if (told.deadLetters?.[sent.store]) return "back";
  return told.queues[sent.store] === 0 ? "done" : "waiting";
}

export const letters = (n: number): string => `${n.toLocaleString("en-GB")} dead ${n === 1 ? "letter" : "letters"}`;

/** How far they are, in words. */
export function words(sent: Sent, told: Told): string {
  const { store } = sent;
  const left = told.deadLetters?.[store];
  const waiting = told.queues[store];
  switch (course(sent, told)) {
    case "moving":
      return `${letters(sent.letters)} of ${store} ${sent.letters === 1 ? "is" : "are"} being sent back${left === undefined ? "" : `; ${left.toLocaleString("en-GB")} left`}.`;
    case "waiting":
      return `${letters(sent.letters)} of ${store} sent back; ${waiting === undefined ? "its queue cannot be counted now" : `${waiting.toLocaleString("en-GB")} ${waiting === 1 ? "payload waits" : "payloads wait"} to be loaded`}.`;
    case "done":
      return `${letters(sent.letters)} of ${store} sent back, and nothing waits any more.`;
    case "back":
      return `${letters(left ?? 0)} of ${store} after ${sent.letters.toLocaleString("en-GB")} ${sent.letters === 1 ? "was" : "were"} sent back: the store refuses them still, or is away.`;
  }
}
