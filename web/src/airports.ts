import type { Place } from "./great-circle";

declare const __AIRPORTS__: string;

export interface AirportPoint {
  iata: string;
  name: string;
  city: string;
  country: string;
  at: Place;
  zone: string;
  /** 0 shows first, 2 last. */
  rank: number;
}

type Row = [iata: string, name: string, city: string, country: string, lon: number, lat: number, zone: number, rank: number];

/** The packaged airports: names, zones and places, by IATA code. Empty until loaded; the page works with codes until then. */
export class Airports {
  private byCode = new Map<string, AirportPoint>();

  async load(): Promise<void> {
    const response = await fetch(__AIRPORTS__);
    if (!response.ok) throw new Error(`The airport table did not load: status ${response.status}`);
    const table = (await response.json()) as { zones: string[]; rows: Row[] };
    this.byCode = new Map(
      table.rows.map(([iata, name, city, country, lon, lat, zone, rank]) => [
        iata,
        { iata, name, city: city || name, country, at: [lon, lat] as Place, zone: table.zones[zone]!, rank },
      ]),
    );
  }

  find(iata: string | undefined): AirportPoint | undefined {
    return iata === undefined ? undefined : this.byCode.get(iata);
  }

  all(): Iterable<AirportPoint> {
    return this.byCode.values();
  }

  /** Airports whose code, city or name begins with what was typed; the code itself first, then the important ones. */
  match(typed: string, most: number): AirportPoint[] {
    const text = plain(typed);
    if (!text) return [];
    const worth = (a: AirportPoint): number => (plain(a.iata) === text ? 0 : 1) * 100 + (plain(a.city).startsWith(text) ? 0 : plain(a.iata).startsWith(text) ? 1 : 2) + a.rank * 3;
    const found = [...this.byCode.values()].filter((a) => [a.iata, a.city, a.name].some((word) => plain(word).startsWith(text)));
    return found.sort((a, b) => worth(a) - worth(b) || (a.iata < b.iata ? -1 : 1)).slice(0, most);
  }

  /** The city, or the code where the table knows none. */
  city(iata: string): string {
    return this.byCode.get(iata)?.city ?? iata;
  }
}

/** Without case and accents, so that "Munchen" finds München. */
const plain = (text: string): string => text.trim().normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const REGIONS = new Intl.DisplayNames("en", { type: "region" });

export function countryName(code: string | undefined): string | undefined {
  try {
    return code ? REGIONS.of(code) : undefined;
  } catch {
    return code;
  }
}
