/** How the page writes times and spans. Every airport time is local to that airport, with UTC beside it. */

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string): Intl.DateTimeFormat {
  let found = formats.get(zone);
  if (!found) {
    found = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone, weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short",
    });
    formats.set(zone, found);
  }
  return found;
}

export interface Clock {
  time: string;
  day: string;
  zone: string;
}

/** Epoch seconds as the clock of a zone shows them; undefined where the browser does not know the zone. */
export function clock(epochSeconds: number, zone: string): Clock | undefined {
  try {
    const parts = Object.fromEntries(format(zone).formatToParts(epochSeconds * 1000).map((p) => [p.type, p.value]));
    return { time: `${parts.hour}:${parts.minute}`, day: `${parts.weekday} ${parts.day} ${parts.month}`, zone: parts.timeZoneName ?? zone };
  } catch {
    return undefined;
  }
}

export const utcClock = (epochSeconds: number): string => new Date(epochSeconds * 1000).toISOString().slice(11, 16);

/** The day and the time of a local moment (yyyy-MM-ddTHH:mm), as the airport's clock shows it. */
export function localParts(local: string): { day: string; time: string } {
  const day = new Date(`${local.slice(0, 10)}T00:00:00Z`);
  const text = Number.isNaN(day.getTime())
    ? local.slice(0, 10)
    : day.toLocaleDateString("en-GB", { timeZone: "UTC", weekday: "short", day: "numeric", month: "short" });
  return { day: text.replace(",", ""), time: local.slice(11, 16) };
}

export const epoch = (utc: string | undefined): number | undefined => {
  const millis = utc === undefined ? Number.NaN : Date.parse(utc);
  return Number.isNaN(millis) ? undefined : millis / 1000;
};

/** 42 s, 5 min, 3 h 20, 2 d: an age or a span, as short as it is exact enough. */
export function span(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.round(s / 60)} min`;
  const minutes = Math.round(s / 60);
  if (minutes < 48 * 60) return minutes % 60 ? `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")}` : `${minutes / 60} h`;
  return `${Math.round(s / 86400)} d`;
}

export const ago = (seconds: number): string => (seconds < 5 ? "just now" : `${span(seconds)} ago`);

/** "+12 min", "5 min early", "on time": only ever called with a delay that the data has. */
export function delayText(minutes: number): string {
  if (minutes === 0) return "on time";
  return minutes > 0 ? `+${span(minutes * 60)}` : `${span(-minutes * 60)} early`;
}

export const km = (value: number): string => `${Math.round(value).toLocaleString("en-GB")} km`;

/** The moment (epoch seconds) at which a zone's clock shows a local time, yyyy-MM-ddTHH:mm; of two, the earlier; in a gap, the hour after it. */
export function momentOf(local: string, zone: string): number | undefined {
  const wanted = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local) ? Date.parse(`${local}:00Z`) / 1000 : Number.NaN;
  if (Number.isNaN(wanted)) return undefined;
  const offset = (at: number): number | undefined => {
    const shown = clockMinute(at, zone);
    return shown === undefined ? undefined : shown - at;
  };
  const before = offset(wanted - 86_400);
  const after = offset(wanted + 86_400);
  if (before === undefined || after === undefined) return undefined;
  for (const o of before > after ? [before, after] : [after, before]) if (offset(wanted - o) === o) return wanted - o;
  return wanted - before;
}

/** What a zone's clock shows, as if it were UTC. */
function clockMinute(at: number, zone: string): number | undefined {
  try {
    const text = new Date(at * 1000).toLocaleString("sv-SE", { timeZone: zone });
    return Date.parse(`${text.replace(" ", "T")}Z`) / 1000;
  } catch {
    return undefined;
  }
}

/** What a zone's clock shows, yyyy-MM-ddTHH:mm. */
export const localOf = (at: number, zone: string): string | undefined => {
  const shown = clockMinute(at, zone);
  return shown === undefined ? undefined : new Date(shown * 1000).toISOString().slice(0, 16);
};

/** A day, so many days from another (yyyy-MM-dd). */
export const dayFrom = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
