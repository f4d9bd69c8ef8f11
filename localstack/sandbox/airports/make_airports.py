"""Writes the airport table that core and the sandbox share.

Source: the PyPI package `airportsdata` (MIT, see NOTICE). Run it with a Python that has the package:

    python3.13 -m venv /tmp/airports && /tmp/airports/bin/pip install airportsdata==20261103
    /tmp/airports/bin/python localstack/sandbox/airports/make_airports.py

The output is sorted by IATA code and depends on nothing but the package's version, so a second run changes no byte.
"""

import csv
import re
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import airportsdata

ROOT = Path(__file__).resolve().parents[3]
AIRPORTS = ROOT / "functions/core/src/main/resources/io/offblock/airport/airports.csv"
METROPOLITAN = ROOT / "localstack/sandbox/src/main/resources/io/offblock/sandbox/metropolitan.csv"
COLUMNS = ["iata", "icao", "name", "city", "country", "lat", "lon", "zone"]


# Codes that flights of the past bear and the package has no more: the code that the same place has now and, where the airport was
# another one, its name and position as the FAA gave them. Country and zone are those of today's code.
EARLIER = {
    "PBI": ("DJT", {"icao": "KPBI", "name": "Palm Beach International Airport"}),
    "PFN": ("ECP", {"icao": "KPFN", "name": "Panama City-Bay County International Airport", "lat": 30.2121, "lon": -85.6828}),
}


def known():
    """All airports of the package, and those of earlier codes."""
    airports = airportsdata.load("IATA")
    for code, (now, of_its_own) in EARLIER.items():
        airports.setdefault(code, {**airports[now], **of_its_own})
    return airports


def airports():
    """One row an airport that has an IATA code, a position and a zone that exists."""
    left_out = []
    for iata, airport in sorted(known().items()):
        try:
            ZoneInfo(airport["tz"])
            usable = re.fullmatch("[A-Z]{3}", iata) and re.fullmatch("[A-Z]{2}", airport["country"])
        except (ValueError, KeyError, OSError):
            usable = False
        if not usable or not -90 <= airport["lat"] <= 90 or not -180 <= airport["lon"] <= 180:
            left_out.append(iata)
            continue
        yield [
            iata,
            airport["icao"] if re.fullmatch("[A-Z][A-Z0-9]{3}", airport["icao"]) else "",
            " ".join(airport["name"].split()),
            " ".join(airport["city"].split()),
            airport["country"],
            f"{airport['lat']:.4f}",
            f"{airport['lon']:.4f}",
            airport["tz"],
        ]
    if left_out:
        print("left out (no usable code, country, position or zone):", *left_out, file=sys.stderr)


def metropolitan():
    """City codes that stand for several airports (LON, NYC, PAR …)."""
    for code, area in sorted(airportsdata.load_iata_macs().items()):
        yield [code, area["name"], area["country"], " ".join(sorted(area["airports"]))]


def write(path, header, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(header)
        count = 0
        for row in rows:
            table.writerow(row)
            count += 1
    print(f"{count} rows -> {path.relative_to(ROOT)}")


if __name__ == "__main__":
    write(AIRPORTS, COLUMNS, airports())
    write(METROPOLITAN, ["city", "name", "country", "airports"], metropolitan())
