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

  /** The city, or the code where the table knows none. */
  city(iata: string): string {
    return this.byCode.get(iata)?.city ?? iata;
  }
}

const REGIONS = new Intl.DisplayNames("en", { type: "region" });

export function countryName(code: string | undefined): string | undefined {
  try {
    return code ? REGIONS.of(code) : undefined;
  } catch {
    return code;
  }
}
